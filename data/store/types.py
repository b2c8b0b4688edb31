"""Column types that are strict on SQLite and native on PostgreSQL."""

import datetime as dt
import json

from sqlalchemy import REAL, Boolean, Date, DateTime, Double, Float, Integer, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

_AS_IT_IS = (str, int, bool)


def canonical(document) -> str:
    """One text a document: keys sorted, no NaN, and 1.0 written as 1 (JSONB keeps no float apart from a whole number).

    Numbers of numpy and days are taken as JSON's nearest.
    """
    return json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, allow_nan=False)


def _plain(value):
    if value is None or type(value) in _AS_IT_IS:  # most of a document, asked first
        return value
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        value = value.tolist()
        return _plain(value) if isinstance(value, list) else _plain_number(value)
    return _plain_number(value)


def _plain_number(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Day(TypeDecorator):
    """A calendar day: ISO text on SQLite (STRICT tables know no DATE), DATE on PostgreSQL."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value, dialect):
        if value is None or dialect.name != "sqlite":
            return value
        return value.strftime("%Y-%m-%d")

    def process_result_value(self, value, dialect):
        return dt.date.fromisoformat(value) if isinstance(value, str) else value


class Instant(TypeDecorator):
    """A moment: fixed-width UTC text on SQLite (sorts as it reads), TIMESTAMPTZ on PostgreSQL."""

    impl = DateTime
    cache_ok = True
    FORMAT = "%Y-%m-%dT%H:%M:%S.%f"

    def load_dialect_impl(self, dialect):
        kind = Text() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        assert value.tzinfo is not None, "a moment without its zone cannot be stored"
        value = value.astimezone(dt.UTC)
        return value.strftime(self.FORMAT) if dialect.name == "sqlite" else value

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        if isinstance(value, str):
            return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)  # strptime takes twenty times as long
        return value.astimezone(dt.UTC)


class Flag(TypeDecorator):
    """True or false: 0/1 on SQLite, BOOLEAN on PostgreSQL."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Boolean())

    def process_bind_param(self, value, dialect):
        return value if value is None or dialect.name != "sqlite" else int(value)

    def process_result_value(self, value, dialect):
        return value if value is None else bool(value)


class Document(TypeDecorator):
    """A small JSON document: text on SQLite, JSONB on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else JSONB(none_as_null=True))

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        text = canonical(value)
        return text if dialect.name == "sqlite" else json.loads(text)

    def process_result_value(self, value, dialect):
        return json.loads(value) if isinstance(value, str) and dialect.name == "sqlite" else value


class Real(TypeDecorator):
    """A measured number. REAL on SQLite, DOUBLE PRECISION on PostgreSQL."""

    impl = Float
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(REAL() if dialect.name == "sqlite" else Double())
