"""What a festival asks for: told from those seen, eight times out of ten in drawn worlds, and who has too little."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from monitoring.outlook.festival_demand import festival_demand
from monitoring.outlook.festivals import market_days, occurrences, ratios, uplift
from tests.monitoring.literal import region
from tests.monitoring.outlook.small_region import FIRMS, by_subject

ON = dt.date(2022, 9, 1)
GOODS = ("flour", "meat", "oil", "rice")
OFFSETS = {"spring_festival": 30, "eid_al_fitr": 120, "eid_al_adha": 195, "national_day": 273}


def dates_of(years, festivals) -> pd.DataFrame:
    """Each festival a few days earlier every year, as those of the moon are."""
    return pd.DataFrame(
        [
            {"festival": name, "name": name, "date": pd.Timestamp(year, 1, 1) + pd.Timedelta(days=day - 5 * number)}
            for number, year in enumerate(years)
            for name, day in festivals.items()
        ]
    )


def world(seed: int, *, years: int, unseen: str | None = None, apart: float = 0.1):
    """Firms' daily sales of years; the festivals told of, and the coming ones' true ratios (``apart``: log ratio)."""
    rng = np.random.default_rng(seed)
    dates = dates_of(range(2023 - years, 2024), OFFSETS)
    base = rng.normal(0.12, 0.05) + rng.normal(0, apart, (len(OFFSETS), 1)) + rng.normal(0, apart, len(GOODS))
    base = base + rng.normal(0, 0.7 * apart, base.shape)
    days = pd.date_range(pd.Timestamp(2023 - years, 1, 1) - pd.Timedelta(days=40), ON)
    factor, truth = np.ones((len(GOODS), len(days))), {}
    for festival, date in zip(dates["festival"], dates["date"]):
        own = base[list(OFFSETS).index(festival)]
        ratio = np.exp(own + rng.normal(0, 0.05) + rng.normal(0, 0.04, len(GOODS)))
        if date > pd.Timestamp(ON):
            truth.setdefault(festival, ratio)
        elif festival != unseen:
            factor[:, (days >= date - pd.Timedelta(days=7)) & (days < date)] = ratio[:, None]
    sold = np.exp(rng.normal(1, 1, (3, len(GOODS), 1)))[...] * factor * rng.lognormal(0, 0.12, (3, *factor.shape))
    count = sold.size
    reports = pd.DataFrame(
        {
            "enterprise": np.repeat(["E1", "E2", "E3"], count // 3),
            "category": np.tile(np.repeat(GOODS, len(days)), 3), "date": np.tile(days, 3 * len(GOODS)),
            "outflow": sold.ravel(), "stockout": False,
        }
    )  # fmt: skip
    told = dates if unseen is None else dates[(dates["festival"] != unseen) | (dates["date"] > pd.Timestamp(ON))]
    return reports, told, truth


def inside(seeds, *, years: int, unseen: str | None = None, apart: float = 0.1) -> tuple[int, int]:
    """In how many of how many cases the truth lay in the band."""
    hits = checks = 0
    for seed in seeds:
        reports, dates, truth = world(seed, years=years, unseen=unseen, apart=apart)
        made = uplift(reports, dates, ON, seed=seed)
        for festival in truth if unseen is None else [unseen]:
            low, high = np.quantile(made.more[festival], (0.1, 0.9), axis=0)
            hits += int(((low <= truth[festival]) & (truth[festival] <= high)).sum())
            checks += len(GOODS)
    return hits, checks


def assert_about_eight_of_ten(hits: int, checks: int) -> None:
    """Four categories of one festival share a year's luck: half of them count."""
    independent = checks // 2
    low, high = binom.ppf((0.001, 0.999), independent, 0.8) / independent
    assert low <= hits / checks <= high, (hits, checks)


def test_what_a_festival_seen_before_asks_for_lies_in_its_band():
    assert_about_eight_of_ten(*inside(range(8), years=3))


@pytest.mark.heavy
@pytest.mark.parametrize("apart", [0.04, 0.1, 0.2])
@pytest.mark.parametrize("years", [1, 2, 4])
def test_festivals_of_many_worlds_err_to_the_wide_side_where_history_is_thin(years, apart):
    hits, checks = inside(range(1000, 1060), years=years, apart=apart)

    assert 0.76 <= hits / checks <= (0.92 if years == 1 else 0.86), (hits, checks)


@pytest.mark.heavy
@pytest.mark.parametrize(("apart", "least"), [(0.04, 0.76), (0.1, 0.74), (0.2, 0.65)])
def test_a_festival_never_seen_lies_in_the_wider_band_told_by_the_others(apart, least):
    """Three others cannot tell how far a fourth may lie where all lie very far apart."""
    hits, checks = inside(range(1000, 1100), years=3, unseen="spring_festival", apart=apart)

    assert least <= hits / checks <= 0.96, (hits, checks)


