"""The printable 信息报告单: a line a fact, with room for signature and stamp."""

from collections.abc import Sequence

from monitoring.notices import paper
from monitoring.notices.words import MARK

SIGNERS = "签发人：　　　　　　　　　　报送单位（盖章）：　　　　　　　　　　接收人："


def sheet(lines: Sequence[tuple[str, str]], *, place: str, demo: bool) -> bytes:
    """One report as an .xlsx page."""
    title = f"{place}市场异常波动信息报告单"
    return paper.facts("报告单", title=title, note=MARK if demo else "", lines=lines, widths=(16, 72), signers=SIGNERS)
