"""Drafts of web forms: what was typed so far, kept on the server; never read by anything that counts."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, text

from data.store.tables.building import identity, plain
from data.store.types import Day, Document, Instant

draft = plain(
    "draft",
    identity(),
    Column("topic", Text, nullable=False),
    Column("day", Day, nullable=False),  # the last day of its period
    Column("unit", Text, nullable=False),  # the enterprise, else the county it is filled in for
    Column("county", Text, nullable=False),
    Column("enterprise", Text),
    Column("owner", Text, nullable=False),  # the account that began it
    Column("saved_by", Text, nullable=False),
    Column("cells", Document, nullable=False),  # row -> column -> text as typed
    Column("template", Text, nullable=False),  # version of the declaration it was begun with
    Column("base", Document, nullable=False),  # what was known of each row then
    Column("offered", Text),  # the content last sent: its SHA-256
    Column("status", Text, CheckConstraint("status IN ('open', 'sent', 'discarded')", "status"), nullable=False),
    Column("receipt", Text),
    Column("opened_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("seconds", Integer, CheckConstraint("seconds >= 0", "seconds"), nullable=False),  # of filling in
    Column("revision", Integer, nullable=False),
)
Index(
    "uq_draft_open",
    draft.c.topic,
    draft.c.day,
    draft.c.unit,
    unique=True,
    sqlite_where=text("status = 'open'"),
    postgresql_where=text("status = 'open'"),
)
Index("ix_draft_owner", draft.c.owner, draft.c.saved_at)
