"""The four numbers of the first screen and the sentences made of them."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from monitoring.briefing import counted, sentences
from monitoring.headlines import COLUMNS, days_needed, headlines
from monitoring.naming import Names
from tests.monitoring.literal import region
from tests.monitoring.rules import config, line

ON = dt.date(2020, 9, 30)
PLACE = region(targets={"markets_total": 91})
RULES = config(
    line("stock_vs_year_end", yellow=0, orange=-1, target=0),
    line("market_reopening_rate", blue=100, target=100),
    line("days_of_cover", red=3, target=20),
    line("arrears_plan_progress", yellow=95, target=100),
    place=PLACE,
)
NAMES = Names(
    PLACE, markets=pd.DataFrame({"market": [], "name": []}), enterprises=pd.DataFrame({"enterprise": [], "name": []})
)


def values(*rows):
    frame = pd.DataFrame(rows, columns=["indicator", "subject", "date", "value"])
    state = np.where(frame["value"].isna(), "missing", "ok")
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[us]"), state=state, county="R",
                        enterprise=None, value=frame["value"].astype("float64"))  # fmt: skip


WHOLE = values(
    ("closing_stock", "R", "2020-09-30", 990),
    ("closing_stock", "R", "2020-08-30", 1000),
    ("closing_stock", "R", "2019-09-30", 900),
    ("closing_stock", "R", "2019-12-31", 1000),
    ("stock_vs_year_end", "R", "2020-09-30", -1.0),
    ("markets_open", "R", "2020-09-30", 89),
    ("market_reopening_rate", "R", "2020-09-30", 97.8),
    ("days_of_cover", "C1:rice", "2020-09-30", 5.0),
    ("days_of_cover", "C2:oil", "2020-09-30", 2.5),
    ("days_of_cover", "C2:oil", "2020-08-30", 4.0),
    ("days_of_cover", "E1:oil", "2020-09-30", 0.5),
    ("days_of_cover", "R:rice", "2020-09-30", 1.0),
    ("arrears_plan_progress", "R", "2020-09-30", 96.4),
)


def card(name, frame=WHOLE, **more):
    found = headlines(frame, RULES, on=ON, **more)
    assert list(found.columns) == COLUMNS
    return found.set_index("headline").loc[name]


def test_the_days_to_be_read_are_the_day_a_month_a_year_and_a_years_end_before():
    assert days_needed(ON) == (ON, dt.date(2020, 8, 30), dt.date(2019, 9, 30), dt.date(2019, 12, 31))


def test_the_stock_stands_against_the_last_years_end():
    found = card("entities")

    assert (found["value"], found["target"], found["unit"]) == (990, 1000, "户")
    assert found["change_month"] == pytest.approx(-1.0)
    assert found["change_year"] == pytest.approx(10.0)
    assert found["level"] == "yellow"  # -1.0 is not below -1


def test_markets_stand_against_how_many_there_are():
    found = card("markets")

    assert (found["value"], found["target"], found["level"]) == (89, 91, "blue")


def test_the_shortest_cover_is_a_countys_and_named():
    found = card("cover")

    assert (found["subject"], found["value"], found["level"]) == ("C2:oil", 2.5, "red")
    assert found["change_month"] == pytest.approx(-1.5)
    assert np.isnan(found["change_year"])


def test_a_chosen_county_has_its_own_cards():
    assert card("cover", subject="C1")["subject"] == "C1:rice"
    assert card("entities", subject="C1")["state"] == "missing"


def test_nothing_told_is_missing_not_zero():
    found = headlines(values(), RULES, on=ON)

    assert set(found["state"]) == {"missing"}
    assert set(found["level"]) == {"missing"}
    assert found["value"].isna().all()


def alerts(*rows):
    blank = {
        "indicator": "stock_vs_year_end",
        "subject": None,
        "county": "C1",
        "severity": "yellow",
        "active": True,
        "status": "new",
        "opened_for": "2020-01-01",
        "cleared_for": None,
        "due": "2020-12-01",
    }
    frame = pd.DataFrame([{**blank, **row} for row in rows], columns=list(blank))
    frame["subject"] = frame["subject"].fillna(frame["county"])
    days = {name: pd.to_datetime(frame[name]) for name in ("opened_for", "cleared_for", "due")}
    return frame.assign(active=frame["active"].astype(bool), **days)


def said(frame=WHOLE, of=None, overdue=()):
    return sentences(
        headlines(frame, RULES, on=ON), alerts() if of is None else of, overdue=list(overdue), region=PLACE,
        names=NAMES.of, on=ON,
    )  # fmt: skip


def test_the_plans_numbers_are_said_in_one_sentence():
    assert said()[1] == (
        "实有市场主体990户,较上年末减少10户,未达到不减目标;农贸市场复市89/91个;可供天数最低的是SecondOil,2.5天;"
        "清欠完成序时计划的96.4%。"
    )


def test_a_kept_target_is_said_too():
    grown = WHOLE.assign(value=WHOLE["value"].replace(990, 1010))

    assert said(grown)[1].startswith("实有市场主体1,010户,较上年末增加10户,达到不减目标;")


def test_without_a_year_end_the_stock_stands_alone():
    alone = WHOLE[WHOLE["date"] != "2019-12-31"]

    assert said(alone)[1].startswith("实有市场主体990户;")


def test_with_no_figures_nothing_is_claimed():
    assert said(values())[1] == "尚无足够资料作总体评价。"


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([], "Region2个县(市)总体平稳,没有县市级红、橙色预警。"),
        ([{"severity": "yellow"}], "Region2个县(市)总体平稳,没有县市级红、橙色预警。"),
        ([{"severity": "red"}], "Region2个县(市)中1个有红色预警:First(较上年末增减);其余1个总体平稳。"),
        (
            [
                {"severity": "red"},
                {"severity": "orange", "indicator": "days_of_cover", "subject": "E1:oil", "county": "C2"},
            ],
            "Region2个县(市)中1个有红色预警:First(较上年末增减);其余1个总体平稳(个别企业、市场有红、橙色预警)。",
        ),
        (
            [{"severity": "red"}, {"indicator": "days_of_cover", "subject": "E1:oil", "county": "C2"}],
            "Region2个县(市)中1个有红色预警:First(较上年末增减);其余1个总体平稳。",
        ),
        (
            [
                {"severity": "red", "indicator": "decline_in_net", "subject": "C2:individual", "county": "C2"},
                {"severity": "orange"},
            ],
            "Region2个县(市)中1个有红色预警:Second(净增下降);1个有橙色预警:First;没有平稳的县(市)。",
        ),
        (
            [{"severity": "red", "indicator": "days_of_cover", "subject": "E1:oil"}],
            "Region2个县(市)总体平稳,没有县市级红、橙色预警。",
        ),
        ([{"severity": "red", "active": False}], "Region2个县(市)总体平稳,没有县市级红、橙色预警。"),
        ([{"severity": "red", "status": "closed"}], "Region2个县(市)总体平稳,没有县市级红、橙色预警。"),
        ([{"severity": "red", "status": "false_alarm"}], "Region2个县(市)总体平稳,没有县市级红、橙色预警。"),
        (
            [{"severity": "orange", "county": "R"}],
            "Region2个县(市)总体平稳,但Region合计指标有红、橙色预警,需重点关注。",
        ),
    ],
)
def test_the_first_sentence_is_the_overall_judgement(rows, first):
    assert said(of=alerts(*rows))[0] == first


def test_the_last_sentence_says_what_moved_and_what_is_to_be_decided():
    of = alerts(
        {"opened_for": "2020-09-24"},
        {"opened_for": "2020-09-23"},
        {"active": False, "cleared_for": "2020-09-30"},
        {"severity": "red", "due": "2020-09-29"},
    )

    assert said(of=of, overdue=["red", "blue", None])[2] == (
        "近7日新增预警1件、解除1件;需研究决定1项(红色处置件逾期未办),处置件共逾期3件。"
    )
    assert said(of=of, overdue=["blue"])[2].endswith(";没有逾期的红色处置件,其他逾期1件。")
    assert said()[2] == "近7日新增预警0件、解除0件;没有需要研究决定的事项。"


def test_of_one_county_its_own_alerts_are_counted():
    cards = headlines(WHOLE, RULES, on=ON, subject="C1")

    def first(of):
        return sentences(cards, of, overdue=[], region=PLACE, names=NAMES.of, on=ON, county="C1")[0]

    assert first(alerts({"severity": "red"}, {})) == "First:现有预警2件(红色1件、黄色1件)。"
    assert first(alerts()) == "First:各项指标平稳,没有预警。"


def test_alerts_are_counted_gravest_first():
    assert counted(alerts({"severity": "blue"}, {"severity": "red"}, {})) == "现有预警3件(红色1件、黄色1件、蓝色1件)。"
    assert counted(alerts()) == ""
