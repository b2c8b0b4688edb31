"""联络员与预案: whom to see next, findings that become problems, plans that opened themselves."""

import datetime as dt

import pytest

from data.store import facts, files, plans
from data.store import problems as stored_problems
from data.store.engine import Store
from data.store.scope import EVERYTHING
from pages.door import clock
from pages.response.liaison import officers_file, plans_file
from pages.response.liaison_steps import close, put_on_list
from tests.pages import small_town
from tests.pages.reading import cards_of, has, listing, rows_of, user_of, words

FULL = small_town.FULL
DAY = dt.date(2020, 9, 20)


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    store = Store(tmp_store_url)
    with store.writing(at=small_town.SENT) as conn:
        for table, row in (
            ("liaison_officer", {"officer": "马某", "department": "州商务局", "since": DAY}),
            ("liaison_visit", {"valid_for": DAY, "way": "on_site", "finding": "补货慢", "need": "materials"}),
            ("contingency_plan", {"trigger": "days_of_cover", "severity": "orange", "actions": "调拨储备",
                                  "lead": "市场科", "drawn_on": DAY}),
            ("contingency_drill", {"valid_for": DAY, "content": "补货", "result": "wanting", "note": None}),
        ):  # fmt: skip
            file = files.accept(conn, sha256=table.ljust(64, "0"), topic=table, filename=f"{table}.xlsx",
                                reporter="staff", received_at=small_town.SENT, counties=[FULL],
                                row_count=1)  # fmt: skip
            facts.put(conn, table, [{"enterprise": "E01", "county": FULL, "source_row": 2, **row}],
                      source_file=file.id, known_at=small_town.SENT, reporter="staff")  # fmt: skip
        plans.open_plan(conn, {"enterprise": "E01", "county": FULL, "trigger": "days_of_cover", "alert": 1,
                               "severity": "red", "opened_for": DAY, "opened_at": small_town.SENT})  # fmt: skip
    store.close()
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    def open_it(role="staff", **query):
        app = signed_in(role, "liaison", **query)
        assert not app.exception
        return app

    return open_it


def test_coverage_is_shown_with_its_denominator(seen):
    cards = cards_of(seen())

    assert cards["有联络员的企业"]["figure"] == "1/3"
    assert cards["有应急预案的企业"]["figure"] == "1/3"
    assert cards["已启动的预案"]["figure"] == "1"


def test_the_formula_stands_above_the_list_of_whom_to_see(seen):
    app = seen()

    assert "分值 = 风险 ×" in words(app)
    rows = {row[0]: row for row in rows_of(app, "liaison_next")}
    assert rows["清河超市"][2] == "马某"
    assert rows["康和肉业"][2] == "未派驻"
    assert rows["康和肉业"][5] == "从未联系"


def test_a_finding_is_put_on_the_list_once(page_store, seen):
    assert "补货慢" in words(seen(tab="visits"))
    for _ in range(2):
        assert put_on_list(page_store, user_of("staff"), "E01", DAY, now=clock.now(), name="清河超市") == (
            True, "已列入问题需求清单，编号 1。",
        )  # fmt: skip

    with page_store.reading() as conn:
        problem = stored_problems.all_problems(conn, scope=EVERYTHING, as_known=None)
    assert problem[["enterprise", "category", "source"]].values.tolist() == [["E01", "materials", "visit"]]
    app = seen(tab="visits")
    assert "尚未列入" not in words(app)
    assert listing(app, "走访联系记录")["企业"].tolist() == ["清河超市"]


def test_an_open_plan_stays_until_its_alert_is_over(page_store, seen):
    rows = rows_of(seen(tab="plans"), "plan_openings")
    assert rows[0][1:3] == ["清河超市", "可供天数不足"]

    done, told = close(page_store, user_of("staff"), 1, revision=1, note="", now=clock.now())
    assert (done, told) == (False, "请先填写处置结果。")


def test_the_exports_say_who_and_what(page_store):
    assert officers_file(user_of("staff"))["联络员"].dropna().tolist() == ["马某"]
    assert plans_file(user_of("clerk"))["预案触发情形"].tolist()[0] == "可供天数不足（Ⅱ 橙色起）"
    assert len(plans_file(user_of("clerk"))) == 2


@pytest.mark.parametrize("role", ["leader", "bureau", "staff", "clerk"])
def test_every_tab_opens_for_every_role_that_may(seen, role):
    assert has(seen(role), "liaison_next")
    assert has(seen(role, tab="plans"), "plan_roll")
    raising = [b for b in seen(role, tab="visits").button if b.label == "列入问题清单"]
    assert len(raising) == (0 if role == "leader" else 1)
