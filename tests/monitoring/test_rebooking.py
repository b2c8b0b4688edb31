"""What went over is put back where it stood: compared with a slow walk through every entity's months."""

import datetime as dt
import random

import pandas as pd
import pytest

from data.store import entities
from data.store.scope import EVERYTHING, Scope
from monitoring.decomposition import PARTS, of_registry
from monitoring.rebooking import crossings, named, put_back
from tests.data.store.sending import put

CELL = ("county", "kind", "section", "township")
MONTHS = pd.period_range("2020-01", "2020-09", freq="M")
COUNTED = ("before", "in", "dereg", "rev", "over", "after")
FIRST, LAST = pd.Timestamp("2020-03-01"), pd.Timestamp("2020-07-01")


def noon(month: pd.Period) -> dt.datetime:
    return dt.datetime(month.year, month.month, 15, 4, tzinfo=dt.UTC)


def parts_of(store, *, by: str, county=None, kind=None, scope=EVERYTHING):
    eve = (FIRST - pd.DateOffset(months=1)).date()
    with store.reading() as conn:
        rows = entities.breakdown(conn, scope=scope, since=eve, county=county, kind=kind, by=(by,))
        went = entities.rebooked(conn, scope=scope, since=FIRST.date())
    went = crossings(went, by=by, county=county, kind=kind)
    back = put_back(went, by=by, first=FIRST, last=LAST)
    return of_registry(rows, back, first=FIRST, last=LAST, by=(by,)), named(went, by=by, first=FIRST, last=LAST)


class Life:
    """One entity of the slow count: where it stood at each month's end, when it opened and closed."""

    def __init__(self, chance: random.Random) -> None:
        self.opened = chance.choice(MONTHS[:7]) if chance.random() < 0.7 else pd.Period("2018-05", "M")
        self.closed, self.ended_by, self.cells = None, None, {}

    def row(self, code: str) -> dict:
        told = self.closed and {"closed": noon(self.closed).date(), "ended_by": self.ended_by}
        return {"credit_code": code, "opened": noon(self.opened).date(), **self.cell, **(told or {})}

    def at(self, month: pd.Period) -> dict:
        """The cell at a month's end; who has closed stays where it closed."""
        month = month if self.closed is None else min(month, self.closed)
        return self.cells[max(month, min(self.cells))]

    def living(self, month: pd.Period) -> bool:
        return self.opened <= month and not (self.closed is not None and self.closed <= month)


def lived(store, seed: int) -> list[Life]:
    """Months of a small registry, sent and counted month by month: openings, endings, some told late, moves."""
    chance, lives = random.Random(seed), {}
    for month in MONTHS:
        sent = []
        for n in range(20):
            life = lives.setdefault(f"A{n}", Life(chance))
            if life.opened > month:
                continue
            if not life.cells or chance.random() < 0.3:
                life.cell = {
                    "county": chance.choice(("C1", "C2")), "kind": chance.choice(("individual", "enterprise")),
                    "section": chance.choice("FH"), "township": chance.choice(("T1", "T2")),
                }  # fmt: skip
            if life.closed is None and chance.random() < 0.1:
                life.closed = max(life.opened, month - chance.choice((0, 0, 2)))
                life.ended_by = chance.choice(("deregistered", "revoked"))
            life.cells[month] = life.cell
            sent.append(life.row(f"A{n}"))
        put(store, "entity", sent, at=noon(month), counties=("C1", "C2"))
        with store.writing(at=noon(month)) as conn:
            entities.refresh_breakdown(conn, known_at=noon(month))
    return [life for life in lives.values() if life.cells]


def walked(lives: list[Life], by: str, county=None, kind=None) -> dict:
    """key -> before, entries, deregistrations, revocations, over (net of what went over), after."""
    table: dict = {}

    def note(name: str, cell: dict, amount: int) -> None:
        if county in (None, cell["county"]) and kind in (None, cell["kind"]):
            table.setdefault(cell[by], dict.fromkeys(("before", "in", "dereg", "rev", "over", "after"), 0))[name] += (
                amount
            )

    first, last = FIRST.to_period("M"), LAST.to_period("M")
    for life in lives:
        for name, month in (("before", first - 1), ("after", last)):
            if life.living(month):
                note(name, life.at(month), 1)
        if first <= life.opened <= last:
            note("in", life.at(life.opened), 1)
        if life.closed is not None and first <= life.closed <= last:
            note({"deregistered": "dereg", "revoked": "rev"}[life.ended_by], life.at(life.closed), -1)
        for month in pd.period_range(first, last, freq="M"):
            if life.living(month - 1):
                note("over", life.at(month - 1), -1)
                note("over", life.at(month), 1)
    return table


