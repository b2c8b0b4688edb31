"""Who is told by which channel: a file outside the repository (``notify.toml``); without it nothing is ever sent.

digest_at = "08:30"              # the digest's time of day
at_once = "yellow"               # from this level a message goes at once, without waiting for the digest

[[to]]
name = "值班室"
counties = ["622921"]            # left out: the whole region
address = "mailto://user:password@mail.example.cn?to=duty@example.cn"
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from data.store.scope import EVERYTHING, Scope
from monitoring.severity import SEVERITIES


class BadPeople(Exception):
    """notify.toml cannot be used; the message says why, and never holds an address: addresses hold passwords."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody, or a duty room, with the one address messages go to."""

    name: str
    scope: Scope
    address: str


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody who is told, and when."""

    everyone: tuple[Person, ...] = ()
    digest_at: dt.time = dt.time(8, 30)
    at_once: str = "yellow"


def read_people(path: Path) -> People:
    """Nobody where there is no file. Raises BadPeople."""
    if not path.exists():
        return People()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        everyone = tuple(_person(entry) for entry in told.get("to", []))
        digest_at = dt.time.fromisoformat(told.get("digest_at", "08:30"))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise BadPeople(f"{path.name}: {type(error).__name__}") from None
    at_once = told.get("at_once", "yellow")
    if at_once not in SEVERITIES:
        raise BadPeople(f"{path.name}: at_once is one of {', '.join(SEVERITIES)}")
    if len({one.name for one in everyone}) < len(everyone):
        raise BadPeople(f"{path.name}: a name stands there twice")
    return People(everyone=everyone, digest_at=digest_at, at_once=at_once)


def _person(entry: dict) -> Person:
    counties = entry.get("counties")
    scope = EVERYTHING if counties is None else Scope(counties=frozenset(counties))
    return Person(name=entry["name"].strip(), scope=scope, address=entry["address"].strip())
