"""Answers until further notice: two definitions asked about once, on both databases; never a value odd by itself."""

import datetime as dt
import re

import pytest

from data.intake import Held
from data.intake.approval import Signer, Step
from data.intake.beside import Beside
from data.intake.crossings import CROSSINGS
from data.intake.holding import answer
from data.intake.lasting import (
    LASTING,
    NotHolding,
    NotLasting,
    UntilFurtherNotice,
    last_day,
    may_last,
    revoke,
)
from data.intake.signing import sign
from data.store import events, lasting, submissions
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope
from tests.data.intake.conftest import NOON, counts

WHY, UNTIL = "名录含县外迁入的分支机构", dt.date(2020, 8, 31)
TODAY, HOUR = dt.date(2020, 3, 2), dt.timedelta(hours=1)
HERE, ELSEWHERE = Scope(counties=frozenset({"622921"})), Scope(counties=frozenset({"622922"}))


@pytest.fixture
def store(store_url, monkeypatch):
    """Both databases; the registry always counts 9,000 in 临夏县."""
    monkeypatch.setattr(Beside, "registered", lambda self, month: {("622921", "individual"): 9000})
    opened = Store(store_url)
    yield opened
    opened.close()


def month_end(day: str, closing: int) -> str:
    return counts(f"临夏县,个体工商户,{day},7000,{closing - 7000},0,0,0,0,0,{closing}")


@pytest.fixture
def answered(store, send, region, bureau):
    """The November report says 8,300, which is 700 fewer than the registry; the reason holds until 31 August."""
    with pytest.raises(Held) as caught:
        send(month_end("2019-11-30", 8300))
    (asked,) = caught.value.doubts
    because = {asked.key: UntilFurtherNotice(WHY, UNTIL)}
    return answer(store, region, caught.value.number, because=because, reporter=bureau, now=NOON)


def test_what_holds_until_a_day_is_not_asked_again_although_the_gap_has_moved(answered, send):
    receipt = send(month_end("2019-12-31", 8050), at=NOON + HOUR)

    assert "“期末实有”的说明有效至 2020-08-31，此前相差没有明显扩大的不再询问" in answered.notes
    assert any("与以前核实的相同，不再询问；沿用州局的说明（有效至2020-08-31）：名录含县外迁入的分支机构" in note
               for note in receipt.notes)  # fmt: skip


@pytest.mark.parametrize("closing", [7900, 9800])
def test_a_gap_half_as_large_again_or_the_other_way_round_is_asked_about(answered, send, closing):
    with pytest.raises(Held):
        send(month_end("2019-12-31", closing), at=NOON + HOUR)


def test_after_its_last_day_the_same_gap_is_asked_about_again(answered, send):
    send(month_end("2020-07-31", 8300), at=dt.datetime(2020, 8, 31, 4, tzinfo=dt.UTC))

    with pytest.raises(Held):
        send(month_end("2020-08-31", 8300), at=dt.datetime(2020, 9, 1, 4, tzinfo=dt.UTC))


def test_one_taken_back_is_asked_about_again_and_the_event_says_who(answered, send, store):
    with store.reading() as conn:
        (held,) = lasting.listing(conn, scope=HERE, on=TODAY)
    revoke(store, held.id, scope=HERE, by="马主任", now=NOON + HOUR)

    with pytest.raises(Held):
        send(month_end("2019-12-31", 8300), at=NOON + 2 * HOUR)
    with pytest.raises(NotHolding):
        revoke(store, held.id, scope=HERE, by="马主任", now=NOON + HOUR)
    with store.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="lasting_answer").to_dict("records")
    assert [(one["action"], one["actor"], one["county"]) for one in told] == [("revoke_lasting", "马主任", "622921")]


def test_it_goes_with_the_file_it_came_with(answered, store):
    chief = Signer(uid="qian", name="王签发", role="bureau", scope=EVERYTHING, duties=frozenset({"issue"}))
    with store.reading() as conn:
        row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=answered.receipt)
    sign(store, row["submission"], Step.WITHDRAW, signer=chief, at=NOON + HOUR, expected_revision=row["revision"],
         reason="报错")  # fmt: skip

    with store.reading() as conn:
        assert lasting.listing(conn, scope=EVERYTHING, on=TODAY) == []


def test_it_is_listed_with_its_name_and_day_in_its_own_county_only(answered, store):
    with store.reading() as conn:
        (one,) = lasting.listing(conn, scope=HERE, on=TODAY)
        others = lasting.listing(conn, scope=ELSEWHERE, on=TODAY)
        firms = lasting.listing(conn, scope=Scope(counties=None, enterprise="E01"), on=TODAY)

    assert (one.county, one.kind, one.subject, one.header) == ("622921", "registry", "622921:individual", "期末实有")
    assert (one.because, one.until, one.given_by, one.given_at) == (WHY, UNTIL, "州局", NOON)
    assert (others, firms) == ([], [])


def test_nobody_takes_back_another_countys(answered, store):
    with store.reading() as conn:
        (one,) = lasting.listing(conn, scope=HERE, on=TODAY)

    with pytest.raises(NotHolding):
        revoke(store, one.id, scope=ELSEWHERE, by="他县", now=NOON)


def test_only_two_definitions_may_have_one_never_a_range_a_unit_or_a_row_of_its_own():
    assert set(LASTING) == {"registry", "markets", "entities"}
    assert not any(may_last(kind, UNTIL, TODAY) for kind in ("unit_slip", "outlier", "copied", "round", "balance"))
    assert not any(may_last(rule.kind, UNTIL, TODAY) for rule in CROSSINGS if rule.kind not in LASTING)


@pytest.mark.parametrize(("until", "may"), [
    (dt.date(2020, 3, 2), False), (dt.date(2020, 3, 3), True), (dt.date(2020, 9, 2), True),
    (dt.date(2020, 9, 3), False),
])  # fmt: skip
def test_it_holds_half_a_year_at_most(until, may):
    assert may_last("registry", until, TODAY) is may
    assert last_day(dt.date(2020, 8, 31), 6) == dt.date(2021, 2, 28)


def test_a_day_too_far_off_stores_nothing(store, send, region, bureau):
    with pytest.raises(Held) as caught:
        send(month_end("2019-11-30", 8300))
    because = {caught.value.doubts[0].key: UntilFurtherNotice(WHY, dt.date(2021, 3, 2))}

    with pytest.raises(NotLasting):
        answer(store, region, caught.value.number, because=because, reporter=bureau, now=NOON)

    assert store.version() == 0


def test_each_kind_finds_the_other_tables_figure_in_its_own_question():
    asked = {
        "registry": "登记名录2019年11月末在册9000户，相差-700户", "markets": "农贸市场名录中的市场就有12个",
        "entities": "市场主体日报表中企业实有一共2300户",
    }  # fmt: skip
    assert {kind: re.search(LASTING[kind].lasting, said)[1] for kind, said in asked.items()} == {
        "registry": "9000", "markets": "12", "entities": "2300",
    }  # fmt: skip
