"""Twenty editors, fifty edits each, at one record (reliability test 14): none is lost, every conflict is shown."""

import json
import threading
import time

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from data.store import cases, drafts
from data.store.cases import CaseChanged
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import Actor
from monitoring.alerts.lifecycle import Action
from monitoring.cases.acting import act_on_case
from tests.data.store.editing import count_on, counted, edit_at_once
from tests.data.store.sending import CASE, START
from tests.heavy import page
from tests.monitoring.cases.office import CONFIG
from tests.pages.conftest import PASSWORD
from tests.pages.door.serving import enter, visitor
from tests.pages.door.window import Window, window

pytestmark = pytest.mark.heavy
EDITORS, EDITS = 20, 50
FIGURES: dict[str, tuple] = {}


def test_no_edit_of_one_form_is_lost(store, store_url):
    tally = edit_at_once(count_on(store), editors=EDITORS, edits=EDITS)

    assert (len(tally.saved), counted(store)) == (1000, (1000, 1000))
    assert tally.told > 0
    FIGURES[f"a form, {_database(store_url)}"] = (1000, 1000, 0, tally.told)


def test_no_note_on_one_case_is_lost(store, store_url):
    with store.writing(at=START) as conn:
        number = cases.open(conn, CASE, at=START, actor="staff")

    def note(name: str) -> bool:
        with store.reading() as conn:
            revision = cases.get(conn, scope=EVERYTHING, case=number)["revision"]
        actor = Actor(uid=name, name=name, role="staff", scope=EVERYTHING)
        try:
            act_on_case(
                store, number, Action.NOTE, actor=actor, now=START, expected_revision=revision, config=CONFIG, note=name
            )
        except CaseChanged:
            return False
        return True

    tally = edit_at_once(note, editors=EDITORS, edits=EDITS)

    with store.reading() as conn:
        steps = cases.events(conn, scope=EVERYTHING, case=number)
        revision = cases.get(conn, scope=EVERYTHING, case=number)["revision"]
    kept = steps.loc[steps["action"] == "note", "note"]
    assert sorted(kept) == sorted(tally.saved)
    assert (len(kept), revision) == (1000, 1001)
    FIGURES[f"a case's notes, {_database(store_url)}"] = (1000, len(kept), 0, tally.told)


def test_every_edit_in_a_window_is_kept_or_its_loss_is_shown(served_town):
    """Twenty windows of one form in one county; an edit that lost is not repeated: its person must have been told."""
    store, host = served_town
    kept, told, unsaid = [], [], []
    with visitor(host) as client:
        enter(client, "clerk", PASSWORD)
        cookies = client.cookies
    together = threading.Barrier(EDITORS)

    def work(editor: int) -> None:
        with window(host, cookies, "forms", "topic=market_status") as mine:
            together.wait()
            for number in range(EDITS):
                mark = f"{editor}第{number}次"
                outcome = typed(mine, mark)
                {"kept": kept, "told": told}.get(outcome, unsaid).append(mark)

    people = [threading.Thread(target=work, args=(editor,)) for editor in range(EDITORS)]
    started = time.perf_counter()
    for one in people:
        one.start()
    for one in people:
        one.join()

    (revision,) = _revisions(store)
    assert (len(kept) + len(told), unsaid) == (1000, [])
    assert (len(kept), bool(told)) == (revision, True)
    FIGURES["a form in twenty windows over websockets"] = (1000, revision, len(unsaid), len(told))
    _report(time.perf_counter() - started)


def typed(mine: Window, mark: str) -> str:
    """Type a reason into the first line's cell; what the page then says of it."""
    grid = mine.key("form_grid_")
    edits = json.dumps({"edited_rows": {"0": {"reason": mark}}, "added_rows": [], "deleted_rows": []})
    answer = mine.rerun(WidgetState(id=mine.ids[grid], string_value=edits))
    if "没有保存：同一张表刚被别人改动" in answer:
        assert mark in answer, "what was lost is not named"
        return "told"
    return "kept" if "草稿已保存" in answer else "unsaid"


def _revisions(store) -> list[int]:
    with store.reading() as conn:
        return [one.revision for one in drafts.mine(conn, scope=EVERYTHING, uid="clerk", since=START)]


def _database(url: str) -> str:
    return "PostgreSQL" if url.startswith("postgresql") else "SQLite"


def _report(seconds: float) -> None:
    rows = [(what, f"{tried:,} edits: {held:,} kept, {lost} lost without a word, {conflicts:,} conflicts shown")
            for what, (tried, held, lost, conflicts) in sorted(FIGURES.items())]  # fmt: skip
    page.write(
        "editors", "Twenty editors at one record", command="tests/heavy/test_editors.py",
        told="Twenty editors make fifty edits each to one record at the same time. In the functions an edit that met\n"
        "a newer revision is repeated until it is in, and the record counts its edits in its own content; in the\n"
        "windows (really served pages, the messages a browser sends) it is not, and the page must name what was lost.",
        rows=[*rows, ("the windows took", f"{seconds:.0f} s")],
    )  # fmt: skip
