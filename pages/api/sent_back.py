"""What was refused, kept a while so that its sender can fetch it: the rows that were sent, as a marked workbook."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from data.intake.answers import Problem
from data.intake.doubts import Doubt
from data.intake.marking import Mark, filename_of, marked, marks_of

MOST_KEPT = 200
MOST_BYTES = 16_000_000  # in this process's memory only, and the oldest go first
_kept: "OrderedDict[str, SentBack]" = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class SentBack:
    """One refused report: whose it is, the sheet it stood for, and what is to be seen to in it."""

    enterprise: str
    filename: str
    content: bytes = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)


def keep(enterprise: str, filename: str, content: bytes, told: Iterable[Problem | Doubt]) -> str:
    """Keep a refused report; answers with the name it is fetched by."""
    name = secrets.token_urlsafe(16)
    one = SentBack(enterprise=enterprise, filename=filename, content=content, marks=tuple(marks_of(told)))
    with _lock:
        _kept[name] = one
        while len(_kept) > MOST_KEPT or sum(len(other.content) for other in _kept.values()) > MOST_BYTES:
            _kept.popitem(last=False)
    return name


def workbook(name: str, *, enterprise: str) -> tuple[str, bytes] | None:
    """(file name, the marked workbook) of this enterprise's refused report, while this process remembers it."""
    with _lock:
        one = _kept.get(name)
    if one is None or one.enterprise != enterprise:
        return None
    content = marked(one.content, one.marks)
    return content and (filename_of(one.filename), content)
