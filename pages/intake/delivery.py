"""Files on their way in: imported in a thread of their own, whole or not at all, whatever the browser does."""

import datetime as dt
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache

from data.intake import receive
from data.intake.answers import Held, Problem, Receipt, Refused, Reporter
from data.intake.holding import AskedAnew, NotHeld, answer
from data.intake.lasting import UntilFurtherNotice
from data.intake.marking import marked, marks_of
from data.reference.region import Region
from data.store.engine import Store
from data.store.unserved import Unserved

MOST_KEPT = 200
MOST_BYTES = 64_000_000  # of marked workbooks: they live in this process's memory only, and the oldest go first
_kept: OrderedDict[str, tuple[str, "Outcome"]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file: a receipt, problems, or questions to answer first (``held``).

    ``key`` names a refusal for its exports; ``marked`` is the sent workbook with its problems marked, where possible.
    ``missed``: another window was faster; the held file is "gone", or is "asked anew".
    """

    filename: str
    receipt: Receipt | None = None
    problems: tuple[Problem, ...] = ()
    key: str = ""
    marked: bytes | None = field(default=None, repr=False)
    held: int | None = None
    missed: str = ""


@dataclass(kw_only=True)
class Sent:
    """Some files sent together; outcomes come in one by one, in order."""

    files: int
    outcomes: list[Outcome] = field(default_factory=list)
    future: Future | None = None

    @property
    def done(self) -> bool:
        """Whether nothing more will come."""
        return self.future is None or self.future.done()

    @property
    def broken(self) -> bool:
        """Whether the machine failed (the disk, the database): the files after the last outcome are not stored."""
        return self.done and self.future is not None and self.future.exception() is not None

    @property
    def why(self) -> Unserved | None:
        """What the database said where that is what failed."""
        error = self.future.exception() if self.broken else None
        return error if isinstance(error, Unserved) else None

    def wait(self, seconds: float) -> None:
        """Give small files the moment they need, so that their answer is there at once."""
        if self.future is not None:
            wait([self.future], timeout=seconds)


def send(
    store: Store,
    region: Region,
    files: Sequence[tuple[str, bytes]],
    *,
    reporter: Reporter,
    now: dt.datetime,
    topic: str | None,
    lines: Mapping[int, str] | None = None,
) -> Sent:
    """Begin to import the files; answers at once. ``lines``: a form's names of its file's rows."""
    sent = Sent(files=len(files))
    sent.future = _threads().submit(_import, store, region, files, sent.outcomes, reporter, now, topic, lines)
    return sent


def answered(
    store: Store,
    region: Region,
    number: int,
    filename: str,
    *,
    because: Mapping[str, str | UntilFurtherNotice],
    mark: str,
    reporter: Reporter,
    now: dt.datetime,
) -> Sent:
    """Begin to store a held file with its answers; answers at once."""
    sent = Sent(files=1)
    sent.future = _threads().submit(
        _answer, store, region, number, filename, because, mark, sent.outcomes, reporter, now
    )
    return sent


def refused(key: str, *, reporter: str) -> Outcome | None:
    """A refusal of this reporter, while this process remembers it."""
    with _lock:
        whose, outcome = _kept.get(key, ("", None))
    return outcome if outcome is not None and whose == reporter else None


def _import(store, region, files, outcomes: list[Outcome], reporter: Reporter, now, topic, lines) -> None:
    said = {"reporter": reporter, "received_at": now, "topic": topic, "lines": lines}
    for filename, content in files:
        outcomes.append(_one(store, region, filename, content, reporter, said))


def _one(store: Store, region: Region, filename: str, content: bytes, reporter: Reporter, said: dict) -> Outcome:
    def stored() -> Receipt:
        return receive(store, region, content, filename=filename, **said)

    return _outcome(filename, reporter, stored, content)


def _answer(store, region, number: int, filename: str, because, mark, outcomes: list[Outcome], reporter, now) -> None:
    def stored() -> Receipt:
        return answer(store, region, number, because=because, reporter=reporter, now=now, mark=mark)

    try:
        outcomes.append(_outcome(filename, reporter, stored))
    except NotHeld:
        outcomes.append(Outcome(filename=filename, missed="gone"))
    except AskedAnew:
        outcomes.append(Outcome(filename=filename, missed="asked anew"))


def _outcome(filename: str, reporter: Reporter, stored: Callable[[], Receipt], content: bytes = b"") -> Outcome:
    try:
        return Outcome(filename=filename, receipt=stored())
    except Held as held:
        return Outcome(filename=filename, held=held.number)
    except Refused as refusal:
        again = marked(content, marks_of(refusal.problems))
        key = secrets.token_urlsafe(16)
        return _keep(reporter, Outcome(filename=filename, problems=refusal.problems, key=key, marked=again))


def _keep(reporter: Reporter, outcome: Outcome) -> Outcome:
    with _lock:
        _kept[outcome.key] = (reporter.name, outcome)
        while len(_kept) > MOST_KEPT or sum(len(one.marked or b"") for _, one in _kept.values()) > MOST_BYTES:
            _kept.popitem(last=False)
    return outcome


@cache
def _threads() -> ThreadPoolExecutor:
    """Two: a long import must not hold up a short one; the store lets one write at a time anyway."""
    return ThreadPoolExecutor(2, thread_name_prefix="intake")
