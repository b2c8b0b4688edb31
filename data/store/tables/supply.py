"""Guarantee enterprises and what they report daily."""

from sqlalchemy import Column, Index, Text

from data.store.tables.building import amount, fact
from data.store.types import Day, Flag

enterprise = fact(
    "enterprise",
    ["enterprise"],
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

supply = fact(
    "supply",
    ["enterprise", "category", "valid_for"],
    Column("enterprise", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    amount("on_hand", nullable=False),  # tonnes
    amount("inflow", nullable=False),
    amount("outflow", nullable=False),
    amount("in_transit"),
    amount("wholesale_price"),  # yuan a kilogram
    amount("retail_price"),
    Column("stockout", Flag, nullable=False),
)
Index("ix_supply_day", supply.c.valid_for)
