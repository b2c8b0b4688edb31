"""Rows put aside on disk between two passes, small and fast to read back."""

import datetime as dt
import marshal
import tempfile
from collections.abc import Iterator

from data.intake.sheet import Kind, Sheet

CHUNK = 2_000


class Spool:
    """Keeps a sheet's rows in a temporary file that has no name and vanishes when closed."""

    def __init__(self, sheet: Sheet) -> None:
        self._names = ("source_row", *(column.name for column in sheet.columns))
        self._days = [i for i, c in enumerate(sheet.columns, 1) if c.kind in (Kind.DAY, Kind.MONTH)]
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._chunk: list[tuple] = []
        self.count = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_) -> None:
        self._file.close()

    def add(self, row: dict) -> None:
        """Put one row aside. Days travel as ordinals: marshal knows no dates."""
        values = [row[name] for name in self._names]
        for i in self._days:
            if values[i] is not None:
                values[i] = values[i].toordinal()
        self._chunk.append(tuple(values))
        self.count += 1
        if len(self._chunk) == CHUNK:
            self._flush()

    def rows(self) -> Iterator[dict]:
        """Every row again, in the order they came."""
        self._flush()
        self._file.seek(0)
        days: dict[int, dt.date] = {}
        while length := self._file.read(8):
            chunk = self._file.read(int.from_bytes(length, "big"))
            for values in marshal.loads(chunk):  # noqa: S302 - written by ourselves a moment ago
                row = dict(zip(self._names, values))
                for i in self._days:
                    if (number := values[i]) is not None:
                        row[self._names[i]] = days.get(number) or days.setdefault(number, dt.date.fromordinal(number))
                yield row

    def _flush(self) -> None:
        if self._chunk:
            written = marshal.dumps(self._chunk)
            self._file.seek(0, 2)
            self._file.write(len(written).to_bytes(8, "big") + written)
            self._chunk = []
