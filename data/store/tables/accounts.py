"""Accounts, sign-in sessions and failed attempts."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from data.store.tables.building import identity, plain
from data.store.types import Document, Flag, Instant

account = plain(
    "account",
    Column("uid", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column(
        "role",
        Text,
        CheckConstraint("role IN ('leader','bureau','staff','clerk','enterprise','admin')", "role"),
        nullable=False,
    ),
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

account_duty = plain(  # beyond the role
    "account_duty",
    Column("uid", ForeignKey("account.uid"), primary_key=True),
    Column("duty", Text, CheckConstraint("duty IN ('review','issue')", "duty"), primary_key=True),
)

api_token = plain(
    "api_token",
    identity(),
    Column("enterprise", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),  # SHA-256; the token is kept nowhere
    Column("issued_by", Text, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("used_at", Instant),
)
Index("ix_api_token_enterprise", api_token.c.enterprise)

api_request = plain(  # one a key: the same key again gets the same answer
    "api_request",
    identity(),
    Column("enterprise", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body_sha256", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Integer),  # null: not answered yet
    Column("answer", Document),
    UniqueConstraint("enterprise", "key"),
)

login_session = plain(
    "login_session",
    Column("token_hash", Text, primary_key=True),  # SHA-256 of the cookie's token; the token is kept nowhere
    Column("uid", ForeignKey("account.uid"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("address", Text, nullable=False),
)

login_failure = plain(
    "login_failure",
    identity(),
    Column("at", Instant, nullable=False),
    Column("uid", Text, nullable=False),
    Column("address", Text, nullable=False),
)
Index("ix_login_failure", login_failure.c.address, login_failure.c.at)
