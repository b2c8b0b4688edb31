"""Whatever is made from the document, the interface answers as the document says, and stores whole or not at all."""

import time

import pytest

from pages.api import tokens
from pages.door import clock
from tests.heavy import page
from tests.pages.api.described import ask_all
from tests.pages.api.test_api import page_store_url, town

__all__ = ["page_store_url", "town"]
FIGURES: list[tuple[str, str]] = []


def test_requests_made_from_the_document_are_answered_as_it_says(town):
    token = tokens.issue(town, enterprise="E01", by="admin", at=clock.wall())

    came, acknowledged = ask_all(town, token, examples=12)

    assert {"401", "403", "500", "503"} & set(came) == set()
    assert {"200", "201", "404", "422"} <= set(came)
    assert len(acknowledged.reports) == came["201"]


@pytest.mark.heavy
def test_a_thousand_of_each_operation(town):
    token = tokens.issue(town, enterprise="E01", by="admin", at=clock.wall())

    started = time.perf_counter()
    came, acknowledged = ask_all(town, token, examples=1_000)

    assert "500" not in came
    assert came["201"] >= 100
    where = "PostgreSQL" if town.url.startswith("postgresql") else "SQLite"
    FIGURES.extend([
        (f"requests, {where}", f"{sum(came.values()):,} in {time.perf_counter() - started:.0f} s; by status: "
         + ", ".join(f"{status}: {count:,}" for status, count in sorted(came.items()))),
        (f"reports acknowledged / versions of rows stored / rows that stand, {where}",
         f"{len(acknowledged.reports)} / {acknowledged.versions} / {len(acknowledged.stands)}"),
    ])  # fmt: skip
    page.write(
        "api-described", "The interface held against its own document", command="tests/pages/api/test_described.py",
        told="schemathesis makes requests from the OpenAPI document, a thousand of each operation that fit it and a\n"
        "thousand that do not; of those that fit, half ask for what there is (rows a firm could report, under new\n"
        "keys and old ones; receipts and marked workbooks it was given). Each answer is checked against the document\n"
        "(status, content type, schema), for traces of the program, and for whole storage: nothing more after any\n"
        "answer but 201, and after each 201 all that was acknowledged stands in the database once, nothing else does.",
        rows=[*FIGURES, ("server errors, undocumented answers, traces, partial writes", "0, 0, 0, 0")],
    )  # fmt: skip
