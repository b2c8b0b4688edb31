"""Who may open which page: every role x page of the registry, through the router and around it."""

import ast
import importlib
import sys
import types
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.door.session import NOT_YOURS, OVER, require
from pages.registry import PAGES, ROLES, may, page_at, pages_for
from tests.pages.conftest import go_to, visitor_of

ROOT = Path(__file__).resolve().parents[3]
PATHS = [entry.path for entry in PAGES]

# Typed by hand: the table of the registry must say exactly this.
SEE = "overview meeting county entities markets supply arrears outlook scenarios"
LOOK = f"{SEE} alerts cases notices problems liaison alarm_review measures"
SEND = LOOK.replace("alerts cases", "alerts dispatch cases")  # who may see what firms send each other
SEND = SEND.replace("supply arrears", "supply prices arrears")  # and how far a shock reaches
MAY_OPEN = {
    "leader": f"{SEND} completeness origin",
    "bureau": f"{SEND} upload forms completeness approval origin",
    "staff": f"{SEND} upload forms completeness approval origin health",
    "clerk": f"{LOOK} upload forms completeness approval origin",
    "enterprise": "supply alerts problems upload forms origin",
    "admin": "accounts audit health",
}
MAY_ACT = {
    "alerts": {"bureau", "staff", "clerk"},
    "cases": {"leader", "bureau", "staff", "clerk"},
    "upload": {"bureau", "staff", "clerk", "enterprise"},
    "forms": {"bureau", "staff", "clerk", "enterprise"},
    "accounts": {"admin"},
    "approval": {"bureau", "clerk"},
}


@pytest.fixture
def stand_ins(monkeypatch):
    """Pages that say their path and nothing else, so that this tests the door and not the pages."""
    for entry in PAGES:
        module = types.ModuleType(entry.module)
        module.page = _stand_in(entry.path)
        monkeypatch.setitem(sys.modules, entry.module, module)


def _stand_in(path):
    def page():
        user = require(path)
        st.text(f"<{path}> for {user.role}")

    return page


def shown(visitor: AppTest) -> list[str]:
    return [text.value for text in visitor.main.get("text")]


def test_the_registry_is_the_table_that_was_agreed():
    assert {role: " ".join(entry.path for entry in pages_for(role)) for role in ROLES} == MAY_OPEN


@pytest.mark.parametrize(("path", "action", "roles"), [("alerts", "act", MAY_ACT["alerts"]),
                                                       ("upload", "send", MAY_ACT["upload"]),
                                                       ("forms", "send", MAY_ACT["forms"]),
                                                       ("accounts", "change", MAY_ACT["accounts"]),
                                                       ("approval", "sign", MAY_ACT["approval"])])  # fmt: skip
def test_only_some_may_act(path, action, roles):
    assert {role for role in ROLES if may(role, path, action)} == roles


def test_what_the_registry_does_not_name_is_refused():
    assert not may("admin", "nowhere")
    assert not may("admin", "accounts", "fly")
    assert not may("nobody", "overview")


@pytest.mark.parametrize("role", ROLES)
def test_the_router_opens_exactly_the_pages_of_the_registry(signed_in, stand_ins, role):
    own = MAY_OPEN[role].split()
    for path in PATHS:
        visitor = signed_in(role, path)

        assert not visitor.exception
        assert shown(visitor) == [f"<{path if path in own else own[0]}> for {role}"], path


@pytest.mark.parametrize("role", ROLES)
def test_the_root_leads_to_the_roles_home(signed_in, stand_ins, role):
    visitor = signed_in(role)

    assert shown(visitor) == [f"<{MAY_OPEN[role].split()[0]}> for {role}"]


def test_a_page_run_without_a_session_shows_nothing(page_store, stand_ins):
    for path in (None, *PATHS):
        visitor = visitor_of(page_store, "staff")
        visitor.user = {"uid": "staff", "sid": "0" * 64}
        go_to(visitor, path)

        visitor.run()

        assert [error.value for error in visitor.error] == [OVER]
        assert shown(visitor) == []


def test_a_session_under_another_name_is_not_believed(page_store, stand_ins):
    visitor = visitor_of(page_store, "staff")
    visitor.user = {**visitor.user, "uid": "admin"}

    visitor.run()

    assert [error.value for error in visitor.error] == [OVER]
    assert shown(visitor) == []


def _run_page(module):
    import importlib

    importlib.import_module(module).page()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.path)
def test_a_page_refuses_the_wrong_role_even_without_the_router(page_store, entry):
    for role in ROLES.keys() - entry.roles:
        visitor = AppTest.from_function(_run_page, args=(entry.module,), default_timeout=30)
        visitor.user = visitor_of(page_store, role).user

        visitor.run()

        assert not visitor.exception
        assert [error.value for error in visitor.error] == [NOT_YOURS]
        assert len(visitor.main.children) == 1


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.path)
def test_the_first_line_of_a_page_asks_who_reads_it(entry):
    tree = ast.parse((ROOT / (entry.module.replace(".", "/") + ".py")).read_text(encoding="utf-8"))
    page = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "page")
    statements = page.body[1:] if ast.get_docstring(page) else page.body
    first = ast.unparse(statements[0])

    assert first in (f"user = require('{entry.path}')", f"require('{entry.path}')")


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.path)
def test_a_page_runs_for_its_roles_on_an_empty_store(signed_in, entry):
    for role in sorted(entry.roles):
        visitor = signed_in(role, entry.path)

        assert not visitor.exception
        assert NOT_YOURS not in [error.value for error in visitor.error]


def test_every_page_has_a_module_of_its_own():
    assert len({entry.module for entry in PAGES}) == len(PAGES) == len({entry.path for entry in PAGES})
    assert all(importlib.import_module(entry.module).page for entry in PAGES)
    assert page_at("overview").module == "pages.situation.overview"
