"""Reports against their rules, from literal frames."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd

from monitoring.tallies.reporting import standings

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Place:
    """Supply daily by noon of the next day; market status on Fridays; payments by the third of the next month."""

    timezone = "Asia/Shanghai"
    reporting = (
        {"topic": "supply", "from": dt.date(2020, 1, 1), "cadence": "daily", "due": "12:00", "lag_days": 1},
        {"topic": "market_status", "from": dt.date(2020, 1, 1), "cadence": "weekly", "weekday": 5, "due": "18:00"},
        {"topic": "arrears_payments", "from": dt.date(2020, 1, 1), "cadence": "monthly", "due": "18:00", "lag_days": 3},
    )

    def reporting_on(self, topic, day):
        return next((rule for rule in self.reporting if rule["topic"] == topic), None)


def freshness(**last_days) -> pd.DataFrame:
    rows = [
        (topic, pd.Timestamp("2020-06-10 03:00", tz="UTC"), pd.Timestamp(day), 3) for topic, day in last_days.items()
    ]
    frame = pd.DataFrame(rows, columns=["topic", "last_received_at", "last_day", "files"])
    return frame.astype({"last_day": "datetime64[us]"})


def states(told: pd.DataFrame, hour: int, day: int = 10) -> dict:
    now = dt.datetime(2020, 6, day, hour, 0, tzinfo=SHANGHAI)
    topics = ["supply", "market_status", "arrears_payments", "markets", "enterprises"]
    frame = standings(told, Place(), topics, now=now).set_index("topic")
    return {topic: (row["state"], row["overdue"]) for topic, row in frame.iterrows()}


TOLD = freshness(supply="2020-06-08", market_status="2020-06-05", arrears_payments="2020-05-20", markets="2020-02-01")


def test_before_noon_yesterdays_supply_is_not_late_and_after_it_is():
    assert states(TOLD, 11)["supply"] == ("on_time", 0)
    assert states(TOLD, 12)["supply"] == ("late", 1)


def test_a_weekly_report_stands_until_the_next_friday_evening():
    assert states(TOLD, 12)["market_status"] == ("on_time", 0)
    assert states(TOLD, 18, day=12)["market_status"] == ("late", 1)


def test_a_months_payments_are_in_when_any_day_of_the_month_is_told_of():
    assert states(TOLD, 12)["arrears_payments"] == ("on_time", 0)
    assert states(freshness(arrears_payments="2020-04-30"), 12)["arrears_payments"] == ("late", 7)


def test_what_no_rule_asks_for_is_never_late_and_what_never_came_says_so():
    assert states(TOLD, 12)["markets"] == ("as_needed", 0)
    assert states(TOLD, 12)["enterprises"] == ("never", 0)
    assert states(freshness(), 12)["supply"] == ("never", 0)
