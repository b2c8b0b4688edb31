"""Whether a printed sign-off sheet still tells the approved data: its fingerprint against the store's."""

import io
from dataclasses import dataclass

from data.intake.answers import Problem, Refused
from data.intake.guard import kind_of
from data.intake.limits import UPLOAD
from data.intake.signing import verify
from data.intake.workbook import read_workbook
from data.store.engine import Store

RECEIPT, FINGERPRINT = "回执号", "数据指纹（SHA-256）"


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What a sign-off sheet says of itself."""

    receipt: str
    fingerprint: str


def printed_on(content: bytes) -> Printed:
    """Receipt and fingerprint of a sign-off sheet (.xlsx). Raises Refused where it is none."""
    if kind_of(io.BytesIO(content), len(content), UPLOAD) == "xlsx":
        grids, _ = read_workbook(io.BytesIO(content), UPLOAD)
        rows = [[cell.text for cell in row.cells if cell.text] for grid in grids for row in grid.rows]
        said = {row[0]: row[1] for row in rows if len(row) > 1}
        if RECEIPT in said and FINGERPRINT in said:
            return Printed(receipt=said[RECEIPT], fingerprint=said[FINGERPRINT])
    problem = Problem(row=None, header="", found="", reason="不是签发单", advice="请给出从“审核签发”页面导出的签发单",
                      code="no_sign_off")  # fmt: skip
    raise Refused([problem])


def told(store: Store, content: bytes) -> tuple[bool, str]:
    """Whether the sheet agrees with the approved data as they stand, and that in words."""
    paper = printed_on(content)
    if verify(store, paper.receipt, fingerprint=paper.fingerprint):
        return True, f"✓ 回执 {paper.receipt}：与现行已签发数据一致"
    return False, f"✗ 回执 {paper.receipt}：与现行数据不一致，或该件未签发、已撤回、已更正"
