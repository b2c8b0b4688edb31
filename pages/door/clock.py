"""What time it is. The only place in the pages that asks; tests and the demo may set it.

`now` is the time of the story. It is the real time unless the content is a demonstration that ends in the past
(`begin`, called at the start of the server) or MONITOR_NOW says otherwise: then it starts there and runs on.
`wall` is the real time, and sign-ins and the audit go by it, story or not.
"""

import datetime as dt
import os
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_fixed: dt.datetime | None = None
_offset: dt.timedelta | None = None


def wall() -> dt.datetime:
    """The real moment, in UTC (or the moment a test has fixed)."""
    return _fixed or dt.datetime.now(dt.UTC)


def now() -> dt.datetime:
    """The moment of the story, aware, in UTC."""
    return wall() + _story_offset()


def today() -> dt.date:
    """The day of the story where the readers live."""
    return now().astimezone(SHANGHAI).date()


def begin(moment: dt.datetime) -> None:
    """Let the story start at a moment, unless MONITOR_NOW has said where."""
    global _offset
    if not os.environ.get("MONITOR_NOW"):
        _offset = moment - dt.datetime.now(dt.UTC)


def fix(moment: dt.datetime | None) -> None:
    """Hold the clock at a moment; None lets it run again."""
    assert moment is None or moment.tzinfo is not None
    global _fixed
    _fixed = moment


def _story_offset() -> dt.timedelta:
    global _offset
    if _offset is None:
        start = os.environ.get("MONITOR_NOW")
        _offset = dt.datetime.fromisoformat(start) - dt.datetime.now(dt.UTC) if start else dt.timedelta()
    return _offset
