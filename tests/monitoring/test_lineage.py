"""What a value rests on, typed by hand."""

import datetime as dt

from data.reference.region import load_region
from monitoring.indicators.catalog import CATALOG
from monitoring.lineage import Rest, fed_by, rests_on, subjects_of

REGION = load_region("linxia")
DAY = dt.date(2020, 3, 10)


def rests(indicator: str, subject: str) -> dict[str, dict]:
    return {rest.fact: dict(rest.among) for rest in rests_on(CATALOG[indicator], subject, REGION, on=DAY)}


def test_a_firms_cover_rests_on_its_own_reports_of_the_category():
    found = rests("days_of_cover", "E07:rice")

    assert found["supply"] == {"enterprise": ("E07",), "category": ("rice",)}
    assert found["enterprise"] == {"enterprise": ("E07",)}


def test_a_countys_rate_rests_on_the_county_and_the_regions_on_everything():
    assert rests("closing_stock", "622921:individual")["entity_count"] == {
        "county": ("622921",),
        "kind": ("individual",),
    }
    assert rests("closing_stock", "622900")["entity_count"] == {}
    assert rests("market_reopening_rate", "622921")["market_status"] == {"county": ("622921",)}
    assert rests("arrears_outstanding", "622921:某局")["arrears_item"] == {"county": ("622921",), "debtor": ("某局",)}


def test_payments_count_from_the_beginning():
    [rest] = [
        r for r in rests_on(CATALOG["arrears_clearance_rate"], "622921", REGION, on=DAY) if r.fact == "arrears_payment"
    ]

    assert rest == Rest(fact="arrears_payment", among=(("county", ("622921",)),), since=None)


def test_a_row_names_whose_values_it_may_count_in():
    said = {"enterprise": "E07", "county": "622921", "category": "rice"}

    assert subjects_of("supply", said, REGION) == {
        "E07", "622921", "622900", "E07:rice", "622921:rice", "622900:rice",
    }  # fmt: skip
    assert "days_of_cover" in fed_by(CATALOG, "supply")
    assert "closing_stock" not in fed_by(CATALOG, "supply")
