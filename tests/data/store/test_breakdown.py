"""The breakdown equals a slow count of the registry, whatever came in between."""

import datetime as dt
import random

from data.store import entities
from data.store.scope import EVERYTHING
from tests.data.store.sending import DAY, START, put

CELL = ("county", "kind", "section", "township")


def kept(store, **chosen):
    with store.reading() as conn:
        frame = entities.breakdown(conn, scope=EVERYTHING, **chosen)
    return {
        (*row[:4], row.month.date()): (row.opened, row.deregistered, row.revoked, row.closing)
        for row in frame.itertuples(index=False)
    }


def refresh(store, at):
    with store.writing(at=at) as conn:
        return entities.refresh_breakdown(conn, known_at=at)


def test_an_entity_is_counted_in_the_month_it_opened_and_the_month_it_closed(store):
    shops = [
        {"credit_code": "A", "opened": dt.date(2011, 3, 5)},
        {"credit_code": "B", "opened": dt.date(2019, 11, 2), "closed": dt.date(2019, 12, 30), "ended_by": "revoked"},
        {"credit_code": "C", "opened": dt.date(2019, 12, 1), "closed": dt.date(2020, 1, 1), "ended_by": "deregistered"},
    ]
    put(store, "entity", shops)

    refresh(store, START)

    months = kept(store, since=dt.date(2019, 10, 1))
    assert [months["C1", "individual", "F", "T1", month] for month in (
        dt.date(2019, 10, 1), dt.date(2019, 11, 1), dt.date(2019, 12, 1), dt.date(2020, 1, 1))
    ] == [(0, 0, 0, 1), (1, 0, 0, 2), (1, 0, 1, 2), (0, 1, 0, 1)]  # fmt: skip


def test_the_first_count_reaches_two_years_back(store):
    put(store, "entity", [{}])

    refresh(store, START)

    assert min(kept(store))[-1] == dt.date(2018, 1, 1)
    assert len(kept(store)) == 25


def test_refreshing_again_writes_nothing(store):
    put(store, "entity", [{}])
    refresh(store, START)

    assert refresh(store, START + DAY) == 0


def test_a_new_month_carries_the_stock_forward(store):
    put(store, "entity", [{}])
    refresh(store, START)

    refresh(store, dt.datetime(2020, 3, 1, tzinfo=dt.UTC))

    assert kept(store, since=dt.date(2020, 2, 1)) == {
        ("C1", "individual", "F", "T1", dt.date(2020, 2, 1)): (0, 0, 0, 1),
        ("C1", "individual", "F", "T1", dt.date(2020, 3, 1)): (0, 0, 0, 1),
    }


def test_a_correction_moves_an_entity_with_all_its_months(store):
    put(store, "entity", [{"opened": dt.date(2019, 12, 1)}])
    refresh(store, START)

    put(store, "entity", [{"opened": dt.date(2019, 12, 1), "county": "C2"}], at=START + DAY)
    refresh(store, START + DAY)

    january = dt.date(2020, 1, 1)
    assert kept(store, since=january) == {
        ("C1", "individual", "F", "T1", january): (0, 0, 0, 0),
        ("C2", "individual", "F", "T1", january): (0, 0, 0, 1),
    }


def test_sums_over_what_is_not_asked_for_equal_the_single_counts(store):
    put(store, "entity", [
        {"credit_code": "A", "opened": dt.date(2020, 1, 1), "section": "F"},
        {"credit_code": "B", "opened": dt.date(2020, 1, 1), "section": "G"},
        {"credit_code": "C", "opened": dt.date(2020, 1, 1), "section": "G", "county": "C2"},
    ])  # fmt: skip
    refresh(store, START)
    january = {"scope": EVERYTHING, "since": dt.date(2020, 1, 1)}

    with store.reading() as conn:
        counties = entities.breakdown(conn, **january, by=("county",))
        whole = entities.breakdown(conn, **january, by=())
        narrowed = entities.breakdown(conn, **january, by=("county",), section="G")

    assert list(zip(counties["county"], counties["opened"])) == [("C1", 2), ("C2", 1)]
    assert whole.to_dict("list") == {
        "month": [dt.datetime(2020, 1, 1)], "opened": [3], "deregistered": [0], "revoked": [0], "closing": [3],
    }  # fmt: skip
    assert list(zip(narrowed["county"], narrowed["opened"])) == [("C1", 1), ("C2", 1)]


def test_counting_changes_equals_counting_everything(store):
    chance = random.Random(7)
    registry: dict[str, dict] = {}
    for step in range(20):
        at = START + step * 11 * DAY
        sent = {f"A{chance.randrange(40)}": shop(chance, at.date()) for _ in range(12)}
        again = {"A0": shop(chance, at.date())} if step % 3 == 0 else {}
        for rows in (sent, again):  # two files between two counts: only the later word counts
            put(store, "entity", [{"credit_code": code, **row} for code, row in rows.items()], at=at)
            registry |= rows

        refresh(store, at)

        assert {k: v for k, v in kept(store).items() if any(v)} == counted(registry, at.date())


def shop(chance: random.Random, today: dt.date) -> dict:
    opened = today - chance.randrange(900) * DAY
    closed = opened + chance.randrange(1 + (today - opened).days) * DAY if chance.random() < 0.5 else None
    return {
        "county": chance.choice(("C1", "C2")), "section": chance.choice("FG"), "opened": opened, "closed": closed,
        "kind": "individual", "township": chance.choice(("T1", "T2")),
        "ended_by": chance.choice(("deregistered", "revoked")) if closed else None,
    }  # fmt: skip


def counted(registry: dict[str, dict], today: dt.date) -> dict:
    """The slow, obvious count: every entity, every month."""
    counts, month = {}, dt.date(2018, 1, 1)
    while month <= today:
        after = (month + 31 * DAY).replace(day=1)
        for row in registry.values():
            cell = counts.setdefault((*(row[name] for name in CELL), month), [0, 0, 0, 0])
            closed = row["closed"]
            cell[0] += month <= row["opened"] < after
            cell[1] += row["ended_by"] == "deregistered" and month <= closed < after
            cell[2] += row["ended_by"] == "revoked" and month <= closed < after
            cell[3] += row["opened"] < after and not (closed and closed < after)
        month = after
    return {key: tuple(cell) for key, cell in counts.items() if any(cell)}
