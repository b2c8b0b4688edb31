"""What a program is told when nothing was stored: every problem, or every question with what it is answered by."""

from collections.abc import Sequence

from starlette.responses import JSONResponse

from data.intake import SHEETS
from data.intake.answers import Problem
from data.intake.doubts import Doubt

ASK = "请核实：有误的改正后重报；无误的写入 confirmed（本问题的 question 和原因）重报，或在“数据报送”页面写明原因"


def refused(problems: Sequence[Problem], topic: str, *, marked: str) -> JSONResponse:
    """422 with what is to be mended. ``marked``: the name of the marked workbook."""
    return _answer("未入库", [_told(one, topic) for one in problems], marked)


def questioned(doubts: Sequence[Doubt], topic: str, *, marked: str) -> JSONResponse:
    """422 with what is to be confirmed or mended."""
    told = [_told(_as_problem(one), topic, question=one.key) for one in doubts]
    return _answer("未入库，请核实", told, marked)


def _answer(error: str, problems: list[dict], marked: str) -> JSONResponse:
    return JSONResponse({"error": error, "problems": problems, "marked": f"/api/v1/marked/{marked}"}, 422)


def _as_problem(one: Doubt) -> Problem:
    return Problem(
        row=one.row, header=one.header, cell=one.cell, found=one.found, reason=one.reason, advice=ASK, code=one.kind
    )


def _told(one: Problem, topic: str, *, question: str | None = None) -> dict:
    return {
        "index": None if one.row is None or one.row < 2 else one.row - 2,
        "field": _fields(topic).get(one.header, one.header),
        "cell": one.cell, "found": one.found, "reason": one.reason, "advice": one.advice,
        "sentence": str(one), "code": one.code, "question": question,
    }  # fmt: skip


def _fields(topic: str) -> dict[str, str]:
    """Header, as it is printed or in short, to the field's name."""
    columns = SHEETS[topic].columns
    return {title: column.name for column in columns for title in (column.printed, column.header)}
