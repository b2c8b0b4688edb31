"""Reports of an abnormal fluctuation of prices or supply (first, follow-up, final): who told whom what, and when."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text, UniqueConstraint

from data.store.tables.building import identity, plain
from data.store.types import Document, Instant

KINDS = "'first','follow','final'"
WAYS = "'phone','paper','system','fax'"

price_report = plain(  # written once: a report says what was known then, and a correction is another report
    "price_report",
    identity(),
    Column("alert", ForeignKey("alert.id"), nullable=False),
    Column("county", Text, nullable=False),  # the alert's; the region's own code for its totals
    Column("serial", Integer, nullable=False),  # within the alert, from 1
    Column("kind", Text, CheckConstraint(f"kind IN ({KINDS})", "kind"), nullable=False),
    Column("corrects", Integer, CheckConstraint("corrects >= 0 AND corrects < serial", "corrects"), nullable=False),
    Column("reported_at", Instant, nullable=False),  # when it reached those it is for
    Column("unit", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("recipients", Document, nullable=False),
    Column("way", Text, CheckConstraint(f"way IN ({WAYS})", "way"), nullable=False),
    Column("situation", Text, nullable=False),
    Column("taken", Text, nullable=False),  # measures
    Column("next_steps", Text, nullable=False),
    Column("stands", Document, nullable=False),  # level, degree, places and firms of the alert when it was recorded
    Column("key", Text, nullable=False, unique=True),  # of the click: a repeated one is the same
    Column("known_at", Instant, nullable=False),  # when it was recorded here
    Column("known_by", Text, nullable=False),
    UniqueConstraint("alert", "serial"),
)
