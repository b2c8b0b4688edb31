"""Repeated keys among millions of rows, in eight bytes a row."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator

import numpy as np

from data.intake.answers import Problem
from data.intake.sheet import Sheet
from data.intake.text import shown


class Keys:
    """Hashes of keys. Two different keys with one hash are rare; the second look tells them apart."""

    def __init__(self) -> None:
        self._hashes = array("Q")

    def add(self, key: str) -> None:
        """Remember a key."""
        self._hashes.append(_hash(key))

    def suspects(self) -> set[int]:
        """Hashes that occur more than once."""
        ordered = np.sort(np.frombuffer(self._hashes, dtype=np.uint64))
        return set(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")


def repeated(sheet: Sheet, rows: Iterable[dict], suspects: set[int]) -> Iterator[Problem]:
    """The rows whose key came before, among those whose hash did."""
    (name,) = sheet.key
    first: dict[str, int] = {}
    for row in rows:
        key = row[name]
        if _hash(key) in suspects and (earlier := first.setdefault(key, row["source_row"])) != row["source_row"]:
            reason = f"与第{earlier}行重复"
            yield Problem(
                row=row["source_row"],
                header=sheet.header(name),
                found=shown(key),
                reason=reason,
                advice="请只保留一行",
                code="repeated_key",
            )
