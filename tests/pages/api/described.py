"""The interface held against its own document: requests made from it, right and wrong ones, and what may come back."""

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import func, select

from data.store.schema import metadata
from pages.api import answers
from pages.api.document import document
from tests.pages.api.test_api import ask

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
WITHOUT = ("authorization", "content-length", "host", "transfer-encoding", "connection")


def operations() -> list:
    """Everything the document offers."""
    return [one.ok() for one in schemathesis.openapi.from_dict(document()).get_all_operations()]


def held(store) -> tuple[int, int]:
    """How many files were ever accepted, and how many rows of supply were ever stored (counted: it is asked often)."""
    with store.reading() as conn:
        return tuple(
            conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (metadata.tables["submission"], metadata.tables["supply"])
        )


def ask_all(store, token: str, *, examples: int) -> dict[str, int]:
    """So many requests of each operation, made to fit and made not to; status -> how often it came."""
    came: dict[str, int] = {}
    for known in answers.turnstiles():
        known._most = 10**9
    for operation in operations():
        for mode in GenerationMode:
            _ask(store, token, operation, mode, examples, came)
    return came


def _ask(store, token: str, operation, mode: GenerationMode, examples: int, came: dict[str, int]) -> None:
    @settings(max_examples=examples, database=None, deadline=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def check(case) -> None:
        before = held(store)
        headers = {name: str(value) for name, value in (case.headers or {}).items() if name.lower() not in WITHOUT}
        sent = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
        more = case.as_transport_kwargs()
        body = {key: more[key] for key in ("json", "data") if more.get(key) is not None}
        if "data" in body:
            body = {"content": body["data"]} if isinstance(body["data"], bytes | str) else body
        answer = ask(case.method, f"/api/v1{case.formatted_path}", token, headers=sent, **body)
        came[str(answer.status_code)] = came.get(str(answer.status_code), 0) + 1

        case.validate_response(answer, checks=CHECKS)
        assert "Traceback" not in answer.text
        assert 'File "' not in answer.text
        after = held(store)
        if answer.status_code == 201:
            assert after[0] - before[0] == 1
        else:
            assert after == before, (answer.status_code, case)

    check()
