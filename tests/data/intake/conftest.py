"""A store, a region and somebody who sends files."""

import datetime as dt
import io

import openpyxl
import pytest

from data.intake import Refused, Reporter, receive
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope

assert openpyxl.DEFUSEDXML, "the tests read templates with openpyxl: defusedxml must be there"

NOON = dt.datetime(2020, 3, 2, 4, 0, tzinfo=dt.UTC)  # 12:00 in Asia/Shanghai


@pytest.fixture
def store(tmp_store_url):
    """SQLite only; test_reception.py runs on both databases."""
    store = Store(tmp_store_url)
    yield store
    store.close()


@pytest.fixture
def bureau():
    return Reporter(name="州局", scope=EVERYTHING, role="bureau")


@pytest.fixture
def clerk():
    return Reporter(name="临夏县填报员", scope=Scope(counties=frozenset({"622921"})), role="clerk")


@pytest.fixture
def send(store, region, bureau):
    """send(content, name=..., reporter=..., at=...) -> Receipt"""

    def send(content, name="报表.csv", *, reporter=bureau, at=NOON, topic=None):
        if isinstance(content, str):
            content = content.encode()
        return receive(store, region, content, filename=name, reporter=reporter, received_at=at, topic=topic)

    return send


@pytest.fixture
def refused(send):
    """refused(content, ...) -> the problems; fails when the file is accepted."""

    def refused(content, name="报表.csv", **more):
        with pytest.raises(Refused) as caught:
            send(content, name, **more)
        return caught.value.problems

    return refused


def workbook(rows, *, change=None, title="Sheet1") -> bytes:
    """A real .xlsx of these rows; ``change(book, sheet)`` may do more to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def of(problems, code):
    """The problems with this code."""
    return [problem for problem in problems if problem.code == code]


COUNTS_HEADER = "县(市),主体类型,统计日期,期初实有,本期新设,本期注销,本期吊销,迁入,迁出,口径调整,期末实有"


def counts(*rows: str) -> str:
    """A csv of daily counts."""
    return "\n".join([COUNTS_HEADER, *rows]) + "\n"


__all__ = ["NOON", "counts", "of", "workbook"]
