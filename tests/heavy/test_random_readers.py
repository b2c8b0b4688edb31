"""Ten thousand random questions by random readers on each database (reliability test 3): no foreign row."""

import random

import pytest

from tests.data.store.crowd import Questions, crowd

pytestmark = pytest.mark.heavy


def test_ten_thousand_questions_are_answered_with_exactly_the_readers_rows(store):
    crowd(store)

    with store.reading() as conn:
        questions = Questions(conn, random.Random(3))
        for _ in range(10_000):
            questions.ask()

    assert questions.rows > 10_000
