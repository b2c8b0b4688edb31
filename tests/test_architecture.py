"""The rules of the house, as tests: who may import whom, where SQL lives, what a page may do."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("data", "monitoring", "forecasting", "pages")
FILES = [ROOT / "app.py", *(p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py")) if "local" not in p.parts)]
CHINESE = re.compile(r"[一-鿿]")

# A room may import the rooms on its right (and itself). The longest matching room rules.
MAY_IMPORT = {
    "app": ("pages",),
    "data.reference": (),
    "data.settings": (),
    "data.store": (),
    "data.store.__main__": ("data.settings", "data.store"),
    "data.intake": ("data.reference", "data.settings", "data.store"),
    "data.demo": ("data.reference", "data.settings", "data.store", "data.intake"),
    "monitoring": ("data", "forecasting"),
    "monitoring.detectors": (),
    "monitoring.indicators": (),
    "forecasting": (),
    "pages": ("data.reference", "data.settings", "data.store", "data.intake", "monitoring"),
    "pages.parts": (),
    "pages.serve": ("data", "monitoring", "pages"),  # the command behind `make run`
}
# Chinese is spoken at the two edges only, and where a sentence or a definition is made.
SPEAKS_CHINESE = (
    "data/intake/",
    "data/reference/",
    "data/demo/",
    "pages/",
    "monitoring/indicators/",
    "monitoring/briefing",
    "monitoring/alerts/sentence",
    "monitoring/dispatch/reason",
    "monitoring/cases/words",
    "monitoring/notices/",
)
KNOWS_THE_TIME = ("pages/door/clock.py", "pages/serve.py", "__main__.py")
DRIVERS = {"sqlalchemy", "sqlite3", "psycopg", "alembic", "apsw"}
OUTWARD = {"apprise", "authlib", "requests", "urllib3", "httpx", "smtplib"}
HEAVY = {"sklearn", "statsforecast", "statsmodels", "scipy", "numba"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{short(path)} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


def room_of(name: str) -> str:
    rooms = [room for room in MAY_IMPORT if within(name, room)]
    assert rooms, f"{name} is in no room"
    return max(rooms, key=len)


every_file = pytest.mark.parametrize("path", FILES, ids=short)


@every_file
def test_imports_run_one_way(path):
    name = name_of(path)
    if name in ("data", "pages.router"):
        return  # the package's own sentence, and the script the server runs
    room = room_of(name)
    allowed = (room, *MAY_IMPORT[room])

    ours = {i for i in imports_of(path) if i.split(".")[0] in (*ROOMS, "app", "tests", "bench")}

    assert {i for i in ours if not any(within(i, a) for a in allowed)} == set()


@every_file
def test_only_the_store_speaks_sql(path):
    if short(path).startswith("data/store/"):
        return
    drivers = {i for i in imports_of(path) if i.split(".")[0] in DRIVERS}
    calls = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "execute"]

    assert drivers == set()
    assert calls == []


@every_file
def test_only_pages_know_streamlit(path):
    if short(path) == "app.py" or short(path).startswith("pages/"):
        return
    assert {i for i in imports_of(path) if i.split(".")[0] == "streamlit"} == set()


@every_file
def test_the_web_process_never_imports_statistics(path):
    if not short(path).startswith(("pages/", "data/")) and short(path) != "app.py":
        return
    assert {i for i in imports_of(path) if i.split(".")[0] in HEAVY} == set()


@every_file
def test_chinese_stays_at_the_edges(path):
    if short(path).startswith(SPEAKS_CHINESE):
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [f"{n}: {line}" for n, line in enumerate(lines, 1) if CHINESE.search(line)] == []


@every_file
def test_a_file_stays_below_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@every_file
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(tree_of(path)), f"{short(path)} has no docstring"


@every_file
def test_nobody_asks_the_clock_but_the_edges(path):
    if short(path).endswith(KNOWS_THE_TIME):
        return
    asked = [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in ("now", "today", "utcnow")
        and ast.unparse(node.func).split(".")[0] in ("datetime", "date", "dt", "pd")
    ]
    assert asked == []


@every_file
def test_no_function_swallows_every_error(path):
    if short(path) == "app.py":
        return
    broad = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or "Exception" in {ast.unparse(t) for t in _types(node.type)})
    ]
    assert broad == []


def _types(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


@every_file
def test_pages_inject_no_markup_and_hand_out_no_unguarded_file(path):
    if not short(path).startswith("pages/"):
        return
    text = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in text
    assert "unsafe_allow_javascript" not in text
    assert "st.download_button" not in text


@every_file
def test_nothing_runs_when_a_page_is_imported(path):
    if not short(path).startswith("pages/") or short(path) in ("pages/router.py", "pages/serve.py"):
        return
    defines = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    allowed = (ast.Import, ast.ImportFrom, *defines, ast.Assign, ast.AnnAssign)
    running = [
        node.lineno
        for node in tree_of(path).body
        if not isinstance(node, allowed)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        and not (isinstance(node, ast.If) and "__name__" in ast.unparse(node.test))
    ]
    calls_streamlit = [
        node.lineno
        for node in tree_of(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and node.value is not None
        and any(ast.unparse(c.func).startswith("st.") for c in ast.walk(node.value) if isinstance(c, ast.Call))
    ]
    assert running == []
    assert calls_streamlit == []


def test_the_router_has_no_sibling_pages_folder():
    assert not (ROOT / "pages" / "pages").exists()
    assert [p.name for p in (ROOT / "pages").glob("*.py") if p.name not in SIBLINGS] == []


SIBLINGS = {"__init__.py", "router.py", "registry.py", "serve.py"}


def test_only_the_sender_and_single_sign_on_can_speak_to_the_outside():
    outward = {short(path) for path in FILES if {i.split(".")[0] for i in imports_of(path)} & OUTWARD}
    users = {short(path) for path in FILES if "monitoring.notices.channels.send" in imports_of(path)}

    assert outward == {"monitoring/notices/channels.py", "monitoring/notices/robots.py", "pages/door/single_sign_on.py"}
    assert users == {"monitoring/__main__.py"}
