"""Files to take away: each asked for again at its own address, with the reader's rights of that moment, and audited.

A page declares what it hands out, and shows a link to it:

    @export("alerts", "living", title="在办预警")
    def living(user: User, *, county: str | None = None) -> Table: ...

    export_link("alerts", "living", county=county)

Every file carries the same stamp (as of, as known, of which places, who, when) and the mark of demo data: a table as a
workbook or as CSV (``format=``), a workbook of a page's own making on its printed pages. What people once handed in is
handed out as it came.

Streamlit's own download button would put the bytes at an address that needs no rights and outlives the session.
"""

import asyncio
import datetime as dt
import hashlib
import importlib
import inspect
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data.store import events, runs, values
from pages.door import attempts, clock
from pages.door.attachment import attached
from pages.door.gate import IDENTITY
from pages.door.identity import User
from pages.door.open_store import demo, region, store
from pages.door.sheet_file import Stamp, csv_file, marked, workbook
from pages.registry import may, page_at

FORMATS = {"xlsx": "工作簿（WPS、Excel）", "csv": "逗号分隔文本（CSV）"}
"""What a table is handed out as; the first is what an address gives that does not say."""


class NotExportable(Exception):
    """There is no such export, or what was asked of it makes no sense."""


@dataclass(frozen=True, kw_only=True)
class File:
    """Bytes ready to be sent, under a name people can read. ``original``: as somebody once handed it in, unstamped."""

    filename: str
    content: bytes
    rows: int
    original: bool = False


@dataclass(frozen=True, kw_only=True)
class Export:
    """One thing a page hands out. `make(user, **params)` answers with a frame or a File.

    ``of_now``: it is made of what is known now, whatever day its address names.
    """

    page: str
    name: str
    title: str
    make: Callable[..., pd.DataFrame | File]
    of_now: bool

    @property
    def table(self) -> bool:
        """Whether it is a frame, to be had in every format."""
        return inspect.signature(self.make).return_annotation is not File


EXPORTS: dict[tuple[str, str], Export] = {}


def export(page: str, name: str, *, title: str, of_now: bool = False) -> Callable:
    """Enter a function under its page. Its keyword-only parameters are texts or None: they come from an address."""
    assert page_at(page) is not None, page

    def enter(make: Callable) -> Callable:
        EXPORTS[page, name] = Export(page=page, name=name, title=title, make=make, of_now=of_now)
        return make

    return enter


def export_url(page: str, name: str, **params: object) -> str:
    """Where to ask for a file; parameters that are None are left out."""
    asked = {key: str(value) for key, value in params.items() if value is not None}
    return f"/export/{page}/{name}" + (f"?{urlencode(asked)}" if asked else "")


def export_link(
    user: User, page: str, name: str, *, label: str | None = None, in_a_row: bool = False, **params: object
) -> None:
    """Show the link, to those who may take the file away; a table is to be had in each format.

    It stands at the right edge of its place, or where the row of buttons it belongs to puts it (``in_a_row``).
    """
    if not may(user.role, page, "export"):
        return
    label = label or f"导出{EXPORTS[page, name].title}"
    place = nullcontext() if in_a_row else st.container(horizontal=True, horizontal_alignment="right")
    if not EXPORTS[page, name].table:
        with place:
            st.link_button(label, export_url(page, name, **params), icon=":material/download:")
        return
    with place, st.popover(label):
        for one, words in FORMATS.items():
            st.link_button(words, export_url(page, name, format=one, **params), width="stretch")


def make_file(user: User, page: str, name: str, params: dict[str, str]) -> File:
    """Make one file for one reader, stamped. Raises NotExportable."""
    entry = page_at(page)
    if entry is None:
        raise NotExportable(page)
    importlib.import_module(entry.module)  # a page's exports are entered when its module is first imported
    wanted = EXPORTS.get((page, name))
    if wanted is None:
        raise NotExportable(name)
    params = dict(params)
    wish = params.pop("format", next(iter(FORMATS)))
    allowed = wanted.make.__kwdefaults__ or {}
    if wish not in FORMATS or not params.keys() <= allowed.keys():
        raise NotExportable(str(sorted(params)))
    made = wanted.make(user, **params)
    stamp = _stamp(user, county=params.get("county"), on=None if wanted.of_now else params.get("on"))
    if isinstance(made, File):
        if made.original or not made.filename.endswith(".xlsx"):
            return made
        return replace(made, content=marked(made.content, stamp))
    day = clock.now().astimezone(clock.SHANGHAI).strftime("%Y%m%d")
    filename = f"{wanted.title}_{'演示数据_' if stamp.demo else ''}{day}.{wish}"
    content = csv_file(made, stamp) if wish == "csv" else workbook(made, stamp, title=wanted.title)
    return File(filename=filename, content=content, rows=len(made))


def _stamp(user: User, *, county: str | None, on: str | None) -> Stamp:
    """As the page that handed it out looked: the last evaluated day, or an earlier one as it was first known."""
    with store().reading() as conn:
        day, known_at = values.last_day(conn, as_known=None), clock.now()
        if on and day is not None and (earlier := _day(on)) < day:
            day, known_at = earlier, runs.first_for(conn, day=earlier) or known_at
    return Stamp(
        as_of="尚未评估" if day is None else f"{day:%Y-%m-%d}",
        known_at=_minute(known_at),
        places=_places(user, county),
        who=f"{user.name}（{user.uid}）",
        at=_minute(clock.now()),
        demo=demo(),
    )


def _minute(moment: dt.datetime) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _day(on: str) -> dt.date:
    try:
        return dt.date.fromisoformat(on)
    except ValueError as strange:
        raise NotExportable(on) from strange


def _places(user: User, county: str | None) -> str:
    """Whose data it can hold at most."""
    if user.scope.enterprise is not None:
        return user.scope.enterprise
    names = dict(zip(region().counties["county"], region().counties["short"]))
    own = {code: name for code, name in names.items() if user.scope.covers(code)}
    if county in own:
        return own[county]
    return region().short if user.scope.counties is None else "、".join(own.values())


async def answer(request: Request) -> Response:
    """Check again, make, write down, send."""
    user = request.scope[IDENTITY].user
    page, name = request.path_params["page"], request.path_params["name"]
    if not may(user.role, page, "export"):
        if page_at(page) is not None:
            await attempts.note_aside(user, attempts.PAGE, request.url.path)
        return PlainTextResponse("403\n", 403)
    work = partial(_make_and_note, user, page, name, dict(request.query_params))
    try:
        file = await asyncio.get_running_loop().run_in_executor(None, work)
    except NotExportable:
        return PlainTextResponse("404\n", 404)
    return attached(file.content, file.filename, media_type="application/octet-stream")


def _make_and_note(user: User, page: str, name: str, params: dict[str, str]) -> File:
    file = make_file(user, page, name, params)
    digest = hashlib.sha256(file.content).hexdigest()
    with store().noting() as conn:
        events.append(
            conn, at=clock.wall(), actor=user.uid, action="export", object_kind="export", object_id=f"{page}/{name}",
            detail={"params": params, "filename": file.filename, "rows": file.rows, "sha256": digest},
        )  # fmt: skip
    return file
