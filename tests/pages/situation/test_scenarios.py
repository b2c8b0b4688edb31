"""情景推演: a card is made, found again by its address, judged and retired; nobody sees another county's."""

import datetime as dt

import pandas as pd
import pytest

from data.store import outlooks, scenarios
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.outlook import making
from monitoring.scenarios import daily
from pages.door import clock, open_store
from pages.situation.scenario_steps import again, make, say
from pages.situation.scenarios import scores_file
from tests.monitoring.outlook.small_region import counts, ledger, stocks
from tests.monitoring.scenarios.test_acting import send
from tests.pages import small_town
from tests.pages.reading import has, rows_of, user_of, words

FULL, PART = small_town.FULL, small_town.PART
SUNDAY = dt.date(2020, 9, 27)
PLACES = {"C1": FULL, "C2": PART}
SAID = {"place": FULL, "number": "400", "assumption": "县政府会商意见"}


def here(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(county=frame["county"].map(PLACES))


@pytest.fixture(scope="module")
def filled(tmp_path_factory, sqlite_template, region):
    """Two counties' counts, stocks and debts, and the outlook of Sunday."""
    path = tmp_path_factory.mktemp("scenarios") / "town.db"
    path.write_bytes(sqlite_template.read_bytes())
    small_town.build(f"sqlite:///{path}")
    store = Store(f"sqlite:///{path}")
    items, plan, paid = (here(frame) for frame in ledger(100.0))
    sold = here(stocks()).assign(enterprise=lambda f: f["enterprise"].map({"E1": "E01", "E2": "E03"}))
    owed = {"arrears_items": items, "arrears_plan": plan, "arrears_payments": paid.reset_index(drop=True)}
    told = {"entity_counts": here(counts(daily=(1, -1))), "supply_daily": sold, **owed}
    send(store, told, at=small_town.KNOWN)
    with store.reading() as conn:
        told = making.read(conn, on=SUNDAY, now=small_town.KNOWN)
    with store.writing(at=small_town.KNOWN) as conn:
        outlooks.put(conn, making.make(told, region, on=SUNDAY), known_at=small_town.KNOWN)
    store.close()
    return path


@pytest.fixture
def page_store_url(tmp_path, filled):
    path = tmp_path / "town.db"
    path.write_bytes(filled.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def seen(signed_in):
    def open_it(role="staff", **query):
        app = signed_in(role, "scenarios", **query)
        assert not app.exception
        return app

    return open_it


def made(store, kind="net", role="staff", drawn="a", **said):
    return make(store, user_of(role), kind, {**SAID, **said}, now=clock.now(), drawn=drawn)


KINDS = {
    "net": {},
    "payment": {"target": f"{FULL}:bureau", "way": "monthly", "number": "30"},
    "outage": {"target": f"{FULL}:E01", "day": dt.date(2020, 10, 3), "days": "5"},
    "festival": {"day": dt.date(2020, 10, 20), "number": "60", "category": "rice"},
    "reopening": {"target": f"{PART}:one:M004", "day": dt.date(2020, 10, 20)},
}


def test_an_empty_list_says_what_to_do_and_the_form_offers_every_kind(seen):
    assert "还没有情景卡" in words(seen())
    for kind in ("net", "payment", "outage", "festival", "reopening", "road"):
        assert [b.label for b in seen(kind=kind).button if b.label == "推算并保存"]


def test_a_card_is_made_once_and_found_again_by_its_address(page_store, seen):
    done, told, number = made(page_store)
    assert (done, told) == (True, "已保存为 1 号情景卡，结果如下。")
    assert made(page_store)[2] == number  # the same form sent twice

    app = seen(scenario=str(number))
    beside = rows_of(app, "scenario_beside")
    assert [row[:2] for row in beside if row[0] == "临夏县"] == [
        ["临夏县", "年底户数"],
        ["临夏县", "年底不少于上年末的可能"],
    ]
    assert "增加 1,2" in beside[0][4]
    assert ["依据和理由", "县政府会商意见"] in rows_of(app, "scenario_facts")
    assert "首次评分日：2020年10月25日" in words(app)
    (row,) = rows_of(seen(), "scenario_list")
    assert row[1] == "假设临夏县每月比目前多净增 400 户"
    assert row[5:] == ["未到期", "待认定"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered_at_once_and_can_be_computed_again(page_store, seen, kind):
    done, told, number = made(page_store, kind, **KINDS[kind])
    assert done, told

    app = seen(scenario=str(number))
    assert has(app, "scenario_beside")
    assert again(page_store, user_of("staff"), number)[0]


def test_a_road_waits_and_says_so(page_store, seen):
    done, told, number = made(page_store, "road", other=PART)

    assert done
    assert "正在后台计算" in told
    assert "待计算" in words(seen(scenario=str(number)))
    work = daily.work(page_store, open_store.config(), on=small_town.DAY, now=clock.now())
    with page_store.writing(at=clock.now()) as conn:
        daily.keep(conn, work, at=clock.now())
    assert rows_of(seen(scenario=str(number)), "scenario_beside")[0][:2] == ["临夏州", "调运后仍缺"]


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("net", {"number": "many"}, "请填写数字。"),
        ("net", {"number": "0"}, "请填写不为零的数额。"),
        ("net", {"assumption": " "}, "请写明依据和理由。"),
        ("net", {"place": "nowhere"}, "请选择县（市）。"),
        ("payment", {"target": f"{FULL}:nobody"}, "请选择欠款主体。"),
        ("payment", {"target": "forged"}, "请选择欠款主体。"),
        ("outage", {"target": f"{PART}:E01", "day": dt.date(2020, 10, 3)}, "请选择企业。"),
        ("outage", {"target": f"{FULL}:E01", "day": dt.date(2020, 9, 1)}, "停供起始日须在今天以后、六十天以内。"),
        ("reopening", {"target": f"{FULL}:one:M004", "day": dt.date(2020, 10, 3)}, "请选择市场。"),
        ("road", {"other": FULL}, "请选择两个不同的县（市）。"),
        ("flood", {}, "请选择假设什么。"),
    ],
)
def test_what_makes_no_sense_is_answered_in_words_and_stores_nothing(page_store, kind, said, told):
    target = {"day": dt.date(2020, 10, 20)} | said

    assert made(page_store, kind, **target) == (False, told, None)
    with page_store.reading() as conn:
        assert scenarios.cards(conn, scope=EVERYTHING, as_known=None).empty


def test_a_clerk_makes_and_sees_cards_of_the_own_county_alone(page_store, seen):
    made(page_store, "net", place=PART, drawn="other")
    mine = made(page_store, "net", role="clerk", drawn="mine")[2]

    assert not made(page_store, "net", role="clerk", place=PART, drawn="x")[0]
    assert not made(page_store, "road", role="clerk", other=PART, drawn="y")[0]
    app = seen("clerk", scenario="1")
    assert "没有这张情景卡" in words(app)
    assert [row[0] for row in rows_of(app, "scenario_list")] == [str(mine)]
    assert {row[0] for row in rows_of(seen("clerk", scenario=str(mine)), "scenario_beside")} == {"临夏县"}
    assert not say(page_store, user_of("clerk"), 1, "retire", revision=1, note="x", now=clock.now())[0]


def test_a_card_is_judged_retired_and_stays_findable(page_store, seen):
    number = made(page_store)[2]
    act = {"now": clock.now()}

    assert not say(page_store, user_of("staff"), number, "yes", revision=1, note="", **act)[0]
    assert say(page_store, user_of("staff"), number, "yes", revision=1, note="已落实", **act)[0]
    assert not say(page_store, user_of("leader"), number, "no", revision=1, note="迟了", **act)[0]
    assert say(page_store, user_of("leader"), number, "retire", revision=2, note="重复", **act)[0]

    app = seen(scenario=str(number))
    facts = dict(rows_of(app, "scenario_facts"))
    assert "已落实" in facts["认定"]
    assert "重复" in facts["已作废"]
    assert "假设成立" not in [b.label for b in app.button]
    assert rows_of(seen(), "scenario_list") == []
    assert [row[0] for row in rows_of(seen(shown="retired"), "scenario_list")] == [str(number)]


def test_a_score_stands_under_the_card_and_in_the_file(page_store, seen):
    number = made(page_store)[2]
    frame = pd.DataFrame({"scenario": [number], "outlook": ["year_end_stock"], "subject": [FULL], "county": [FULL],
                          "date": [pd.Timestamp("2020-10-25")], "actual": [10_500.0], "baseline_error": [-200.0],
                          "baseline_inside": [False], "scenario_error": [35.0], "scenario_inside": [True]})  # fmt: skip
    with page_store.writing(at=clock.now()) as conn:
        scenarios.put_scores(conn, frame, known_at=clock.now())

    (row,) = rows_of(seen(scenario=str(number)), "scenario_scores")
    assert row[2:] == ["2020年10月25日", "10,500", "−200", "否", "35", "是"]
    assert rows_of(seen(), "scenario_list")[0][5] == "1/1"
    (exported,) = scores_file(user_of("staff")).to_dict("records")
    assert (exported["实际"], exported["实际落在情景区间"], exported["认定"]) == (10_500.0, "是", "待认定")
