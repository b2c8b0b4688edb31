"""Problems and needs of entities, and every step taken with them."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from data.store.tables.building import identity, plain
from data.store.types import Day, Document, Instant

STATUSES = "'registered','accepted','answered','closed','declined','merged'"

problem = plain(
    "problem",
    identity(),
    Column("county", Text, nullable=False),  # where it was raised; the region's own code where it is of the region
    Column("enterprise", Text),  # the guarantee enterprise, where it is one's
    Column("entity", Text, nullable=False),
    Column("contact", Text),  # a masked phone number; the whole one is never kept
    Column("category", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("source", Text, nullable=False),  # entity, visit, alert, meeting
    Column("alert", Integer),
    Column("measure", Text),
    Column("level", Text, CheckConstraint("level IN ('county','prefecture','province')", "level"), nullable=False),
    Column("status", Text, CheckConstraint(f"status IN ({STATUSES})", "status"), nullable=False),
    Column("owner", Text),  # NULL: the next level has not taken it yet
    Column("due", Day, nullable=False),
    Column("opened_for", Day, nullable=False),
    Column("answered_for", Day),
    Column("answer", Text),
    Column("merged_into", ForeignKey("problem.id")),
    Column("revision", Integer, nullable=False),
)
Index("ix_problem_county", problem.c.county, problem.c.status)

problem_event = plain(  # append-only: the whole problem as it was after each step
    "problem_event",
    identity(),
    Column("problem", ForeignKey("problem.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("snapshot", Document, nullable=False),
)
Index("ix_problem_event_problem", problem_event.c.problem, problem_event.c.id)
