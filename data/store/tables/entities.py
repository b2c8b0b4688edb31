"""Market entities: the registry, the daily counts, and the breakdown computed from the registry."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint, text

from data.store.tables.building import count, fact, identity, plain
from data.store.types import Day, Instant

entity = fact(
    "entity",
    ["credit_code"],
    Column("credit_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("section", Text, nullable=False),  # GB/T 4754-2017 section letter
    Column("size", Text, nullable=False),  # large, medium, small, micro
    Column("opened", Day, nullable=False),
    Column("closed", Day),
    Column("ended_by", Text, CheckConstraint("ended_by IN ('deregistered','revoked')", "ended_by")),
    CheckConstraint("(closed IS NULL) = (ended_by IS NULL)", "closed_has_reason"),
    CheckConstraint("closed IS NULL OR closed >= opened", "closed_after_opened"),
)
_ended = text("closed IS NOT NULL")
Index("ix_entity_closed", entity.c.closed, entity.c.county, sqlite_where=_ended, postgresql_where=_ended)

entity_count = fact(
    "entity_count",
    ["county", "kind", "valid_for"],
    Column("county", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    count("opening"),
    count("entries"),
    count("deregistrations"),
    count("revocations"),
    count("moves_in"),
    count("moves_out"),
    Column("reclassified", Integer, nullable=False),  # net change of definition, may be negative
    count("closing"),
    CheckConstraint(
        "closing = opening + entries - deregistrations - revocations + moves_in - moves_out + reclassified",
        "stock_flow_identity",
    ),
)

entity_breakdown = plain(  # computed from the registry by the daily run; never reported
    "entity_breakdown",
    identity(),
    Column("county", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("month", Day, nullable=False),  # its first day
    count("opened"),
    count("deregistered"),
    count("revoked"),
    count("closing"),
    Column("known_at", Instant, nullable=False),
    UniqueConstraint("county", "kind", "section", "township", "month"),
)
