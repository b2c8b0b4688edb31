"""How a table is declared: the shared metadata, plain tables, and bitemporal fact tables."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text

from data.store.types import Instant, Real

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def plain(name: str, *parts) -> Table:
    """A table without history."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def versioned(name: str, key: list[str], *parts) -> Table:
    """A bitemporal table: at most one current row a key; its key is kept in ``table.info``."""
    table = plain(
        name, identity(), *parts, Column("known_at", Instant, nullable=False), Column("superseded_at", Instant)
    )
    table.info["key"] = tuple(key)
    _index(table, f"uq_{name}_current", "superseded_at IS NULL", unique=True)
    _index(table, f"ix_{name}_history", "superseded_at IS NOT NULL")
    return table


def _index(table: Table, name: str, condition: str, *, unique: bool = False) -> None:
    # Partial: a million rows nobody ever corrected are indexed once, not twice.
    where = text(condition)
    columns = [table.c[part] for part in table.info["key"]]
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def fact(name: str, key: list[str], *parts) -> Table:
    """A bitemporal table of reported rows, each with where it came from."""
    table = versioned(name, key, *parts, *_provenance())
    waiting = text("state = 'provisional' AND superseded_at IS NULL")  # few: found without reading the others
    Index(f"ix_{name}_waiting", table.c.source_file, sqlite_where=waiting, postgresql_where=waiting)
    return table


def _provenance() -> list[Column]:
    return [
        Column("source_file", ForeignKey("source_file.id"), nullable=False),
        Column("source_row", Integer, nullable=False),
        Column("reporter", Text, nullable=False),
        Column("state", Text, CheckConstraint("state IN ('provisional','approved')", "state"), nullable=False),
    ]


def identity() -> Column:
    """The row's own number."""
    return Column("id", Integer, primary_key=True)


def count(name: str) -> Column:
    """A whole number of things, never negative."""
    return Column(name, Integer, CheckConstraint(f"{name} >= 0", name), nullable=False)


def amount(name: str, *, nullable: bool = True) -> Column:
    """A measured quantity, never negative and never infinite."""
    return Column(name, Real, CheckConstraint(f"{name} >= 0 AND {name} < 1e12", name), nullable=nullable)
