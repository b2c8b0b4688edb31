"""Questions before anything counts: what is asked, what is not, and what an answer does."""

import datetime as dt

import pytest

from data.intake import SHEETS, Held, receive
from data.intake.doubts import doubts_of
from data.intake.holding import NotHeld, answer, withdraw
from data.store import held, supply
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON

SUPPLY = SHEETS["supply"]
HEADER = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨),在途(吨),批发价(元/公斤),零售价(元/公斤),是否断供"
FIRST = dt.date(2020, 2, 1)
LISTED = (
    "企业编号,企业名称,县(市),企业类型,省级名录,州(市)级名录,报送品类,联系人,联系电话\n"
    "E001,示例粮油有限公司,临夏县,粮油加工经销,是,是,大米,马某,13800000000\n"
)


def day(n: int, **changes) -> dict:
    """The n-th day of a quiet warehouse: about forty tonnes, four in and four out."""
    stocks = [40.3, 40.9, 39.7, 40.1, 41.2]
    before, now = stocks[(n - 1) % 5], stocks[n % 5]
    row = {"enterprise": "E001", "county": "622921", "category": "rice", "valid_for": FIRST + dt.timedelta(days=n),
           "on_hand": now, "inflow": 4.0 + now - before, "outflow": 4.0, "in_transit": 0.0,
           "wholesale_price": 4.6, "retail_price": 6.0, "stockout": False, "source_row": n + 2}  # fmt: skip
    return {**row, **changes}


def past(n: int = 20) -> dict:
    return {("E001", "rice"): [(row["valid_for"], row) for row in map(day, range(n))]}


def asked(*rows, sheet=SUPPLY, history=None) -> list[tuple[str, str]]:
    found = doubts_of(sheet, list(rows), past() if history is None else history)
    return [(one.kind, one.header) for one in found]


def test_an_ordinary_day_is_not_asked_about():
    assert asked(day(20), day(21)) == []


@pytest.mark.parametrize("factor", [1000, 1 / 1000, 10_000])
def test_a_price_in_the_wrong_unit_is_asked_about(factor):
    assert asked(day(20, retail_price=6.0 * factor)) == [("unit_slip", "零售价")]


def test_ten_times_the_stock_is_asked_about_twice_as_unusual_and_as_not_following_from_yesterday():
    assert asked(day(20, on_hand=403.0)) == [("balance", "库存"), ("outlier", "库存")]


def test_a_question_names_the_usual_value_and_the_likely_slip():
    (one,) = doubts_of(SUPPLY, [day(20, retail_price=6000.0)], past())

    assert one.reason == "近20次填报的中位数是6，这次是它的1000倍，像是单位差了1000倍"
    assert one.found == "6000"


def test_a_stock_that_does_not_follow_from_yesterday_and_the_flows_is_asked_about():
    assert asked(day(20, on_hand=25.0)) == [("balance", "库存")]


def test_four_reports_that_say_the_same_are_asked_about_once():
    same = {"on_hand": 40.3, "inflow": 4.0, "outflow": 4.0}
    rows = [day(n, **same) for n in range(20, 26)]

    assert asked(*rows) == [("copied", "库存")]


def test_a_new_series_is_not_asked_about_for_want_of_a_history():
    assert asked(day(20, retail_price=6000.0), history={}) == []


def test_round_numbers_throughout_are_asked_about_once():
    rows = [{"county": "622921", "kind": "individual", "valid_for": FIRST + dt.timedelta(days=n), "closing": 8000,
             "entries": 20 + 10 * (n % 4), "deregistrations": 3, "source_row": n + 2} for n in range(14)]  # fmt: skip

    assert asked(*rows, sheet=SHEETS["entity_counts"], history={}) == [("round", "本期新设")]


def test_a_months_payments_on_its_last_day_are_asked_about():
    days = [(3, 5.0), (9, 4.0), (17, 6.0), (31, 40.0), (31, 30.0)]
    rows = [{"item": f"Q{n}", "voucher": f"P{n}", "county": "622921", "valid_for": dt.date(2020, 1, d), "paid": paid,
             "source_row": n + 2} for n, (d, paid) in enumerate(days)]  # fmt: skip

    assert asked(*rows, sheet=SHEETS["arrears_payments"], history={}) == [("last_day_jump", "清偿金额")]


def line(n: int, **changes) -> str:
    row = day(n, **changes)
    names = ("on_hand", "inflow", "outflow", "in_transit", "wholesale_price", "retail_price")
    return ",".join(["E001", "大米", row["valid_for"].isoformat(), *[f"{row[name]:.3f}" for name in names], "否"])


@pytest.fixture
def warehouse(send):
    """Twenty quiet days are stored."""
    send(LISTED, "名录.csv")
    send("\n".join([HEADER, *map(line, range(20))]), "日报.csv", at=NOON)


ODD = "\n".join([HEADER, line(20, retail_price=6000.0 / 4)])
LATER = NOON + dt.timedelta(hours=3)


def prices(store) -> list[float]:
    with store.reading() as conn:
        told = supply.daily(conn, scope=EVERYTHING, as_known=None, since=FIRST + dt.timedelta(days=20))
    return told["retail_price"].tolist()


def waiting(store, reporter) -> list[held.HeldFile]:
    with store.reading() as conn:
        return held.waiting(conn, scope=reporter.scope, reporter=reporter.name)


