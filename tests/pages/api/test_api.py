"""The interface for enterprises' own systems: through the gate, by token, once a key, all rows or none."""

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from data.intake import Reporter, receive
from data.store import engine, events, setting, submissions, supply
from data.store import held as confirmations
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope
from data.store.unserved import Busy
from pages.api import answers, tokens
from pages.api.document import document
from pages.door import clock, open_store
from pages.door.gate import Gate
from pages.door.routes import ROUTES
from tests.pages.conftest import NOW

FIRMS = (
    "企业编号,企业名称,县(市),企业类型,报送品类\n"
    "E01,清河超市,临夏县,大型商超,大米、食用油\nE02,福临商贸,临夏县,大型商超,大米\n"
)
ROW = {"category": "大米", "valid_for": "2020-09-29", "on_hand": 30.5, "inflow": 1, "outflow": 2}
REPORTS = "/api/v1/reports/supply"


@pytest.fixture
def page_store_url(store_url):
    """Both databases."""
    return store_url


@pytest.fixture
def town(page_store):
    """Two firms; the turnstiles stand at nought."""
    answers.turnstiles.cache_clear()
    bureau = Reporter(name="州局", scope=EVERYTHING, role="bureau")
    receive(
        page_store, open_store.region(), FIRMS.encode(), filename="企业.csv", reporter=bureau, received_at=NOW,
        topic="enterprises",
    )  # fmt: skip
    return page_store


@pytest.fixture
def token(town):
    return tokens.issue(town, enterprise="E01", by="admin", at=clock.wall())


