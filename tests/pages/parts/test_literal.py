"""People's words in a label are words."""

import pytest

from pages.parts.literal import literal


@pytest.mark.parametrize(("typed", "said"), [
    ("广河县演示永兴超市", "广河县演示永兴超市"),
    ("![x](http://evil.example/5.png)", r"\!\[x\](http\://evil.example/5.png)"),
    ("<img src=x>", r"\<img src=x\>"),
    (30_000, "30000"),
])  # fmt: skip
def test_a_text_is_shown_as_it_was_typed(typed, said):
    assert literal(typed) == said
