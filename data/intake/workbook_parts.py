"""The small parts of a workbook: streaming XML, shared strings, what number formats mean, days.

Standard library only: the reading process imports it, and it starts in a few hundredths of a second.
"""

import datetime as dt
import re
from xml.parsers import expat

CHUNK = 1 << 16
LONGEST_TEXT = 32_767  # Excel's own limit
DEEPEST = 40
MOST_ELEMENTS = 100_000  # of styles, sheets or relationships; a real workbook has hundreds
DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
SECONDS_A_DAY = 86_400


class Refuse(Exception):
    """The workbook is refused; the argument is the code."""


def parse(archive, name, start, end, text, limit):
    """Stream one XML part through expat. Declares no entity, no DTD; depth and size are bounded."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def opened(tag, attributes):
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Refuse("deep_xml")
        start(tag.rpartition("}")[2], attributes)

    def closed(tag):
        nonlocal depth
        depth -= 1
        end(tag.rpartition("}")[2])

    def forbidden(*_):
        raise Refuse("xml_entities")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = forbidden
    read = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            read += len(chunk)
            if read > limit:
                raise Refuse("zip_size")
            parser.Parse(chunk)
        parser.Parse(b"", True)


def nothing(*_):
    """A handler that ignores."""


class Attributes:
    """Collects the attributes of named elements, in order: enough for the small parts of a workbook."""

    def __init__(self, archive, name, tags, limit):
        self.found = []
        self.path = []

        def start(tag, attributes):
            self.path.append(tag)
            if tag in tags:
                # Relationship ids carry a namespace; only their last part matters.
                plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
                self.found.append((tag, tuple(self.path[:-1]), plain))
                if len(self.found) > MOST_ELEMENTS:
                    raise Refuse("broken_workbook")

        def end(_tag):
            self.path.pop()

        parse(archive, name, start, end, nothing, limit)


def shared_strings(archive, names, limit):
    """The texts cells point to; phonetic guides are not text."""
    if "xl/sharedStrings.xml" not in names:
        return []
    strings, parts, state = [], [], {"text": False, "phonetic": 0}

    def start(tag, _attributes):
        if tag == "si":
            parts.clear()
        elif tag == "rPh":
            state["phonetic"] += 1
        state["text"] = tag == "t" and not state["phonetic"]

    def end(tag):
        state["text"] = False
        if tag == "rPh":
            state["phonetic"] -= 1
        elif tag == "si":
            strings.append(checked("".join(parts)))

    def text(data):
        if state["text"]:
            parts.append(data)

    parse(archive, "xl/sharedStrings.xml", start, end, text, limit)
    return strings


def checked(text):
    """A text no longer than Excel allows, without Excel's own escapes for control characters."""
    if len(text) > LONGEST_TEXT:
        raise Refuse("long_text")
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def styles(archive, names, limit):
    """For each cell style: "d" where it shows a day, "x" where it shows a scaled number, else ""."""
    if "xl/styles.xml" not in names:
        return []
    found = Attributes(archive, "xl/styles.xml", {"numFmt", "xf"}, limit).found
    codes = {int(a["numFmtId"]): a.get("formatCode", "") for tag, _, a in found if tag == "numFmt"}
    formats = [int(a.get("numFmtId", 0)) for tag, path, a in found if tag == "xf" and path[-1] == "cellXfs"]
    return [meaning(number, codes.get(number, "")) for number in formats]


def meaning(number, code):
    """What a number format does to what people see."""
    if number in DATE_FORMATS and not code:
        return "d"
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code.split(";")[0]).lower()
    if re.search(r"[yd]", bare) or (re.search(r"m", bare) and not re.search(r"[hs]", bare)):
        return "d"
    if re.search(r"[0#?],+(?:[^0#?]|$)", bare) or re.search(r'[0#]!\.|[0#]\\\.|[0#]"\."', code):
        return "x"
    return ""


def column_number(letters):
    """A -> 1, AB -> 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def iso(text):
    """An ISO cell of a strict workbook."""
    try:
        moment = dt.datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return ["t", text]
    return ["d", _written(moment)]


def serial_day(text, epoch_1904):
    """A serial number shown as a day. Excel's 1900 system has a 29 February 1900 that never was."""
    try:
        serial = float(text)
    except ValueError:
        return None
    if not 1 <= serial < 2_958_466 or (not epoch_1904 and int(serial) == 60):
        return None
    epoch = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 30 if serial > 60 else 31)  # noqa: DTZ001
    days, seconds = int(serial), round((serial - int(serial)) * SECONDS_A_DAY)
    try:
        return ["d", _written(epoch + dt.timedelta(days=days, seconds=seconds))]
    except OverflowError:
        return None


def _written(moment):
    return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(sep=" ")
