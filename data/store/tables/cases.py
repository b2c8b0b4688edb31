"""Cases: what people do about alerts, the proof they bring, every step taken, and what was sent out about it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, text

from data.store.tables.building import identity, plain
from data.store.types import Day, Document, Flag, Instant

ENDED = "('closed','false_alarm','merged')"

case_file = plain(
    "case_file",
    identity(),
    Column("subject", Text, nullable=False),  # the county or region; what was split off, or decided, has its own
    Column("cause", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("title", Text, nullable=False),  # empty: named by its place and cause
    Column("severity", Text, CheckConstraint("severity IN ('blue','yellow','orange','red')", "severity"),
           nullable=False),
    Column("active", Flag, nullable=False),
    Column(
        "status",
        Text,
        CheckConstraint(
            "status IN ('new','acknowledged','handling','review','known_cause','closed','false_alarm','merged')",
            "status",
        ),
        nullable=False,
    ),
    Column("level", Text, CheckConstraint("level IN ('county','prefecture','province')", "level"), nullable=False),
    Column("level_since", Instant),  # when it moved up; empty: it began there
    Column("owner", Text),  # empty: the next level must take it
    Column("opened_at", Instant, nullable=False),
    Column("opened_for", Day, nullable=False),
    Column("sign_by", Instant),
    Column("due", Instant),
    Column("signed_at", Instant),
    Column("acted_at", Instant),
    Column("closed_at", Instant),
    Column("waived", Text),  # why a leader let it be closed while the danger lasted
    Column("silenced_until", Day),
    Column("silenced_why", Text),
    Column("silenced_by", Text),
    Column("recheck", Text, CheckConstraint("recheck IN ('pending','recovered','not_recovered')", "recheck")),
    Column("rechecked_for", Day),
    Column("merged_into", ForeignKey("case_file.id")),
    Column("revision", Integer, nullable=False),
    Column("missed_due", Instant),  # the first deadline let pass before another began to run; empty: none was
    Column("first_due", Instant),  # the deadline before a leader put it off; empty: none did
    Column("asked_due", Instant),  # the later deadline the owner asks for, and why
    Column("asked_why", Text),
    Column("asked_by", Text),
    Column("reported_at", Instant),  # reported as done and not given back
    Column("check_by", Instant),
)  # fmt: skip
Index(
    "uq_case_file_living",
    case_file.c.subject,
    case_file.c.cause,
    unique=True,
    sqlite_where=text(f"status NOT IN {ENDED}"),
    postgresql_where=text(f"status NOT IN {ENDED}"),
)
Index("ix_case_file_county", case_file.c.county, case_file.c.status)

case_alert = plain(  # which alerts a case is about; an alert is in one case at a time
    "case_alert",
    identity(),
    Column("case_file", ForeignKey("case_file.id"), nullable=False),
    Column("alert", ForeignKey("alert.id"), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
)
Index(
    "uq_case_alert_current",
    case_alert.c.alert,
    unique=True,
    sqlite_where=text("left_at IS NULL"),
    postgresql_where=text("left_at IS NULL"),
)
Index("ix_case_alert_case", case_alert.c.case_file)

case_event = plain(  # append-only: the whole case as it was after each step
    "case_event",
    identity(),
    Column("case_file", ForeignKey("case_file.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("key", Text),  # the click it came from
    Column("snapshot", Document, nullable=False),
)
Index("ix_case_event_case", case_event.c.case_file, case_event.c.id)

evidence = plain(  # append-only
    "evidence",
    identity(),
    Column("case_file", ForeignKey("case_file.id"), nullable=False),
    Column("county", Text, nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('document','photo','receipt','figure')", "kind"), nullable=False),
    Column("said", Text, nullable=False),
    Column("filename", Text),
    Column("media", Text),
    Column("size", Integer, CheckConstraint("size >= 0 AND size <= 5242880", "size"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary),  # a figure has none
    Column("added_at", Instant, nullable=False),
    Column("added_by", Text, nullable=False),
    UniqueConstraint("case_file", "sha256"),
)

outbox = plain(  # what is to be sent where: one row a message and channel, so that nothing is sent twice
    "outbox",
    identity(),
    Column("message", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("failure", Text),  # why the last try failed
    UniqueConstraint("message", "channel"),
)
