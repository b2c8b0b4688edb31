"""Liaison officers of key enterprises and their visits; contingency plans, drills, and plans that were opened."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from data.store.tables.building import fact, identity, plain
from data.store.types import Day, Instant

SEVERITIES = "'blue','yellow','orange','red'"

liaison_officer = fact(
    "liaison_officer",
    ["enterprise"],
    Column("enterprise", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("since", Day, nullable=False),
)

liaison_visit = fact(
    "liaison_visit",
    ["enterprise", "valid_for"],
    Column("enterprise", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    Column("way", Text, CheckConstraint("way IN ('on_site','phone','online')", "way"), nullable=False),
    Column("finding", Text, nullable=False),
    Column("need", Text),  # the category of the problem found, where there was one
)

contingency_plan = fact(
    "contingency_plan",
    ["enterprise", "trigger"],
    Column("enterprise", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("trigger", Text, nullable=False),  # the indicator whose alert opens it
    Column("severity", Text, CheckConstraint(f"severity IN ({SEVERITIES})", "severity"), nullable=False),
    Column("actions", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("drawn_on", Day, nullable=False),
)

contingency_drill = fact(
    "contingency_drill",
    ["enterprise", "valid_for"],
    Column("enterprise", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    Column("content", Text, nullable=False),
    Column("result", Text, CheckConstraint("result IN ('good','wanting')", "result"), nullable=False),
    Column("note", Text),
)

plan_opening = plain(
    "plan_opening",
    identity(),
    Column("enterprise", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("alert", ForeignKey("alert.id"), nullable=False),
    Column("severity", Text, CheckConstraint(f"severity IN ({SEVERITIES})", "severity"), nullable=False),
    Column("opened_for", Day, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_for", Day),
    Column("closed_by", Text),
    Column("note", Text),
    Column("revision", Integer, nullable=False),
)
Index(
    "uq_plan_opening_open",
    plan_opening.c.enterprise,
    plan_opening.c.trigger,
    unique=True,
    sqlite_where=text("closed_for IS NULL"),
    postgresql_where=text("closed_for IS NULL"),
)
