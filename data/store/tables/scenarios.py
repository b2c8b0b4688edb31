"""Scenario cards people make: what is assumed, what would then come, and how it compares with what came."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from data.store.tables.building import identity, plain, versioned
from data.store.types import Day, Document, Flag, Instant, Real

KINDS = "'net','reopening','payment','outage','road','festival'"
STATES = "'ok','reached','not_assessable'"

scenario = plain(
    "scenario",
    identity(),
    Column("county", Text, nullable=False),  # the region's own code where it is of the region
    Column("kind", Text, CheckConstraint(f"kind IN ({KINDS})", "kind"), nullable=False),
    Column("levers", Document, nullable=False),
    Column("assumption", Text, nullable=False),
    Column("made_for", Day, nullable=False),  # the day of the outlook it stands beside
    Column("data_moment", Instant, nullable=False),  # as of when the data was known
    Column("seed", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("came_true", Text, CheckConstraint("came_true IN ('yes','no')", "came_true")),
    Column("judged_at", Instant),
    Column("judged_by", Text),
    Column("judged_why", Text),
    Column("retired_at", Instant),
    Column("retired_by", Text),
    Column("retired_why", Text),
    Column("key", Text, nullable=False, unique=True),  # of the click: a repeated one is the same
    Column("revision", Integer, nullable=False),
)
Index("ix_scenario_county", scenario.c.county)

scenario_answer = plain(  # written once: what was said stays said
    "scenario_answer",
    identity(),
    Column("scenario", ForeignKey("scenario.id"), nullable=False),
    Column("outlook", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("baseline_state", Text, CheckConstraint(f"baseline_state IN ({STATES})", "baseline_state"), nullable=False),
    Column("state", Text, CheckConstraint(f"state IN ({STATES})", "state"), nullable=False),
    Column("baseline", Document, nullable=False),
    Column("answer", Document, nullable=False),
    Column("checks", Document, nullable=False),  # what can be compared with what comes, and when
    Column("known_at", Instant, nullable=False),
    UniqueConstraint("scenario", "outlook", "subject"),
)

scenario_score = versioned(
    "scenario_score",
    ["scenario", "outlook", "subject", "valid_for"],
    Column("scenario", ForeignKey("scenario.id"), nullable=False),
    Column("outlook", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    Column("actual", Real, nullable=False),
    Column("baseline_error", Real, nullable=False),  # said less came
    Column("baseline_inside", Flag, nullable=False),  # of the 80 % band
    Column("scenario_error", Real, nullable=False),
    Column("scenario_inside", Flag, nullable=False),
)