@pytest.mark.parametrize("seed", [3])
def test_every_cell_has_the_stock_the_flows_and_the_moves_it_had_then(store, seed):
    lives = lived(store, seed)

    for by, narrow in (
        ("county", {}), ("kind", {}), ("section", {}), ("township", {}),
        ("section", {"county": "C1"}), ("township", {"county": "C2", "kind": "individual"}), ("kind", {"county": "C1"}),
    ):  # fmt: skip
        table, _ = parts_of(store, by=by, **narrow)

        over = table["moves_in"] + table["moves_out"] + table["reclassified"]
        columns = [table[n] for n in (by, "before", "entries", "deregistrations", "revocations")]
        found = {key: tuple(rest) for key, *rest in zip(*columns, over, table["after"]) if any(rest)}
        walk = {key: tuple(parts.values()) for key, parts in walked(lives, by, **narrow).items()}
        assert found == {key: parts for key, parts in walk.items() if any(parts)}
        assert (table["before"] + table[list(PARTS)].sum(axis=1) == table["after"]).all()
        assert (table["unexplained"] == 0).all()
        assert (not narrow and (over.sum() == 0)) or narrow


SHOP = {"opened": dt.date(2019, 5, 1)}
MOVED = [
    {"credit_code": "A", **SHOP, "township": "T2"},
    {"credit_code": "B", **SHOP, "section": "H"},
    {"credit_code": "C", **SHOP, "county": "C2"},
    {"credit_code": "D", **SHOP, "kind": "enterprise"},
]


@pytest.fixture
def moved(store):
    """Four shops of one township and trade: one changes its township, one its trade, one its county, one its kind."""
    put(store, "entity", [{"credit_code": code, **SHOP} for code in "ABCD"], at=noon(MONTHS[0]))
    put(store, "entity", MOVED, at=noon(MONTHS[3]))
    with store.writing(at=noon(MONTHS[8])) as conn:
        entities.refresh_breakdown(conn, known_at=noon(MONTHS[8]))
    return store


def test_a_change_of_place_is_a_move_and_one_of_trade_a_definition(moved):
    towns, where = parts_of(moved, by="township", county="C1")
    trades, what = parts_of(moved, by="section", county="C1")

    t1, t2 = towns.to_dict("records")
    assert (t1["before"], t1["moves_out"], t1["reclassified"], t1["after"]) == (4, -2, 0, 2)
    assert (t2["before"], t2["moves_in"], t2["after"]) == (0, 1, 1)
    food, meals = trades.to_dict("records")
    assert (food["before"], food["moves_out"], food["reclassified"], food["after"]) == (4, -1, -1, 2)
    assert (meals["before"], meals["reclassified"], meals["after"]) == (0, 1, 1)
    assert where.values.tolist() == [
        ["township", "T1", "county", "C2", "move", 1], ["township", "T1", "township", "T2", "move", 1],
    ]  # fmt: skip
    assert what.values.tolist() == [
        ["section", "F", "county", "C2", "move", 1], ["section", "F", "section", "H", "definition", 1],
    ]  # fmt: skip


def test_a_reader_of_one_county_learns_of_the_move_but_not_where_to(moved):
    table, where = parts_of(moved, by="township", scope=Scope(counties=frozenset({"C2"})), county="C2")

    assert table[["township", "before", "moves_in", "after"]].values.tolist() == [["T1", 0, 1, 1]]
    assert where[["from_by", "from_key", "to_key", "entities"]].values.tolist() == [["county", "", "T1", 1]]


def test_who_opened_and_moved_in_one_month_opened_in_the_first_place(store):
    opened = {"credit_code": "A", "opened": dt.date(2020, 4, 2)}
    put(store, "entity", [opened], at=noon(MONTHS[3]))
    put(store, "entity", [{**opened, "township": "T2"}], at=noon(MONTHS[3]) + dt.timedelta(days=7))
    with store.writing(at=noon(MONTHS[8])) as conn:
        entities.refresh_breakdown(conn, known_at=noon(MONTHS[8]))

    table, _ = parts_of(store, by="township")

    assert table[["township", "before", "entries", "moves_in", "moves_out", "after"]].values.tolist() == [
        ["T1", 0, 1, 0, -1, 0], ["T2", 0, 0, 1, 0, 1],
    ]  # fmt: skip


def test_what_was_sent_since_the_last_count_waits_for_the_next(moved):
    put(moved, "entity", [{"credit_code": "A", **SHOP, "township": "T3"}], at=noon(MONTHS[8]))

    table, _ = parts_of(moved, by="township", county="C1")

    assert table["township"].tolist() == ["T1", "T2"]
