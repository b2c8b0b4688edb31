"""请核实 in two windows: one wins, the other is told, and an answer holds for the questions that were read."""

import pytest

from data.intake import Held
from data.intake.holding import AskedAnew, NotHeld
from data.store.engine import Store
from tests.data.intake.racing import Desk, answer_and_copy, answer_and_withdrawal, two_answers
from tests.data.intake.test_doubts import HEADER, line

ROUNDS = 4


@pytest.fixture
def desk(store_url, region, bureau):
    store = Store(store_url)
    yield Desk(store, region, bureau)
    store.close()


def test_of_two_windows_that_answer_one_wins_and_the_other_is_told(desk):
    for n in range(ROUNDS):
        two_answers(desk, n)


def test_of_an_answer_and_a_withdrawal_one_wins_and_the_other_is_told(desk):
    for n in range(ROUNDS):
        answer_and_withdrawal(desk, n)
    assert desk.chain_is_whole()


def test_a_copy_sent_while_the_file_is_answered_leaves_nothing_waiting(desk):
    for n in range(ROUNDS):
        answer_and_copy(desk, n)


def test_after_a_withdrawal_the_same_file_waits_anew_and_the_old_window_is_told(desk):
    first = desk.hold(1)
    desk.withdraw(first)
    again = desk.hold(1)

    with pytest.raises(NotHeld):
        desk.answer(first, "旧窗口")
    assert (again.number != first.number, desk.fate(first).status, desk.prices()) == (True, "withdrawn", [])
    assert desk.answer(again, "新窗口").new == 1


def test_a_question_that_reads_otherwise_by_now_is_asked_again(desk):
    """The month below was corrected: the price is no longer far from 6, but from 12."""
    asked = desk.hold(1)
    desk.send("\n".join([HEADER, *[line(n, retail_price=12.0 + n % 2) for n in range(20)]]), name="更正.csv")

    with pytest.raises(Held) as anew:
        desk.answer(asked, "读的是旧问题", n=1)

    assert desk.prices() == []
    assert (anew.value.number, anew.value.doubts[0].reason != asked.doubts[0].reason) == (asked.number, True)
    assert desk.answer(anew.value, "读过新问题", n=2).new == 1


def test_an_answer_to_questions_that_were_replaced_on_another_screen_stores_nothing(desk):
    asked = desk.hold(1)
    read = desk.fate(asked).mark
    desk.send("\n".join([HEADER, *[line(n, retail_price=12.0 + n % 2) for n in range(20)]]), name="更正.csv")
    desk.hold(1)  # sent again: the questions are those of now

    with pytest.raises(AskedAnew):
        desk.answer(asked, "读的是旧问题", n=2, mark=read)

    assert desk.prices() == []
