"""What the demo's officials do next: prompt ones in time, shortages handed up, what lasts before the meeting."""

import datetime as dt

import pytest

from data.demo.endings import last_afternoon
from data.demo.meetings import follow_up, joining, next_meeting, signing_away, stays
from data.demo.officials import next_deed, temper
from data.demo.scene import FULL, LAST_DAY, Scene
from data.reference.region import load_region

SCENE = Scene(region=load_region("linxia"), seed=18, until=LAST_DAY, size=FULL)
COUNTY = "622921"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SCENE.zone)


def case_of(kind: str = "prompt", **changed) -> dict:
    """A case of somebody of that temper, opened on Wednesday 9 September at half past noon, due on Friday."""
    case = {
        "case": 7, "subject": COUNTY, "county": COUNTY, "cause": "supply", "severity": "orange", "active": True,
        "status": "new", "level": "county", "owner": "临夏县人民政府", "opened_at": at("2020-09-09 12:30"),
        "sign_by": at("2020-09-09 14:30"), "due": at("2020-09-11 18:00"), "silenced_until": None,
        "asked_due": None, "first_due": None,
        "inside": [{"indicator": "days_of_cover", "subject": f"{COUNTY}:rice", "active": True}],
    } | changed  # fmt: skip
    days = (dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(300))
    return next(one for day in days if temper(SCENE, one := case | {"opened_for": day}) == kind)


def next_of(
    case: dict, now: str, *, proofs: int = 0, protected: bool = True, home: int | None = None, calls=frozenset({None})
):
    deed = next_deed(SCENE, case, calls=calls, protected=protected, proofs=proofs, department="州商务局", home=home,
                     now=at(now))  # fmt: skip
    return None if deed is None else (deed.action, f"{deed.moment.astimezone(SCENE.zone):%m-%d %H:%M}")


def test_a_shock_is_signed_for_within_its_two_hours_even_on_a_sunday():
    assert next_of(case_of(), "2020-09-13 12:30") == ("acknowledge", "09-13 13:30")


def test_what_is_no_shock_waits_until_the_office_opens():
    assert next_of(case_of(severity="yellow"), "2020-09-13 12:30") == ("acknowledge", "09-14 09:00")


def test_the_late_sign_a_day_behind_and_the_idle_never():
    assert next_of(case_of("late"), "2020-09-09 12:30") == ("acknowledge", "09-10 14:30")
    assert next_of(case_of("idle"), "2020-09-09 12:30") is None


def test_a_shortage_that_lasts_is_handed_up_while_there_is_time():
    case = case_of(status="handling")

    assert next_of(case, "2020-09-10 12:30", proofs=1) == ("escalate", "09-11 16:00")
    assert next_of(case | {"level": "province"}, "2020-09-10 12:30", proofs=1) == ("report", "09-10 14:30")
    assert next_of(case | {"active": False}, "2020-09-10 12:30", proofs=1) == ("report", "09-10 14:30")


def test_a_reported_shortage_that_grew_is_given_back_before_its_deadline():
    case = case_of(status="review")

    assert next_of(case, "2020-09-10 12:30", proofs=1) == ("rework", "09-10 13:30")
    assert next_of(case, "2020-09-11 17:00", proofs=1) is None


def test_a_firms_shortage_its_county_does_not_feel_may_be_signed_away():
    firm = [{"indicator": "days_of_cover", "subject": "E33:dairy", "active": True}]
    case = case_of(status="review", level="province", inside=firm)

    assert next_of(case, "2020-09-12 12:30", proofs=1) == ("close_signed", "09-21 15:00")


def test_what_is_back_is_closed_the_next_day():
    case = case_of(status="review", active=False)

    assert next_of(case, "2020-09-10 12:30", proofs=1) == ("close", "09-11 12:30")


def test_the_meeting_sits_on_mondays_and_signs_only_what_has_lasted_twelve_days():
    case = case_of(cause="entities", status="review")

    assert f"{next_meeting(SCENE, at('2020-09-14 13:00')):%m-%d %H:%M}" == "09-14 15:00"
    assert f"{next_meeting(SCENE, at('2020-09-14 14:30')):%m-%d %H:%M}" == "09-21 15:00"
    assert signing_away(SCENE, case, at("2020-09-10 12:30")).moment == at("2020-09-21 15:00")
    assert signing_away(SCENE, case, at("2020-09-25 12:30")).moment == at("2020-09-28 15:00")


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"cause": "arrears", "severity": "red"}, True),
        ({"cause": "arrears", "severity": "orange"}, False),
        ({"cause": "markets", "county": "622900"}, True),
        ({"cause": "markets"}, False),
        ({"inside": [{"indicator": "stock_vs_year_end", "subject": COUNTY, "active": True}]}, True),
        ({"inside": [{"indicator": "stock_vs_year_end", "subject": COUNTY, "active": False}]}, False),
        ({"inside": [{"indicator": "stock_vs_year_end", "subject": f"{COUNTY}:cooperative", "active": True}]}, False),
    ],
)
def test_what_the_plan_promises_is_not_signed_away(changed, kept):
    assert stays(SCENE, case_of(cause="entities", status="review") | changed) is kept


