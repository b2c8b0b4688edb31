"""Alerts: the machine's column (active) beside people's column (status), and every step taken."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from data.store.tables.building import identity, plain
from data.store.types import Day, Document, Flag, Instant, Real

alert = plain(
    "alert",
    identity(),
    Column("indicator", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("enterprise", Text),
    Column(
        "severity", Text, CheckConstraint("severity IN ('blue','yellow','orange','red')", "severity"), nullable=False
    ),
    Column("active", Flag, nullable=False),
    Column(
        "status",
        Text,
        CheckConstraint(
            "status IN ('new','acknowledged','handling','review','known_cause','closed','false_alarm')", "status"
        ),
        nullable=False,
    ),
    Column("opened_for", Day, nullable=False),
    Column("last_signal_for", Day, nullable=False),
    Column("cleared_for", Day),
    Column("owner", Text, nullable=False),
    Column("due", Day),
    Column("value", Real),
    Column("threshold", Real),
    Column("evidence", Document, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)
Index(
    "uq_alert_living",
    alert.c.indicator,
    alert.c.subject,
    unique=True,
    sqlite_where=text("status NOT IN ('closed','false_alarm')"),
    postgresql_where=text("status NOT IN ('closed','false_alarm')"),
)
Index("ix_alert_county", alert.c.county, alert.c.status)

alert_event = plain(  # append-only: the whole alert as it was after each step, for reading it as known then
    "alert_event",
    identity(),
    Column("alert", ForeignKey("alert.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("valid_for", Day, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("snapshot", Document, nullable=False),
)
Index("ix_alert_event_alert", alert_event.c.alert, alert_event.c.id)
