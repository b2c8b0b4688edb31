"""What cards say: the baseline without a lever, and with one only ever the way it pushes."""

import datetime as dt

import pytest

from monitoring.outlook import making
from monitoring.scenarios import answering
from monitoring.scenarios.answering import answered
from monitoring.scenarios.card import Unsound, check
from tests.monitoring.scenarios.small import CARDS, ON, PLACES, inputs, with_lever

TOLD = inputs()
every_card = pytest.mark.parametrize("name", CARDS)


def say(card, told=TOLD) -> dict[str, dict]:
    """By subject."""
    return {row["subject"]: row for row in answered(card, told, PLACES, on=ON, seed=0)}


@pytest.fixture(scope="module")
def said() -> dict[str, dict[str, dict]]:
    """What every card of the list says: asked once."""
    return {name: say(card) for name, card in CARDS.items()}


@pytest.fixture(scope="module")
def baseline() -> dict[tuple[str, str], dict]:
    made = making.make(TOLD, PLACES, on=ON)
    return {(row.outlook, row.subject): row for row in made.itertuples(index=False)}


@every_card
def test_beside_a_card_stands_exactly_the_outlook(name, said, baseline):
    told = said[name]

    assert told
    for row in told.values():
        made = baseline[row["outlook"], row["subject"]]
        assert (row["baseline"], row["baseline_state"]) == (made.answer, made.state)


@every_card
def test_without_a_lever_every_answer_is_the_outlook_number_by_number(name, baseline):
    rows = answering.OUTLOOKS[CARDS[name].kind](None, CARDS[name], TOLD, PLACES, on=ON, seed=0)

    assert len(rows) > 1
    for row in rows:
        made = baseline[row["outlook"], row["subject"]]
        assert (row["answer"], row["state"]) == (made.answer, made.state)


@every_card
def test_a_lever_changes_something_that_can_be_checked_later_with_a_band_each(name, said):
    told = said[name]

    checks = [check for row in told.values() for check in row["checks"]]
    assert any(row["answer"] != row["baseline"] for row in told.values())
    assert checks
    for one in checks:
        assert one["date"] > ON.isoformat()
        for course in ("baseline", "scenario"):
            assert one[course]["low"] <= one[course]["middle"] <= one[course]["high"]


@pytest.mark.parametrize("place", ["C2", "R"])
def test_more_net_a_month_never_makes_the_goal_less_likely(place):
    chances = [
        say(with_lever(CARDS["net"], monthly=more))[place]["answer"]["chance"] for more in (-400, -40, 1, 40, 400)
    ]

    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def test_the_regions_net_is_shared_out_and_adds_up(said):
    told = said["region's net"]
    moved = {
        place: row["answer"]["final"]["middle"] - row["baseline"]["final"]["middle"] for place, row in told.items()
    }

    weeks = len(told["R"]["answer"]["ahead"]["date"])
    assert set(told) == {"C1", "C2", "R"}
    assert moved["R"] == pytest.approx(-90 * 7 / 30.4375 * weeks, abs=0.5)
    assert moved["C1"] + moved["C2"] == pytest.approx(moved["R"], abs=0.5)
    assert moved["C1"] < moved["C2"] < 0  # the county with more entities takes more of it


def test_an_earlier_reopening_never_brings_all_markets_later():
    lasting = []
    for day in ("2020-10-05", "2020-11-15", "2021-01-20"):
        lasting.append(say(with_lever(CARDS["reopening"], date=day))["R"]["answer"]["dates"]["middle"])

    assert lasting == sorted(lasting)
    assert lasting[0] < lasting[-1]


def test_a_market_that_reopens_counts_from_the_week_its_day_lies_in():
    told = say(with_lever(CARDS["reopening"], date="2020-10-18"))["C2"]  # three weeks on, a Sunday

    lows = [told["answer"]["ahead"]["low"][k] - told["baseline"]["ahead"]["low"][k] for k in range(4)]
    assert lows[:2] == [0, 0]
    assert lows[2] >= 0
    assert sum(told["answer"]["ahead"]["middle"]) > sum(told["baseline"]["ahead"]["middle"])


