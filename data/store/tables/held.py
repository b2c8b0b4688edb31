"""Files with open questions: kept whole until somebody answers, and the answers: with the values, or until a day."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text

from data.store.tables.building import identity, plain
from data.store.types import Day, Document, Instant

held_file = plain(
    "held_file",
    identity(),
    Column("sha256", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("reporter", Text, nullable=False),
    Column("counties", Document, nullable=False),  # whose rows it holds
    Column("enterprise", Text),
    Column("held_at", Instant, nullable=False),
    Column("questions", Document, nullable=False),
    Column("status", Text, CheckConstraint("status IN ('open', 'stored', 'withdrawn')", "status"), nullable=False),
    Column("receipt", Text),  # once it was answered and stored
    Column("settled_at", Instant),
)
Index("ix_held_file_reporter", held_file.c.reporter, held_file.c.status)

confirmation = plain(
    "confirmation",
    identity(),
    Column("source_file", ForeignKey("source_file.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("day", Day),
    Column("header", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("reason", Text, nullable=False),  # what was asked
    Column("because", Text, nullable=False),  # what was answered
    Column("answered_by", Text, nullable=False),
    Column("answered_at", Instant, nullable=False),
)
Index("ix_confirmation_source_file", confirmation.c.source_file)

lasting_answer = plain(
    "lasting_answer",
    identity(),
    Column("source_file", ForeignKey("source_file.id"), nullable=False),
    Column("topic", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("header", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("reason", Text, nullable=False),  # what was asked
    Column("because", Text, nullable=False),  # what was answered
    Column("until", Day, nullable=False),  # its last day
    Column("given_by", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("revoked_by", Text),
    Column("revoked_at", Instant),
)
Index("ix_lasting_answer_subject", lasting_answer.c.kind, lasting_answer.c.subject)
