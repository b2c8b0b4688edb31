"""What the process opens once: the database it answers from, and whether that database's content is invented."""

import datetime as dt

import pytest

from data.store import setting
from data.store.readiness import database
from pages.door import open_store

NOW = dt.datetime(2020, 9, 30, tzinfo=dt.UTC)


def test_the_store_is_opened_once(page_store):
    assert open_store.store() is page_store is open_store.store()
    assert open_store.settings().url == page_store.url
    assert open_store.region().id == open_store.settings().region
    assert open_store.config().region is open_store.region()


def test_invented_content_is_known_as_soon_as_it_is_loaded(page_store):
    assert not open_store.demo()

    with page_store.writing(at=NOW) as conn:
        setting.put(conn, setting.DEMO, True)
    assert open_store.demo()

    with page_store.writing(at=NOW) as conn:
        setting.put(conn, setting.DEMO, False)
    assert not open_store.demo()


def moment(text):
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("told", "written", "start"),
    [
        (None, "2020-09-30T00:00:00+08:00", None),
        (True, "2020-09-30T00:00:00+08:00", None),
        ({"seed": 1, "until": "2020-09-30"}, "2020-10-01T12:30:00+08:00", "2020-10-01T12:40:00+08:00"),
        ({"seed": 1, "until": "2020-09-30"}, "2020-10-02T09:15:00+08:00", "2020-10-02T09:15:00+08:00"),
        ({"seed": 1, "until": "2020-09-30"}, "2026-11-24T08:00:00+08:00", "2020-10-01T12:40:00+08:00"),
    ],
)
def test_a_demonstration_has_a_present_of_its_own(page_store, told, written, start):
    with page_store.writing(at=moment(written)) as conn:
        if told is not None:
            setting.put(conn, setting.DEMO, told)

    assert open_store.story_start() == (start and moment(start))


@pytest.mark.parametrize("value", [True, "linxia", {"seed": 7}, ["622921"], 0])
def test_a_setting_is_remembered_and_replaced(store, value):
    with store.writing(at=NOW) as conn:
        assert setting.get(conn, "x") is None
        setting.put(conn, "x", "before")
        setting.put(conn, "x", value)
    with store.reading() as conn:
        assert setting.get(conn, "x") == value


def test_either_database_says_that_it_is_ready_and_what_it_is(store):
    told = database(store)

    assert (told["answers"], told["schema"]) == (True, True)
    assert told["revision"] == told["expected"]
    assert told["engine"].split()[0] in ("sqlite", "postgresql")
    assert told["engine"].split()[1][0].isdigit()


def test_the_mark_of_demo_data_stands_on_every_page(page_store, signed_in):
    with page_store.writing(at=NOW) as conn:
        setting.put(conn, setting.DEMO, True)

    visitor = signed_in("admin", "accounts")

    assert any("演示数据" in html.proto.body for html in visitor.main.get("html"))
