"""Cards in the daily run: those that wait are answered, and those whose days have come are scored."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data.store import events, scenarios
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.config import Config
from monitoring.inputs import read_inputs
from monitoring.outlook.making import read
from monitoring.scenarios.card import LATER, NEEDS
from monitoring.scenarios.road import closed_road
from monitoring.scenarios.scoring import COLUMNS, due, scored

LOOK_AGAIN = dt.timedelta(days=60)  # a report may be corrected, and with it the score


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a run adds: rows by the number of the card that waited for them, and scores."""

    answers: dict[int, list[dict]]
    scores: pd.DataFrame


def work(store: Store, config: Config, *, on: dt.date, now: dt.datetime) -> Work:
    """What is to be answered and scored, worked out before anything is written."""
    with store.reading() as conn:
        cards = scenarios.cards(conn, scope=EVERYTHING, as_known=None)
        standing = cards[cards["retired_at"].isna()]
        if standing.empty:
            return Work(answers={}, scores=pd.DataFrame(columns=list(COLUMNS)))
        said = scenarios.answers(conn, scope=EVERYTHING, as_known=None)
        waiting = standing[standing["kind"].isin(LATER) & ~standing["scenario"].isin(said["scenario"])]
        fresh = {row.scenario: _answered(conn, row, config) for row in waiting.itertuples(index=False)}
        since = on - LOOK_AGAIN
        told = due(said[said["scenario"].isin(standing["scenario"])], since=since, until=on)
        inputs = read(conn, on=on, now=now, only=_needed(standing, told)) if len(told) else {}
    return Work(answers=fresh, scores=scored(told, inputs, config.region, since=since, until=on))


def _needed(cards: pd.DataFrame, told: pd.DataFrame) -> set[str]:
    """The inputs that answers with a check in the span are scored from."""
    kinds = cards.loc[cards["scenario"].isin(told["scenario"]), "kind"]
    return {name for kind in kinds for name in NEEDS[kind]}


def keep(conn, done: Work, *, at: dt.datetime) -> dict[str, int]:
    """Store the work of a run; how much of it was new."""
    for number, rows in done.answers.items():
        scenarios.answer(conn, number, rows, known_at=at)
    changes = scenarios.put_scores(conn, done.scores, known_at=at)
    for number in sorted(done.answers):
        county = scenarios.get(conn, scope=EVERYTHING, scenario=number)["county"]
        events.append(conn, at=at, actor="machine", action="scenario.answer", object_kind="scenario",
                      object_id=str(number), county=county)  # fmt: skip
    return {"answered": len(done.answers), "scored": changes.new + changes.changed}


def _answered(conn, row, config: Config) -> list[dict]:
    on = row.made_for.date()
    inputs = read_inputs(conn, now=row.data_moment.to_pydatetime(), since=on, until=on)
    ends = (row.county, row.levers["other"])
    return closed_road(inputs, config.region, config, ends=ends, on=on, seed=row.seed)
