"""Who answers for an alert, and until when."""

import datetime as dt

import pandas as pd
import pytest

from monitoring.alerts.answering import due_day, owner_of
from monitoring.indicators.catalog import CATALOG
from monitoring.naming import Names
from tests.monitoring.literal import region

PLAN = pd.DataFrame({"measure": ["1", "2"], "leads": ["bureau A|bureau B", "bureau C|州市场监管局"]})


def test_a_county_answers_for_itself_and_the_plans_lead_for_the_region():
    place = region(measures=PLAN)

    assert owner_of(CATALOG["days_of_cover"], "C1", place) == "First人民政府"
    assert owner_of(CATALOG["days_of_cover"], "R", place) == "bureau A"


def test_of_several_leads_the_one_that_owns_the_indicator_answers():
    assert owner_of(CATALOG["closing_stock"], "R", region(measures=PLAN)) == "州市场监管局"


def test_without_a_plan_the_owner_of_the_indicator_answers():
    assert owner_of(CATALOG["days_of_cover"], "C1", region()) == CATALOG["days_of_cover"].owner


@pytest.mark.parametrize(
    ("severity", "since", "due"),
    [
        ("red", "2020-06-03", "2020-06-04"),
        ("red", "2020-06-05", "2020-06-08"),  # Friday to Monday
        ("orange", "2020-06-06", "2020-06-09"),
        ("yellow", "2020-06-01", "2020-06-08"),
    ],
)
def test_the_deadline_counts_working_days(severity, since, due):
    workdays = {"blue": 10, "yellow": 5, "orange": 2, "red": 1}

    found = due_day(severity, dt.date.fromisoformat(since), workdays=workdays, region=region())

    assert found == dt.date.fromisoformat(due)


def test_a_make_up_sunday_is_a_working_day(region):
    found = due_day("red", dt.date(2020, 9, 26), workdays={"red": 1}, region=region)

    assert found == dt.date(2020, 9, 27)


def test_a_subject_is_called_by_its_place_and_its_part():
    names = Names(
        region(),
        markets=pd.DataFrame({"market": ["M1"], "name": ["Old market"]}),
        enterprises=pd.DataFrame({"enterprise": ["E1"], "name": ["Good firm"]}),
    )

    assert names.of("R") == "Region"
    assert names.of("C1:individual") == "Firstshops"
    assert names.of("E1:rice") == "Good firmRice"
    assert names.of("M1") == "Old market"
    assert names.of("C1:a bureau") == "Firsta bureau"
    assert names.of("C1:First bureau") == "First bureau"
    assert names.of("X9") == "X9"
