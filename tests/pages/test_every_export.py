"""Every file every page offers: stamped, nothing in it runs, and no row of it is somebody else's."""

import csv
import importlib
import io
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest

from data.store import submissions
from data.store.scope import EVERYTHING
from pages.door.exports import EXPORTS, NotExportable, make_file
from pages.door.sheet_file import DEMO_LINE
from pages.registry import PAGES, may
from tests.pages import poisoned_town
from tests.pages.poisoned_town import FOREIGN
from tests.pages.reading import user_of

ORIGINALS = {("cases", "evidence")}  # handed out as they were handed in; their hash is their proof
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
for entry in PAGES:
    importlib.import_module(entry.module)
# What an address must say, for the exports that make nothing without it.
NEEDED = {
    ("approval", "sign_off"): {"receipt": None},
    ("cases", "evidence"): {"number": "1"},
    ("completeness", "reminders"): {"topic": "supply"},
    ("entities", "parts"): {"by": "kind"},
    ("upload", "template"): {"topic": "supply"},
    ("upload", "prefilled"): {"topic": "supply", "on": "2020-09-30"},
}
MADE_HERE = {
    ("alerts", "living"), ("arrears", "items"), ("cases", "list"), ("entities", "closed"), ("liaison", "officers"),
    ("liaison", "plans"), ("markets", "markets"), ("measures", "reports"), ("problems", "list"), ("supply", "firms"),
}  # fmt: skip
"""Of which the poisoned town has rows of both counties."""
FURTHER_IN = {
    ("approval", "sign_off"), ("cases", "evidence"), ("prices", "report_sheet"), ("upload", "problems"),
    ("upload", "marked"), ("upload", "questioned"),
}  # fmt: skip
"""Behind a chosen row."""
ROLES = ("bureau", "clerk", "enterprise")


@pytest.fixture
def page_store_url(tmp_store_url):
    poisoned_town.build(tmp_store_url)
    return tmp_store_url


def asked(store, role: str, page: str, name: str) -> dict[str, str]:
    params = dict(NEEDED.get((page, name), {}))
    if "receipt" in params:
        with store.reading() as conn:
            listed = submissions.listing(conn, scope=user_of(role).scope, statuses=submissions.OPEN)
        params["receipt"] = listed["receipt"].iloc[0]
    return params


def taken(store, role: str):
    """Every export of this role in every format: (page, name), format, file."""
    for (page, name), one in sorted(EXPORTS.items()):
        if not may(role, page, "export") or (page, name) in FURTHER_IN - NEEDED.keys():
            continue
        for wish in ("xlsx", "csv") if one.table else ("xlsx",):
            try:
                yield (
                    (page, name),
                    wish,
                    make_file(user_of(role), page, name, asked(store, role, page, name) | {"format": wish}),
                )
            except NotExportable:
                assert role == "enterprise" or (page, name) not in MADE_HERE, (page, name)


def texts_of(content: bytes, wish: str) -> list[str]:
    if not content.startswith(b"PK"):
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [str(cell.value) for page in book for row in page for cell in row if cell.value is not None]


@pytest.mark.parametrize("role", ROLES)
def test_every_file_is_stamped_and_nothing_in_it_runs(page_store, role):
    seen = 0
    for key, wish, file in taken(page_store, role):
        if key in ORIGINALS or not file.filename.endswith((".xlsx", ".csv")):
            continue  # a printed page says its own day, and cannot hold a formula
        seen += 1
        if wish == "csv":
            assert file.content.startswith(b"\xef\xbb\xbf"), key
            rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
            assert rows[0][0].startswith(DEMO_LINE), key
            stamp = rows[0][0]
            runs = [cell for row in rows for cell in row if cell.startswith(FORMULA) and not _is_number(cell)]
        else:
            book = openpyxl.load_workbook(io.BytesIO(file.content))
            stamp = book.worksheets[0].oddHeader.left.text
            assert all("演示数据" in page.oddFooter.left.text for page in book), key
            runs = [
                cell.value
                for page in book
                for row in page
                for cell in row
                if cell.data_type == "f" and not str(cell.value).startswith("'")
            ]
        assert "数据截至 2020-09-29" in stamp, key
        assert f"{role} name（{role}）" in stamp, key
        assert runs == [], (key, wish)
    assert seen >= (4 if role == "enterprise" else 30)


def _is_number(cell: str) -> bool:
    try:
        return float(cell) == float(cell)
    except ValueError:
        return False


@pytest.mark.parametrize("role", ["clerk", "enterprise"])
def test_no_file_holds_a_row_of_another_county(page_store, role):
    for key, wish, file in taken(page_store, role):
        told = file.content.decode("utf-8", "replace") if key in ORIGINALS else "\n".join(texts_of(file.content, wish))
        assert FOREIGN not in told, key
        assert "13900001111" not in told, key


def test_the_other_countys_rows_are_there_for_who_may_see_them(page_store):
    found = {key for key, wish, file in taken(page_store, "bureau") if key not in ORIGINALS
             and FOREIGN in "\n".join(texts_of(file.content, wish))}  # fmt: skip

    assert found >= MADE_HERE


def test_every_button_of_every_page_leads_to_a_file(signed_in, page_store):
    found = set()
    for entry in PAGES:
        role = "clerk" if "clerk" in entry.roles else min(entry.roles)
        app = signed_in(role, entry.path)
        assert not app.exception, entry.path
        for button in app.get("link_button"):
            url = urlsplit(button.proto.url)
            if url.path.startswith("/export/"):
                _, _, page, name = url.path.split("/")
                file = make_file(user_of(role), page, name, dict(parse_qsl(url.query)))
                assert role != "clerk" or FOREIGN not in "".join(texts_of(file.content, file.filename[-4:].strip(".")))
                found.add((page, name))

    assert len(found) >= 18, sorted(found)


def test_the_whole_region_is_never_a_clerks(page_store):
    with page_store.reading() as conn:
        receipts = submissions.listing(conn, scope=EVERYTHING)
    foreign = receipts[receipts["reporter"] == FOREIGN]["receipt"]

    assert len(foreign) > 0
    for receipt in foreign:
        with pytest.raises(NotExportable):
            make_file(user_of("clerk"), "approval", "sign_off", {"receipt": receipt})
    for number in ("1", "2"):
        make_file(user_of("bureau"), "cases", "evidence", {"number": number})
    with pytest.raises(NotExportable):
        make_file(user_of("clerk"), "cases", "evidence", {"number": "2"})
