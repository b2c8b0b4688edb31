"""No sequence of requests by a county's clerk brings a row of another county out of a really served application."""

import os
import random
import shutil
import time
from contextlib import suppress

import httpx
import pytest
from sqlalchemy import select

from data.store import accounts, submissions
from data.store.engine import Store
from data.store.schema import metadata
from data.store.scope import EVERYTHING
from pages.api import tokens
from pages.registry import PAGES, pages_for
from tests.conftest import DATABASES
from tests.heavy import page
from tests.pages import poisoned_town
from tests.pages.conftest import NOW, PASSWORD
from tests.pages.door.forgery import attempts, of_a_form, of_others, of_pages, of_the_server, stored
from tests.pages.door.serving import ask, enter, serve, talk, visitor
from tests.pages.door.window import window
from tests.pages.poisoned_town import FOREIGN
from tests.pages.small_town import FULL, PART

STEPS = 60  # a thousand in the heavy run
KEYS_ABROAD = {"county": "康乐县", "market": "M003"}
WALKS: list[tuple[str, str]] = []
SEEN = [FOREIGN.encode(), FOREIGN.encode("unicode_escape"), "外县独有".encode("utf-16-le")]
PATHS = [entry.path for entry in PAGES]
COUNTIES = [PART, FULL, "622900", "", "%", "622922' OR 1=1 --", f"{FULL},{PART}"]
NUMBERS = [str(n) for n in range(1, 12)] + ["-1", "0", "99999999999999999999", "1 OR 1=1", "１"]
SUBJECTS = ["E03:rice", "E03:meat", PART, f"{PART}:rice", "M003", "622900", "622900:rice", f"{PART}:外县独有标记局"]
KEYS = ["E03:rice", "E03", "M003", "Q003", f"{PART}:cloud_firms", PART, "E03:stockout_run"]
TOPICS = ["supply", "enterprises", "markets", "market_status", "arrears_items", "measure_progress", "liaison",
          "contingency_plans", "entity_registry"]  # fmt: skip


@pytest.fixture(scope="module")
def poisoned_url(request, tmp_path_factory):
    """A migrated database: SQLite, unless a test says which."""
    if getattr(request, "param", "sqlite") == "sqlite":
        path = tmp_path_factory.mktemp("foreign") / "monitor.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    cluster, template = request.getfixturevalue("postgres_cluster"), request.getfixturevalue("postgres_template")
    with cluster.database(next(request.getfixturevalue("postgres_names")), template=template) as url:
        yield url


@pytest.fixture(scope="module")
def poisoned(poisoned_url, password_hash):
    """The poisoned town with a clerk of one of its counties and somebody of the staff."""
    poisoned_town.build(poisoned_url)
    store = Store(poisoned_url)
    with store.noting() as conn:
        for uid, role, counties in (("clerk", "clerk", [FULL]), ("forger", "clerk", [FULL]), ("staff", "staff", None)):
            hashed = {"password_hash": password_hash, "at": NOW}
            accounts.create(conn, uid=uid, name=uid, role=role, counties=counties, enterprise=None, **hashed)
            accounts.set_password(conn, uid, must_change=False, **hashed)
    yield store
    store.close()


@pytest.fixture(scope="module")
def town(poisoned, tmp_path_factory):
    """It is served: host, the clerk's signed-in client, receipts of all, a token of a firm of the clerk's county."""
    with poisoned.reading() as conn:
        receipts = submissions.listing(conn, scope=EVERYTHING)["receipt"].tolist()
    with serve(poisoned.url, tmp_path_factory.mktemp("local")) as host, visitor(host) as client:
        assert enter(client, "clerk", PASSWORD).status_code == 303
        client.headers["Connection"] = "close"  # a kept one may be closed while a page is asked for
        yield host, client, receipts, tokens.issue(poisoned, enterprise="E01", by="admin", at=NOW)


