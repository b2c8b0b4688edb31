"""The process that parses a workbook: one streaming pass, values and what people cannot see, as JSON lines.

It runs alone (standard library only) under its own limits, reads the workbook from standard input
and writes one JSON array a line: ["epoch_1904"] in such a book, ["sheet", name], ["row", number, hidden,
cells], ["merges", ...], ["hidden_columns", ...], at last ["end"]. A refusal is ["refuse", code].
Without "end" nothing counts.

Not openpyxl: it needs two full loads to tell a formula that was never calculated. Not calamine: it
hides row visibility and number formats. Both are the oracles of this reader's tests.
"""

import json
import re
import sys
import zipfile
import zlib
from xml.parsers import expat

from data.intake.workbook_parts import (
    Attributes,
    Refuse,
    checked,
    column_number,
    iso,
    parse,
    serial_day,
    shared_strings,
    styles,
)

TAGS_A_CELL = 8
MOST_HIDDEN = 200
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class SheetReader:
    """Streams one worksheet's rows out."""

    def __init__(self, book, strings, looks, limits, write):
        self.book, self.strings, self.looks = book, strings, looks
        self.limits, self.write = limits, write
        self.row, self.rows, self.cells, self.text_length = 0, 0, 0, 0
        self.merges, self.hidden_columns = [], []
        self.current, self.hidden = [], False
        self.cell, self.parts, self.collecting, self.phonetic = None, [], False, False

    def start(self, tag, a):
        if tag == "v" or (tag == "t" and not self.phonetic):
            self.collecting = True
        elif tag == "c":
            self._open_cell(a)
        elif tag == "row":
            self._open_row(a)
        elif tag == "f":
            if self.cell is not None:
                self.cell["formula"] = True
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            self._merge(a.get("ref", ""))
        elif tag == "col" and true(a.get("hidden")) and len(self.hidden_columns) < MOST_HIDDEN:
            self.hidden_columns.append([int(a["min"]), int(a["max"])])

    def _open_row(self, a):
        number = int(a.get("r", self.row + 1))
        if number <= self.row or number > 1_048_576:
            raise Refuse("bad_rows")
        self.row, self.current, self.hidden = number, [], true(a.get("hidden"))

    def _open_cell(self, a):
        column = len(self.current) + 1
        if "r" in a:
            match = REFERENCE.fullmatch(a["r"])
            if not match or int(match[2]) != self.row:
                raise Refuse("bad_rows")
            at = column_number(match[1])
            if at < column:
                raise Refuse("bad_rows")
            column = at
        self.cell = {"column": column, "type": a.get("t", "n"), "style": int(a.get("s", 0)), "formula": False}
        self.parts = []

    def text(self, data):
        if self.collecting:
            self.parts.append(data)

    def end(self, tag):
        if tag in ("v", "t"):
            self.collecting = False
        elif tag == "c":
            self._close_cell()
        elif tag == "row":
            self._close_row()
        elif tag == "rPh":
            self.phonetic = False

    def _close_cell(self):
        cell, self.cell = self.cell, None
        value = self._value(cell, "".join(self.parts))
        if value is None:
            return
        if cell["column"] > self.limits["columns"]:
            raise Refuse("too_many_columns")
        self.current += [None] * (cell["column"] - 1 - len(self.current))
        self.current.append(value)
        self.cells += 1
        self.text_length += len(value[1])
        if self.cells > self.limits["cells"]:
            raise Refuse("too_many_cells")
        if self.text_length > self.limits["text"]:  # one long text may be pointed to by every cell
            raise Refuse("too_much_text")

    def _value(self, cell, text):
        kind = cell["type"]
        if cell["formula"] and (self.book["stale"] or (text == "" and kind != "str")):
            return ["f", ""]
        if kind == "s":
            if text == "":
                return None
            if not text.isdecimal() or int(text) >= len(self.strings):
                raise Refuse("bad_rows")
            return ["t", self.strings[int(text)]]
        if text == "":
            return None
        if kind in ("str", "inlineStr"):
            return ["t", checked(text)]
        if kind in ("b", "e", "d"):
            return [kind, text] if kind != "d" else iso(text)
        return self._number(cell["style"], text)

    def _number(self, style, text):
        shows = self.looks[style] if style < len(self.looks) else ""
        if shows == "d":
            return serial_day(text, self.book["epoch_1904"]) or ["n", text]
        return [shows or "n", text]

    def _close_row(self):
        while self.current and self.current[-1] is None:
            self.current.pop()
        if not self.current:
            return
        self.rows += 1
        if self.rows > self.limits["rows"]:
            raise Refuse("too_many_rows")
        self.write(["row", self.row, self.hidden, self.current])

    def _merge(self, reference):
        first, _, last = reference.partition(":")
        a, b = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
        if not a or not b:
            raise Refuse("bad_rows")
        if len(self.merges) >= 5_000:
            raise Refuse("too_many_merges")
        self.merges.append([int(a[2]), column_number(a[1]), int(b[2]), column_number(b[1])])