def seen_before(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """festival, day, ratio of rice."""
    told = pd.DataFrame(rows, columns=["festival", "date", "ratio"])
    return told.assign(category="rice", log=np.log(told["ratio"]), noise=0.02)


def test_a_thin_history_is_drawn_to_the_other_festivals_and_a_long_one_stands_for_itself():
    others = [("eid_al_adha", f"20{year}-07-01", 1.1) for year in (19, 20, 21)]
    once = seen_before(*others, ("spring_festival", "2021-02-01", 1.8))
    often = seen_before(*others, *[("spring_festival", f"20{year}-02-01", 1.8) for year in (18, 19, 20, 21)])

    middles = [
        float(np.median(ratios(seen, "spring_festival", ("rice",), draws=2000, seed=1))) for seen in (once, often)
    ]

    assert 1.1 < middles[0] < middles[1] < 1.8
    assert middles[1] > 1.65


def test_a_festival_never_seen_has_the_widest_band():
    seen = seen_before(("eid_al_adha", "2020-07-01", 1.2), ("eid_al_adha", "2021-07-01", 1.2))
    widths = [
        np.ptp(np.quantile(ratios(seen, festival, ("rice",), draws=2000, seed=1), (0.1, 0.9)))
        for festival in ("eid_al_adha", "spring_festival")
    ]

    assert widths[0] < 0.7 * widths[1]


def test_two_festivals_on_one_day_are_one():
    days = dates_of([2020], {"mid_autumn": 274, "national_day": 274, "lantern_festival": 40})

    told = market_days(days)

    assert told["festival"].tolist() == ["national_day"]
    assert told["name"].tolist() == ["mid_autumn、national_day"]


def sales(*, on_hand=(100.0, 300.0), inflow=10.0) -> pd.DataFrame:
    """A year of ten tonnes a day and firm, twenty in the week before 2022-07-15."""
    rows = []
    for firm, county, held in zip(("E1", "E2"), ("C1", "C2"), on_hand):
        days = pd.date_range("2021-10-01", ON)
        festive = (days >= "2022-07-08") & (days < "2022-07-15")
        rows.append(
            pd.DataFrame(
                {
                    "enterprise": firm, "county": county, "category": "rice", "date": days, "on_hand": held,
                    "inflow": inflow, "outflow": np.where(festive, 20.0, 10.0), "stockout": False,
                }
            )
        )  # fmt: skip
    return pd.concat(rows, ignore_index=True)


FESTIVALS = pd.DataFrame(
    {"festival": ["eid_al_adha"] * 2, "name": ["古尔邦节"] * 2, "date": ["2022-07-15", "2022-10-20"]}
)
PLACES = region(festivals=FESTIVALS)


def told(reports: pd.DataFrame, places=PLACES) -> dict:
    more = uplift(reports, places.festivals, ON)
    return by_subject(festival_demand(FIRMS, reports, places, ON, uplift=more))


def test_a_county_with_too_little_is_told_by_how_much_and_by_which_day():
    answer = told(sales(on_hand=(20.0, 300.0)))
    short, enough = answer["C1:rice:eid_al_adha"]["answer"], answer["C2:rice:eid_al_adha"]["answer"]

    assert (short["days"], short["since"], short["have"]) == (7, "2022-10-13", 90.0)
    assert 110 < short["need"]["middle"] < 150
    assert short["gap"]["middle"] == pytest.approx(short["need"]["middle"] - 90, abs=0.02)
    assert 70 < short["short"] < 100
    assert "2022-10-12" <= short["by"] <= "2022-10-18"
    assert (enough["gap"]["high"], enough["short"], enough["by"]) == (0, 0, None)
    assert answer["R:rice:eid_al_adha"]["answer"]["have"] == 460


def test_more_stock_never_makes_a_shortage_likelier_and_unreported_inflow_judges_nothing():
    chances = [
        told(sales(on_hand=(held, 300.0)))["C1:rice:eid_al_adha"]["answer"]["short"]
        for held in (0.0, 40.0, 60.0, 100.0)
    ]
    unsaid = told(sales(inflow=np.nan))["C1:rice:eid_al_adha"]["answer"]

    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < 50 < 80 < chances[0]
    assert (unsaid["gap"], unsaid["short"], unsaid["have"]) == (None, None, None)
    assert unsaid["need"]["middle"] > 70


def test_without_a_festival_seen_before_nothing_is_assessed():
    places = region(festivals=FESTIVALS.iloc[1:])

    answer = told(sales(), places)

    assert {row["state"] for row in answer.values()} == {"not_assessable"}
    assert occurrences(sales(), market_days(places.festivals), ON).empty
