"""The dispatch proposal of each evaluated day: what to send, and how every county stands with every category."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text

from data.store.tables.building import amount, versioned
from data.store.types import Day, Real

dispatch_line = versioned(
    "dispatch_line",
    ["category", "sender", "receiver", "valid_for"],
    Column("category", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("from_county", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("to_county", Text, nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('between','within')", "kind"), nullable=False),
    Column("valid_for", Day, nullable=False),
    amount("tonnes", nullable=False),
    amount("km", nullable=False),
    Column("sender_before", Real),  # days of cover
    Column("sender_after", Real),
    Column("receiver_before", Real),
    Column("receiver_after", Real),
    Column("target_days", Real, nullable=False),
    Column("reason", Text, nullable=False),
)
Index("ix_dispatch_line_day", dispatch_line.c.valid_for)

dispatch_balance = versioned(
    "dispatch_balance",
    ["category", "county", "valid_for"],
    Column("category", Text, nullable=False),
    Column("county", Text, nullable=False),  # the region's own code for its totals
    Column("valid_for", Day, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('enough','filled','small','short','unknown')", "state"),
        nullable=False,
    ),
    Column("firms", Integer, nullable=False),
    Column("heard", Integer, nullable=False),  # how many of them have reported
    amount("on_hand", nullable=False),  # tonnes
    amount("in_transit", nullable=False),
    amount("demand", nullable=False),  # tonnes a day
    Column("target_days", Real, nullable=False),
    amount("need", nullable=False),
    amount("spare", nullable=False),
    amount("sent", nullable=False),
    amount("received", nullable=False),
    amount("unmet", nullable=False),
    Column("short_since", Day),
    Column("reason", Text, nullable=False),
)
Index("ix_dispatch_balance_day", dispatch_balance.c.valid_for)
