"""What the daily run computes: runs, indicator values, signals, outlooks."""

from sqlalchemy import CheckConstraint, Column, Index, Text

from data.store.tables.building import identity, plain, versioned
from data.store.types import Day, Document, Instant, Real

evaluation_run = plain(
    "evaluation_run",
    identity(),
    Column("valid_for", Day, nullable=False),
    Column("known_at", Instant, nullable=False),
    Column("seconds", Real, nullable=False),
    Column("config_hash", Text, nullable=False),
    Column("detail", Document, nullable=False),
)

indicator_value = versioned(
    "indicator_value",
    ["indicator", "subject", "valid_for"],
    Column("indicator", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),  # the region's own code for its totals
    Column("enterprise", Text),
    Column("valid_for", Day, nullable=False),
    Column("value", Real),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('ok','provisional','missing','not_due','not_applicable','not_assessable')", "state"),
        nullable=False,
    ),
    CheckConstraint("(value IS NULL) = (state NOT IN ('ok','provisional'))", "value_or_reason"),
)
Index("ix_indicator_value_day", indicator_value.c.valid_for, indicator_value.c.indicator)

signal = versioned(
    "signal",
    ["indicator", "subject", "valid_for"],
    Column("indicator", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("enterprise", Text),
    Column("valid_for", Day, nullable=False),
    Column(
        "severity",
        Text,
        CheckConstraint("severity IN ('blue','yellow','orange','red')", "severity"),
        nullable=False,
    ),
    Column("value", Real),
    Column("threshold", Real),
    Column("evidence", Document, nullable=False),
)
Index("ix_signal_day", signal.c.valid_for)

outlook = versioned(
    "outlook",
    ["outlook", "subject", "valid_for"],
    Column("outlook", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("enterprise", Text),
    Column("valid_for", Day, nullable=False),  # the last day known when it was made
    Column("state", Text, CheckConstraint("state IN ('ok','reached','not_assessable')", "state"), nullable=False),
    Column("answer", Document, nullable=False),
)
Index("ix_outlook_day", outlook.c.valid_for)
