"""What was reported on the plan's measures: one row a place, target and day."""

from sqlalchemy import CheckConstraint, Column, Text

from data.store.tables.building import amount, fact
from data.store.types import Day

measure_progress = fact(
    "measure_progress",
    ["county", "target", "valid_for"],
    Column("county", Text, nullable=False),  # the region's own code for what its departments report
    Column("target", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    amount("done"),  # cumulative, or the level reached
    amount("total"),  # of how many, where it is a share
    Column("stage", Text, CheckConstraint("stage IN ('planned','running','done')", "stage")),
    Column("note", Text),
    Column("evidence", Text),
)
