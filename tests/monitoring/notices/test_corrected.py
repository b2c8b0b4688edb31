"""数据更正 in the digest: what came since the last one, counted by kind, the largest with its old and new figure."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd

from monitoring.notices.corrected import sentences, since_last

REGION = SimpleNamespace(timezone="Asia/Shanghai")
LAST = dt.datetime(2020, 9, 29, 4, 30, tzinfo=dt.UTC)  # 12:30 in Shanghai
NOW = dt.datetime(2020, 9, 30, 4, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def told(*rows: tuple) -> list[str]:
    """Rows: kind, subject, day of September, then, now, hours after the last digest."""
    frame = pd.DataFrame(
        [(kind, subject, pd.Timestamp(2020, 9, day), then, now, LAST + hours * HOUR)
         for kind, subject, day, then, now, hours in rows],
        columns=["observation", "subject", "date", "then", "now", "changed_at"],
    )  # fmt: skip
    return sentences(frame, lambda subject: f"<{subject}>", since=LAST, now=NOW, region=REGION)


def test_the_largest_of_each_kind_is_told_with_its_old_and_its_new_figure():
    assert told(
        ("entity_counts", "622921:individual", 27, 8300.0, 8350.0, 1),
        ("entity_counts", "622922:individual", 28, 12000.0, 11800.0, 2),
        ("arrears_payments", "Q0012:V7", 25, 80.5, 85.0, 3),
    ) == [
        "自上期通报（9月29日 12:30）以来更正 3 处：户数期末实有 2 处、清偿金额 1 处。",
        "户数期末实有改动最大的是<622922:individual>2020年9月28日的数：最初报送 12,000 户，现为 11,800 户（-200）。",
        "清偿金额改动最大的是Q0012 凭证 V7 2020年9月25日的数：最初报送 80.5 万元，现为 85 万元（+4.5）。",
    ]


def test_what_the_last_digest_told_and_what_came_after_this_one_is_not_told():
    early_and_late = [("supply_daily", "E01:rice", 28, 10.0, 12.0, hours) for hours in (0, 25)]

    assert told(*early_and_late) == ["自上期通报（9月29日 12:30）以来没有更正。"]


def test_the_last_digest_is_of_an_earlier_day_however_often_today_was_evaluated():
    runs = pd.DataFrame({"known_at": [NOW, NOW - HOUR, LAST, LAST - 48 * HOUR]})

    assert since_last(runs, now=NOW + HOUR, region=REGION) == LAST
    assert since_last(runs.iloc[:2], now=NOW, region=REGION) == LAST  # nothing earlier: a day ago
