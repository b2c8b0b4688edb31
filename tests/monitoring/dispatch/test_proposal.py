"""The proposal of a day from reports: who sends to whom and why, who is left out, and what cannot be helped."""

from types import SimpleNamespace

import pandas as pd
import pytest

from monitoring.dispatch.proposal import propose
from tests.monitoring import literal

DAY = "2020-03-30"
TARGET = SimpleNamespace(target=20.0, levels={"red": 3.0, "yellow": 10.0})
CONFIG = SimpleNamespace(thresholds=SimpleNamespace(on=lambda *asked: TARGET), dispatch={"least_load": 0.5})
FIRMS = literal.firms(
    [
        {"enterprise": "E1", "county": "C1", "categories": "rice"},
        {"enterprise": "E2", "county": "C2", "categories": "rice"},
    ]
)


def proposed(one: float | None, other: float | None, *, transit: float = 0.0, sells: float = 1.0):
    """Both firms sell ``sells`` tonnes a day; on the day E1 holds ``one`` and E2 ``other`` (None: not reported)."""
    rows = []
    for firm, county, held in (("E1", "C1", one), ("E2", "C2", other)):
        for date in pd.date_range("2020-02-20", DAY):
            last = date == pd.Timestamp(DAY)
            if last and held is None:
                continue
            rows.append(
                {
                    "enterprise": firm, "county": county, "category": "rice", "date": date, "outflow": sells,
                    "inflow": 1.0,
                    "on_hand": held if last else 30.0, "in_transit": transit if last else 0.0, "stockout": False,
                }
            )  # fmt: skip
    return propose(
        enterprise_list=FIRMS, supply_daily=literal.supply(rows), region=literal.region(), config=CONFIG,
        window=literal.days(DAY),
    )  # fmt: skip


def test_who_has_more_than_the_target_sends_to_who_lacks():
    found = proposed(5.0, 50.0)

    (line,) = found.lines.to_dict("records")
    assert (line["sender"], line["receiver"], line["kind"]) == ("E2", "E1", "between")
    assert line["tonnes"] == pytest.approx(15.0)
    assert (line["receiver_before"], line["receiver_after"]) == pytest.approx((5.0, 20.0))
    assert line["sender_after"] == pytest.approx(35.0)
    assert "低于目标20天" in line["reason"]
    assert found.balance.set_index("county")["state"].to_dict() == {"C1": "filled", "C2": "enough", "R": "filled"}


def test_goods_on_the_way_are_counted():
    (line,) = proposed(5.0, 50.0, transit=4.0).lines.to_dict("records")

    assert line["tonnes"] == pytest.approx(11.0)


def test_a_donor_keeps_its_target_and_the_rest_stays_short():
    found = proposed(5.0, 22.0)

    (line,) = found.lines.to_dict("records")
    assert line["tonnes"] == pytest.approx(2.0)
    assert line["sender_after"] == pytest.approx(20.0)
    whole = found.balance.set_index("county").loc["R"]
    assert whole["state"] == "short"
    assert whole["unmet"] == pytest.approx(13.0)
    assert "全州货源不足" in whole["reason"]


def test_short_everywhere_says_by_how_much_and_since_when():
    found = proposed(5.0, 8.0)

    whole = found.balance.set_index("county").loc["R"]
    assert found.lines.empty
    assert whole["unmet"] == pytest.approx(27.0)
    assert whole["short_since"] == pd.Timestamp(DAY)
    assert "自3月30日起" in whole["reason"]


def test_who_has_not_reported_neither_sends_nor_receives():
    found = proposed(None, 50.0)

    assert found.lines.empty
    states = found.balance.set_index("county")["state"].to_dict()
    assert states["C1"] == "unknown"
    assert "均未报送" in found.balance.set_index("county").loc["C1", "reason"]


def test_enough_everywhere_proposes_nothing():
    found = proposed(40.0, 40.0)

    assert found.lines.empty
    assert set(found.balance["state"]) == {"enough"}


def test_what_is_not_worth_a_load_is_told_and_not_sent():
    found = proposed(19.7, 50.0)

    stands = found.balance.set_index("county")
    assert found.lines.empty
    assert stands["state"].to_dict() == {"C1": "small", "C2": "enough", "R": "small"}
    assert stands.loc["C1", "unmet"] == pytest.approx(0.3)
    assert "缺0.30吨，凑不成一笔（每笔至少0.5吨）" in stands.loc["C1", "reason"]
    assert pd.isna(stands.loc["R", "short_since"])


def test_a_small_lack_below_the_yellow_line_is_sent_all_the_same():
    (line,) = proposed(0.1, 5.0, sells=0.02).lines.to_dict("records")

    assert line["tonnes"] == pytest.approx(0.3)
    assert "缺口紧急，不足起运量0.5吨也发车" in line["reason"]
    assert proposed(0.3, 5.0, sells=0.02).lines.empty
