"""Tables about the data itself: its version, the audit, the files it came from."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint

from data.store.tables.building import identity, plain
from data.store.types import Day, Document, Instant

data_version = plain(
    "data_version",
    Column("id", Integer, CheckConstraint("id = 1", "only_row"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

table_version = plain(  # moves with every transaction that writes to the table; one without a row was never written to
    "table_version",
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)

setting = plain(  # what the database itself must remember: region, demo mark, ...
    "setting",
    Column("name", Text, primary_key=True),
    Column("value", Document, nullable=False),
)

event = plain(  # append-only; triggers refuse UPDATE and DELETE
    "event",
    identity(),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("county", Text),
    Column("detail", Document, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
Index("ix_event_object", event.c.object_kind, event.c.object_id)
Index("ix_event_at", event.c.at)

source_file = plain(
    "source_file",
    identity(),
    Column("receipt", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("reporter", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("new_rows", Integer, nullable=False),
    Column("changed_rows", Integer, nullable=False),
    Column("first_day", Day),
    Column("last_day", Day),
    Column("counties", Document, nullable=False),  # whose rows it holds
    Column("enterprise", Text),  # the one firm that sent it about itself
    UniqueConstraint("sha256", "topic", "reporter"),
)
