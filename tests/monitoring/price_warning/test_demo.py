"""The demo's reports of a level: in time or late, day by day, and the last one when it has ended."""

import datetime as dt

import pytest

from data.demo.scene import LAST_DAY, QUICK, Scene
from data.reference.region import load_region
from data.store import alerts, price_reports
from data.store.scope import EVERYTHING
from monitoring.config import load_config
from monitoring.demo_deeds import Story
from monitoring.demo_levels import look_at_levels
from tests.data.store.sending import ALERT
from tests.demo_prefecture import ROOT


@pytest.fixture
def play(store):
    region = load_region("linxia")
    scene = Scene(region=region, seed=3, until=LAST_DAY, size=QUICK)
    return Story(store=store, scene=scene, config=load_config(ROOT / "config.toml", region), ahead=[])


def step(play, at: dt.datetime, action: str, **change) -> None:
    """One step of the machine with the first alert, and the look after its run."""
    about = {"at": at, "valid_for": at.date(), "actor": "machine", "action": action}
    with play.store.writing(at=at) as conn:
        if action == "open":
            row = {**ALERT, "indicator": "price_reach", "subject": f"{play.scene.region.code}:rice", "enterprise": None,
                   "county": play.scene.region.code, "last_signal_for": at.date()}  # fmt: skip
            alerts.open(conn, row, **about)
        else:
            alerts.save(conn, {"alert": 1, **change}, expected_revision=1, **about)
    look_at_levels(play)


def test_a_level_is_reported_day_by_day_until_it_ends(play):
    appeared = play.scene.moment(play.scene.before(10), "12:30")
    step(play, appeared, "open")
    play.do_those_before(appeared + dt.timedelta(days=5))
    step(play, appeared + dt.timedelta(days=5), "clear", active=False)
    play.do_those_before(play.scene.now)
    look_at_levels(play)

    with play.store.reading() as conn:
        told = price_reports.reports(conn, scope=EVERYTHING, as_known=None)
    assert (told["kind"].iloc[0], told["kind"].iloc[-1]) == ("first", "final")
    assert set(told["kind"].iloc[1:-1]) == {"follow"}
    assert 3 <= len(told) <= 6
    assert play.ahead == []


def test_a_level_of_long_ago_stands_on_paper(play):
    step(play, play.scene.moment(play.scene.before(90), "12:30"), "open")

    assert play.ahead == []
