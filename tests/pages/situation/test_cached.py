"""What a page asks of the store carries the reader's scope. Who may open a page: tests/pages/door/test_access.py."""

import inspect

import pytest

from pages.situation.cached import READS


@pytest.mark.parametrize("name", sorted(READS))
def test_whatever_a_page_reads_demands_the_readers_scope(name):
    parameters = inspect.signature(READS[name]).parameters

    assert parameters["scope"].kind is inspect.Parameter.KEYWORD_ONLY
    assert parameters["scope"].default is inspect.Parameter.empty
