"""What a month asks of a county, and the lint that nothing is asked twice."""

import datetime as dt
from dataclasses import replace

from data.intake.asked_twice import asked_twice
from data.intake.burden import asked, periods_in
from data.intake.catalog import SHEETS
from data.store.scope import Scope

OWN = Scope(counties=frozenset({"622921"}))
MARCH = dt.date(2020, 3, 1)
MARKETS = (
    "市场编号,市场名称,县(市),乡镇(街道),市场类型,摊位总数\n"
    "M1,北门市场,临夏县,城关镇,城区菜市场,100\n"
    "M2,南河市场,临夏县,城关镇,城区菜市场,50\n"
    "M3,西滩市场,临夏市,城关镇,城区菜市场,50\n"
)


def test_cells_are_counted_by_rows_and_periods(store, region, send):
    send(MARKETS, "名录.csv")

    with store.reading() as conn:
        found = {one.topic: one for one in asked(conn, region, scope=OWN, month=MARCH)}

    counts, status = found["entity_counts"], found["market_status"]
    assert (counts.periods, counts.rows) == (31, 4)
    # entries, deregistrations, closing; revocations, moves in and out, reclassified may stay empty
    assert (counts.asked, counts.required) == (31 * 4 * 7, 31 * 4 * 3)
    assert counts.prefilled == 31 * 4 * 4  # county, kind, day, opening
    assert (status.periods, status.rows, status.required) == (4, 2, 4 * 2 * 2)  # Fridays
    assert {one.county for one in found.values()} == {"622921"}


def test_a_month_has_as_many_reports_as_its_cadence(region):
    assert periods_in(region, "entity_counts", MARCH) == 31
    assert periods_in(region, "entity_counts", dt.date(2019, 2, 1)) == 1
    assert periods_in(region, "market_status", dt.date(2020, 5, 1)) == 5
    assert periods_in(region, "measure_progress", dt.date(2020, 6, 1)) == 1


def test_no_item_is_asked_twice_of_the_same_subject():
    assert asked_twice(SHEETS.values()) == []


def test_an_item_asked_twice_is_found_by_any_of_its_names():
    supply, firms = SHEETS["supply"], SHEETS["enterprises"]
    again = replace(supply.column("on_hand"), name="stock", header="期末库存", aliases=())
    twice = replace(firms, columns=(*firms.columns, again))

    (found,) = asked_twice([supply, twice])

    assert (found.first, found.second, found.word) == ("supply.on_hand", "enterprises.stock", "期末库存")


def test_the_same_word_of_another_subject_is_another_item():
    markets, supply = SHEETS["markets"], SHEETS["supply"]
    again = replace(supply.column("on_hand"), name="stock")

    assert asked_twice([replace(markets, columns=(*markets.columns, again)), supply]) == []
