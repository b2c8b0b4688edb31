"""A store with rows of many counties and firms, and random questions to it by random readers."""

import datetime as dt
import inspect
import random
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.store import alerts, cases, dispatch, entities, events, price_reports, scenarios, signals, values
from data.store.engine import Store
from data.store.registry import READS
from data.store.scope import EVERYTHING, Scope
from tests.data.store.sending import (
    ALERT,
    CASE,
    DAY,
    PRICE_REPORT,
    SAID,
    SCENARIO,
    START,
    balance_frame,
    line_frame,
    put,
    score_frame,
    signal_frame,
    value_frame,
)

COUNTIES = [f"C{n}" for n in range(1, 7)]
FIRMS = {f"E{n}": COUNTIES[n % 6] for n in range(12)}
DAYS = [dt.date(2020, 1, n) for n in range(1, 8)]
REGION = "R"
# Reads whose rows carry no county: files are tested by their counties, runs speak of no subject.
WITHOUT_COUNTY = {
    "files.received", "files.freshness", "submissions.listing", "runs.history", "alerts.events", "problems.events",
    "alerts.events_of_many",
    "alerts.answers",  # carries its county, not its firm
    "cases.events", "evidence.listed",
    "rebooking.rebooked",  # hides the side that is not the reader's, and counts it all the same
    "outbox.listed",  # for readers of the whole region only
    "lineage.versions",  # withholds the names of files that hold rows of others
}  # fmt: skip
ASKED = sorted(set(READS) - WITHOUT_COUNTY)


def crowd(store: Store) -> None:
    """Rows of every county and firm in every table, known on two days."""
    for at, more in ((START, 0), (START + DAY, 1)):
        send(store, at, more)
        with store.writing(at=at) as conn:
            entities.refresh_breakdown(conn, known_at=at)
            compute(conn, at, more)
            for county in [*COUNTIES, None]:
                said = {"actor": "clerk", "action": "send", "object_kind": "file", "object_id": "1"}
                events.append(conn, at=at, county=county, **said)


def send(store: Store, at: dt.datetime, more: int) -> None:
    """Reports of every topic; ``more`` makes the second delivery differ."""
    days = [{"county": c, "valid_for": day} for c in COUNTIES for day in DAYS]
    supply = [
        {"enterprise": e, "county": c, "valid_for": day, "on_hand": 5.0 + more}
        for e, c in FIRMS.items()
        for day in DAYS
    ]
    ended = {"closed": DAYS[0], "ended_by": "revoked"}
    put(store, "entity", [{"credit_code": c, "county": c, "name": f"{more}", **ended} for c in COUNTIES], at=at)
    put(store, "entity_count", [{**row, "opening": more, "closing": more} for row in days], at=at)
    put(store, "market", [{"market": c, "county": c, "stalls_total": 50 + more} for c in COUNTIES], at=at)
    put(store, "market_status", [{**row, "market": row["county"], "stalls_open": more} for row in days], at=at)
    put(store, "enterprise", [{"enterprise": e, "county": c, "name": f"{more}"} for e, c in FIRMS.items()], at=at)
    put(store, "supply", supply, at=at)
    put(store, "arrears_item", [{"item": c, "county": c, "disputed": float(more)} for c in COUNTIES], at=at)
    put(store, "arrears_plan", [{"item": c, "county": c, "planned": float(more)} for c in COUNTIES], at=at)
    put(store, "arrears_payment", [{"item": c, "county": c, "paid": float(more)} for c in COUNTIES], at=at)


def compute(conn, at: dt.datetime, more: int) -> None:
    """Values, signals and alerts of counties, firms and the region."""
    owners = [(c, c, None) for c in (*COUNTIES, REGION)] + [(f"{e}:rice", c, e) for e, c in FIRMS.items()]
    subjects = [(subject, county, day, firm) for subject, county, firm in owners for day in DAYS]
    firms = [firm for *_, firm in subjects]
    frame = value_frame(*[("days_of_cover", s, c, day, 3.0 + more) for s, c, day, _ in subjects])
    values.put(conn, frame.assign(enterprise=firms), known_at=at)
    severity = ("red", "blue")[more]
    frame = signal_frame(*[("days_of_cover", s, c, day, severity) for s, c, day, _ in subjects])
    signals.put(conn, frame.assign(enterprise=firms), known_at=at)
    propose(conn, at, more)
    assume(conn, at, more)
    for number, (subject, county, firm) in enumerate(owners, 1):
        step = {"at": at, "valid_for": DAYS[0], "actor": "machine"}
        if more:
            alerts.save(conn, {"alert": number, "severity": severity}, expected_revision=1, action="raise", **step)
        else:
            alerts.open(conn, {**ALERT, "subject": subject, "county": county, "enterprise": firm}, **step)
            case = {**CASE, "subject": subject, "county": county}
            cases.join(conn, cases.open(conn, case, at=at, actor="machine"), [number], at=at)
        report = {**PRICE_REPORT, "alert": number, "county": county, "known_at": at}
        price_reports.enter(conn, report, key=f"{subject} {more}")


