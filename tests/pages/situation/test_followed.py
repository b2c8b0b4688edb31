"""会后落实: decisions and what did not recover share the few rows there are."""

import pytest

from pages.situation.followed import first_of


@pytest.mark.parametrize(
    ("decided", "after", "shown"),
    [
        ("abcdefg", "123456", "abc12"),
        ("abcdefg", "1", "abcd1"),
        ("a", "123456", "a1234"),
        ("abcdefg", "", "abcde"),
        ("", "123456", "12345"),
        ("ab", "12", "ab12"),
    ],
)
def test_neither_hides_the_other(decided, after, shown):
    assert "".join(first_of(list(decided), list(after), 5)) == shown
