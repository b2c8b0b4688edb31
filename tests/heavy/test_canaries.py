"""Seven canaries in every text field, on every page in Chromium (reliability test 21): none runs, posts or fetches."""

import sqlite3
import time

import pytest
from playwright.sync_api import TimeoutError

from data.store import drafts, events, held
from data.store.drafts import Place
from data.store.engine import Store
from data.store.scope import EVERYTHING
from pages.door import clock
from pages.registry import PAGES
from tests.browser.conftest import COUNTY, add_accounts, cookies_of
from tests.browser.conftest import chromium as chromium
from tests.browser.conftest import host as host
from tests.browser.conftest import visit as visit
from tests.demo_prefecture import copy_of, full_demo
from tests.heavy import page as report
from tests.heavy.canaries import FILLED, MARK, PAYLOADS, classified, poison, poisoned
from tests.settled import QUIET_MS, SETTLED

pytestmark = pytest.mark.heavy
ROLES = ("staff", "admin", "leader", "clerk", "enterprise")
CELLS: list[int] = []
DETAILS = {"alert": ("alerts", "alert"), "case": ("cases", "case_file"), "problem": ("problems", "problem"),
           "scenario": ("scenarios", "scenario"), "report": ("prices", "price_report")}  # fmt: skip
LOOK = """() => {
  document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click());
  const frames = [window, ...Array.from(window.frames)];
  const ran = frames.some(one => { try { return one.canary !== undefined } catch (e) { return false } });
  const bad = 'form[action*="evil"], iframe[srcdoc], a[href^="javascript:"], img[src*="evil"], svg[onload], style';
  const odd = Array.from(document.querySelectorAll(bad)).filter(
    one => one.tagName !== 'STYLE' || one.textContent.includes('evil'));
  return {ran, forms: document.querySelectorAll('form[action*="evil"]').length, odd: odd.length,
          shown: document.body.innerText.split('evil.example').length - 1};
}"""


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory):
    """The whole demo, every text of it poisoned, with a draft, a held file and notices besides."""
    database = copy_of(full_demo(), tmp_path_factory.mktemp("poisoned"))
    store = Store(f"sqlite:///{database}")
    add_accounts(store.url)
    _waiting(store)
    store.close()
    _messages(database)
    CELLS.append(poison(database))
    return database


@pytest.fixture(scope="session")
def cookies(host):
    return {role: cookies_of(host, role) for role in ROLES}


def _waiting(store: Store) -> None:
    """A form with canaries in its cells, and a file of the clerk's whose questions hold them."""
    cells = {f"+{n}": {"note": text, "evidence": text} for n, text in enumerate(PAYLOADS, 1)}
    place = Place(topic="liaison", day=clock.today(), county=COUNTY)
    questions = [{"key": f"k{n}", "kind": "outlier", "row": n + 2, "header": text, "found": text, "reason": text}
                 for n, text in enumerate(PAYLOADS)]  # fmt: skip
    with store.noting() as conn:
        drafts.save(conn, place, scope=EVERYTHING, cells=cells, template="t", base={}, seconds=0,
                    expected_revision=None, uid="clerk", at=clock.wall())  # fmt: skip
        held.hold(
            conn, sha256="0" * 64, topic="supply", filename=f"{PAYLOADS[1]}.csv", content=b"x",
            reporter=f"{poisoned('测试clerk')}（clerk）", counties=[COUNTY], enterprise=None, at=clock.wall(),
            questions=questions,
        )  # fmt: skip
        events.append(conn, at=clock.wall(), actor="clerk", action="export", object_kind="export", object_id="x",
                      county=COUNTY, detail={"filename": PAYLOADS[0]})  # fmt: skip


def _messages(database) -> None:
    conn = sqlite3.connect(database)
    conn.executemany(
        "INSERT INTO outbox (message, channel, title, body, made_at, tries, next_try, failure)"
        " VALUES (?, 'mail', ?, ?, '2020-09-30T04:00:00.000000', 1, '2020-09-30T05:00:00.000000', ?)",
        [[f"m{n}", text, text, text] for n, text in enumerate(PAYLOADS)],
    )
    conn.commit()
    conn.close()


