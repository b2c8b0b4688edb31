"""A look ahead: what would be said of a form or file if it were sent now. Nothing is stored or noted."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.intake.answers import Problem, Refused, Reporter
from data.intake.doubts import Doubt
from data.intake.history import questions_of
from data.intake.known import Known
from data.intake.limits import UPLOAD
from data.intake.parse import parse
from data.intake.reception import against_store, local_day
from data.intake.standing import standing
from data.store.engine import Store

if TYPE_CHECKING:
    from data.reference.region import Region


@dataclass(frozen=True, kw_only=True)
class Found:
    """Every problem, and, where there is none, every question; what was interpreted; how many rows it has."""

    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    rows: int = 0


def examine(
    store: Store, region: "Region", content: bytes, *, topic: str, reporter: Reporter, at: dt.datetime
) -> Found:
    """The same reading, checks and questions as :func:`data.intake.receive`."""
    today = local_day(at, region)
    try:
        parsed = parse(io.BytesIO(content), len(content), topic=topic, region=region, today=today, limits=UPLOAD)
    except Refused as refused:
        return Found(problems=refused.problems)
    with store.reading() as conn:
        known = Known(conn)
        rows, problems = against_store(known, parsed, reporter)
        problems = tuple(parsed.placed([*parsed.problems, *problems]))
        asked = [] if problems else questions_of(known, parsed.sheet, rows)
        stands = standing(conn, asked, on=today)
    doubts = tuple(one for one in asked if one.key not in stands)
    if stands:
        parsed.notes.say(f"另有 {len(stands)} 处与以前核实的相同，沿用原来的说明，不再询问")
    return Found(problems=problems, doubts=doubts, notes=parsed.notes.lines(), rows=len(rows))
