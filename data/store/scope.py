"""Whose rows a reader may see. It is a parameter of every read and never has a default."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.sql.schema import Table


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The counties, or the one enterprise, a reader is limited to.

    ``counties`` is ``None`` for the whole region; rows of the region itself (the
    prefecture's totals) are visible only then. ``enterprise`` limits a reader to one
    firm's own rows; tables without an ``enterprise`` column are then empty for them.
    """

    counties: frozenset[str] | None
    enterprise: str | None = None

    @property
    def whole(self) -> bool:
        """Whether the reader sees the whole region."""
        return self.counties is None and self.enterprise is None

    def covers(self, county: str | None, enterprise: str | None = None) -> bool:
        """Whether one row's county (and enterprise) is visible: the oracle of ``where``."""
        if self.enterprise is not None:
            return enterprise == self.enterprise
        return self.counties is None or county in self.counties

    def where(self, table: Table) -> ColumnElement[bool]:
        """The condition that keeps this reader's rows of ``table``."""
        if self.enterprise is not None:
            own = table.c.get("enterprise")
            return false() if own is None else own == self.enterprise
        if self.counties is None:
            return true()
        return table.c.county.in_(sorted(self.counties))


EVERYTHING = Scope(counties=None)
"""The daily run's own scope, and that of prefecture-level readers."""
