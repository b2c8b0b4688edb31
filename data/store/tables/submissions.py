"""What becomes of a file after it came in: reviewed, issued, returned or withdrawn."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from data.store.tables.building import identity, plain
from data.store.types import Instant

STATUSES = ("submitted", "reviewed", "issued", "returned", "withdrawn")

submission = plain(
    "submission",
    identity(),
    Column("source_file", ForeignKey("source_file.id"), nullable=False, unique=True),
    Column("fact", Text, nullable=False),  # the table its rows are in
    Column("county", Text),  # the one county it speaks of
    Column("status", Text, CheckConstraint(f"status IN {STATUSES}", "status"), nullable=False),
    Column("by_rule", Integer, CheckConstraint("by_rule IN (0, 1)", "by_rule"), nullable=False),  # nobody was asked
    Column("revision", Integer, nullable=False),  # moves on with every step and with every change of its rows
    Column("rows", Integer, nullable=False),  # it brought that still hold
    Column("fingerprint", Text),  # SHA-256 of them; none where nobody approves
    Column("changed_at", Instant, nullable=False),
    Column("reviewed_by", Text),
    Column("reviewed_at", Instant),
    Column("issued_by", Text),
    Column("issued_at", Instant),
    Column("reason", Text),
    Column("replaced_by", Text),  # the receipt of the later version
)
Index("ix_submission_status", submission.c.status)