def book_of(archive, names, limit):
    """(name, state, part) of each worksheet, in order; the date system; whether its formulas are stale."""
    found = Attributes(archive, "xl/workbook.xml", {"sheet", "workbookPr", "calcPr"}, limit).found
    parts = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for _, _, a in Attributes(archive, "xl/_rels/workbook.xml.rels", {"Relationship"}, limit).found:
            if a.get("Type", "").endswith("/worksheet"):
                target = a.get("Target", "")
                parts[a.get("Id")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    sheets = [
        (a.get("name", ""), a.get("state", "visible"), parts.get(a.get("id"))) for tag, _, a in found if tag == "sheet"
    ]
    return {
        "sheets": [sheet for sheet in sheets if sheet[2] in names],
        "epoch_1904": any(tag == "workbookPr" and true(a.get("date1904")) for tag, _, a in found),
        # Programs that write formulas without calculating them ask for it on opening, and write 0 meanwhile.
        "stale": any(tag == "calcPr" and true(a.get("fullCalcOnLoad")) for tag, _, a in found),
    }


def true(text):
    """An XML boolean."""
    return text in ("1", "true")


def look_ahead(archive, part, limits):
    """Count tags without parsing them: what is far beyond the limits is refused at once."""
    rows = tags = 0
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            rows += chunk.count(b"</row>")
            tags += chunk.count(b"<")
    if rows > 2 * limits["rows"]:
        raise Refuse("too_many_rows")
    if tags > TAGS_A_CELL * limits["cells"]:
        raise Refuse("too_many_cells")


def read(file, limits, write):
    """The whole workbook, visible sheets only; hidden ones are named."""
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if "xl/sharedStrings.xml" in names:
            look_ahead(archive, "xl/sharedStrings.xml", limits)
        book = book_of(archive, names, limits["unpacked"])
        strings = shared_strings(archive, names, limits["unpacked"])
        looks = styles(archive, names, limits["unpacked"])
        if book["epoch_1904"]:
            write(["epoch_1904"])
        for name, state, part in book["sheets"]:
            if state != "visible":
                write(["hidden_sheet", name])
                continue
            look_ahead(archive, part, limits)
            write(["sheet", name])
            reader = SheetReader(book, strings, looks, limits, write)
            parse(archive, part, reader.start, reader.end, reader.text, limits["unpacked"])
            write(["merges", reader.merges])
            write(["hidden_columns", reader.hidden_columns])
    write(["end"])


def limit_myself(limits):
    """No more memory and processor time than allowed; where the system has no such limits, the parent's clock rules."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))


def main():
    limits = json.loads(sys.argv[1])
    limit_myself(limits)
    encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
    with open(sys.stdout.fileno(), "w", buffering=1 << 20, encoding="ascii") as out:

        def write(line):
            out.write(encode(line) + "\n")

        try:
            read(sys.stdin.buffer, limits, write)
        except Refuse as refusal:
            write(["refuse", str(refusal)])
        except (expat.ExpatError, zipfile.BadZipFile, EOFError, KeyError, ValueError, zlib.error):
            write(["refuse", "broken_workbook"])


if __name__ == "__main__":
    main()