def test_a_countys_tasks_are_joined_with_the_prefectures_own():
    case = case_of(cause="measures", status="review")

    assert next_of(case, "2020-09-10 12:30", proofs=1, home=3) == ("merge", "09-14 15:00")
    assert joining(SCENE, case, 3, at("2020-09-10 12:30")).said == {"into": 3}
    assert next_of(case, "2020-09-10 12:30", proofs=1) == ("close_signed", "09-21 15:00")


def test_a_signed_case_becomes_a_task_with_a_day_and_an_owner_who_sees_to_it():
    made = list(follow_up(SCENE, case_of(cause="reporting"), at("2020-09-21 15:00")))

    assert [deed.action for deed in made] == ["decide", "acknowledge", "handle", "prove", "report", "close"]
    assert [deed.moment for deed in made] == sorted(deed.moment for deed in made)
    until = made[0].said["until"]
    assert dt.date(2020, 10, 12) <= until <= dt.date(2020, 10, 26)
    assert made[0].said["owner"] == "临夏县人民政府"
    assert {deed.role for deed in made} == {"leader", "bureau"}


def test_what_is_no_fall_is_explained_and_waited_for_not_signed_away():
    case = case_of(cause="entities", status="review")

    assert next_of(case, "2020-09-10 12:30", calls={"batch", "move", None}) == ("known_cause", "09-10 14:30")
    assert next_of(case, "2020-09-10 12:30", calls={"batch", "true"}) == ("close_signed", "09-21 15:00")
    assert next_of(case | {"active": False}, "2020-09-10 12:30", calls={"batch"}) == ("close", "09-11 12:30")


def asking(**changed) -> dict:
    """A prompt owner's case of a danger that lasts, of those who ask for a later deadline."""
    days = (dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(400))
    usual = case_of(cause="markets", severity="yellow", status="handling", due=at("2020-09-16 18:00"), **changed)
    every = (usual | {"opened_for": day} for day in days)
    asked = (one for one in every if (next_of(one, "2020-09-14 10:00", proofs=1) or ("",))[0] == "postpone")
    return next(asked)


def test_some_ask_for_a_later_deadline_on_its_day_and_use_what_is_granted():
    case = asking()

    assert next_of(case, "2020-09-14 10:00", proofs=1) == ("postpone", "09-16 10:00")
    waiting = case | {"asked_due": at("2020-09-30 18:00")}
    assert next_of(waiting, "2020-09-16 10:00", proofs=1) == ("grant", "09-16 12:00")
    granted = case | {"first_due": case["due"], "due": at("2020-09-30 18:00")}
    assert next_of(granted, "2020-09-16 12:00", proofs=1) == ("report", "09-30 09:00")
    assert next_of(granted | {"active": False}, "2020-09-20 12:30", proofs=1) == ("report", "09-21 09:00")


def test_what_the_plan_promises_is_not_put_off_and_asked_for_once():
    case = asking(county="622900")

    assert next_of(case | {"asked_due": at("2020-09-30 18:00")}, "2020-09-16 10:00", proofs=1) == (
        "refuse", "09-16 12:00"
    )  # fmt: skip
    assert next_of(case, "2020-09-16 12:00", proofs=1) == ("report", "09-16 14:00")


def test_what_a_silent_reviewer_let_move_up_is_taken_there():
    case = case_of(status="review", level="prefecture", owner=None)

    assert next_of(case, "2020-09-14 12:30") == ("take", "09-14 14:30")


def test_on_the_last_afternoon_one_owner_at_work_asks_for_more_time():
    def at_work_on(number: int, due: str, **more) -> dict:
        return case_of(
            case=number, cause="decision", status="handling", due=at(due), owner="州商务局", inside=[], **more
        )

    cases = [at_work_on(1, "2020-10-20 18:00"), at_work_on(2, "2020-10-09 18:00"), at_work_on(3, "2020-10-01 18:00"),
             at_work_on(4, "2020-10-08 18:00", first_due=at("2020-10-02 18:00"))]  # fmt: skip
    asked = [deed for deed in last_afternoon(SCENE, cases, at("2020-10-01 12:30")) if deed.action == "postpone"]

    assert [(deed.about, deed.said["until"]) for deed in asked] == [("2", dt.date(2020, 10, 23))]
