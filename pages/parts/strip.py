"""The as-of and completeness strip: which day, who has reported, who has not, and that it is a demonstration."""

import datetime as dt
from collections.abc import Sequence

from pages.parts import number
from pages.parts.element import mount

NAMED = 24  # letters


def as_of_strip(
    *,
    day: dt.date | None,
    known_at: dt.datetime | None = None,
    reported: Sequence[tuple[str, int, int, Sequence[str]]] = (),
    past: bool = False,
    demo: bool = False,
    frozen: str = "",
    href: str | None = None,
    key: str = "strip",
) -> str | None:
    """One line above every page of the situation.

    ``reported`` holds (what, how many, of how many, names of the late): (县市, 7, 8, [东乡县]). ``past`` says that an
    earlier day is shown as known then; ``frozen`` is the name of a frozen pack. Answers ``href`` when it was clicked.
    """
    items = [{"label": "数据截至", "text": number.day(day) or "尚无数据"}]
    if known_at is not None:
        items.append({"label": "更新于" if not past else "当时所知截至", "text": number.moment(known_at)})
    items += [_completeness(*one, href) for one in reported]
    marks = [*(["回看：按当时所知"] if past else []), *([frozen] if frozen else []), *(["演示数据"] if demo else [])]
    return mount("strip", {"items": items, "marks": marks, "past": past}, key=key)


def _completeness(what: str, there: int, due: int, late: Sequence[str], href: str | None) -> dict:
    text = f"{number.of_total(there, due)} {what}已报"
    if late:
        text += f"，未报：{_few(late)}"
    return {"text": text, "late": bool(late), "href": href if late else None, "title": "、".join(late)}


def _few(names: Sequence[str]) -> str:
    """As many names as fit half a line, at least one; how many there are when not all are named."""
    shown = [names[0]]
    for name in names[1:]:
        if len("、".join([*shown, name])) > NAMED:
            return "、".join(shown) + f" 等 {len(names)} 家"
        shown.append(name)
    return "、".join(shown)
