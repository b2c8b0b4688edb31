"""Whatever is made from the document, the interface answers as the document says, and stores whole or not at all."""

import os
import time

import pytest

from pages.api import tokens
from pages.door import clock
from tests.heavy import page
from tests.pages.api.described import ask_all
from tests.pages.api.test_api import page_store_url, town

__all__ = ["page_store_url", "town"]
EXAMPLES = int(os.environ.get("DESCRIBED_EXAMPLES", "1000"))  # of each operation and kind
FIGURES: list[tuple[str, str]] = []


def test_requests_made_from_the_document_are_answered_as_it_says(town):
    token = tokens.issue(town, enterprise="E01", by="admin", at=clock.wall())

    came, acknowledged = ask_all(town, token, examples=12)

    assert {"401", "403", "500", "503"} & set(came) == set()
    assert {"200", "201", "404", "422"} <= set(came)
    assert len(acknowledged.reports) == came["201"]


@pytest.mark.heavy
def test_many_of_each_operation(town):
    token = tokens.issue(town, enterprise="E01", by="admin", at=clock.wall())

    started = time.perf_counter()
    came, acknowledged = ask_all(town, token, examples=EXAMPLES)

    assert "500" not in came
    assert came["201"] >= EXAMPLES // 20
    where = "PostgreSQL" if town.url.startswith("postgresql") else "SQLite"
    FIGURES.extend([
        (f"requests, {where}", f"{sum(came.values()):,} in {time.perf_counter() - started:.0f} s; by status: "
         + ", ".join(f"{status}: {count:,}" for status, count in sorted(came.items()))),
        (f"reports acknowledged / versions of rows stored / rows that stand, {where}",
         f"{len(acknowledged.reports)} / {acknowledged.versions} / {len(acknowledged.stands)}"),
    ])  # fmt: skip
    page.write(
        "api-described", "The interface held against its own document", command="tests/pages/api/test_described.py",
        told="schemathesis makes requests from the OpenAPI document, of each operation as many that fit it as that do\n"
        "not (DESCRIBED_EXAMPLES sets how many, else a thousand); of those that fit, three in four ask for what there\n"
        "is: rows a firm could report under new keys and old ones, what was asked about with reasons, receipts and\n"
        "marked workbooks it was given. Each answer is checked against the document (status, content type, schema),\n"
        "for traces of the program, and for whole storage: nothing more after any answer but 201, and after each 201\n"
        "all that was acknowledged stands in the database once, and nothing else does.",
        rows=[*FIGURES, ("server errors, undocumented answers, traces, partial writes", "0, 0, 0, 0")],
    )  # fmt: skip
