"""Arrears: items, monthly plan, payments."""

from sqlalchemy import Column, Text

from data.store.tables.building import amount, fact
from data.store.types import Day, Flag

arrears_item = fact(
    "arrears_item",
    ["item"],
    Column("item", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("debtor", Text, nullable=False),
    Column("debtor_kind", Text, nullable=False),
    Column("creditor", Text, nullable=False),
    Column("creditor_size", Text, nullable=False),
    Column("subject_matter", Text, nullable=False),  # works, goods, services, deposit
    Column("contract", Text, nullable=False),
    amount("undisputed", nullable=False),  # 10,000 yuan
    amount("disputed", nullable=False),
    Column("formed", Day, nullable=False),
    Column("due", Day, nullable=False),
    Column("listed", Flag, nullable=False),
    Column("complex_case", Flag, nullable=False),
    Column("new_arrears", Flag, nullable=False),  # arose after the baseline
)

arrears_plan = fact(
    "arrears_plan",
    ["item", "month"],
    Column("item", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("month", Day, nullable=False),
    amount("planned", nullable=False),
)

arrears_payment = fact(
    "arrears_payment",
    ["item", "voucher"],
    Column("item", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("voucher", Text, nullable=False),
    Column("valid_for", Day, nullable=False),
    amount("paid", nullable=False),
)
