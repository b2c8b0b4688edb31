"""Chinese for the codes of reported facts: the words the senders themselves are asked to write."""

from collections.abc import Mapping

from data.intake import words
from pages.door import open_store
from pages.parts.status import SILENCES


def printed(accepted: Mapping[str, str]) -> dict[str, str]:
    """Code -> the first word that is accepted for it."""
    return {code: word for word, code in reversed(accepted.items())}


def county_names() -> dict[str, str]:
    """Short names of all counties, in the administrative order."""
    counties = open_store.region().counties
    return dict(zip(counties["county"], counties["short"]))


MARKET_KINDS = printed(words.MARKET_KINDS)
MARKET_STATUSES = printed(words.MARKET_STATUSES) | {"missing": "未报"}
ENTERPRISE_KINDS = printed(words.ENTERPRISE_KINDS)
DEBTOR_KINDS = printed(words.DEBTOR_KINDS)
SUBJECT_MATTERS = printed(words.SUBJECT_MATTERS)
SIZES = printed(words.SIZES)
ROLL_STATES = {
    "on_time": ("●", "按时报送"),
    "late": ("▲", "迟报"),
    "partial": ("▲", "品类未报齐"),
    "missing": ("◇", "未报"),
    "not_due": ("○", "未到期"),
}
"""Glyph and word of where an enterprise's report stands."""
VALUE_STATES = {"ok": "", "provisional": "初步"} | {state: word for state, (_, word) in SILENCES.items()}
"""What must be said beside a value, or in place of it."""