def assume(conn, at: dt.datetime, more: int) -> None:
    """A card a county and one of the region, what it says and how it did."""
    for county in (*COUNTIES, REGION):
        card = {**SCENARIO, "county": county, "made_at": at}
        number = scenarios.enter(conn, card, key=f"{county} {more}")
        scenarios.answer(conn, number, [{**SAID, "subject": county, "county": county}], known_at=at)
        scenarios.put_scores(conn, score_frame((number, county, county, DAYS[0])), known_at=at)


def propose(conn, at: dt.datetime, more: int) -> None:
    """From every firm to the next one, and how every county stands."""
    firms = list(FIRMS)
    ends = [
        {"sender": one, "from_county": FIRMS[one], "receiver": other, "to_county": FIRMS[other], "tonnes": 1.0 + more}
        for one, other in zip(firms, [*firms[1:], firms[0]])
    ]
    for day in DAYS:
        lines = pd.concat([line_frame(date=day, **row) for row in ends], ignore_index=True)
        stands = [balance_frame(date=day, county=c, unmet=1.0 + more) for c in (*COUNTIES, REGION)]
        stands = pd.concat(stands, ignore_index=True)
        dispatch.put(conn, lines=lines, balance=stands, day=day, known_at=at)


@dataclass
class Questions:
    """Asks random reads as random readers, and compares with the whole region's answer filtered row by row."""

    conn: object
    chance: random.Random
    answers: dict = field(default_factory=dict)
    rows: int = 0

    def ask(self) -> None:
        """One question; what comes must be exactly the reader's rows of everything."""
        name, scope = self.chance.choice(ASKED), random_scope(self.chance)
        told = self.arguments(name)
        key = (name, *sorted(told.items(), key=str))
        if key not in self.answers:
            self.answers[key] = READS[name](self.conn, scope=EVERYTHING, **told)

        answer = READS[name](self.conn, scope=scope, **told)

        expected = self.answers[key][visible(self.answers[key], scope)].reset_index(drop=True)
        pd.testing.assert_frame_equal(answer, expected, obj=f"{name} {scope} {told}")
        self.rows += len(answer)

    def arguments(self, name: str) -> dict:
        """Arguments drawn for what the read takes; a limit would cut the two answers at different rows."""
        drawn = {
            "as_known": self.chance.choice([None, START, START + DAY, START - DAY]),
            "since": self.chance.choice([DAYS[0], DAYS[2]]),
            "until": self.chance.choice([DAYS[3], DAYS[6]]),
            "date": self.chance.choice(DAYS),
            "indicators": None,
            "indicator": "days_of_cover",
            "subject": self.chance.choice([*COUNTIES, REGION, *[f"{firm}:rice" for firm in FIRMS]]),
        }
        takes = inspect.signature(READS[name]).parameters
        if name == "events.history":
            return {}
        return {key: value for key, value in drawn.items() if key in takes}


def random_scope(chance: random.Random) -> Scope:
    """A firm's, some counties', nobody's or (seldom) everybody's."""
    counties = frozenset(chance.sample([*COUNTIES, "nowhere"], chance.randrange(4)))
    if chance.random() < 0.3:
        return Scope(counties=chance.choice([None, counties]), enterprise=chance.choice([*FIRMS, "nobody"]))
    return EVERYTHING if chance.random() < 0.1 else Scope(counties=counties)


def visible(frame: pd.DataFrame, scope: Scope) -> np.ndarray:
    """Row by row, by the oracle; where a read tells no county, its firm's or its market's is known here."""
    if "sender" in frame:  # a line is its sender's and its receiver's
        ends = [frame[["from_county", "sender"]], frame[["to_county", "receiver"]]]
        seen = [[scope.covers(*row) for row in end.itertuples(index=False)] for end in ends]
        return np.array(seen, dtype=bool).any(axis=0)
    firms = frame["enterprise"] if "enterprise" in frame else [None] * len(frame)
    if "county" in frame:
        counties = [None if county != county else county for county in frame["county"]]
    else:
        counties = frame["market"] if "market" in frame else frame["enterprise"].map(FIRMS)
    return np.array([scope.covers(*row) for row in zip(counties, firms, strict=True)], dtype=bool)
