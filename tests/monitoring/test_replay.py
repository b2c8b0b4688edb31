"""The past again: a live run and its replay agree bit for bit, and another choice is judged by hindsight."""

import datetime as dt

import pandas as pd

from data.store import replays, runs, signals
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope
from monitoring.evaluate import evaluate
from monitoring.replay import _lead, driver_of, episodes, losses_of, replay, run_again
from monitoring.verdict.books import open_books
from tests.data.store.sending import put
from tests.monitoring.rules import config, line
from tests.monitoring.verdict.town import Town, place

DAY = dt.timedelta(days=1)
COUNTED = ("opening", "entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified", "closing")


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)


def rows(town: Town, days: pd.DatetimeIndex) -> list[dict]:
    frame = town.counts()
    frame = frame[frame["date"].isin(days)]
    return [
        {"county": r["county"], "kind": r["kind"], "valid_for": r["date"].date(), **{n: int(r[n]) for n in COUNTED}}
        for r in frame.to_dict("records")
    ]


def test_live_runs_and_their_replay_agree_bit_for_bit_through_late_and_corrected_reports(store: Store):
    town = Town()
    town.flows["C1"]["deregistrations"][town.last(30)] *= 6
    rules = config(
        line("stock_vs_last_month", worse="low", blue=0.0, yellow=-1),
        line("deregistration_ratio", worse="high", blue=80),
        line("rise_in_exits", worse="high", blue=2),
        place=place(),
    )
    late = town.days[-5]
    early = town.days[town.days < town.days[-6]]
    put(store, "entity_count", rows(town, early), at=noon(early[-1].date() + DAY))
    evaluate(store, rules, on=early[-1].date(), now=noon(early[-1].date() + DAY), since=early[-1].date() - 40 * DAY)
    for day in town.days[-6:]:
        if day != late:
            put(store, "entity_count", rows(town, pd.DatetimeIndex([day])), at=noon(day.date() + DAY))
        evaluate(store, rules, on=day.date(), now=noon(day.date() + DAY) + dt.timedelta(hours=1))
    last = noon(town.days[-1].date() + 2 * DAY)
    put(store, "entity_count", rows(town, pd.DatetimeIndex([late])), at=last)
    evaluate(store, rules, on=town.days[-1].date(), now=last + dt.timedelta(hours=1))

    with store.reading() as conn:
        history = runs.history(conn)
        kept = signals.history(conn, scope=EVERYTHING, as_known=None, since=None, until=None)
    done = [{"valid_for": r.date.date(), "known_at": r.known_at.to_pydatetime(), "detail": r.detail}
            for r in history.itertuples()]  # fmt: skip
    agreements = [run_again(store, rules, run) for run in done]

    assert len(kept) > 20
    assert (kept["indicator"] == "rise_in_exits").any()
    assert all("verdict" in evidence for evidence in kept["evidence"])
    assert len(agreements) == 8
    assert all(one.exact == one.alike == one.told > 0 for one in agreements)


def test_a_signal_that_the_replay_tells_otherwise_or_not_at_all_is_counted(store: Store):
    town = Town()
    town.flows["C1"]["deregistrations"][town.last(30)] *= 6
    put(store, "entity_count", rows(town, town.days), at=noon(town.days[-1].date() + DAY))
    lower, higher = (config(line("stock_vs_last_month", worse="low", blue=blue), place=place()) for blue in (0.0, -0.5))
    now = noon(town.days[-1].date() + 2 * DAY)
    evaluate(store, lower, on=town.days[-1].date(), now=now, since=town.days[-1].date() - 20 * DAY)
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)

    same, other = run_again(store, lower, last), run_again(store, higher, last)

    assert same.exact == same.alike == same.told > 0
    assert (other.told, other.alike, other.exact) == (same.told, 0, 0)


def frame(scores: dict[str, list[float]]) -> pd.DataFrame:
    days = pd.date_range("2020-01-05", periods=len(next(iter(scores.values()))), freq="W")
    return pd.concat([pd.DataFrame({"subject": s, "date": days, "value": v}) for s, v in scores.items()])


def test_an_episode_ends_well_below_the_line_and_never_in_silence():
    nan = float("nan")

    found = episodes(frame({"A": [0, 3, 1.5, 3, 1, 3], "B": [3, nan, nan, 3, 0, 0]}), 2.0)

    days = pd.date_range("2020-01-05", periods=6, freq="W")
    assert found == [("B", days[0]), ("A", days[1]), ("A", days[5])]


def test_the_lead_is_counted_to_the_first_loss_of_stock():
    event = ("A", pd.Timestamp("2020-06-01"))
    alarms = [("A", pd.Timestamp("2020-05-22")), ("A", pd.Timestamp("2020-06-20")), ("B", pd.Timestamp("2020-05-01"))]

    assert _lead(event, alarms) == 10
    assert _lead(event, alarms[1:]) == -19
    assert _lead(event, alarms[2:]) is None
    assert _lead(event, [("A", pd.Timestamp("2020-01-01"))]) is None


def test_only_losses_that_last_and_are_called_true_count_as_events():
    def spell(subject, length, call):
        evidence = {"since": "2020-03-01", "verdict": {"call": call}}
        return pd.DataFrame({"subject": subject, "date": pd.date_range("2020-03-01", periods=length),
                             "evidence": [evidence] * length})  # fmt: skip

    told = pd.concat([spell("A", 20, "true"), spell("B", 20, "cleanup"), spell("C", 5, "true")], ignore_index=True)

    assert losses_of(told) == [("A", pd.Timestamp("2020-03-01"))]


def test_a_loss_of_stock_is_told_by_what_it_mainly_came_from():
    closing, frozen = Town(), Town()
    closing.flows["C1"]["deregistrations"][closing.last(30)] *= 6
    frozen.flows["C1"]["entries"][frozen.last(30)] = 0
    last = closing.days[-1]

    assert driver_of(open_books(closing.counts(), place(), closing.days[-2:]), "C1", last) == "exits"
    assert driver_of(open_books(frozen.counts(), place(), frozen.days[-2:]), "C1", last) == "entries"


def test_a_replay_is_kept_for_whole_regions_only(store: Store):
    town = Town()
    put(store, "entity_count", rows(town, town.days[-60:]), at=noon(town.days[-1].date() + DAY))
    rules = config(line("stock_vs_last_month", worse="low", blue=0.0), place=place())
    now = noon(town.days[-1].date() + 2 * DAY)
    evaluate(store, rules, on=town.days[-1].date(), now=now)

    result = replay(store, rules, now=now)

    with store.reading() as conn:
        assert replays.latest(conn, scope=EVERYTHING)["budgets"] == result["budgets"] == []
        assert replays.latest(conn, scope=Scope(counties=frozenset({"C1"}))) is None
