"""What is said of a fall's nature: every branch, every word."""

import re

import pytest

from monitoring.alerts.sentence_reason import CALLS, CAUSES, STREAMS, called, reason, sureness, verdict_note
from monitoring.verdict.call import MOVED_BY, Call
from monitoring.verdict.explain import STREAMS as WEIGHED
from monitoring.verdict.parts import Parts
from tests.monitoring.alerts.test_sentence import sentence

VERDICT = {"call": "true", "confidence": 0.82, "parts": {"true_exits": 1120, "true_entries": 30, "common": 4}}
WEEK = {"ends": "2020-09-27", "value": 3, "low": 41, "high": 67}
SECTIONS = {"H": "餐饮"}


def test_expected_range_verdict_causes_and_drivers_in_one_breath():
    drivers = {"flow": "exits", "section": ["H", 61], "township": ["东镇", 40]}

    text = reason("rise_in_exits", {"week": WEEK, "verdict": VERDICT, "drivers": drivers}, sections=SECTIONS)

    assert text == (
        "最近整周退出3户,常态41至67户。"
        "判读:真降(把握较大),注销增加1,120户、新设减少30户,退出变化中餐饮占61%、东镇占40%。"
    )


def test_without_drivers_or_causes_the_sentence_ends_earlier():
    bare = VERDICT | {"parts": {}}

    assert reason("rise_in_exits", {"verdict": bare}, sections={}) == "判读:真降(把握较大)。"
    assert reason("rise_in_exits", {"verdict": VERDICT}, sections={}).endswith("新设减少30户。")


def test_one_driver_alone_and_a_section_nobody_named():
    drivers = {"flow": "entries", "section": ["X", 50]}

    text = reason("decline_in_entries", {"verdict": VERDICT, "drivers": drivers}, sections=SECTIONS)

    assert text.endswith("新设变化中X占50%。")


def test_silence_is_never_called_a_fall():
    silent = {"call": "unreported", "confidence": 1.0, "parts": {}}

    assert reason("entity_silence", {"verdict": silent}, sections={}) == "判读:未报·不作判断,报数前不认定升降。"
    assert verdict_note({"verdict": silent}) == "判读:未报·不作判断"


def test_what_may_be_chance_is_not_said_to_be_sure():
    chance = {"call": "unclear", "confidence": 0.8, "parts": {"true_exits": 9}}

    assert reason("rise_in_exits", {"verdict": chance}, sections={}) == "判读:待核实·尚在正常波动内,注销增加9户。"
    assert verdict_note({"verdict": chance}) == "判读:待核实·尚在正常波动内"


def test_nothing_weighed_nothing_said():
    assert reason("days_of_cover", {}, sections={}) == ""
    assert verdict_note({}) == ""


def test_lists_say_how_sure():
    assert verdict_note({"verdict": VERDICT}) == "判读:真降(把握较大)"


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "把握较大"), (0.75, "把握较大"), (0.74, "把握中等"), (0.5, "把握中等"), (0.49, "把握较小")],
)
def test_how_sure_in_words(confidence, word):
    assert sureness(confidence) == word


def test_every_verdict_cause_and_stream_has_a_word():
    assert {called(call) for call in Call} == set(CALLS.values())
    assert set(CAUSES) == {
        name for name in Parts.__dataclass_fields__ if not name.startswith(("usual", "doubt", "heard"))
    }
    assert set(STREAMS) == set(WEIGHED) == {one for one in MOVED_BY if one.startswith(("decline", "rise"))}


def test_the_numbers_in_the_text_are_those_of_the_data():
    text = reason("rise_in_exits", {"week": WEEK, "verdict": VERDICT}, sections={})

    assert re.findall(r"[\d,]+(?=户)|\d+(?=至)", text) == ["3", "41", "67", "1,120", "30"]


def test_a_stocks_sentence_ends_with_its_turning_points_in_entities():
    turning = {"stock": 12340, "base": 12400, "clears_at": 12400,
               "graver": {"severity": "red", "stock": 12028, "fewer": 55}}  # fmt: skip

    text = sentence("stock_vs_year_end", value=-0.48, threshold=0.0, turning=turning, verdict=VERDICT)

    assert text.endswith("新设减少30户。再少55户升红,回到12,400户解除(连续2次)。")


def test_other_alerts_say_the_next_level_in_their_own_unit():
    low = sentence(graver={"severity": "red", "bound": 3.0})
    high = sentence("stockout_run", value=4.0, threshold=3.0, worse="high", clears_at=1.0,
                    graver={"severity": "red", "bound": 7.0})  # fmt: skip

    assert low.endswith("降到3.0天以下升红色;连续2次回升到15.0天及以上即解除。")
    assert high.endswith("升到7天及以上升红色;连续2次降到1天以下即解除。")
