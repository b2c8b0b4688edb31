"""From a request's JSON to the sheet it stands for; what JSON cannot be is refused before intake sees it."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.intake.history import LONGEST_ANSWER
from data.intake.sheet import Column, Kind, Sheet

MOST_ROWS = 2_000
LONGEST_TEXT = 500
JSON_TYPES = {
    Kind.COUNT: "integer",
    Kind.INTEGER: "integer",
    Kind.AMOUNT: "number",
    Kind.FLAG: "boolean",
}


class BadBody(Exception):
    """It is not what the OpenAPI document asks for; the message says where."""


class _Number(str):
    """A number exactly as it was typed."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The rows of a request, and for questions asked about them before (请核实) why they are right all the same."""

    rows: list[dict]
    confirmed: Mapping[str, str]


def sent(body: bytes) -> Sent:
    """What a request says. Raises BadBody."""
    try:
        said = json.loads(
            body, parse_float=_Number, parse_int=_Number, parse_constant=_not_json, object_pairs_hook=_once_each
        )
    except (ValueError, RecursionError) as wrong:
        raise BadBody("请求体不是有效的 JSON（UTF-8）") from wrong
    if not isinstance(said, dict) or not {"rows"} <= set(said) <= {"rows", "confirmed"}:
        raise BadBody('请求体应为 {"rows": [ … ]}，核实后可加 "confirmed": [ … ]，且没有其他字段')
    if not isinstance(said["rows"], list):
        raise BadBody("rows 应为数组")
    if not 1 <= len(said["rows"]) <= MOST_ROWS:
        raise BadBody(f"rows 应有 1 至 {MOST_ROWS} 行")
    if not all(isinstance(row, dict) for row in said["rows"]):
        raise BadBody("rows 的每一项应为对象")
    return Sent(rows=said["rows"], confirmed=_confirmed(said.get("confirmed", [])))


def _confirmed(said: object) -> dict[str, str]:
    """Question to reason."""
    if not isinstance(said, list) or len(said) > MOST_ROWS:
        raise BadBody(f"confirmed 应为数组，最多 {MOST_ROWS} 项")
    found = {}
    for n, one in enumerate(said):
        if not isinstance(one, dict) or set(one) != {"question", "because"}:
            raise BadBody(f'confirmed[{n}] 应为 {{"question": …, "because": …}}')
        question, reason = one["question"], one["because"]
        if not all(isinstance(text, str) and not isinstance(text, _Number) for text in (question, reason)):
            raise BadBody(f"confirmed[{n}] 的 question 和 because 应为 string")
        if not reason.strip() or len(reason) > LONGEST_ANSWER or not reason.isprintable():
            raise BadBody(f"confirmed[{n}].because 应写明原因，1 至 {LONGEST_ANSWER} 字，不含不可见字符")
        found[question] = reason
    return found


def as_csv(sheet: Sheet, rows: Sequence[dict], *, given: dict[str, str]) -> bytes:
    """The rows as the sheet a person would have sent; ``given`` fills columns nobody wrote. Raises BadBody."""
    columns = {column.name: column for column in sheet.columns}
    for n, row in enumerate(rows):
        if strange := sorted(set(row) - set(columns)):
            raise BadBody(f"rows[{n}]：没有字段 {'、'.join(repr(name)[:40] for name in strange[:5])}")
    used = [name for name in columns if name in given or any(name in row for row in rows)]
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\r\n")
    writer.writerow([columns[name].printed for name in used])
    for n, row in enumerate(rows):
        writer.writerow([_cell(columns[name], row.get(name, given.get(name)), n) for name in used])
    return content.getvalue().encode()


def _cell(column: Column, value: object, n: int) -> str:
    if value is None:
        return ""
    where = f"rows[{n}].{column.name}"
    wanted = JSON_TYPES.get(column.kind, "string")
    if wanted == "boolean" and isinstance(value, bool):
        return "是" if value else "否"
    if wanted in ("integer", "number") and isinstance(value, _Number) and len(value) <= LONGEST_TEXT:
        return str(value)
    if wanted == "string" and isinstance(value, str) and not isinstance(value, _Number):
        if len(value) > LONGEST_TEXT or not value.isprintable():
            raise BadBody(f"{where} 太长，或含有不可见字符")
        return value
    raise BadBody(f"{where} 应为 {wanted}")


def _once_each(pairs: list[tuple[str, object]]) -> dict:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("a name twice")
    return dict(pairs)


def _not_json(constant: str) -> None:
    raise ValueError(constant)
