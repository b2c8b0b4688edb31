"""Files made to hurt: each a name and its bytes."""

import io
import random
import zipfile

import openpyxl

from tests.data.intake.conftest import workbook

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def with_part(part: str, data: bytes, *, compress=zipfile.ZIP_DEFLATED) -> bytes:
    """A small real workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["a"], [1]]))) as old, zipfile.ZipFile(out, "w", compress) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, data)
    return out.getvalue()


def sheet(rows: bytes) -> bytes:
    return f"<worksheet {NS}><sheetData>".encode() + rows + b"</sheetData></worksheet>"


def zip_ratio() -> bytes:
    return with_part(SHEET, sheet(b"<row><c><v>1</v></c></row>" * 1_500_000))


def unpacked_size() -> bytes:
    noise = random.Random(1).randbytes(5_600_000)
    return with_part("xl/media/image1.bin", b"".join(noise[i : i + 10] + b"x" * 190 for i in range(0, 5_600_000, 10)))


def many_entries() -> bytes:
    out = io.BytesIO(workbook([["a"], [1]]))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(5_000):
            archive.writestr(f"xl/x{number}.xml", b"")
    return out.getvalue()


def _doctype(declarations: str, use: str) -> bytes:
    return (f'<?xml version="1.0"?><!DOCTYPE sst [{declarations}]><sst {NS}><si><t>{use}</t></si></sst>').encode()


def billion_laughs() -> bytes:
    levels = ['<!ENTITY l0 "ha">'] + [f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)]
    return with_part(STRINGS, _doctype("".join(levels), "&l9;"))


def quadratic_blowup() -> bytes:
    return with_part(STRINGS, _doctype(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 5_000))


def external_entity() -> bytes:
    return with_part(STRINGS, _doctype('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"))


def doctype_in_sheet() -> bytes:
    return with_part(SHEET, f'<!DOCTYPE a [<!ENTITY a "x">]><worksheet {NS}/>'.encode())


def huge_directory() -> bytes:
    """A directory of a hundred thousand entries, one of which would do."""
    small = workbook([["a"], [1]])
    at = small.rfind(b"PK\x05\x06")
    start = int.from_bytes(small[at + 16 : at + 20], "little")
    directory = small[start:at]
    end = bytearray(small[at:])
    end[8:12] = (9).to_bytes(2, "little") * 2  # it says nine
    end[12:16] = (len(directory) * 12_000).to_bytes(4, "little")
    return small[:start] + directory * 12_000 + bytes(end)


def one_text_everywhere() -> bytes:
    """A text of 32,000 characters, pointed to by half a million cells."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>"
    out = io.BytesIO(with_part(SHEET, sheet(row.encode() * 10_000), compress=zipfile.ZIP_STORED))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(STRINGS, f"<sst {NS}><si><t>{'ab' * 16_000}</t></si></sst>")
    return out.getvalue()


def brackets() -> bytes:
    """Cells that would make a careless pattern look for the closing bracket a billion times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["(" * 32_000] * 10] * 30))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def deep_xml() -> bytes:
    return with_part(SHEET, sheet(b"<a>" * 200_000 + b"</a>" * 200_000), compress=zipfile.ZIP_STORED)


def endless_rows() -> bytes:
    """No <dimension>, a quarter of a million rows, each with something in it."""
    rows = "".join(f"<row r='{n}'><c t='inlineStr'><is><t>r{n * 7919}</t></is></c></row>" for n in range(1, 250_000))
    return with_part(SHEET, sheet(rows.encode()))


def endless_cells() -> bytes:
    rows = "".join(f"<row>{''.join(f'<c><v>{n * i}</v></c>' for i in range(90))}</row>" for n in range(24_000))
    return with_part(SHEET, sheet(rows.encode()))


def endless_columns() -> bytes:
    cells = b"".join(f"<c><v>{n}</v></c>".encode() for n in range(16_000))
    return with_part(SHEET, sheet(b"<row>" + cells + b"</row>"))


def long_text() -> bytes:
    words = random.Random(2).randbytes(5_000_000).hex().encode()
    return with_part(STRINGS, f"<sst {NS}><si><t>".encode() + words + b"</t></si></sst>")


def lying_sizes() -> bytes:
    """The directory says 1,000 bytes; the stream holds thirty million."""
    data = with_part(SHEET, sheet(b"<row><c><v>1</v></c></row>" * 1_000_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    return data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def overlapping_parts() -> bytes:
    """Every entry of the directory points at the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", random.Random(3).randbytes(400_000))
        info = archive.getinfo("xl/workbook.xml")
        for number in range(40):
            copy = zipfile.ZipInfo(f"xl/w{number}.xml")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type", "_compresslevel"):
                setattr(copy, name, getattr(info, name))
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
    return out.getvalue()


def merged_everywhere() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 20_000))
    return with_part(SHEET, f"<worksheet {NS}><sheetData/><mergeCells>{merges}</mergeCells></worksheet>".encode())


BOMBS = {
    "zip_ratio": (zip_ratio, "zip_ratio"),
    "unpacked_size": (unpacked_size, "zip_size"),
    "many_entries": (many_entries, "zip_entries"),
    "billion_laughs": (billion_laughs, "xml_entities"),
    "quadratic_blowup": (quadratic_blowup, "xml_entities"),
    "external_entity": (external_entity, "xml_entities"),
    "doctype_in_sheet": (doctype_in_sheet, "xml_entities"),
    "deep_xml": (deep_xml, "deep_xml"),
    "endless_rows": (endless_rows, "too_many_rows"),
    "endless_cells": (endless_cells, "too_many_cells"),
    "endless_columns": (endless_columns, "too_many_columns"),
    "long_text": (long_text, "long_text"),
    "huge_directory": (huge_directory, "zip_entries"),
    "one_text_everywhere": (one_text_everywhere, "too_much_text"),
    "brackets": (brackets, "no_header"),
    "lying_sizes": (lying_sizes, "broken_workbook"),
    "overlapping_parts": (overlapping_parts, "zip_overlap"),
    "merged_everywhere": (merged_everywhere, "too_many_merges"),
}
"""Name -> how it is made, and the code of its refusal."""

assert openpyxl.DEFUSEDXML
