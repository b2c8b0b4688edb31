"""Supply: stockout against stock, references, and whose enterprise it is."""

import pytest

from data.intake import Reporter
from data.store import supply
from data.store.scope import EVERYTHING, Scope

LIST = "企业编号,企业名称,县(市),企业类型,报送品类\nE1,示例粮油,临夏县,粮油,大米、面粉\nE2,示例超市,临夏市,商超,蔬菜\n"
HEADER = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨),是否断供\n"


@pytest.fixture(autouse=True)
def registered(send):
    send(LIST, "企业.csv")


def test_a_stockout_with_stock_is_refused_with_the_stock(refused):
    (problem,) = refused(HEADER + "E1,大米,2020-03-01,3.5,0,1,是\n")

    assert (problem.header, problem.code) == ("是否断供", "stockout_with_stock")
    assert "3.5吨" in problem.reason


def test_no_stock_and_no_stockout_is_asked_about(send):
    receipt = send(HEADER + "E1,大米,2020-03-01,0,1,1,否\nE1,面粉,2020-03-01,0,0,0,是\n")

    assert receipt.notes == ("有 1 行库存为0而未标断供，请核实（第2行）",)


def test_an_enterprise_reports_itself_and_nobody_else(send, refused, store):
    own = Reporter(name="示例粮油", scope=Scope(counties=None, enterprise="E1"), role="enterprise")

    assert send(HEADER + "E1,大米,2020-03-01,3,0,1,否\n", reporter=own).rows == 1
    (problem,) = refused(HEADER + "E2,蔬菜,2020-03-01,3,0,1,否\n", reporter=own)

    assert problem.code == "not_yours"
    with store.reading() as conn:
        stored = supply.daily(conn, scope=EVERYTHING, as_known=None)
    assert stored[["enterprise", "county", "category"]].values.tolist() == [["E1", "622921", "rice"]]


def test_an_enterprise_cannot_rewrite_the_list_of_enterprises(refused):
    own = Reporter(name="示例粮油", scope=Scope(counties=None, enterprise="E1"), role="enterprise")

    (problem,) = refused(LIST.splitlines()[0] + "\nE2,示例超市,临夏县,商超,蔬菜\n", reporter=own)

    assert problem.code == "not_yours"


@pytest.mark.parametrize(
    ("price", "code"), [("0", "out_of_bounds"), ("0.01", "out_of_bounds"), ("3000", "out_of_bounds")]
)
def test_a_price_that_nobody_pays_is_refused(price, code, refused):
    header = HEADER.replace("是否断供", "批发价(元/公斤)")

    (problem,) = refused(header + f"E1,大米,2020-03-01,3,0,1,{price}\n")

    assert (problem.header, problem.code) == ("批发价(元/公斤)", code)


def test_the_same_enterprise_category_and_day_in_another_file_is_a_correction(send):
    send(HEADER + "E1,大米,2020-03-01,3,0,1,否\n")

    receipt = send(HEADER + "E1,大米,2020-03-01,4,0,1,否\n")

    assert (receipt.new, receipt.changed) == (0, 1)
