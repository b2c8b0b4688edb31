"""The headline cards: one number of the plan each, with its target, its changes, its course and its age."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pages.parts import number, status
from pages.parts.element import mount


@dataclass(frozen=True, kw_only=True)
class Card:
    """One headline. ``changes`` are (label, words) such as (较上年末, 增长 1.2%); ``points`` the last dozen values."""

    title: str
    value: float | None
    unit: str
    state: str = "ok"
    figure: str | None = None  # printed instead of the value: 88/91
    place: str = ""  # where and what the number is about
    target: str = ""
    changes: Sequence[tuple[str, str]] = field(default_factory=tuple)
    points: Sequence[float | None] = field(default_factory=tuple)
    low: Sequence[float | None] | None = None
    high: Sequence[float | None] | None = None
    status: str | None = None
    word: str | None = None  # instead of the status's own word
    age: str = ""
    href: str | None = None


def headline_cards(cards: Sequence[Card], *, key: str = "headline") -> str | None:
    """Cards side by side; the address of the card whose title was clicked, or None."""
    return mount("cards", {"cards": [_data(card) for card in cards]}, key=key)


def _data(card: Card) -> dict:
    absent = card.figure is None and number.absent(card.value)
    points = [None if number.absent(v) else float(v) for v in card.points]
    return {
        "title": card.title,
        "figure": card.figure or number.figure(card.value, card.unit, card.state),
        "silent": absent,
        "unit": "" if absent else card.unit,
        "place": card.place,
        "target": card.target,
        "changes": [list(pair) for pair in card.changes],
        "points": points,
        "low": _clean(card.low),
        "high": _clean(card.high),
        "look": status.look(card.status).as_dict() if card.status else None,
        "word": card.word,
        "age": card.age,
        "href": card.href,
        "spoken": f"{card.title}近 {len(points)} 期走势",
    }


def _clean(values: Sequence[float | None] | None) -> list[float | None] | None:
    return None if values is None else [None if number.absent(v) else float(v) for v in values]