def forged(chance: random.Random, receipts: list[str]) -> dict[str, str]:
    """Some parameters an attacker might write into an address."""
    drawn = {
        "county": COUNTIES, "on": ["2020-09-29", "2020-09-01", "x"], "alert": NUMBERS, "case": NUMBERS,
        "problem": NUMBERS, "submission": NUMBERS, "number": NUMBERS, "receipt": receipts, "key": KEYS,
        "topic": TOPICS, "subject": SUBJECTS, "indicator": ["days_of_cover", "stall_occupancy", "arrears_outstanding"],
        "view": ["open", "issued", "returned"], "firms": ["all"], "q": ["外县", "M003", "%"], "kind": ["individual"],
        "category": ["rice", "meat"], "by": ["county", "kind"], "target": ["cloud_firms"], "format": ["csv"],
        "draft": NUMBERS, "enterprise": ["E03"], "scope": ["all"], "user": ["admin"],
    }  # fmt: skip
    return {name: chance.choice(drawn[name]) for name in chance.sample(sorted(drawn), chance.randrange(0, 5))}


def one_request(chance: random.Random, town) -> tuple[str, bytes]:
    """One request of any kind: what was asked, what came."""
    host, client, receipts, token = town
    params = forged(chance, receipts)
    way = chance.choice(["page", "page", "export", "export", "api", "report", "message", "file"])
    query = str(httpx.QueryParams(params))
    if way == "report":
        return one_report(chance, client, receipts, token)
    if way == "message":
        path = chance.choice([one.path for one in pages_for("clerk")])
        with window(host, client.cookies, path, query) as mine:
            forgery = chance.choice([*of_a_form(KEYS_ABROAD), *of_others(mine.ids), *of_pages(PATHS)])
            with suppress(KeyError, ValueError):  # this page has no such widget
                forgery.send(mine)
            return f"{path}?{query} {forgery.name}", b"".join(one.SerializeToString() for one in mine.heard)
    if way == "page":
        path = chance.choice(PATHS)
        with talk(host, client.cookies) as socket:
            messages = ask(socket, path, query=query)
        return f"{path}?{query}", b"".join(message.SerializeToString() for message in messages)
    if way == "export":
        page, name, takes = chance.choice(EXPORTS)
        kept = {key: value for key, value in params.items() if key in takes or chance.random() < 0.05}
        for key in takes:
            if chance.random() < 0.7 and key in ("number", "receipt", "topic", "county"):
                likely = {"number": NUMBERS, "receipt": receipts, "topic": TOPICS, "county": COUNTIES}
                kept[key] = chance.choice(likely[key])
        answer = client.get(f"/export/{page}/{name}", params=kept | {"format": "csv"})
        return str(answer.url), answer.content
    path = chance.choice(
        ["/api/v1/openapi.json", "/api/v1/reports", "/api/v1/supply", f"/api/v1/receipts/{chance.choice(receipts)}"]
        if way == "api"
        else ["/media/1.csv", "/media/../monitor.db", "/app/static/../../data/local/monitor.db", "/app/static/zh.js",
              f"/{chance.choice(PATHS)}", "/readyz", "/_stcore/host-config", "/component/x/y"]
    )  # fmt: skip
    headers = {"Authorization": chance.choice(["Bearer guessed", f"Bearer {token}"])} if way == "api" else {}
    answer = client.get(path, params=params, headers=headers)
    return str(answer.url), answer.content


def one_report(chance: random.Random, client, receipts: list[str], token: str) -> tuple[str, bytes]:
    """A report of a firm of this county that speaks of others: under its own token, a guessed one, a session alone."""
    row = {"category": chance.choice(["大米", "肉类"]), "valid_for": "2020-09-28", "on_hand": chance.randrange(50),
           "inflow": 1, "outflow": 1}  # fmt: skip
    row |= chance.choice(
        [{}, {"enterprise": "E03"}, {"enterprise": "E02"}, {"county": PART}, {"enterprise": "外县独有"}]
    )
    headers = {"Idempotency-Key": f"walk-{chance.randrange(10**9):09d}"}
    headers |= chance.choice([{}, {"Authorization": "Bearer guessed"}, *[{"Authorization": f"Bearer {token}"}] * 3])
    answer = client.post(
        "/api/v1/reports/supply", json={"rows": [row]}, headers=headers, params=forged(chance, receipts)
    )
    return f"report {row}", answer.content


