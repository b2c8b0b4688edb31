"""What stands beside and below the exceptions."""

import pytest

from pages.door import open_store
from pages.situation import exceptions


@pytest.fixture(autouse=True)
def _default_region(monkeypatch):
    monkeypatch.delenv("MONITOR_REGION", raising=False)
    open_store.reopen()
    yield
    open_store.reopen()


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"red": 0, "orange": 0, "yellow": 0, "blue": 0}, "除上列外，没有其他预警"),
        ({"red": 0, "orange": 2, "yellow": 0, "blue": 1}, "另有预警 3 件（橙色 2 件、蓝色 1 件），没有其他红色预警"),
        ({"red": 1, "orange": 0, "yellow": 0, "blue": 0}, "另有预警 1 件（红色 1 件）"),
    ],
)
def test_what_is_not_shown_is_counted_and_that_nothing_else_is_red_is_said(left_out, said):
    assert exceptions.rest(left_out) == said


def test_an_owner_is_called_by_the_county_s_short_name():
    assert exceptions.short_owner("积石山保安族东乡族撒拉族自治县人民政府") == "积石山县人民政府"
    assert exceptions.short_owner("州商务局") == "州商务局"
