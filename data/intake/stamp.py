"""The line a pre-filled workbook carries: which template it is, for whom and which day; read back on its return."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable

from data.intake.grid import Row
from data.intake.sheet import Sheet
from data.intake.text import half_width

REFERENCE = "参考·"  # starts the header of a column that only shows what was usual
_STAMP = re.compile(r"模板版本:([a-z_]+)-([0-9a-f]{8})")


def version_of(sheet: Sheet) -> str:
    """The declaration in eight characters: another column, unit or kind is another version."""
    told = repr([(c.name, c.printed, c.kind.name, c.required) for c in sheet.columns])
    return f"{sheet.topic}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def stamp_of(sheet: Sheet, *, unit: str, day: dt.date) -> str:
    """The line under the title."""
    return f"模板版本：{version_of(sheet)}　填报范围：{unit}　数据日期：{day.isoformat()}　填报人：　　　审核人："


def version_in(rows: Iterable[Row]) -> str | None:
    """The version the rows above a header name, or None: then it is no workbook of ours."""
    for row in rows:
        for cell in row.cells:
            if match := _STAMP.search(half_width(cell.text[:300])):
                return f"{match[1]}-{match[2]}"
    return None
