"""Many editors at one record at once; the record counts in its own content, so that a lost edit shows."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from data.store import drafts
from data.store.drafts import DraftChanged, Place
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.data.store.sending import START

PLACE = Place(topic="supply", day=dt.date(2020, 1, 1), county="C1", enterprise="E1")


@dataclass
class Tally:
    """What editing came to: acknowledged edits and conflicts that were told."""

    saved: list[str] = field(default_factory=list)
    told: int = 0


def edit_at_once(edit: Callable[[str], bool], *, editors: int, edits: int) -> Tally:
    """Each editor makes so many edits and repeats one that lost; ``edit(name)`` says whether it was kept."""
    tally, lock, together = Tally(), threading.Lock(), threading.Barrier(editors)

    def work(editor: int) -> None:
        together.wait()
        for number in range(edits):
            name = f"{editor}.{number}"
            while not edit(name):
                with lock:
                    tally.told += 1
            with lock:
                tally.saved.append(name)

    people = [threading.Thread(target=work, args=(editor,)) for editor in range(editors)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return tally


def count_on(store: Store) -> Callable[[str], bool]:
    """An edit of a form: read the number in its one cell, save the next."""

    def edit(name: str) -> bool:
        with store.reading() as conn:
            before = drafts.find(conn, scope=EVERYTHING, place=PLACE)
        number = int(before.cells["E1:rice"]["on_hand"]) if before else 0
        try:
            with store.noting() as conn:
                drafts.save(
                    conn, PLACE, scope=EVERYTHING, cells={"E1:rice": {"on_hand": f"{number + 1}"}}, template="t",
                    base={}, seconds=0, expected_revision=before.revision if before else None, uid=name, at=START,
                )  # fmt: skip
        except DraftChanged:
            return False
        return True

    return edit


def counted(store: Store) -> tuple[int, int]:
    """The number in the cell, and the draft's revision."""
    with store.reading() as conn:
        draft = drafts.find(conn, scope=EVERYTHING, place=PLACE)
    return int(draft.cells["E1:rice"]["on_hand"]), draft.revision
