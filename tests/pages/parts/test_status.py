"""A state is a fill, a shape and a word."""

from pages.parts import status


def test_no_two_states_share_a_shape_or_a_word_so_they_can_be_told_apart_in_grey():
    for looks in (status.STATUS.values(), status.LEVELS.values()):
        assert len({look.shape for look in looks}) == 4
        assert len({look.word for look in looks}) == 4


def test_an_unknown_state_is_stale_and_never_green():
    assert status.look(None).word == "陈旧"
    assert status.look("excellent").word == "陈旧"


def test_a_level_carries_its_roman_numeral():
    assert [status.level_text(s) for s in ("red", "orange", "yellow", "blue")] == [
        "Ⅰ 红色",
        "Ⅱ 橙色",
        "Ⅲ 黄色",
        "Ⅳ 蓝色",
    ]
    assert status.level_text(None) == ""


def test_every_text_stands_out_from_its_fill():
    for look in (*status.STATUS.values(), *status.LEVELS.values()):
        assert _contrast(look.ink, look.fill) >= 3.3, look.word


def test_silences_have_words_and_glyphs_of_their_own():
    assert status.silence_mark("missing") == "◇ 未报"
    assert len({glyph for glyph, _ in status.SILENCES.values()}) == len(status.SILENCES)


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
