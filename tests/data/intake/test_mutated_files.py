"""Damaged files: stored whole and right, or refused with reasons; never anything else."""

import csv
import datetime as dt
import io

import pytest

from data.intake import SHEETS, Held, Refused, Reporter, receive
from data.store import files
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.data.intake.good import GOOD
from tests.data.intake.mutations import mutant, table
from tests.data.intake.stored import facts_of, looking_at, plausible

START = dt.datetime(2020, 3, 2, 4, 0, tzinfo=dt.UTC)


def prepared(store, region, reporter):
    """Every topic's good rows are stored, so that references resolve and corrections have something to correct."""
    for topic in SHEETS:
        text = io.StringIO()
        csv.writer(text).writerows(table(topic))
        content = text.getvalue().encode()
        receive(store, region, content, filename=f"{topic}.csv", reporter=reporter, received_at=START, topic=topic)


def survive(store, region, seeds):
    """Send each mutant; answers with how many were stored. Fails on anything but a receipt or a good refusal."""
    reporter = Reporter(name="变异", scope=EVERYTHING, role="bureau")
    prepared(store, region, reporter)
    with looking_at(store) as conn:
        accepted = sum(attempt(store, region, conn, mutant(seed), reporter, seed) for seed in seeds)
    with store.reading() as conn:
        assert len(files.received(conn, scope=EVERYTHING)) == accepted + len(GOOD)
    return accepted


def attempt(store, region, conn, sent, reporter, seed):
    """Whether this one was stored; everything it did is checked."""
    before = facts_of(conn)
    moment = START + dt.timedelta(seconds=seed + 1)
    try:
        receipt = receive(store, region, sent.content, filename=sent.name, reporter=reporter, received_at=moment)
    except Refused as refused:
        assert facts_of(conn) == before, sent
        for problem in refused.problems:
            assert problem.reason, sent
            assert problem.advice, sent
            assert problem.code, sent
        return False
    except Held:
        assert facts_of(conn) == before, sent
        return False
    after = facts_of(conn)
    assert sum(after.values()) - sum(before.values()) == receipt.new + receipt.changed, sent
    assert receipt.already or receipt.rows == receipt.new + receipt.changed + receipt.unchanged, sent
    plausible(conn, receipt, sent)
    return not receipt.already


@pytest.mark.parametrize("part", range(4))
def test_a_hundred_mutants_a_part_are_stored_right_or_refused(part, tmp_store_url, region):
    store = Store(tmp_store_url)

    accepted = survive(store, region, range(part * 100, part * 100 + 100))

    assert 4 < accepted < 80  # the mutations are neither all harmless nor all fatal
    store.close()
