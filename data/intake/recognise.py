"""Which sheet a file on disk holds, from its first rows alone: a registry must not be read whole to know."""

from contextlib import closing
from itertools import islice
from pathlib import Path

from data.intake.answers import Refused
from data.intake.catalog import SHEETS
from data.intake.delimited import encoding_of, rows_of
from data.intake.grid import Grid
from data.intake.guard import kind_of
from data.intake.header import SEARCHED_ROWS, find_header
from data.intake.limits import REGISTRY
from data.intake.workbook import lines_of, row_of


def topic_of(path: Path) -> str | None:
    """The topic, or None where the first worksheet does not tell; whoever reads it whole says why."""
    try:
        with path.open("rb") as file:
            kind = kind_of(file, path.stat().st_size, REGISTRY)
            if kind == "csv":
                with closing(rows_of(file, encoding_of(file), REGISTRY)) as read:
                    rows = list(islice(read, SEARCHED_ROWS))
            else:
                with lines_of(file, REGISTRY) as lines:
                    rows = [row_of(item) for item in islice((i for i in lines if i[0] == "row"), SEARCHED_ROWS)]
    except Refused:
        return None
    header = find_header(Grid("", rows), list(SHEETS.values()))
    return header.sheet.topic if header else None
