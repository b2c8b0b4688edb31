"""The interface held against its own document: requests made from it, right and wrong ones, and what may come back.

Three in four of the requests made to fit are made acceptable: rows a firm could report, receipts and workbooks there
are. What was acknowledged is kept beside, and must be what stands in the database: once, and nothing else.
"""

import json
from collections import Counter
from dataclasses import dataclass, field

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import func, select

from data.store import submissions, supply
from data.store.engine import Store
from data.store.schema import metadata
from data.store.scope import EVERYTHING
from pages.api import answers
from pages.api.document import document
from tests.pages.api.test_api import ask

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
WITHOUT = ("authorization", "content-length", "host", "transfer-encoding", "connection")
CATEGORIES = {"大米": "rice", "食用油": "oil"}
MEASURES = ("on_hand", "inflow", "outflow")
TONNES = st.integers(0, 40_000).map(lambda kilograms: kilograms / 1000)


def _possible(row: dict) -> dict:
    """No more came in than lies there and went out."""
    return row | {"inflow": min(row["inflow"], row["on_hand"], row["outflow"])}


ROWS = st.lists(
    st.fixed_dictionaries(
        {"category": st.sampled_from(list(CATEGORIES)), "valid_for": st.integers(1, 30).map("2020-09-{:02}".format),
         **dict.fromkeys(MEASURES, TONNES)},
        optional={"in_transit": st.none() | TONNES, "stockout": st.none() | st.just(False)},
    ).map(_possible),
    min_size=1, max_size=4, unique_by=lambda row: (row["category"], row["valid_for"]),
)  # fmt: skip
# Drawn whole whatever came before: hypothesis wants the same draws in the same places.
WISHES = st.fixed_dictionaries({
    "there": st.integers(0, 3), "rows": ROWS, "key": st.integers(0, 10**12), "again": st.integers(0, 3),
    "old": st.integers(0, 9), "own": st.booleans(), "which": st.integers(0, 10**6),
})  # fmt: skip


@dataclass
class Acknowledged:
    """What a firm was told is stored: key -> its body and answer, and the figures as they then stand."""

    reports: dict[str, tuple[bytes, dict]] = field(default_factory=dict)
    stands: dict[tuple[str, str], tuple[float, ...]] = field(default_factory=dict)
    marked: list[str] = field(default_factory=list)
    asked_about: list[dict] = field(default_factory=list)
    versions: int = 0

    def take(self, key: str, body: bytes, said: dict) -> None:
        """A report was accepted."""
        assert key not in self.reports
        assert said["receipt"] not in {told["receipt"] for _, told in self.reports.values()}
        self.reports[key] = body, said
        self.versions += said["new"] + said["changed"]
        for row in json.loads(body)["rows"]:
            self.stands[CATEGORIES[row["category"]], row["valid_for"]] = tuple(row[name] for name in MEASURES)

    def send_back(self, body: object, said: dict) -> None:
        """A report was refused; where it was only asked about, it is to be sent again with its reasons."""
        self.marked.append(said["marked"])
        questions = [one["question"] for one in said["problems"]]
        if isinstance(body, bytes) and None not in questions:
            confirmed = [{"question": one, "because": "盘点后更正"} for one in questions]
            self.asked_about.append({"rows": json.loads(body)["rows"], "confirmed": confirmed})

    def check(self, store: Store) -> None:
        """Everything acknowledged is stored once, and nothing else is."""
        with store.reading() as conn:
            frame = supply.daily(conn, scope=EVERYTHING, as_known=None)
            listed = submissions.listing(conn, scope=EVERYTHING)
        days = frame["date"].dt.strftime("%Y-%m-%d")
        found = Counter(zip(frame["category"], days, *(frame[name] for name in MEASURES)))
        assert found == Counter((*place, *figures) for place, figures in self.stands.items())
        assert sorted(listed.loc[listed["topic"] == "supply", "receipt"]) == sorted(
            said["receipt"] for _, said in self.reports.values()
        )
        assert held(store)[1] == self.versions


def operations() -> list:
    """Everything the document offers."""
    return [one.ok() for one in schemathesis.openapi.from_dict(document()).get_all_operations()]


def held(store: Store) -> tuple[int, int]:
    """How many files were ever accepted, and how many rows of supply were ever stored (counted: it is asked often)."""
    with store.reading() as conn:
        return tuple(
            conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (metadata.tables["submission"], metadata.tables["supply"])
        )


def ask_all(store: Store, token: str, *, examples: int) -> tuple[dict[str, int], Acknowledged]:
    """So many requests of each operation, made to fit and made not to; status -> how often it came; what was accepted.

    ``store`` has no supply yet.
    """
    came, acknowledged = Counter(), Acknowledged()
    for known in answers.turnstiles():
        known._most = 10**9
    for operation in operations():
        for mode in GenerationMode:
            _ask(store, token, operation, mode, examples, came, acknowledged)
    acknowledged.check(store)
    return dict(came), acknowledged


def _ask(store, token: str, operation, mode: GenerationMode, examples: int, came: Counter, acknowledged) -> None:
    @settings(max_examples=examples, database=None, deadline=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode), WISHES)
    def check(case, wish) -> None:
        before = held(store)
        request = _request(case)
        if mode is GenerationMode.POSITIVE and wish["there"]:
            request = _acceptable(case, request, wish, acknowledged)
        answer = ask(case.method, token=token, **request)
        came[str(answer.status_code)] += 1

        case.validate_response(answer, checks=CHECKS)
        assert "Traceback" not in answer.text
        assert 'File "' not in answer.text
        after = held(store)
        if answer.status_code == 201:
            assert after[0] - before[0] == 1
            acknowledged.take(request["headers"]["Idempotency-Key"], request["content"], answer.json())
            acknowledged.check(store)
        else:
            assert after == before, (answer.status_code, case)
        if answer.status_code == 422:
            acknowledged.send_back(request.get("content"), answer.json())

    check()


def _request(case) -> dict:
    """A case as :func:`ask` takes it."""
    headers = {name: str(value) for name, value in (case.headers or {}).items() if name.lower() not in WITHOUT}
    sent = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
    more = case.as_transport_kwargs()
    body = {key: more[key] for key in ("json", "data") if more.get(key) is not None}
    if "data" in body:
        body = {"content": body["data"]} if isinstance(body["data"], bytes | str) else body
    return {"path": f"/api/v1{case.formatted_path}", "headers": sent, **body}


def _acceptable(case, request: dict, wish: dict, acknowledged: Acknowledged) -> dict:
    """The same request about what there is: rows a firm could report, a receipt or a workbook it was given."""
    if case.method == "POST":
        return {"path": request["path"], **_report(wish, acknowledged)}
    there = [f"/api/v1/receipts/{said['receipt']}" for _, said in acknowledged.reports.values()]
    there = acknowledged.marked[-20:] if "marked" in case.operation.path else there  # the newest are kept
    return request | {"path": there[wish["which"] % len(there)]} if there else request


def _report(wish: dict, acknowledged: Acknowledged) -> dict:
    """Rows under a new key, what was asked about with its reasons, or an old key with its content or with another's."""
    again = acknowledged.asked_about and wish["again"]
    said = acknowledged.asked_about.pop() if again else {"rows": wish["rows"]}
    body, key = json.dumps(said).encode(), f"report-{wish['key']:013d}"
    if acknowledged.reports and wish["old"] == 0:
        key = list(acknowledged.reports)[wish["which"] % len(acknowledged.reports)]
        body = acknowledged.reports[key][0] if wish["own"] else body
    return {"content": body, "headers": {"Idempotency-Key": key, "Content-Type": "application/json"}}
