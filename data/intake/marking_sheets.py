"""Colours on a worksheet, and the sheet that sums the marks up."""

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from data.intake.grid import letters
from data.intake.package import Element, Package, Unsplicable, elements, inside, spliced

if TYPE_CHECKING:
    from data.intake.marking import Mark

SUMMARY = "核对结果（系统生成）"
OURS = "填报核对标记"  # how our colours know themselves again
LARGEST = 12_000_000  # bytes of one worksheet; beyond it the list of problems must do
# What may follow conditional formats in a worksheet (ECMA-376, CT_Worksheet), in order.
AFTER_COLOURS = (
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
AFTER_DXFS = ("tableStyles", "colors", "extLst")
HEADINGS = ("序号", "类别", "工作表", "单元格", "列", "填写的内容", "问题或疑点", "怎么办")
WIDTHS = (6, 9, 18, 9, 16, 20, 60, 60)
TITLE = (
    "系统核对结果：红色单元格是必须改正的问题，黄色单元格是需要核实的数字。"
    "改好后直接重新报送本文件，颜色、批注和本表不影响读取。"
)


def worksheets(package: Package) -> dict[str, str]:
    """Name -> part of each worksheet, without a summary of ours."""
    parts = package.related("xl/workbook.xml", "worksheet")
    sheets = [one.attributes for one in elements(package.part("xl/workbook.xml"), 2) if one.tag == "sheet"]
    named = {sheet.get("name", ""): parts.get(sheet.get("id", "")) for sheet in sheets}
    return {name: part for name, part in named.items() if part in package.names and name != SUMMARY}


def dye(package: Package) -> tuple[int, int]:
    """Enter the two colours among the book's differential formats; their numbers: of a problem, of a question."""
    style = next(iter(package.related("xl/workbook.xml", "styles").values()), "")
    data = package.part(style)
    root, *others = elements(data, 2)
    new = "".join(
        f'<dxf xmlns="{package.main}"><font><color rgb="{ink}"/></font>'
        f'<fill><patternFill patternType="solid"><fgColor rgb="{paper}"/><bgColor rgb="{paper}"/></patternFill></fill>'
        "</dxf>"
        for ink, paper in (("FF9C0006", "FFFFC7CE"), ("FF7F6000", "FFFFEB9C"))
    )
    there = next((one for one in others if one.tag == "dxfs" and one.depth == 1), None)
    if there is None:
        at = _before(root, others, AFTER_DXFS)
        package.put(style, spliced(data, [(at, at, f'<dxfs xmlns="{package.main}" count="2">{new}</dxfs>'.encode())]))
        return 0, 1
    own = [one for one in others if one.tag == "dxf" and there.start < one.start < there.end]
    kept = data[own[0].start : there.close] if own else b""
    count = len(own)
    whole = f'<dxfs xmlns="{package.main}" count="{count + 2}">'.encode() + kept + new.encode() + b"</dxfs>"
    package.put(style, spliced(data, [(there.start, there.end, whole)]))
    return count, count + 1


def _before(root: Element, others: list[Element], followers: tuple[str, ...]) -> int:
    """Where an element goes: before the first that must follow it, or at the end of its parent."""
    if root.close == root.start:
        raise Unsplicable("an empty part")
    return next((one.start for one in others if one.depth == 1 and one.tag in followers), root.close)


def colour(package: Package, part: str, problems: list[str], questions: list[str], dyes: tuple[int, int]) -> None:
    """Colour cells of a worksheet; our colours of an earlier round go."""
    data = package.part(part)
    if len(data) > LARGEST:
        raise Unsplicable("a large worksheet")
    root, *others = elements(data, 1)
    new = "".join(
        f'<conditionalFormatting xmlns="{package.main}" sqref="{" ".join(cells)}"><cfRule type="expression" '
        f'dxfId="{number}" priority="{100_000 + number}"><formula>LEN("{OURS}")=6</formula></cfRule>'
        "</conditionalFormatting>"
        for cells, number in zip((problems, questions), dyes)
        if cells
    )
    at = _before(root, others, AFTER_COLOURS)
    earlier = [one for one in others if one.tag == "conditionalFormatting"]
    ours = [one for one in earlier if OURS.encode() in data[one.start : one.end]]
    edits = [(one.start, one.end, b"") for one in ours]
    package.put(part, spliced(data, [(at, at, new.encode()), *edits]))


def summarise(package: Package, marks: "list[Mark]") -> None:
    """Put the summary after the last worksheet, or in place of an earlier one."""
    book = "xl/workbook.xml"
    data = package.part(book)
    others = elements(data, 2)
    sheets = [one for one in others if one.tag == "sheet"]
    parts = package.related(book, "worksheet")
    there = next((one for one in sheets if one.attributes.get("name") == SUMMARY), None)
    if there is not None:
        part = parts.get(there.attributes.get("id", ""), "")
        package.part(part)
    else:
        part = package.free("xl/worksheets/summary{}.xml")
        number = max((int(one.attributes.get("sheetId", 0)) for one in sheets), default=0) + 1
        relation = package.relate(book, "worksheet", part)
        whole = next(one for one in others if one.tag == "sheets")
        told = f'name="{SUMMARY}" sheetId="{number}" r:id="{relation}"'
        new = f'<sheet xmlns="{package.main}" xmlns:r="{package.office}" {told}/>'.encode()
        package.put(book, spliced(data, [inside(data, whole, new)]))
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        package.declare(
            f'<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" PartName="/{part}" '
            f'ContentType="{kind}"/>',
            unless=f"/{part}",
        )
    package.put(part, _summary(package, marks).encode())


def _summary(package: Package, marks: "list[Mark]") -> str:
    rows = [(TITLE,), HEADINGS]
    rows += [
        (str(n), "请核实" if m.question else "问题", m.sheet, m.cell, m.header, m.found, m.reason, m.todo)
        for n, m in enumerate(marks, 1)
    ]
    links = [
        f'<hyperlink ref="D{n}" location={quoteattr(_address(mark))} display={quoteattr(mark.cell)}/>'
        for n, mark in enumerate(marks, 3)
        if mark.cell and mark.sheet
    ]
    widths = "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(WIDTHS, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{package.main}"><cols>{widths}</cols>'
        f"<sheetData>{''.join(_row(n, row) for n, row in enumerate(rows, 1))}</sheetData>"
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + "</worksheet>"
    )


def _address(mark: "Mark") -> str:
    name = mark.sheet.replace("'", "''")
    return f"'{name}'!{mark.cell}"


def _row(number: int, texts: tuple[str, ...]) -> str:
    """Every cell as inline text, which no program takes for a formula."""
    cells = "".join(
        f'<c r="{letters(at)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for at, text in enumerate(texts, 1)
    )
    return f'<row r="{number}">{cells}</row>'
