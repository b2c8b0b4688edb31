"""How a submission stands and which days it speaks of, in the words every page uses."""

from data.intake.approval import STATUSES
from data.store import submissions
from pages.parts import number

MARKS = {"submitted": "◌", "reviewed": "◔", "issued": "●", "returned": "↩", "withdrawn": "⊘"}
REPLACED = "已被新版本替代"


def status_text(status: str, replaced_by: str | None = None) -> str:
    """Shape and word; what is not issued is provisional and says so."""
    provisional = "（暂）" if status in submissions.OPEN else ""
    word = REPLACED if isinstance(replaced_by, str) else STATUSES[status]
    return f"{MARKS[status]} {word}{provisional}"


def period(first, last) -> str:
    """The days a file speaks of; the year once where it is the same."""
    if number.absent(first):
        return "—"
    if first == last:
        return f"{first:%Y-%m-%d}"
    return f"{first:%Y-%m-%d} 至 {last:%m-%d}" if first.year == last.year else f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