def test_a_debt_that_is_paid_by_a_day_is_gone_at_that_months_end(said):
    told = said["payment by"]["C1:bureau"]
    months = told["answer"]["ahead"]["month"]

    paid = months.index("2020-11")
    assert told["answer"]["ahead"]["high"][paid] == 0
    assert told["answer"]["ahead"]["high"][:paid] == told["baseline"]["ahead"]["high"][:paid]
    assert told["answer"]["chance"] == 100


def test_a_greater_monthly_payment_never_leaves_more_and_never_makes_the_deadline_less_likely():
    told = [say(with_lever(CARDS["payment monthly"], monthly=amount)) for amount in (11.0, 30.0, 60.0)]

    for place in ("C2", "R"):
        chances = [one[place]["answer"]["chance"] for one in told]
        left = [sum(one[place]["answer"]["ahead"]["middle"]) for one in told]
        assert chances == sorted(chances)
        assert left == sorted(left, reverse=True)
    assert told[0]["C2"]["answer"]["chance"] < told[-1]["C2"]["answer"]["chance"] == 100


@pytest.mark.parametrize(
    ("held", "since", "until"),
    [
        ((0.0, 300.0), "2020-09-28", None),
        ((100.0, 300.0), "2020-10-03", "2020-10-06"),
        ((40.0, 20.0), "2020-10-03", None),
        ((400.0, 300.0), "2020-10-25", "2020-11-01"),
    ],
)
def test_a_firm_that_is_out_never_raises_days_of_cover(held, since, until):
    told = say(with_lever(CARDS["outage"], since=since, until=until), inputs(on_hand=held))

    for row in told.values():
        for edge in ("low", "middle", "high"):
            assert row["answer"]["days"][edge] <= row["baseline"]["days"][edge]


def test_a_longer_outage_never_lasts_longer_and_its_customers_go_to_the_others():
    short, long = (say(with_lever(CARDS["outage"], until=until))["C1:rice"] for until in ("2020-10-02", None))

    assert long["answer"]["days"]["middle"] <= short["answer"]["days"]["middle"]
    (sold,) = long["checks"]
    assert (sold["quantity"], sold["without"], sold["since"], sold["date"]) == (
        "sold",
        "E1",
        "2020-10-01",
        "2020-10-14",
    )
    assert sold["baseline"]["middle"] == pytest.approx(14 * 5, rel=0.1)
    assert sold["scenario"]["middle"] == pytest.approx(14 * 15, rel=0.1)


def test_a_greater_festival_never_lets_stock_last_longer():
    lasting = [say(with_lever(CARDS["festival"], percent=more))["R:rice"]["answer"]["days"] for more in (0, 50, 200)]

    for edge in ("low", "middle", "high"):
        days = [one[edge] for one in lasting]
        assert days == sorted(days, reverse=True)
    (sold,) = say(with_lever(CARDS["festival"], percent=200))["R:rice"]["checks"]
    assert (sold["since"], sold["date"]) == ("2020-10-08", "2020-10-14")
    assert sold["scenario"]["middle"] == pytest.approx(3 * sold["baseline"]["middle"], rel=0.01)


@pytest.mark.parametrize(
    ("name", "levers", "wrong"),
    [
        ("net", {"monthly": 0}, "monthly"),
        ("reopening", {"markets": ["M1"]}, "markets"),  # of the other county
        ("reopening", {"date": "2020-09-01"}, "date"),
        ("payment by", {"debtor": "nobody"}, "debtor"),
        ("payment by", {"monthly": 5.0}, "by"),  # one or the other
        ("payment monthly", {"monthly": -5.0}, "monthly"),
        ("outage", {"enterprise": "E2"}, "enterprise"),
        ("outage", {"until": "2020-09-30"}, "until"),
        ("festival", {"day": "2021-10-16"}, "day"),
        ("festival", {"percent": 1000.0}, "percent"),
        ("festival", {"category": "gold"}, "category"),
    ],
)
def test_what_makes_no_sense_is_named(name, levers, wrong):
    card = with_lever(CARDS[name], **levers)

    check(CARDS[name], TOLD, PLACES, on=ON, today=dt.date(2020, 9, 28))
    with pytest.raises(Unsound, match=wrong):
        check(card, TOLD, PLACES, on=ON, today=dt.date(2020, 9, 28))
