"""Farmers' markets and their dated status reports."""

from sqlalchemy import CheckConstraint, Column, Text

from data.store.tables.building import count, fact
from data.store.types import Day, Flag, Real

market = fact(
    "market",
    ["market"],
    Column("market", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("kind", Text, nullable=False),  # urban, township, wholesale, specialised
    Column("special", Flag, nullable=False),
    count("stalls_total"),
    Column("lon", Real),
    Column("lat", Real),
)

market_status = fact(
    "market_status",
    ["market", "valid_for"],
    Column("market", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    Column("status", Text, CheckConstraint("status IN ('closed','partial','open')", "status"), nullable=False),
    count("stalls_open"),
    Column("integrated", Flag, nullable=False),  # online-offline trade
    Column("reason", Text),
)
