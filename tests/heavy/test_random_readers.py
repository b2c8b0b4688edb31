"""Ten thousand random reads and writes by random people on each database (reliability test 3): no foreign row."""

import random

import pytest

from tests.data.store.crowd import Questions, crowd
from tests.data.store.random_writers import write_at_random
from tests.heavy import page

pytestmark = pytest.mark.heavy
FIGURES: list[tuple[str, str]] = []


def test_ten_thousand_questions_are_answered_with_exactly_the_readers_rows(store):
    crowd(store)

    with store.reading() as conn:
        questions = Questions(conn, random.Random(3))
        for _ in range(10_000):
            questions.ask()

    assert questions.rows > 10_000
    FIGURES.append((f"{_kind(store.url)}: reads / rows handed out / foreign", f"10,000 / {questions.rows:,} / 0"))


def test_ten_thousand_rows_are_stored_only_where_their_sender_may(store, region):
    tally = write_at_random(store, region, rows=10_000, seed=7)

    FIGURES.append((f"{_kind(store.url)}: rows sent / files stored / files refused / foreign rows stored",
                    f"{tally['rows']:,} / {tally['stored']:,} / {tally['refused']:,} / 0"))  # fmt: skip
    page.write(
        "random-readers", "Random readers and senders", command="tests/heavy/test_random_readers.py",
        told="Reads with random scopes, held against the whole answer filtered row by row; files of random counties\n"
        "sent by random clerks, counted by county before and after.",
        rows=FIGURES,
    )  # fmt: skip


def _kind(url: str) -> str:
    return "PostgreSQL" if url.startswith("postgresql") else "SQLite"
