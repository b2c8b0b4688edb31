"""How long a refused sign-in takes for each reason (reliability test 22): published, not asserted."""

import datetime as dt
import random
import statistics
import time

import pytest

from data.store import accounts
from pages.door import passwords, sign_in
from pages.door.limits import Limits
from pages.door.sign_in import Refused
from tests.heavy import page
from tests.pages.door.serving import enter, visitor

pytestmark = pytest.mark.heavy
EACH, THROUGH_THE_DOOR, SEED = 60, 7, 22  # an address may fail thirty times before it has to wait
HOUR, START = dt.timedelta(hours=1), dt.datetime(2020, 9, 30, tzinfo=dt.UTC)
REASONS = {
    "known": "a known account, wrong password", "unknown": "no such account",
    "disabled": "a disabled account, right password", "locked": "a locked account, right password",
}  # fmt: skip
PASSWORD = "otter lantern gravel sevenfold"
FIGURES: list[tuple[str, str]] = []


@pytest.fixture
def office(careful, store):
    """An account for each reason; the locked one stays so."""
    hashed = passwords.make_hash(PASSWORD)
    with store.noting() as conn:
        for uid in ("known", "disabled", "locked"):
            accounts.create(conn, uid=uid, name=uid, role="staff", counties=None, enterprise=None,
                            password_hash=hashed, at=START)  # fmt: skip
        accounts.set_disabled(conn, "disabled", True)
        accounts.count_failures(conn, "locked", failures=9, locked_until=START + 10_000 * HOUR)
    return store


def test_every_reason_costs_the_same_work(office):
    tries = list(REASONS) * EACH
    random.Random(SEED).shuffle(tries)
    took: dict[str, list[float]] = {reason: [] for reason in REASONS}
    for number, reason in enumerate(tries):
        given = "wrong password" if reason in ("known", "unknown") else PASSWORD
        began = time.perf_counter()
        with pytest.raises(Refused):
            sign_in.sign_in(office, uid=reason, password=given, address=f"10.0.{number // 250}.{number % 250}",
                            at=START + number * HOUR, limits=Limits())  # fmt: skip
        took[reason].append(time.perf_counter() - began)

    _note("PostgreSQL" if office.url.startswith("postgresql") else "SQLite", took)


def test_through_the_door_every_reason_takes_the_same_floor(served_town):
    store, host = served_town
    with store.noting() as conn:
        accounts.set_disabled(conn, "leader", True)
        accounts.count_failures(conn, "bureau", failures=9, locked_until=dt.datetime.now(dt.UTC) + 9 * HOUR)
    who = {"known": "staff", "unknown": "nobody", "disabled": "leader", "locked": "bureau"}
    took: dict[str, list[float]] = {reason: [] for reason in REASONS}
    answers = set()
    with visitor(host) as client:
        for number in range(THROUGH_THE_DOOR):
            for reason, uid in who.items():
                began = time.perf_counter()
                answer = enter(client, uid, f"wrong password {number}")
                took[reason].append(time.perf_counter() - began)
                answers.add((answer.status_code, answer.text))

    _note("through the served sign-in page", took)
    assert len(answers) == 1


def test_the_page_is_written():
    """Last of the file: what the others found."""
    page.write(
        "enumeration", "Does a refusal's time tell whether an account exists?",
        command="tests/heavy/test_enumeration.py",
        told=f"{EACH} refusals for each reason in random order (seed {SEED}), at the function that signs in, and\n"
        f"{THROUGH_THE_DOOR} each through the served page, which holds every refusal back to the same floor. Median\n"
        "seconds, and how far it is from that of an account that does not exist (target ± 20 %).",
        rows=FIGURES,
    )  # fmt: skip
    assert FIGURES


def _note(where: str, took: dict[str, list[float]]) -> None:
    medians = {reason: statistics.median(times) for reason, times in took.items()}
    told = "; ".join(f"{REASONS[reason]} {median:.3f} ({median / medians['unknown'] - 1:+.1%})"
                     for reason, median in medians.items())  # fmt: skip
    FIGURES.append((where, told))