def test_an_odd_value_is_held_and_counts_for_nothing(send, store, clerk, warehouse):
    with pytest.raises(Held) as caught:
        send(ODD, "异常.csv", reporter=clerk)

    assert [one.kind for one in caught.value.doubts] == ["unit_slip"]
    assert prices(store) == []
    (file,) = waiting(store, clerk)
    assert (file.id, file.filename, file.status) == (caught.value.number, "异常.csv", "open")


def test_the_same_file_again_keeps_its_number(send, store, clerk, warehouse):
    numbers = []
    for _ in range(2):
        with pytest.raises(Held) as caught:
            send(ODD, "异常.csv", reporter=clerk)
        numbers.append(caught.value.number)

    assert numbers[0] == numbers[1]
    assert len(waiting(store, clerk)) == 1


def test_an_answer_stores_the_value_with_its_reason(send, store, region, clerk, warehouse):
    with pytest.raises(Held) as caught:
        send(ODD, "异常.csv", reporter=clerk)
    key = caught.value.doubts[0].key

    receipt = answer(store, region, caught.value.number, because={key: "礼盒装"}, reporter=clerk, now=LATER)

    assert prices(store) == [1500.0]
    assert waiting(store, clerk) == []
    with store.reading() as conn:
        (told,) = held.confirmed(conn, scope=EVERYTHING, receipt=receipt.receipt)
    assert (told["because"], told["found"], told["answered_by"]) == ("礼盒装", "1500", "临夏县填报员")
    assert "请核实的 1 处已由报送人说明原因，随数据存档" in receipt.notes


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_empty_answer_answers_nothing(send, store, region, clerk, warehouse, reason):
    with pytest.raises(Held) as caught:
        send(ODD, "异常.csv", reporter=clerk)

    with pytest.raises(Held):
        answer(store, region, caught.value.number, because={caught.value.doubts[0].key: reason}, reporter=clerk,
               now=LATER)  # fmt: skip

    assert prices(store) == []


def test_nobody_else_may_answer(send, store, region, clerk, bureau, warehouse):
    with pytest.raises(Held) as caught:
        send(ODD, "异常.csv", reporter=clerk)

    with pytest.raises(NotHeld):
        answer(store, region, caught.value.number, because={caught.value.doubts[0].key: "对"}, reporter=bureau,
               now=LATER)  # fmt: skip


def test_a_withdrawn_file_is_gone_and_a_corrected_one_comes_in(send, store, clerk, warehouse):
    with pytest.raises(Held) as caught:
        send(ODD, "异常.csv", reporter=clerk)

    withdraw(store, caught.value.number, reporter=clerk, now=LATER)
    send("\n".join([HEADER, line(20)]), "更正.csv", reporter=clerk, at=LATER)

    assert waiting(store, clerk) == []
    assert prices(store) == [6.0]


def test_holding_answering_and_withdrawing_on_both_databases(store, region, bureau):
    """The store fixture above is SQLite; the sheets of the contract run on PostgreSQL too."""
    content = LISTED.encode()
    receive(store, region, content, filename="名录.csv", reporter=bureau, received_at=NOON)

    with store.noting() as conn:
        number = held.hold(
            conn, sha256="x", topic="supply", filename="a", content=b"\x00\xff", reporter="甲", counties=["622921"],
            enterprise=None, at=NOON, questions=[{"key": "k"}],
        )  # fmt: skip
    with store.reading() as conn:
        file, kept = held.content(conn, scope=EVERYTHING, reporter="甲", number=number)

    assert (kept, file.questions) == (b"\x00\xff", [{"key": "k"}])


def counted(entries, *, earlier):
    """The questions about a day's entries after a month of these."""
    base = {"county": "622921", "kind": "cooperative", "closing": 900, "deregistrations": 0}
    trail = [(FIRST + dt.timedelta(days=n), {**base, "entries": value}) for n, value in enumerate(earlier)]
    row = {**base, "valid_for": FIRST + dt.timedelta(days=30), "entries": entries, "source_row": 2}
    return asked(row, sheet=SHEETS["entity_counts"], history={("622921", "cooperative"): trail})


def test_much_in_a_flow_that_is_nearly_always_nothing_is_asked_about():
    assert counted(60, earlier=[0] * 29 + [1]) == [("outlier", "本期新设")]
    assert counted(19, earlier=[0] * 30) == []
    assert counted(60, earlier=[0, 0, 40, 0, 0, 0, 1]) == []
    assert counted(60, earlier=[0] * 3) == []


def test_a_thousandth_of_what_rarely_comes_is_asked_about():
    trail = {("E001", "rice"): [(row["valid_for"], {**row, "inflow": 30.0 if n in (3, 9) else 0.0})
                                for n, row in enumerate(map(day, range(20)))]}  # fmt: skip

    assert ("unit_slip", "进货") in asked(day(20, inflow=0.03), history=trail)
    assert ("unit_slip", "进货") not in asked(day(20, inflow=0.4), history=trail)


def test_a_stock_after_days_without_a_report_is_held_against_what_may_have_come_and_gone():
    assert asked(day(22, on_hand=45.0)) == []
    assert asked(day(22, on_hand=20.0)) == [("balance", "库存")]


def test_a_stock_after_a_week_without_a_report_is_held_against_its_level():
    assert asked(day(27, on_hand=30.0)) == []
    assert asked(day(27, on_hand=20.0)) == [("balance", "库存")]