def ask(method: str, path: str, token: str | None, *, key: str | None = None, **more) -> httpx.Response:
    """One request through the gate."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Idempotency-Key": key} if key else {}
    headers |= more.pop("headers", {})

    async def go():
        transport = httpx.ASGITransport(Gate(Starlette(routes=ROUTES)))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, headers=headers, **more)

    return asyncio.run(go())


def send(token: str | None, key: str, *rows: dict) -> httpx.Response:
    return ask("POST", REPORTS, token, key=key, json={"rows": list(rows)})


def held(store) -> list[tuple]:
    with store.reading() as conn:
        frame = supply.daily(conn, scope=EVERYTHING, as_known=None)
    return list(zip(frame["enterprise"], frame["category"], frame["on_hand"]))


def test_a_report_is_stored_and_gets_the_receipt_a_page_would_give(town, token):
    answer = send(token, "day-0929", ROW, {**ROW, "category": "食用油", "on_hand": 7})

    said = answer.json()
    assert (answer.status_code, said["rows"], said["new"], said["status"]) == (201, 2, 2, "issued")
    assert held(town) == [("E01", "oil", 7.0), ("E01", "rice", 30.5)]
    kept = ask("GET", f"/api/v1/receipts/{said['receipt']}", token).json()
    assert (kept["status"], kept["notes"]) == ("issued", said["notes"])
    assert said["notes"]


def test_the_same_key_again_gets_the_same_answer_and_stores_nothing(town, token):
    first, again = send(token, "day-0929", ROW), send(token, "day-0929", ROW)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"


def test_a_key_belongs_to_one_content(town, token):
    send(token, "day-0929", ROW)

    assert send(token, "day-0929", {**ROW, "on_hand": 31}).status_code == 409
    assert held(town) == [("E01", "rice", 30.5)]


def test_a_report_whose_answer_cannot_be_kept_is_not_stored_either(town, token, monkeypatch):
    def lost(*_, **__):
        raise Busy

    with monkeypatch.context() as broken:
        broken.setattr(answers.api, "spend", lost)
        assert send(token, "day-0929", ROW).status_code == 503
        assert held(town) == []

    again = send(token, "day-0929", ROW)

    assert (again.status_code, again.json()["already"]) == (201, False)
    assert held(town) == [("E01", "rice", 30.5)]


def test_the_same_report_under_another_key_is_stored_once_even_if_its_answer_is_not_kept(town, token, monkeypatch):
    def lost(*_, **__):
        raise Busy

    send(token, "day-0929", ROW)
    with monkeypatch.context() as broken:
        broken.setattr(answers.api, "spend", lost)
        other = send(token, "other-0929", ROW)
    again = send(token, "other-0929", ROW)

    assert (other.status_code, other.json()["already"]) == (200, True)
    assert again.json() == other.json()
    assert "idempotent-replayed" not in again.headers
    assert held(town) == [("E01", "rice", 30.5)]


def test_a_report_and_its_key_cost_one_transaction(town, token, monkeypatch):
    written = []

    def counted(kind: str):
        ours = getattr(Store, kind)
        return lambda store, **more: written.append(kind) or ours(store, **more)

    for kind in ("writing", "noting"):
        monkeypatch.setattr(Store, kind, counted(kind))
    assert send(token, "day-0929", ROW).status_code == 201
    with town.reading() as conn:
        (known,) = answers.api.tokens(conn, enterprise="E01")

    assert written == ["writing"]
    assert known["used_at"] is not None


def test_of_two_contents_under_one_key_at_once_one_is_stored(town, token):
    rows = [{**ROW, "on_hand": stock} for stock in (30, 31, 32, 33)]

    with ThreadPoolExecutor(4) as together:
        told = [one.status_code for one in together.map(lambda row: send(token, "day-0929", row), rows)]

    assert sorted(told) == [201, 409, 409, 409]
    assert len(held(town)) == 1


def test_a_locked_database_is_an_answer_and_the_same_key_may_be_used_again(town, token, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    other, impatient = Store(town.url), Store(town.url)
    monkeypatch.setattr(answers, "store", lambda: impatient)

    with other.writing(at=NOW):
        locked = send(token, "day-0929", ROW)
    freed = send(token, "day-0929", ROW)

    assert (locked.status_code, locked.headers["retry-after"]) == (503, "30")
    assert locked.json()["error"] == "数据库正被另一个程序占用，这一次没有保存任何内容，请稍后再试"
    assert freed.status_code == 201
    assert held(town) == [("E01", "rice", 30.5)]
    for opened in (other, impatient):
        opened.close()


def test_problems_name_the_row_and_the_field_and_free_the_key(town, token):
    bad = send(token, "day-0929", ROW, {**ROW, "category": "大象", "on_hand": -1})
    stored = held(town)
    mended = send(token, "day-0929", ROW)

    assert bad.status_code == 422
    assert {(p["index"], p["field"]) for p in bad.json()["problems"]} == {(1, "category"), (1, "on_hand")}
    assert stored == []
    assert mended.status_code == 201


def test_what_was_wrong_is_told_by_cell_and_sentence_and_comes_back_marked_to_its_sender_alone(town, token):
    said = send(token, "day-0929", ROW, {**ROW, "category": "食用油", "on_hand": -1}).json()

    (one,) = said["problems"]
    assert {name: one[name] for name in ("index", "field", "cell", "found", "sentence")} == {
        "index": 1, "field": "on_hand", "cell": "D3", "found": "-1",
        "sentence": "第3行“库存(吨)”列：“-1”是负数。请核对数字和单位",
    }  # fmt: skip
    page = openpyxl.load_workbook(io.BytesIO(ask("GET", said["marked"], token).content)).worksheets[0]
    assert [cell.value for cell in page["D"]] == ["库存(吨)", "30.5", "-1"]
    assert "是负数" in page["D3"].comment.text
    other = tokens.issue(town, enterprise="E02", by="admin", at=clock.wall())
    assert [ask("GET", said["marked"], whose).status_code for whose in (other, None)] == [404, 401]


def test_nobody_reports_for_another_firm(town, token):
    answer = send(token, "day-0929", {**ROW, "enterprise": "E02"})

    assert answer.status_code == 422
    assert held(town) == []


def test_a_receipt_of_another_firm_is_not_there(town, token):
    receipt = send(token, "day-0929", ROW).json()["receipt"]
    other = tokens.issue(town, enterprise="E02", by="admin", at=clock.wall())

    assert ask("GET", f"/api/v1/receipts/{receipt}", other).status_code == 404


@pytest.mark.parametrize("path", [REPORTS, "/api/v1/receipts/x", "/api/v1/openapi.json", "/api/v1/", "/api/anything"])
def test_strangers_get_no_byte(town, path):
    method = "POST" if path == REPORTS else "GET"
    for header in (None, "mem_" + "x" * 43, "short"):
        answer = ask(method, path, header)
        assert (answer.status_code, set(answer.json())) == (401, {"error"})


def test_a_session_is_not_a_token(town):
    answer = ask("POST", REPORTS, None, key="day-0929", json={"rows": [ROW]}, headers={"X-Auth-Uid": "enterprise"})

    assert answer.status_code == 401


def test_a_revoked_token_is_none(town, token):
    with town.reading() as conn:
        number = answers.api.tokens(conn, enterprise="E01")[0]["id"]
    tokens.revoke(town, number, by="admin", at=clock.wall())

    assert send(token, "day-0929", ROW).status_code == 401
    with town.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="api_token")
    assert list(told["action"]) == ["revoke_token", "issue_token"]


def test_the_token_itself_is_kept_nowhere(town, token):
    with town.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="api_token")
        kept = answers.api.tokens(conn, enterprise="E01")

    assert token not in str(told.to_dict()) + str(kept)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"key": "short"}, 400),
        ({"key": None}, 400),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b'{"rows":[]}', "headers": {"content-type": "text/plain"}}, 415),
        ({"content": b" " * 1_000_001, "headers": {"content-type": "application/json"}}, 413),
        ({"json": {"rows": [{**ROW, "colour": "red"}]}}, 400),
        ({"json": {"rows": [{**ROW, "on_hand": "30"}]}}, 400),
        ({"content": b'{"rows":[{"category":"\\ud800"}]}', "headers": {"content-type": "application/json"}}, 400),
        ({"content": b'{"rows":[{"on_hand":NaN}]}', "headers": {"content-type": "application/json"}}, 400),
        ({"content": b'{"rows":[{"on_hand":1,"on_hand":2}]}', "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400),
        ({"json": {"rows": [ROW], "confirmed": {}}}, 400),
        ({"json": {"rows": [ROW], "confirmed": [{"question": "q"}]}}, 400),
        ({"json": {"rows": [ROW], "confirmed": [{"question": "q", "because": " "}]}}, 400),
        ({"json": {"rows": [ROW], "confirmed": [{"question": 1, "because": "盘点"}]}}, 400),
        ({"json": {"confirmed": []}}, 400),
    ],
)
def test_what_is_no_request_is_refused_in_a_sentence(town, token, more, status):
    more = {"json": {"rows": [ROW]}, "key": "day-0929"} | more
    if "content" in more:
        del more["json"]

    answer = ask("POST", REPORTS, token, **more)

    assert (answer.status_code, set(answer.json())) == (status, {"error"})
    assert held(town) == []


def test_too_many_requests_wait(town, token):
    answers.turnstiles()[0]._most = 2

    statuses = [send(token, f"day-{n:05d}", ROW).status_code for n in range(3)]

    assert statuses == [201, 200, 429]


def test_the_document_names_every_answer_that_is_given(town, token):
    answer = ask("GET", "/api/v1/openapi.json", token)

    assert answer.json() == document()
    row = document()["components"]["schemas"]["supply"]["properties"]["rows"]["items"]
    assert {"category", "valid_for", "on_hand", "inflow", "outflow"} <= set(row["required"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(
    st.sampled_from([*ROW, "enterprise", "stockout", "retail_price", "colour"]),
    st.sampled_from(["大米", "E01", "E02", "2020-09-29", "2020-13-01", 1, 0.5, -3, 1e300, True, None, "=1+1", ""])
    | JSON,
)
BODIES = st.one_of(
    st.binary(max_size=40),
    JSON.map(lambda said: json.dumps(said).encode()),
    st.lists(FIELDS.map(lambda row: ROW | row), max_size=4).map(lambda rows: json.dumps({"rows": rows}).encode()),
)


def test_whatever_is_sent_gets_a_documented_answer_and_is_stored_whole_or_not(town, token):
    answers.turnstiles()[0]._most = 100_000
    allowed = {int(status) for status in document()["paths"]["/reports/supply"]["post"]["responses"]}
    numbers = iter(range(10**6))

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(BODIES)
    def check(body):
        before = _files(town)
        answer = ask(
            "POST", REPORTS, token, key=f"fuzz-{next(numbers):06d}", content=body,
            headers={"content-type": "application/json"},
        )  # fmt: skip
        assert answer.status_code in allowed
        assert "Traceback" not in answer.text
        assert _files(town) - before == (1 if answer.status_code == 201 else 0)
        if answer.status_code == 201:
            assert answer.json()["rows"] == len(json.loads(body)["rows"])

    check()
    assert {enterprise for enterprise, *_ in held(town)} <= {"E01"}


def _files(store) -> int:
    with store.reading() as conn:
        return len(submissions.listing(conn, scope=Scope(counties=None, enterprise="E01")))


def test_the_demo_mark_of_the_database_does_not_matter(town, token):
    with town.noting() as conn:
        setting.put(conn, setting.DEMO, True)

    assert send(token, "day-0929", ROW).status_code == 201


def test_an_odd_value_is_sent_back_to_be_verified_and_leaves_the_key_free(town, token):
    quiet = [{**ROW, "valid_for": f"2020-09-{day}", "on_hand": 30, "inflow": 2} for day in range(20, 29)]
    varied = [{**row, "on_hand": 30 + n % 2, "inflow": 2 + (1 if n % 2 else -1)} for n, row in enumerate(quiet)]
    assert send(token, "varied-000001", *varied).status_code == 201

    odd = send(token, "odd-00000001", {**ROW, "on_hand": 30_000, "inflow": 1})

    assert odd.status_code == 422
    assert {one["code"] for one in odd.json()["problems"]} == {"unit_slip", "balance"}
    page = openpyxl.load_workbook(io.BytesIO(ask("GET", odd.json()["marked"], token).content)).worksheets[0]
    assert "【请核实】“30000”" in page["D2"].comment.text
    assert [row for row in held(town) if row[2] > 100] == []
    assert send(token, "odd-00000001", {**ROW, "on_hand": 29, "inflow": 1}).status_code == 201


def test_a_confirmed_question_is_stored_with_its_reason_and_holds_for_that_value_only(town, token):
    days = [{**ROW, "valid_for": f"2020-09-{day}", "on_hand": 30 + day % 2, "inflow": 2} for day in range(20, 29)]
    varied = [{**row, "inflow": 2 + (1 if n % 2 else -1)} for n, row in enumerate(days)]
    assert send(token, "varied-000001", *varied).status_code == 201
    odd = {**ROW, "on_hand": 30_000, "inflow": 29_972}
    asked = send(token, "odd-00000001", odd).json()["problems"]
    answered = [{"question": one["question"], "because": "新仓库启用"} for one in asked]

    def confirm(key: str, row: dict) -> httpx.Response:
        return ask("POST", REPORTS, token, key=key, json={"rows": [row], "confirmed": answered})

    assert asked
    assert confirm("odd-00000002", {**odd, "on_hand": 40_000, "inflow": 39_972}).status_code == 422
    stored = confirm("odd-00000001", odd)

    assert stored.status_code == 201
    assert ("E01", "rice", 30_000.0) in held(town)
    with town.reading() as conn:
        kept = confirmations.confirmed(conn, scope=EVERYTHING, receipt=stored.json()["receipt"])
    assert {one["because"] for one in kept} == {"新仓库启用"}
    assert len(kept) == len(asked)