def _exports() -> list[tuple[str, str, frozenset[str]]]:
    import importlib

    from pages.door.exports import EXPORTS as declared

    for entry in PAGES:
        importlib.import_module(entry.module)
    return [(page, name, frozenset(one.make.__kwdefaults__ or {})) for (page, name), one in sorted(declared.items())]


EXPORTS = _exports()


def walk(town, steps: int, seed: int) -> int:
    """Requests one after the other; how many brought something of the clerk's own county."""
    chance, own = random.Random(seed), 0
    for _ in range(steps):
        asked, told = one_request(chance, town)
        assert [mark for mark in SEEN if mark in told] == [], asked
        assert b"Traceback" not in told, asked
        assert b"/media/" not in told or asked.startswith("http"), asked  # such links ask nobody who reads them
        own += b"evil.example" in told
    return own


def of_the_other(store) -> dict[str, list[str]]:
    """Every row of the other county, by table."""
    with store.reading() as conn:
        return {table.name: sorted(map(str, conn.execute(select(table).where(table.c.county == PART)).all()))
                for table in metadata.sorted_tables if "county" in table.c and table.name != "event"}  # fmt: skip


def test_no_sequence_of_a_clerks_requests_brings_out_another_countys_row(town, poisoned):
    before = of_the_other(poisoned)

    assert walk(town, STEPS, seed=int(os.environ.get("FOREIGN_SEED", "20200930"))) > 5

    assert of_the_other(poisoned) == before


def test_the_marks_looked_for_are_there_for_who_may_see_the_other_county(town):
    host, *_ = town
    with visitor(host) as client:
        enter(client, "staff", PASSWORD)
        with talk(host, client.cookies) as socket:
            page = b"".join(one.SerializeToString() for one in ask(socket, "liaison"))
        file = client.get("/export/supply/firms", params={"format": "csv"}).content

    assert [any(mark in told for mark in SEEN) for told in (page, file)] == [True, True]


def test_no_forged_message_stores_anything_and_those_that_can_be_told_are_on_record(town, poisoned):
    host, *_ = town
    with visitor(host) as other:
        enter(other, "staff", PASSWORD)
        with window(host, other.cookies, "cases", "case=2") as theirs:
            forged = [*of_a_form(KEYS_ABROAD), *of_others(theirs.ids), *of_pages(["accounts"]), *of_the_server()]
    before = stored(poisoned)

    with visitor(host) as forger:
        enter(forger, "forger", PASSWORD)
        for one in forged:
            with window(host, forger.cookies, "forms", "topic=market_status") as mine:
                answer = one.send(mine)
            assert FOREIGN not in answer, one.name
            assert "Traceback" not in answer, one.name

    assert stored(poisoned) == before
    assert len(attempts(poisoned, "forger")) == sum(one.told for one in forged) == 17


@pytest.mark.heavy
@pytest.mark.parametrize("poisoned_url", DATABASES, indirect=True, scope="module")
@pytest.mark.parametrize("seed", range(3))
def test_nor_do_three_times_a_thousand(town, poisoned, seed):
    before, started = of_the_other(poisoned), time.perf_counter()

    own = walk(town, 1_000, seed=seed)

    assert own > 100
    assert of_the_other(poisoned) == before
    where = "SQLite" if poisoned.url.startswith("sqlite") else "PostgreSQL"
    WALKS.append((f"{where}, walk {seed + 1}: requests / with rows of the own county / of another, read or changed / "
                  "took", f"1,000 / {own} / 0, 0 / {time.perf_counter() - started:.0f} s"))  # fmt: skip
    page.write(
        "foreign-requests", "A county's clerk asks for another county", rows=WALKS,
        command="tests/pages/door/test_foreign_requests.py",
        told="Random requests of a signed-in clerk to a served town, in which every text of the other county carries\n"
        "a mark: pages with forged addresses, exports, the interface (reading and reporting, with a firm's own token,\n"
        "a guessed one, none), forged widget messages, media and file links. No answer holds a mark, a trace of the\n"
        "program or a media link, and no row of the other county is changed.",
    )  # fmt: skip
