"""The rules of the house, as tests: who may import whom, where SQL lives, what a page may do."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

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


@cache
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


def breaking(rule: Callable[[Path], object]) -> dict[str, object]:
    """What a rule finds in which file; one test a rule, for six thousand of them take the runner half a minute."""
    return {short(path): found for path in FILES if (found := rule(path))}


def test_there_are_files_to_look_at():
    assert {name_of(path).split(".")[0] for path in FILES} == {"app", *ROOMS}


def test_imports_run_one_way():
    def from_elsewhere(path):
        name = name_of(path)
        if name in ("data", "pages.router"):
            return set()  # the package's own sentence, and the script the server runs
        room = room_of(name)
        allowed = (room, *MAY_IMPORT[room])
        ours = {i for i in imports_of(path) if i.split(".")[0] in (*ROOMS, "app", "tests", "bench")}
        return {i for i in ours if not any(within(i, a) for a in allowed)}

    assert breaking(from_elsewhere) == {}


def test_only_the_store_speaks_sql():
    def speaks(path):
        if short(path).startswith("data/store/"):
            return set()
        drivers = {i for i in imports_of(path) if i.split(".")[0] in DRIVERS}
        return drivers | {
            f"{node.lineno}: execute"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "execute"
        }

    assert breaking(speaks) == {}


def test_only_pages_know_streamlit():
    def knows(path):
        if short(path) == "app.py" or short(path).startswith("pages/"):
            return set()
        return {i for i in imports_of(path) if i.split(".")[0] == "streamlit"}

    assert breaking(knows) == {}


def test_the_web_process_never_imports_statistics():
    def heavy(path):
        if not short(path).startswith(("pages/", "data/")) and short(path) != "app.py":
            return set()
        return {i for i in imports_of(path) if i.split(".")[0] in HEAVY}

    assert breaking(heavy) == {}


def test_chinese_stays_at_the_edges():
    def chinese(path):
        if short(path).startswith(SPEAKS_CHINESE):
            return []
        lines = path.read_text(encoding="utf-8").splitlines()
        return [f"{n}: {line}" for n, line in enumerate(lines, 1) if CHINESE.search(line)]

    assert breaking(chinese) == {}


def test_a_file_stays_below_three_hundred_lines():
    def too_long(path):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        return lines if lines > 300 else 0

    assert breaking(too_long) == {}


def test_a_module_says_what_it_is_for():
    assert breaking(lambda path: not ast.get_docstring(tree_of(path))) == {}


def test_nobody_asks_the_clock_but_the_edges():
    def asked(path):
        if short(path).endswith(KNOWS_THE_TIME):
            return []
        calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        named = [node.func for node in calls if getattr(node.func, "attr", "") in ("now", "today", "utcnow")]
        roots = ("datetime", "date", "dt", "pd")
        return [f"{func.lineno}: {name}" for func in named if (name := ast.unparse(func)).split(".")[0] in roots]

    assert breaking(asked) == {}


def test_no_function_swallows_every_error():
    def swallows(path):
        if short(path) == "app.py":
            return []
        return [
            node.lineno
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ExceptHandler)
            and (node.type is None or "Exception" in {ast.unparse(t) for t in _types(node.type)})
        ]

    assert breaking(swallows) == {}


def _types(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def test_pages_inject_no_markup_and_hand_out_no_unguarded_file():
    def injects(path):
        text = path.read_text(encoding="utf-8") if short(path).startswith("pages/") else ""
        return [word for word in ("unsafe_allow_html", "unsafe_allow_javascript", "st.download_button") if word in text]

    assert breaking(injects) == {}


def test_nothing_runs_when_a_page_is_imported():
    defines = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    allowed = (ast.Import, ast.ImportFrom, *defines, ast.Assign, ast.AnnAssign)

    def running(path):
        if not short(path).startswith("pages/") or short(path) in ("pages/router.py", "pages/serve.py"):
            return []
        body = tree_of(path).body
        runs = [
            node.lineno
            for node in body
            if not isinstance(node, allowed)
            and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            and not (isinstance(node, ast.If) and "__name__" in ast.unparse(node.test))
        ]
        calls_streamlit = [
            node.lineno
            for node in body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and node.value is not None
            and any(ast.unparse(c.func).startswith("st.") for c in ast.walk(node.value) if isinstance(c, ast.Call))
        ]
        return runs + calls_streamlit

    assert breaking(running) == {}


def test_the_router_has_no_sibling_pages_folder():
    assert not (ROOT / "pages" / "pages").exists()
    assert [p.name for p in (ROOT / "pages").glob("*.py") if p.name not in SIBLINGS] == []


SIBLINGS = {"__init__.py", "router.py", "registry.py", "serve.py"}


def test_only_the_sender_and_single_sign_on_can_speak_to_the_outside():
    outward = {short(path) for path in FILES if {i.split(".")[0] for i in imports_of(path)} & OUTWARD}
    users = {short(path) for path in FILES if "monitoring.notices.channels.send" in imports_of(path)}

    assert outward == {"monitoring/notices/channels.py", "monitoring/notices/robots.py", "pages/door/single_sign_on.py"}
    assert users == {"monitoring/__main__.py"}
