"""A workbook as a package of XML parts, changed by splicing bytes: what is not touched stays byte for byte."""

import copy
import io
import re
import zipfile
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

OPEN_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "[Content_Types].xml"


class Unsplicable(Exception):
    """The package is not as such packages are; it is left alone."""


@dataclass
class Element:
    """One element: its last name, plain attributes, depth, own text, and its bytes from ``start`` to ``end``."""

    tag: str
    attributes: dict[str, str]
    depth: int
    start: int
    close: int = 0  # where its closing tag begins; ``start`` where it closes itself
    end: int = 0
    text: str = ""


def elements(data: bytes, deepest: int) -> list[Element]:
    """The elements down to a depth (the root is 0), in the order they open."""
    parser = expat.ParserCreate("utf-8", namespace_separator="}")
    parser.buffer_text = True
    found: list[Element] = []
    path: list[Element | None] = []

    def opened(tag, attributes):
        one = None
        if len(path) <= deepest:
            plain = {name.rpartition("}")[2]: value for name, value in attributes.items()}
            one = Element(tag.rpartition("}")[2], plain, len(path), parser.CurrentByteIndex)
            found.append(one)
        path.append(one)

    def closed(_tag):
        one = path.pop()
        if one is not None:
            opening = OPEN_TAG.match(data, one.start)[0]
            alone = opening.endswith(b"/>")
            one.close = one.start if alone else parser.CurrentByteIndex
            one.end = one.start + len(opening) if alone else data.index(b">", one.close) + 1

    def said(text):
        if path and path[-1] is not None:
            path[-1].text += text

    def forbidden(*_):
        raise Unsplicable("declares entities")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, said
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = forbidden
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise Unsplicable("no XML in UTF-8") from None
    return found


def spliced(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with each range replaced; ranges do not overlap."""
    out, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        out += [data[at:start], new]
        at = end
    return b"".join([*out, data[at:]])


def inside(data: bytes, one: Element, new: bytes) -> tuple[int, int, bytes]:
    """The edit that puts something at the end of an element, also of one that closes itself."""
    if one.close != one.start:
        return one.close, one.close, new
    opening = data[one.start : one.end]
    name = re.match(rb"<([^\s/>]+)", opening)[1]
    return one.start, one.end, opening[:-2].rstrip() + b">" + new + b"</" + name + b">"


class Package:
    """The parts of a workbook; ``write`` gives the workbook with what was changed and added."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._changed: dict[str, bytes] = {}
        self.names = set(self._archive.namelist())
        root = self.part("xl/workbook.xml")
        self.office = STRICT if b"purl.oclc.org" in root[:2_000] else OFFICE
        self.main = "http://purl.oclc.org/ooxml/spreadsheetml/main" if self.office == STRICT else MAIN

    def part(self, name: str) -> bytes:
        if name in self._changed:
            return self._changed[name]
        if name not in self.names:
            raise Unsplicable(f"no {name}")
        return self._archive.read(name)

    def put(self, name: str, data: bytes) -> None:
        """Change a part, or add it."""
        self._changed[name] = data
        self.names.add(name)

    def free(self, pattern: str) -> str:
        """A name no part has yet: ``pattern`` with a number in it."""
        taken = {name.lower() for name in self.names}
        return next(name for n in range(1, 10_000) if (name := pattern.format(n)).lower() not in taken)

    def related(self, name: str, kind: str) -> dict[str, str]:
        """Relation id -> part, of a part's relations of one kind."""
        rels = _rels_of(name)
        if rels not in self.names:
            return {}
        folder = name.rpartition("/")[0]
        return {
            one.attributes.get("Id", ""): _resolved(folder, one.attributes.get("Target", ""))
            for one in elements(self.part(rels), 1)
            if one.attributes.get("Type", "").endswith(f"/{kind}")
        }

    def relate(self, name: str, kind: str, target: str) -> str:
        """Relate a part to another one; the new relation's id."""
        rels = _rels_of(name)
        if rels not in self.names:
            self.put(rels, f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONS}"/>'.encode())
        data = self.part(rels)
        root, *others = elements(data, 1)
        taken = {one.attributes.get("Id") for one in others}
        number = next(f"rIdMark{n}" for n in range(1, 10_000) if f"rIdMark{n}" not in taken)
        told = f'Id="{number}" Type="{self.office}/{kind}" Target={quoteattr("/" + target)}'
        self.put(rels, spliced(data, [inside(data, root, f'<Relationship xmlns="{RELATIONS}" {told}/>'.encode())]))
        return number

    def declare(self, xml: str, *, unless: str) -> None:
        """Enter a content type, unless one with this extension or part name is there."""
        data = self.part(TYPES)
        root, *others = elements(data, 1)
        told = {one.attributes.get(key, "").lower() for one in others for key in ("Extension", "PartName")}
        if unless.lower() not in told:
            self.put(TYPES, spliced(data, [inside(data, root, xml.encode())]))

    def write(self) -> bytes:
        """The workbook, every part in its old order and packing, the new ones last."""
        out, old = io.BytesIO(), {entry.filename: entry for entry in self._archive.infolist()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in [*old, *(name for name in self._changed if name not in old)]:
                new.writestr(copy.copy(old.get(name, name)), self.part(name))
        return out.getvalue()


def _rels_of(name: str) -> str:
    folder, _, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels"


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
