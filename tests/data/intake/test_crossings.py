"""Questions across tables: each asked where two tables contradict each other, and silent where they agree."""

import datetime as dt
from types import SimpleNamespace

import pytest

from data.intake import SHEETS, Held
from data.intake.approval import Signer, Step
from data.intake.beside import Beside
from data.intake.crossings import CROSSINGS, TITLES, crossings_of
from data.intake.holding import answer
from data.intake.signing import sign
from data.store import held, submissions
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON, counts

COUNTY, DAY = "622921", dt.date(2020, 3, 31)


def asked(topic: str, *rows: dict, **beside) -> list[tuple[str, str]]:
    numbered = [{"source_row": n, "county": COUNTY, "valid_for": DAY, **row} for n, row in enumerate(rows, 2)]
    return [(one.kind, one.header) for one in crossings_of(SHEETS[topic], numbered, SimpleNamespace(**beside))]


@pytest.mark.parametrize(("closing", "day", "found"), [
    (1000, DAY, []), (1029, DAY, []), (1031, DAY, ["registry"]), (900, DAY, ["registry"]),
    (900, dt.date(2020, 3, 30), []),
])  # fmt: skip
def test_a_months_last_stock_is_held_against_the_registry(closing, day, found):
    row = {"kind": "individual", "valid_for": day, "closing": closing}

    told = asked("entity_counts", row, registered=lambda month: {(COUNTY, "individual"): 1000})

    assert [kind for kind, _ in told] == found


def test_a_registry_nobody_has_counted_asks_nothing():
    row = {"kind": "individual", "closing": 900}

    assert asked("entity_counts", row, registered=lambda month: {}) == []


def report(**changes) -> dict:
    row = {"enterprise": "E9", "category": "rice", "on_hand": 40.0, "inflow": 4.0, "outflow": 4.0,
           "wholesale_price": 4.6, "retail_price": 6.0}  # fmt: skip
    return {**row, **changes}


def of_categories(told: dict, categories: frozenset[str]) -> dict:
    return {series: trail for series, trail in told.items() if series[1] in categories}


def market_of_four(*own: dict) -> dict:
    """Three others reported yesterday; and what this one did before."""
    yesterday = DAY - dt.timedelta(days=1)
    told = {(f"E{n}", "rice"): [(yesterday, report(retail_price=6.0 + n / 10))] for n in range(3)}
    told[("E9", "rice")] = [(yesterday, row) for row in own]
    return {
        "supplies": lambda since, until, categories: of_categories(told, categories),
        "categories": lambda: {"E9": {"rice"}},
    }


def test_an_ordinary_supply_report_is_not_asked_about():
    assert asked("supply", report(), **market_of_four()) == []


@pytest.mark.parametrize(("change", "found"), [
    ({"retail_price": 3.0}, [("peer_price", "零售价")]),
    ({"retail_price": 12.0}, [("peer_price", "零售价")]),
    ({"retail_price": 7.5}, []),
    ({"inflow": 4000.0, "on_hand": 4040.0}, [("peer_flow", "进货")]),
    ({"inflow": 60.0}, [("day_flows", "进货"), ("peer_flow", "进货")]),
    ({"category": "flour"}, [("unlisted", "品类")]),
])  # fmt: skip
def test_a_newcomer_is_held_against_the_others_and_its_own_flows(change, found):
    assert asked("supply", report(**change), **market_of_four()) == found


def test_a_dear_enterprise_is_asked_once_not_every_day():
    dear = report(retail_price=12.0)

    assert asked("supply", dear, **market_of_four(report(retail_price=12.2))) == []


def progress(target: str, done: float, total: float | None = None) -> dict:
    return {"target": target, "done": done, "total": total}


MARKETS = {"M1": {"status": "open"}, "M2": {"status": "closed"}}


def form(done: float) -> dict:
    told = {(COUNTY, "commerce_firms_reopened"): [(DAY - dt.timedelta(days=5), {"done": done, "total": 9.0})]}
    return {"markets": lambda county, day: MARKETS, "progress": lambda *asked: told.get(asked, [])}


def nothing_told(county: str, target: str) -> list:
    return []


def test_markets_beyond_the_countys_form_are_asked_about_when_they_open():
    opening = {"market": "M2", "status": "open", "stalls_open": 9}

    assert asked("market_status", opening, **form(1)) == [("county_form", "复市状态")]
    assert asked("market_status", opening, **form(2)) == []
    assert asked("market_status", opening, markets=lambda county, day: MARKETS, progress=nothing_told) == []


def test_a_form_that_says_fewer_than_are_open_or_listed_is_asked_about():
    beside = {
        "markets": lambda county, day: MARKETS,
        "listed_markets": lambda county: 2,
        "stock": lambda county, day: {},
    }

    assert asked("measure_progress", progress("commerce_firms_reopened", 0, 1), **beside) == [
        ("markets", "累计完成数"), ("markets", "应完成总数")
    ]  # fmt: skip
    assert asked("measure_progress", progress("commerce_firms_reopened", 1, 2), **beside) == []


def test_more_firms_in_the_cloud_than_there_are_and_a_tail_below_the_median_are_asked_about():
    beside = {"stock": lambda county, day: {"enterprise": 50, "individual": 900}, "progress": nothing_told}

    assert asked("measure_progress", progress("cloud_firms", 51), **beside) == [("entities", "累计完成数")]
    assert asked("measure_progress", progress("cloud_firms", 50), **beside) == []
    both = progress("opening_workdays", 1.8), progress("opening_workdays_p95", 1.5)
    assert asked("measure_progress", *both, **beside) == [("percentiles", "累计完成数")]


