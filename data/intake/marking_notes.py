"""Comments on a worksheet's cells: those of an earlier round go, other people's stay."""

import re
from xml.sax.saxutils import escape

from data.intake.package import Element, Package, elements, inside, spliced
from data.intake.workbook_parts import column_number

AUTHOR = "填报核对"
AFTER_NOTES = (
    "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def annotate(package: Package, sheet: str, sentences: dict[str, str]) -> None:
    """Put a comment on each cell, unless somebody's own stands there."""
    part = next(iter(package.related(sheet, "comments").values()), None)
    if part is None and not sentences:
        return
    if part is None:
        part = package.free("xl/comments{}.xml")
        package.put(part, f'<comments xmlns="{package.main}"><authors/><commentList/></comments>'.encode())
        package.relate(sheet, "comments", part)
        package.declare(f'<Override xmlns="{TYPES}" PartName="/{part}" ContentType="{COMMENTS}"/>', unless=f"/{part}")
    gone, taken = _commented(package, part, sentences)
    _drawn(package, sheet, gone, [cell for cell in sentences if cell not in taken])


def _commented(package: Package, part: str, sentences: dict[str, str]) -> tuple[set[str], set[str]]:
    """Write the comments; answers with the cells ours stood on before, and those somebody's own stands on."""
    data = package.part(part)
    found = elements(data, 2)
    authors = [one.text for one in found if one.tag == "author"]
    comments = [one for one in found if one.tag == "comment"]
    ours = [one for one in comments if _author(one, authors) == AUTHOR]
    taken = {one.attributes.get("ref", "") for one in comments} - {one.attributes.get("ref", "") for one in ours}
    edits = [(one.start, one.end, b"") for one in ours]
    new = "".join(
        f'<comment xmlns="{package.main}" ref="{cell}" authorId="{_number(authors)}"><text><t xml:space="preserve">'
        f"{escape(sentence)}</t></text></comment>"
        for cell, sentence in sentences.items()
        if cell not in taken
    )
    if AUTHOR not in authors:
        whole = next(one for one in found if one.tag == "authors")
        edits.append(inside(data, whole, f'<author xmlns="{package.main}">{AUTHOR}</author>'.encode()))
    whole = next(one for one in found if one.tag == "commentList")
    edits.append(inside(data, whole, new.encode()))
    package.put(part, spliced(data, edits))
    return {one.attributes.get("ref", "") for one in ours}, taken


def _author(comment: Element, authors: list[str]) -> str:
    number = int(comment.attributes.get("authorId", -1))
    return authors[number] if 0 <= number < len(authors) else ""


def _number(authors: list[str]) -> int:
    return authors.index(AUTHOR) if AUTHOR in authors else len(authors)


def _drawn(package: Package, sheet: str, gone: set[str], cells: list[str]) -> None:
    """The boxes the comments are shown in: every program still wants them drawn in VML."""
    part = _drawing(package, sheet)
    data = package.part(part)
    away = {_place(cell) for cell in gone}
    data = SHAPE.sub(lambda match: b"" if _shape_place(match[0]) in away else match[0], data)
    shapes = "".join(_shape(number, *_place(cell)) for number, cell in enumerate(cells, 1))
    at = data.rindex(b"</xml>")
    package.put(part, data[:at] + shapes.encode() + data[at:])


def _drawing(package: Package, sheet: str) -> str:
    data = package.part(sheet)
    root, *others = elements(data, 1)
    known = package.related(sheet, "vmlDrawing")
    for one in others:
        if one.tag == "legacyDrawing" and one.attributes.get("id") in known:
            return known[one.attributes["id"]]
    part = package.free("xl/drawings/marks{}.vml")
    package.put(part, EMPTY_DRAWING.encode())
    relation = package.relate(sheet, "vmlDrawing", part)
    package.declare(f'<Default xmlns="{TYPES}" Extension="vml" ContentType="{VML}"/>', unless="vml")
    at = next((one.start for one in others if one.tag in AFTER_NOTES), root.close)
    new = f'<legacyDrawing xmlns="{package.main}" xmlns:r="{package.office}" r:id="{relation}"/>'
    package.put(sheet, spliced(data, [(at, at, new.encode())]))
    return part


def _place(cell: str) -> tuple[int, int]:
    """Row and column from 0."""
    column = cell.rstrip("0123456789")
    return int(cell[len(column) :]) - 1, column_number(column) - 1


def _shape_place(shape: bytes) -> tuple[int, int]:
    row, column = re.search(rb"<x:Row>\s*(\d+)", shape), re.search(rb"<x:Column>\s*(\d+)", shape)
    return (int(row[1]), int(column[1])) if row and column else (-1, -1)


def _shape(number: int, row: int, column: int) -> str:
    return (
        f'<v:shape id="_x0000_m{number}" type="#_x0000_t202" style="position:absolute;width:240pt;height:90pt;'
        f'z-index:{number};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column + 1}, 15, {max(0, row - 1)}, 10, {column + 5}, 15, {row + 5}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
