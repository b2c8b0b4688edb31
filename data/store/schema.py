"""Every table, once. The migrations bring a database here; a test compares the two.

A *fact* table is bitemporal. ``valid_for`` is the day a row speaks of; ``known_at`` is when
we learned it and ``superseded_at`` when a correction replaced it (NULL while it is current).
A correction is a new row: nothing else of an old one is ever changed.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from data.store.types import Day, Document, Flag, Instant, Real

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _table(name: str, *parts) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _identity() -> Column:
    return Column("id", Integer, primary_key=True)


def _provenance() -> list[Column]:
    """Where a fact came from, and between which moments we held it to be true."""
    return [
        Column("known_at", Instant, nullable=False),
        Column("superseded_at", Instant),
        Column("source_file", ForeignKey("source_file.id"), nullable=False),
        Column("source_row", Integer, nullable=False),
        Column("reporter", Text, nullable=False),
        Column("state", Text, CheckConstraint("state IN ('provisional','approved')", "state"), nullable=False),
    ]


def _fact(name: str, key: list[str], *parts) -> Table:
    """A bitemporal table: one current row a key, and one row a key and moment of learning."""
    table = _table(name, _identity(), *parts, *_provenance())
    current = text("superseded_at IS NULL")
    Index(f"uq_{name}_current", *[table.c[k] for k in key], unique=True,
          sqlite_where=current, postgresql_where=current)
    Index(f"ix_{name}_history", *[table.c[k] for k in key], table.c.known_at)
    return table


def _count(name: str) -> Column:
    return Column(name, Integer, CheckConstraint(f"{name} >= 0", name), nullable=False)


def _amount(name: str, *, nullable: bool = True) -> Column:
    return Column(name, Real, CheckConstraint(f"{name} >= 0 AND {name} < 1e12", name), nullable=nullable)


# ---- bookkeeping -------------------------------------------------------------------------

data_version = _table(
    "data_version",
    Column("id", Integer, CheckConstraint("id = 1", "only_row"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

setting = _table(  # what the database itself must remember: region, demo mark, ...
    "setting",
    Column("name", Text, primary_key=True),
    Column("value", Document, nullable=False),
)

event = _table(  # append-only; triggers refuse UPDATE and DELETE
    "event",
    _identity(),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("county", Text),
    Column("detail", Document, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
Index("ix_event_object", event.c.object_kind, event.c.object_id)
Index("ix_event_at", event.c.at)

source_file = _table(
    "source_file",
    _identity(),
    Column("receipt", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("reporter", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("new_rows", Integer, nullable=False),
    Column("changed_rows", Integer, nullable=False),
    Column("first_day", Day),
    Column("last_day", Day),
    Column("counties", Document, nullable=False),
    UniqueConstraint("sha256", "topic", "reporter"),
)

# ---- facts: market entities ----------------------------------------------------------------

entity = _fact(
    "entity", ["credit_code"],
    Column("credit_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("section", Text, nullable=False),  # GB/T 4754-2017 section letter
    Column("size", Text, nullable=False),  # large, medium, small, micro
    Column("opened", Day, nullable=False),
    Column("closed", Day),
    Column("ended_by", Text, CheckConstraint("ended_by IN ('deregistered','revoked')", "ended_by")),
    CheckConstraint("(closed IS NULL) = (ended_by IS NULL)", "closed_has_reason"),
    CheckConstraint("closed IS NULL OR closed >= opened", "closed_after_opened"),
)
Index("ix_entity_drill", entity.c.county, entity.c.kind, entity.c.section, entity.c.township, entity.c.closed)

entity_count = _fact(
    "entity_count", ["county", "kind", "valid_for"],
    Column("county", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    _count("opening"),
    _count("entries"),
    _count("deregistrations"),
    _count("revocations"),
    _count("moves_in"),
    _count("moves_out"),
    Column("reclassified", Integer, nullable=False),  # net change of definition, may be negative
    _count("closing"),
    CheckConstraint(
        "closing = opening + entries - deregistrations - revocations"
        " + moves_in - moves_out + reclassified",
        "stock_flow_identity",
    ),
)

entity_breakdown = _table(  # computed from the registry by the daily run; never reported
    "entity_breakdown",
    _identity(),
    Column("county", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("month", Day, nullable=False),  # its first day
    _count("opened"),
    _count("deregistered"),
    _count("revoked"),
    _count("closing"),
    Column("known_at", Instant, nullable=False),
    UniqueConstraint("county", "kind", "section", "township", "month"),
)

# ---- facts: markets ------------------------------------------------------------------------

market = _fact(
    "market", ["market"],
    Column("market", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("kind", Text, nullable=False),  # urban, township, wholesale, specialised
    Column("special", Flag, nullable=False),
    _count("stalls_total"),
    Column("lon", Real),
    Column("lat", Real),
)

market_status = _fact(
    "market_status", ["market", "valid_for"],
    Column("market", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    Column("status", Text, CheckConstraint("status IN ('closed','partial','open')", "status"), nullable=False),
    _count("stalls_open"),
    Column("integrated", Flag, nullable=False),  # online-offline trade
    Column("reason", Text),
)

# ---- facts: supply -------------------------------------------------------------------------

enterprise = _fact(
    "enterprise", ["enterprise"],
    Column("enterprise", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("provincial", Flag, nullable=False),
    Column("prefectural", Flag, nullable=False),
    Column("categories", Text, nullable=False),  # category ids, comma-separated: what it must report
    Column("contact", Text),
    Column("phone", Text),
)

supply = _fact(
    "supply", ["enterprise", "category", "valid_for"],
    Column("enterprise", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    _amount("on_hand", nullable=False),  # tonnes
    _amount("inflow", nullable=False),
    _amount("outflow", nullable=False),
    _amount("in_transit"),
    _amount("wholesale_price"),  # yuan a kilogram
    _amount("retail_price"),
    Column("stockout", Flag, nullable=False),
)
Index("ix_supply_day", supply.c.valid_for)

# ---- facts: arrears ------------------------------------------------------------------------

arrears_item = _fact(
    "arrears_item", ["item"],
    Column("item", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("debtor", Text, nullable=False),
    Column("debtor_kind", Text, nullable=False),
    Column("creditor", Text, nullable=False),
    Column("creditor_size", Text, nullable=False),
    Column("subject_matter", Text, nullable=False),  # works, goods, services, deposit
    Column("contract", Text, nullable=False),
    _amount("undisputed", nullable=False),  # 10,000 yuan
    _amount("disputed", nullable=False),
    Column("formed", Day, nullable=False),
    Column("due", Day, nullable=False),
    Column("listed", Flag, nullable=False),
    Column("complex_case", Flag, nullable=False),
    Column("new_arrears", Flag, nullable=False),  # arose after the baseline
)

arrears_plan = _fact(
    "arrears_plan", ["item", "month"],
    Column("item", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("month", Day, nullable=False),
    _amount("planned", nullable=False),
)

arrears_payment = _fact(
    "arrears_payment", ["item", "voucher"],
    Column("item", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("voucher", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    _amount("paid", nullable=False),
)

# ---- computed: the daily run's own -----------------------------------------------------------

evaluation_run = _table(
    "evaluation_run",
    _identity(),
    Column("valid_for", Day, nullable=False),
    Column("known_at", Instant, nullable=False),
    Column("seconds", Real, nullable=False),
    Column("config_hash", Text, nullable=False),
    Column("detail", Document, nullable=False),
)

indicator_value = _table(
    "indicator_value",
    _identity(),
    Column("indicator", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),  # the region's own code for its totals
    Column("enterprise", Text),
    Column("valid_for", Day, nullable=False),
    Column("value", Real),
    Column("state", Text, CheckConstraint(
        "state IN ('ok','provisional','missing','not_due','not_applicable','not_assessable')", "state"),
        nullable=False),
    Column("known_at", Instant, nullable=False),
    Column("superseded_at", Instant),
    CheckConstraint("(value IS NULL) = (state NOT IN ('ok','provisional'))", "value_or_reason"),
)
_current = text("superseded_at IS NULL")
Index("uq_indicator_value_current", indicator_value.c.indicator, indicator_value.c.subject,
      indicator_value.c.valid_for, unique=True, sqlite_where=_current, postgresql_where=_current)
Index("ix_indicator_value_day", indicator_value.c.valid_for, indicator_value.c.indicator)

signal = _table(
    "signal",
    _identity(),
    Column("indicator", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("enterprise", Text),
    Column("valid_for", Day, nullable=False),
    Column("severity", Text, CheckConstraint("severity IN ('blue','yellow','orange','red')", "severity"),
           nullable=False),
    Column("value", Real),
    Column("threshold", Real),
    Column("evidence", Document, nullable=False),
    Column("known_at", Instant, nullable=False),
    UniqueConstraint("indicator", "subject", "valid_for"),
)
Index("ix_signal_day", signal.c.valid_for)

# ---- alerts: the machine's column (active) and people's column (status) ------------------------

alert = _table(
    "alert",
    _identity(),
    Column("indicator", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("enterprise", Text),
    Column("severity", Text, CheckConstraint("severity IN ('blue','yellow','orange','red')", "severity"),
           nullable=False),
    Column("active", Flag, nullable=False),
    Column("status", Text, CheckConstraint(
        "status IN ('new','acknowledged','handling','closed','false_alarm')", "status"), nullable=False),
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
Index("uq_alert_living", alert.c.indicator, alert.c.subject, unique=True,
      sqlite_where=text("status NOT IN ('closed','false_alarm')"),
      postgresql_where=text("status NOT IN ('closed','false_alarm')"))
Index("ix_alert_county", alert.c.county, alert.c.status)

alert_event = _table(  # append-only: the whole alert as it was after each step, for reading it as known then
    "alert_event",
    _identity(),
    Column("alert", ForeignKey("alert.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("valid_for", Day, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("snapshot", Document, nullable=False),
)
Index("ix_alert_event_alert", alert_event.c.alert, alert_event.c.id)

# ---- accounts --------------------------------------------------------------------------------

account = _table(
    "account",
    Column("uid", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, CheckConstraint(
        "role IN ('leader','bureau','staff','clerk','enterprise','admin')", "role"), nullable=False),
    Column("counties", Document),  # null: the whole region
    Column("enterprise", Text),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Flag, nullable=False),
    Column("disabled", Flag, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("password_changed_at", Instant),
    CheckConstraint("role <> 'clerk' OR counties IS NOT NULL", "clerk_has_county"),
    CheckConstraint("role <> 'enterprise' OR enterprise IS NOT NULL", "enterprise_is_named"),
)

login_session = _table(
    "login_session",
    Column("token_hash", Text, primary_key=True),  # SHA-256 of the cookie's token; the token is kept nowhere
    Column("uid", ForeignKey("account.uid"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("address", Text, nullable=False),
)

login_failure = _table(
    "login_failure",
    _identity(),
    Column("at", Instant, nullable=False),
    Column("uid", Text, nullable=False),
    Column("address", Text, nullable=False),
)
Index("ix_login_failure", login_failure.c.address, login_failure.c.at)
