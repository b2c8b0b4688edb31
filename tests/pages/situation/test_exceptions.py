"""What comes first when many things are wrong, and in how many words."""

import datetime as dt

import pandas as pd
import pytest

from pages.door import open_store
from pages.reads import AsOf
from pages.situation import exceptions
from pages.situation.moment import View

DAY = dt.date(2020, 9, 30)
VIEW = View(at=AsOf(day=DAY, as_known=None, version=1), county=None, counties={}, subject="622900", name="临夏州")


@pytest.fixture(autouse=True)
def _default_region(monkeypatch):
    monkeypatch.delenv("MONITOR_REGION", raising=False)
    open_store.reopen()
    yield
    open_store.reopen()


def alerts(*rows: tuple) -> pd.DataFrame:
    names = ["alert", "indicator", "subject", "county", "enterprise", "severity", "active", "opened_for"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(opened_for=pd.to_datetime(frame["opened_for"]))


def test_the_gravest_comes_first_then_the_broadest_then_the_oldest():
    many = alerts(
        (1, "days_of_cover", "E07:rice", "622921", "E07", "red", True, "2020-01-01"),
        (2, "stock_vs_year_end", "622922", "622922", None, "orange", True, "2020-02-01"),
        (3, "stock_vs_year_end", "622921", "622921", None, "red", True, "2020-09-01"),
        (4, "stock_vs_year_end", "622923:individual", "622923", None, "red", True, "2020-08-01"),
        (5, "stock_vs_year_end", "622924:individual", "622924", None, "red", True, "2020-07-01"),
        (6, "arrears_outstanding", "622921:某局", "622921", None, "red", False, "2019-01-01"),
    )

    assert exceptions.in_order(many)["alert"].tolist() == [3, 5, 4, 1, 2, 6]


def test_alerts_of_one_county_and_topic_are_one_exception():
    many = alerts(
        (1, "stock_vs_year_end", "622921", "622921", None, "red", True, "2020-09-01"),
        (2, "decline_in_net", "622921:individual", "622921", None, "red", True, "2020-09-01"),
        (3, "days_of_cover", "622921:rice", "622921", None, "yellow", True, "2020-09-01"),
        (4, "stock_vs_year_end", "622922", "622922", None, "yellow", True, "2020-09-01"),
    )

    leading = exceptions.grouped(exceptions.in_order(many), VIEW)

    assert leading[["alert", "more"]].to_numpy().tolist() == [[1, 1], [4, 0], [3, 0]]


def test_no_alerts_are_no_exceptions():
    assert exceptions.grouped(exceptions.in_order(alerts()), VIEW).empty


@pytest.mark.parametrize(
    ("subject", "enterprise", "breadth"),
    [("622900", None, 0), ("622900:rice", None, 2), ("622921", None, 1), ("622921:individual", None, 2),
     ("622921:某局", None, 3), ("E07:rice", "E07", 3), ("M012", None, 3)],
)  # fmt: skip
def test_a_county_is_broader_than_its_parts_and_these_than_one_firm(subject, enterprise, breadth):
    assert exceptions.breadth(subject, enterprise) == breadth


def test_a_sentence_is_shown_without_its_source_and_its_way_out():
    full = (
        "临夏市清欠余额2,122.70万元,达到或超过橙色警戒线2,000.00万元(依据:工作方案第10条(挂牌),默认值),"
        "自1月1日起持续638天。连续2次降到2,000.00万元以下即解除。"
    )

    assert exceptions.brief(full) == (
        "临夏市清欠余额2,122.70万元，达到或超过橙色警戒线2,000.00万元，自1月1日起持续638天。"
    )


def test_a_sentence_of_another_form_is_left_alone():
    assert exceptions.brief("康乐县净增持续下降。") == "康乐县净增持续下降。"


def test_an_owner_is_called_by_the_county_s_short_name():
    assert exceptions.short_owner("积石山保安族东乡族撒拉族自治县人民政府") == "积石山县人民政府"
    assert exceptions.short_owner("州商务局") == "州商务局"