def addresses(database) -> list[tuple[str, str]]:
    """(role, address): every page as one of its roles, and seven of each thing that is shown by its number."""
    found = [(next(role for role in ROLES if role in entry.roles), entry.path) for entry in PAGES]
    conn = sqlite3.connect(database)
    for name, (path, table) in DETAILS.items():
        numbers = conn.execute(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 7").fetchall()
        found += [("staff", f"{path}?{name}={number}") for (number,) in numbers]
    waiting = conn.execute("SELECT id FROM submission WHERE status <> 'issued' LIMIT 7").fetchall()
    found += [("staff", f"approval?submission={number}") for (number,) in waiting]
    items = conn.execute("SELECT item FROM arrears_item LIMIT 2").fetchall()
    keys = [("supply", "E01:rice"), ("market_status", "M001"), *(("arrears_items", item) for (item,) in items)]
    found += [("staff", f"origin?topic={topic}&key={key}&on=2020-09-29") for topic, key in keys]
    conn.close()
    search = "%3Cimg%20src%3Dx%20onerror%3D%22window.canary%3D8%22%3E"
    found += [("staff", f"{path}?q={search}&county={search}&on={search}") for path in ("alerts", "liaison", "problems")]
    more = ["entities?county=622922&flow=exits", "county?county=622922", "supply?firms=all", "notices?tab=sent"]
    return [*found, *[("staff", address) for address in more], ("clerk", "forms?topic=liaison")]


def test_no_canary_runs_posts_or_fetches_on_any_page(visit, demo_copy, host):
    filled, codes, unknown = classified()
    assert unknown == []
    totals = {"views": 0, "with": 0, "shown": 0, "ran": 0, "forms": 0, "odd": 0, "outside": 0, "complaints": 0}
    wrong, started, windows = [], time.perf_counter(), {}

    for role, address in addresses(demo_copy):
        window = windows.setdefault(role, None) or visit(role)
        windows[role] = window
        window.requests.clear()
        window.complaints.clear()
        page = _open(window, address)
        seen = page.evaluate(LOOK)
        page.wait_for_timeout(400)
        seen = page.evaluate(LOOK)
        _count(totals, seen, window)
        if seen["ran"] or seen["odd"] or window.outside or window.complaints:
            wrong.append((role, address, seen, window.outside[:2], window.complaints[:2]))
    digest = _digest(visit, host)
    refusal = _refused_upload(windows["clerk"])

    _report(totals, filled, codes, digest, refusal, started)
    assert wrong == []
    assert (digest["ran"], digest["odd"], refusal["ran"], refusal["odd"]) == (False, 0, False, 0)
    assert totals["with"] > 60


def _open(window, address: str):
    """The page, settled; a busy machine may need a second try."""
    for last in (False, False, True):
        window.page.goto(f"http://{window.host}/{address}", timeout=150_000, wait_until="commit")
        window.page.wait_for_timeout(1_000)
        try:
            window.page.wait_for_function(SETTLED, arg=QUIET_MS, polling=100, timeout=90_000)
        except TimeoutError as late:
            if last:
                raise AssertionError(address) from late
        else:
            break
    return window.page


def _count(totals: dict, seen: dict, window) -> None:
    totals["views"] += 1
    totals["with"] += bool(seen["shown"])
    totals["shown"] += seen["shown"]
    totals["ran"] += seen["ran"]
    totals["forms"] += seen["forms"]
    totals["odd"] += seen["odd"]
    totals["outside"] += len(window.outside)
    totals["complaints"] += len(window.complaints)


def _digest(visit, host: str) -> dict:
    """The printable digest, opened by itself, without the application's headers."""
    window = visit("staff")
    answer = window.page.request.get(f"http://{host}/export/notices/digest")
    assert answer.ok
    assert MARK in answer.text()
    window.page.set_content(answer.text())
    window.page.wait_for_timeout(500)
    assert window.outside == []
    return window.page.evaluate(LOOK)


def _refused_upload(window) -> dict:
    """A file whose name and cells are canaries, refused on the page with all its problems."""
    page = window.open("upload")
    rows = "\n".join('"' + text.replace('"', '""') + '",企业,2020-09-30,x,1,1,1' for text in PAYLOADS)
    content = f"县(市),主体类型,统计日期,期初实有,本期新设,本期注销,期末实有\n{rows}\n".encode()
    name = '<img src=x onerror="window.canary=9">evil.example.csv'
    page.locator('input[type="file"]').first.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    window.settle()
    page.get_by_role("button", name="报送（1 个文件）").click()
    page.get_by_role("heading", name="报送结果").wait_for(timeout=30_000)
    window.settle()
    seen = page.evaluate(LOOK)
    assert seen["shown"] > 0
    assert window.outside == []
    return seen


def _report(totals: dict, filled: int, codes: int, digest: dict, refusal: dict, started: float) -> None:
    report.write(
        "canaries", "Texts that would run", command="tests/heavy/test_canaries.py",
        told="Seven texts (script, image with onerror, iframe with srcdoc, form, markdown link and image, SVG with\n"
        "onload, template and style) stand behind every text of the demo prefecture that people type, in drafts,\n"
        "questions, file names, account names and the audit. Chromium opens every page, and\n"
        "seven of each thing shown by number; folded parts are opened. The printable digest is opened by itself,\n"
        "without the application's headers; a file full of them is refused on the upload page.",
        rows=[
            ("text columns: filled by people, all poisoned / codes and names of ours", f"{filled} / {codes}"),
            ("tables", len(FILLED)),
            ("cells poisoned", f"{sum(CELLS):,}"),
            ("views opened / with a canary in sight / canaries in sight",
             f"{totals['views']} / {totals['with']} / {totals['shown']:,}"),
            ("scripts that ran", totals["ran"] + digest["ran"] + refusal["ran"]),
            ("forms that post elsewhere", totals["forms"] + digest["forms"] + refusal["forms"]),
            ("frames, images, links, styles made of one", totals["odd"] + digest["odd"] + refusal["odd"]),
            ("requests that left the server", totals["outside"]),
            ("complaints of the browser (blocked by policy, errors)", totals["complaints"]),
            ("took", f"{time.perf_counter() - started:.0f} s"),
        ],
    )  # fmt: skip
