"""Reading a page in a test: what our own elements were handed, and every word a reader could read."""

import json

from data.store.scope import Scope
from pages.door.identity import User
from tests.pages.conftest import COUNTY, ENTERPRISE


def user_of(role: str) -> User:
    """The user behind a role's account in the pages' tests."""
    counties = frozenset({COUNTY}) if role == "clerk" else None
    enterprise = ENTERPRISE if role == "enterprise" else None
    return User(uid=role, name=f"{role} name", role=role, scope=Scope(counties=counties, enterprise=enterprise))


def rows_of(app, key: str) -> list[list[str]]:
    """The texts of a table's cells, row by row; the table is named by its key."""
    return [[_text(cell) for cell in row["cells"]] for row in table_of(app, key)["rows"]]


def marked(app, key: str) -> dict[str, list[str]]:
    """First cell -> the texts of the others, each with the shape of its mark before it."""
    return {_text(row["cells"][0]): [_mark(cell) for cell in row["cells"][1:]] for row in table_of(app, key)["rows"]}


def table_of(app, key: str) -> dict:
    """What the table of this key was handed."""
    found = [one for one in _ours(app) if key in one.id]
    assert len(found) == 1, f"{len(found)} elements with the key {key}"
    return json.loads(found[0].json)


def has(app, key: str) -> bool:
    """Whether the page shows this element."""
    return any(key in one.id for one in _ours(app))


def cards_of(app) -> dict[str, dict]:
    """The headline cards by title."""
    found = [json.loads(one.json) for one in _ours(app) if one.component_name.endswith("parts_cards")]
    return {card["title"]: card for data in found for card in data["cards"]}


def listing(app, alt: str):
    """The frame of a long list whose description contains this."""
    found = [one for one in app.dataframe if alt in one.proto.alt]
    assert len(found) == 1, f"{len(found)} lists described as {alt}"
    return found[0].value


def words(app) -> str:
    """Everything a reader could read, as one text."""
    ours = [json.dumps(json.loads(one.json), ensure_ascii=False) for one in _ours(app)]
    plain = (
        app.markdown,
        app.caption,
        app.title,
        app.subheader,
        app.info,
        app.success,
        app.warning,
        app.error,
        app.text,
    )
    theirs = [str(one.value) for kind in plain for one in kind]
    return "\n".join([*ours, *theirs, *[one.value.to_csv() for one in app.dataframe]])


def _ours(app):
    return [one.proto for one in app.get("bidi_component")]


def _text(cell) -> str:
    return cell if isinstance(cell, str) else cell["text"]


def _mark(cell) -> str:
    look = None if isinstance(cell, str) else (cell["chip"] or cell["look"])
    return f"{look['shape']} {_text(cell)}".strip() if look else _text(cell)
