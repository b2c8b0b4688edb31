"""Code that Streamlit runs without the router asks for itself who is there: callbacks and fragments."""

import ast
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[3] / "pages"
# Elements and filters know no store and change nothing but the address; the page behind them is guarded.
FILES = [p for p in sorted(PAGES.rglob("*.py")) if "parts" not in p.parts]


def runs_alone(tree: ast.Module) -> set[str]:
    """Names of functions handed to on_click, on_change, on_select or on_dismiss, or declared as a fragment."""
    handed = {
        keyword.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("on_click", "on_change", "on_select", "on_dismiss") and isinstance(keyword.value, ast.Name)
    }
    declared = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any("fragment" in ast.unparse(d) for d in node.decorator_list)
    }
    return handed | declared


def lines(function: ast.FunctionDef) -> list[str]:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return [ast.unparse(statement) for statement in body]


CASES = [
    pytest.param(node, id=f"{path.relative_to(PAGES)}:{node.name}")
    for path in FILES
    for tree in [ast.parse(path.read_text(encoding="utf-8"))]
    for names in [runs_alone(tree)]
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef) and node.name in names
]


def test_there_are_callbacks_to_look_at():
    assert len(CASES) >= 3


@pytest.mark.parametrize("function", CASES)
def test_what_runs_alone_asks_first_who_is_there(function):
    said = lines(function)
    touches_the_address_only = all(line.startswith("st.query_params.") for line in said)
    assert "require(" in said[0] or touches_the_address_only