LEDGER = {"items": lambda: {"Q1": {"owed": 120.0, "formed": dt.datetime(2018, 6, 30)}}}
PAID = {"payments": {"Q1": [("P1", dt.date(2020, 3, 5), 20.0)]}}


def test_a_ledger_that_takes_off_what_was_paid_is_asked_about():
    item = {"item": "Q1", "undisputed": 80.0, "disputed": 20.0}
    (told,) = crossings_of(SHEETS["arrears_items"], [{**item, "source_row": 2, "county": COUNTY}],
                           SimpleNamespace(**LEDGER, **PAID))  # fmt: skip

    assert told.kind == "owed_less"
    assert told.reason.endswith("像是又扣了一次（台账填原始欠款）")
    assert asked("arrears_items", {**item, "undisputed": 100.0}, **LEDGER, **PAID) == []


def payment(voucher: str, day: dt.date, paid: float) -> dict:
    return {"item": "Q1", "voucher": voucher, "valid_for": day, "paid": paid}


@pytest.mark.parametrize(("row", "found"), [
    (payment("P2", dt.date(2020, 3, 5), 20.0), ["paid_twice"]),
    (payment("P1", dt.date(2020, 3, 5), 20.0), []),
    (payment("P2", dt.date(2020, 3, 6), 20.0), []),
    (payment("P2", dt.date(2017, 3, 6), 20.0), ["paid_early"]),
    (payment("零报告-2020-03", dt.date(2020, 3, 5), 0.0), []),
])  # fmt: skip
def test_a_payment_is_held_against_the_others_and_the_ledger(row, found):
    assert [kind for kind, _ in asked("arrears_payments", row, **LEDGER, **PAID)] == found


def test_every_question_has_a_title_and_a_rule_in_words():
    assert len(TITLES) == len(CROSSINGS)
    assert all(one.title and one.says and one.topic in SHEETS for one in CROSSINGS)


LISTED = (
    "企业编号,企业名称,县(市),企业类型,省级名录,州(市)级名录,报送品类,联系人,联系电话\n"
    "E001,示例粮油有限公司,临夏县,粮油加工经销,是,是,大米,马某,13800000000\n"
)
DAILY = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨)\nE001,大米,2020-02-01,40,4000,4\n"


def test_an_answer_is_stored_with_the_value(send, store, region, bureau):
    send(LISTED, "名录.csv")
    with pytest.raises(Held) as caught:
        send(DAILY, "日报.csv", at=NOON + dt.timedelta(hours=1))

    assert [(one.kind, one.row, one.cell) for one in caught.value.doubts] == [("day_flows", 2, "E2")]
    because = {caught.value.doubts[0].key: "调拨入库后当日转出"}
    receipt = answer(
        store, region, caught.value.number, because=because, reporter=bureau, now=NOON + dt.timedelta(hours=2)
    )
    with store.reading() as conn:
        (kept,) = held.confirmed(conn, scope=EVERYTHING, receipt=receipt.receipt)
    assert (kept["kind"], kept["because"]) == ("day_flows", "调拨入库后当日转出")


def of_month_end(day: str, closing: int, *, opening: int = 8300) -> str:
    return counts(f"临夏县,个体工商户,{day},{opening},{closing - opening},0,0,0,0,0,{closing}")


def test_a_confirmed_gap_to_the_registry_is_asked_about_again_only_when_it_has_changed(
    send, store, region, bureau, monkeypatch
):
    monkeypatch.setattr(Beside, "registered", lambda self, month: {(COUNTY, "individual"): 9000})
    with pytest.raises(Held) as caught:
        send(of_month_end("2019-11-30", 8300))
    (asked,) = caught.value.doubts
    answer(store, region, caught.value.number, because={asked.key: "迁入户尚未转档"}, reporter=bureau, now=NOON)

    receipt = send(of_month_end("2019-12-31", 8340))
    with pytest.raises(Held):
        send(
            of_month_end("2020-01-31", 8390, opening=8340)
        )  # near the month before, but not near what a person confirmed

    said = "沿用2019-11-30的核实（州局）：迁入户尚未转档"
    asked_now = "登记名录2019年12月末在册9000户，相差-660户"
    assert f"“期末实有”8340：{asked_now}，与以前核实的相同，不再询问；{said}" in receipt.notes
    with store.reading() as conn:
        (kept,) = held.confirmed(conn, scope=EVERYTHING, receipt=receipt.receipt)
    assert (kept["found"], kept["reason"], kept["because"]) == ("8340", asked_now, said)


def test_an_answer_of_a_file_that_was_taken_back_stands_no_longer(send, store, region, bureau, monkeypatch):
    monkeypatch.setattr(Beside, "registered", lambda self, month: {(COUNTY, "individual"): 9000})
    with pytest.raises(Held) as caught:
        send(of_month_end("2019-11-30", 8300))
    because = {one.key: "迁入户尚未转档" for one in caught.value.doubts}
    receipt = answer(store, region, caught.value.number, because=because, reporter=bureau, now=NOON)
    with store.reading() as conn:
        row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt.receipt)
    signer = Signer(uid="qian", name="王签发", role="bureau", scope=EVERYTHING, duties=frozenset({"issue"}))
    sign(
        store,
        row["submission"],
        Step.WITHDRAW,
        signer=signer,
        at=NOON,
        expected_revision=row["revision"],
        reason="报错",
    )

    with pytest.raises(Held):
        send(of_month_end("2019-12-31", 8300))
