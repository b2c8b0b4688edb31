"""Scenario cards: entered and answered once, judged and retired by people, scored when the day they speak of comes."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, case, insert, null, select, update

from data.store.computed_rows import wire_rows
from data.store.frames import frame_of, known
from data.store.registry import read
from data.store.schema import scenario as table
from data.store.schema import scenario_answer, scenario_score
from data.store.scope import Scope
from data.store.values import CLOSE
from data.store.versions import Changes, put_versions

MADE = ("county", "kind", "levers", "assumption", "made_for", "data_moment", "seed", "made_at", "made_by")
JUDGED = ("came_true", "judged_at", "judged_by", "judged_why")
RETIRED = ("retired_at", "retired_by", "retired_why")
ANSWER = ("outlook", "subject", "county", "baseline_state", "state", "baseline", "answer", "checks")
SCORE = ("scenario", "outlook", "subject", "county", "valid_for", "actual", "baseline_error", "baseline_inside",
         "scenario_error", "scenario_inside")  # fmt: skip


class ScenarioChanged(Exception):
    """Somebody else judged or retired this card in the meantime; look again and decide anew."""


def enter(conn: Connection, row: dict, *, key: str) -> int:
    """Enter a card (the columns of MADE); its number."""
    return conn.execute(insert(table).values(**row, key=key, revision=1)).inserted_primary_key[0]


def entered(conn: Connection, *, key: str) -> int | None:
    """The card an earlier click of the same name made."""
    return conn.execute(select(table.c.id).where(table.c.key == key)).scalar()


def answer(conn: Connection, scenario: int, rows: list[dict], *, known_at: dt.datetime) -> None:
    """Keep what a card says (the columns of ANSWER), once and for good."""
    said = [{**row, "scenario": int(scenario), "known_at": known_at} for row in rows]
    conn.execute(insert(scenario_answer), said)


def change(conn: Connection, scenario: int, columns: dict, *, expected_revision: int) -> None:
    """Set some columns, if the card is still at the expected revision. Raises ScenarioChanged."""
    same = (table.c.id == int(scenario)) & (table.c.revision == int(expected_revision))
    done = conn.execute(update(table).where(same).values(**columns, revision=int(expected_revision) + 1))
    if done.rowcount != 1:
        raise ScenarioChanged(f"scenario {scenario} is no longer at revision {expected_revision}")


def get(conn: Connection, *, scope: Scope, scenario: int) -> dict | None:
    """One card as it is now; None where it is not the reader's."""
    row = conn.execute(select(table).where(table.c.id == int(scenario), scope.where(table))).mappings().first()
    return {"scenario": row["id"], **row} if row else None


def put_scores(conn: Connection, frame: pd.DataFrame, *, known_at: dt.datetime) -> Changes:
    """Store scores (the columns of SCORE, ``date`` for the day); a corrected report corrects its score."""
    if frame.empty:
        return Changes()
    rows = wire_rows(conn, scenario_score, frame, SCORE)
    return put_versions(conn, scenario_score, rows, own=SCORE, known_at=known_at, close=CLOSE)


@read
def cards(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """Every card, in the order in which they were made.

    scenario     integer
    county       text      the region's own code where it is of the region
    kind         text      net, reopening, payment, outage, road, festival
    levers       document  what is assumed, by the names monitoring/scenarios gives it
    assumption   text      the same in the maker's words, and why
    made_for     day       of the outlook it stands beside
    data_moment  moment    as of when the data was known
    seed         integer
    made_at      moment
    made_by      text
    came_true    text      yes, no; missing until somebody says
    judged_at    moment
    judged_by    text
    judged_why   text
    retired_at   moment    missing while it stands
    retired_by   text
    retired_why  text
    revision     integer   for compare-and-set
    """
    c = table.c
    later = [_then(name, "judged_at", as_known) for name in JUDGED]
    later += [_then(name, "retired_at", as_known) for name in RETIRED]
    statement = select(c.id.label("scenario"), *[c[name] for name in MADE], *later, c.revision).where(
        scope.where(table)
    )
    if as_known is not None:
        statement = statement.where(c.made_at <= as_known)
    return frame_of(conn, statement.order_by(c.id))


def _then(name: str, since: str, as_known: dt.datetime | None):
    """A column set later in a card's life, as known then."""
    if as_known is None:
        return table.c[name]
    return case((table.c[since] <= as_known, table.c[name]), else_=null()).label(name)


@read
def answers(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """What cards say of each subject, beside the baseline of the same data.

    scenario        integer
    outlook         text
    subject         text
    county          text
    baseline_state  text      ok, reached, not_assessable
    state           text
    baseline        document  the numbers without the card
    answer          document  the numbers with it
    checks          document  list of quantity, since, date, and low, middle, high of baseline and scenario
    known_at        moment
    """
    c = scenario_answer.c
    statement = select(c.scenario, *[c[name] for name in ANSWER], c.known_at).where(scope.where(scenario_answer))
    if as_known is not None:
        statement = statement.where(c.known_at <= as_known)
    return frame_of(conn, statement.order_by(c.scenario, c.outlook, c.subject))


@read
def scores(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """What came, against what card and baseline said.

    scenario         integer
    outlook          text
    subject          text
    county           text
    date             day
    actual           number
    baseline_error   number  said less came
    baseline_inside  flag    within its 80 % band
    scenario_error   number
    scenario_inside  flag
    known_at         moment
    """
    c = scenario_score.c
    names = [c.valid_for.label("date") if name == "valid_for" else c[name] for name in SCORE]
    statement = select(*names, c.known_at).where(scope.where(scenario_score), known(scenario_score, as_known))
    return frame_of(conn, statement.order_by(c.scenario, c.outlook, c.subject, c.valid_for))
