"""Two windows at one held file at once: what each was told, and what is stored."""

import datetime as dt
import threading
from collections.abc import Callable

from data.intake import Held, Reporter, receive
from data.intake.holding import NotHeld, answer, withdraw
from data.store import events, files, held, supply
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON
from tests.data.intake.test_doubts import FIRST, HEADER, LISTED, line

LATER = NOON + dt.timedelta(hours=3)


class Desk:
    """A store with a quiet month of rice, and a reporter whose odd files are held; each ``n`` is another file."""

    def __init__(self, store, region, reporter: Reporter) -> None:
        self.store, self.region, self.reporter = store, region, reporter
        self.send(LISTED, name="名录.csv")
        self.send("\n".join([HEADER, *map(line, range(20))]), name="日报.csv")

    def send(self, text: str, *, name: str, at: dt.datetime = NOON):
        return receive(self.store, self.region, text.encode(), filename=name, reporter=self.reporter, received_at=at)

    def odd(self, n: int) -> str:
        """A sheet whose price is a slip of units; no two are the same file."""
        return "\n".join([HEADER, line(20, retail_price=1500.0 + n)])

    def hold(self, n: int) -> Held:
        """Send an odd sheet; what was asked."""
        try:
            self.send(self.odd(n), name=f"异常{n}.csv", at=LATER + dt.timedelta(minutes=n))
        except Held as held_now:
            return held_now
        raise AssertionError("nothing was asked")

    def answer(self, asked: Held, reason: str, *, n: int = 0, mark: str | None = None):
        """Answer every question with one reason."""
        because = {one.key: reason for one in asked.doubts}
        at = LATER + dt.timedelta(minutes=n, seconds=30)
        return answer(self.store, self.region, asked.number, because=because, reporter=self.reporter, now=at, mark=mark)

    def withdraw(self, asked: Held, *, n: int = 0) -> str:
        withdraw(self.store, asked.number, reporter=self.reporter, now=LATER + dt.timedelta(minutes=n, seconds=30))
        return "withdrawn"

    def fate(self, asked: Held) -> held.HeldFile:
        with self.store.reading() as conn:
            return held.fate(conn, scope=EVERYTHING, reporter=self.reporter.name, number=asked.number)

    def prices(self) -> list[float]:
        with self.store.reading() as conn:
            since = FIRST + dt.timedelta(days=20)
            return supply.daily(conn, scope=EVERYTHING, as_known=None, since=since)["retail_price"].tolist()

    def stored(self) -> int:
        with self.store.reading() as conn:
            return len(files.received(conn, scope=EVERYTHING))

    def reasons(self, receipt: str) -> list[str]:
        with self.store.reading() as conn:
            return [one["because"] for one in held.confirmed(conn, scope=EVERYTHING, receipt=receipt)]

    def chain_is_whole(self) -> bool:
        with self.store.reading() as conn:
            return events.verify(conn).whole


def at_once(*acts: Callable) -> list:
    """Run them together; what each answered, or the exception it met."""
    told, together = [None] * len(acts), threading.Barrier(len(acts))

    def run(place: int) -> None:
        together.wait()
        try:
            told[place] = acts[place]()
        except (Held, NotHeld) as refused:
            told[place] = refused

    people = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return told


def two_answers(desk: Desk, n: int) -> None:
    """One is stored with its reason; the other is told that it was stored before, or that nothing waits."""
    asked = desk.hold(n)
    told = at_once(lambda: desk.answer(asked, "甲", n=n), lambda: desk.answer(asked, "乙", n=n))

    won = [reason for reason, one in zip("甲乙", told) if not isinstance(one, NotHeld) and not one.already]
    others = [one for one in told if isinstance(one, NotHeld) or one.already]
    assert (len(won), len(others)) == (1, 1), told
    assert desk.reasons(desk.fate(asked).receipt) == won


def answer_and_withdrawal(desk: Desk, n: int) -> str:
    """Either it is stored and the withdrawal told, or it is withdrawn and the answer told."""
    before = desk.stored()
    asked = desk.hold(n)
    answered, withdrawn = at_once(lambda: desk.answer(asked, "甲", n=n), lambda: desk.withdraw(asked, n=n))

    status = desk.fate(asked).status
    if status == "stored":
        assert isinstance(withdrawn, NotHeld), (answered, withdrawn)
        assert not answered.already
    else:
        assert (status, withdrawn) == ("withdrawn", "withdrawn")
        assert isinstance(answered, NotHeld), (answered, withdrawn)
    assert desk.stored() - before == (status == "stored")
    return status


def answer_and_copy(desk: Desk, n: int) -> None:
    """The same file comes in again while it is answered: stored once, and nothing is left waiting."""
    asked = desk.hold(n)
    before = desk.stored()

    def again():
        return desk.send(desk.odd(n), name=f"再报{n}.csv", at=LATER + dt.timedelta(minutes=n, seconds=40))

    answered, repeated = at_once(lambda: desk.answer(asked, "甲", n=n), again)

    assert not answered.already
    assert isinstance(repeated, Held) or repeated.already
    assert desk.stored() - before == 1
    with desk.store.reading() as conn:
        assert held.waiting(conn, scope=EVERYTHING, reporter=desk.reporter.name) == []
