"""Dated lines: which one rules, and what it says of a value."""

import datetime as dt

import pytest

from data.settings import load_settings
from monitoring.config import load_config
from monitoring.thresholds import BadThreshold, read_threshold
from tests.monitoring.rules import line, thresholds

DAY = dt.date(2020, 6, 1)


def test_the_line_of_a_day_is_the_last_one_begun_by_then():
    found = thresholds(
        line("market_reopening_rate", since="2020-03-01", yellow=50),
        line("market_reopening_rate", since="2020-07-01", yellow=95),
    )

    assert found.on("market_reopening_rate", "R", dt.date(2020, 2, 29)) is None
    assert found.on("market_reopening_rate", "R", dt.date(2020, 6, 30)).levels == {"yellow": 50}
    assert found.on("market_reopening_rate", "R", dt.date(2020, 7, 1)).levels == {"yellow": 95}


@pytest.mark.parametrize(
    ("indicator", "subject", "grain"),
    [
        ("closing_stock", "R", ("region", None)),
        ("closing_stock", "C1", ("county", None)),
        ("closing_stock", "C1:individual", ("county:kind", None)),
        ("days_of_cover", "R:rice", ("region:category", "rice")),
        ("days_of_cover", "E07:rice", ("enterprise:category", "rice")),
        ("supply_silence", "E07", ("enterprise", None)),
        ("stall_occupancy", "M012", ("market", None)),
        ("arrears_outstanding", "C1:a bureau", ("debtor", None)),
    ],
)
def test_a_subject_tells_its_grain_and_category(indicator, subject, grain):
    assert thresholds().grain(indicator, subject) == grain


def test_the_narrower_line_wins():
    found = thresholds(
        line("days_of_cover", yellow=10),
        line("days_of_cover", yellow=2, categories=["rice"]),
    )

    assert found.on("days_of_cover", "C1:oil", DAY).levels == {"yellow": 10}
    assert found.on("days_of_cover", "C1:rice", DAY).levels == {"yellow": 2}


def test_a_line_for_some_subjects_leaves_the_others_alone():
    found = thresholds(line("stock_vs_year_end", yellow=0, subjects=["county"]))

    assert found.on("stock_vs_year_end", "C1", DAY) is not None
    assert found.on("stock_vs_year_end", "C1:individual", DAY) is None


def test_an_indicator_may_be_judged_on_both_sides():
    found = thresholds(
        line("price_change_7d", worse="low", yellow=-30),
        line("price_change_7d", worse="high", yellow=30),
    )

    both = found.both("price_change_7d", "C1:rice", DAY)

    assert [one.worse for one in both] == ["high", "low"]  # the worse side of the indicator speaks first
    assert found.on("price_change_7d", "C1:rice", DAY).worse == "high"


@pytest.mark.parametrize(
    ("worse", "value", "severity"),
    [
        ("low", 10.0, None),
        ("low", 9.99, "yellow"),
        ("low", 7.0, "yellow"),
        ("low", 6.99, "orange"),
        ("high", 9.99, None),
        ("high", 10.0, "yellow"),
    ],
)
def test_low_is_below_and_high_is_at_or_above(worse, value, severity):
    levels = {"yellow": 10, "orange": 7} if worse == "low" else {"yellow": 10}
    found = thresholds(line("days_of_cover", worse=worse, **levels)).entries[0]

    assert found.severity(value) == severity


def test_a_line_may_stand_on_a_target_of_the_region():
    entry = line("arrears_outstanding", worse="high", orange="listing_line")

    assert thresholds(entry, targets={"listing_line": 2000}).entries[0].levels == {"orange": 2000}
    assert thresholds(entry).entries == ()


@pytest.mark.parametrize(
    "broken",
    [
        {"source": ""},
        {"mark": ""},
        {"from": "2020-01-01"},
        {"yellow": 10, "orange": 12},
    ],
)
def test_a_line_without_its_day_or_source_or_with_levels_out_of_order_is_refused(broken):
    with pytest.raises(BadThreshold):
        read_threshold({**line("days_of_cover", yellow=10), **broken}, targets={}, persistence={})


def test_a_line_without_a_level_is_refused():
    with pytest.raises(BadThreshold):
        read_threshold(line("days_of_cover"), targets={}, persistence={})


def test_an_unknown_indicator_in_the_configuration_is_named(tmp_path, region):
    text = load_settings().config.read_text(encoding="utf-8")
    wrong = tmp_path / "config.toml"
    wrong.write_text(text.replace('indicator = "entity_silence"', 'indicator = "entity_silense"'), encoding="utf-8")

    with pytest.raises(BadThreshold, match="entity_silense"):
        load_config(wrong, region)


def test_every_line_in_force_says_whose_it_is(region):
    config = load_config(load_settings().config, region)

    for entry in config.thresholds.entries:
        assert entry.source
        assert entry.mark
        assert entry.persistence >= 1


def test_the_listing_line_and_the_categories_come_from_the_region_pack(region):
    config = load_config(load_settings().config, region)

    assert config.thresholds.on("arrears_outstanding", "622901:some bureau", DAY).levels == {
        "orange": region.targets["listing_line"]
    }
    assert config.thresholds.on("days_of_cover", "622901:rice", DAY).levels["red"] == 3
    assert config.thresholds.on("days_of_cover", "622901:vegetables", DAY).levels["red"] == 1
