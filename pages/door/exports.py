"""Files to take away: each asked for again at its own address, with the reader's rights of that moment, and audited.

A page declares what it hands out, and shows a link to it:

    @export("alerts", "living", title="在办预警")
    def living(user: User, *, county: str | None = None) -> Table: ...

    export_link("alerts", "living", county=county)

Streamlit's own download button would put the bytes at an address that needs no rights and outlives the session.
"""

import asyncio
import hashlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data.store import events
from pages.door import clock
from pages.door.csv_file import csv_file
from pages.door.gate import IDENTITY
from pages.door.identity import User
from pages.door.open_store import demo, store
from pages.registry import may, page_at


class NotExportable(Exception):
    """There is no such export, or what was asked of it makes no sense."""


@dataclass(frozen=True, kw_only=True)
class File:
    """Bytes ready to be sent, under a name people can read."""

    filename: str
    content: bytes
    rows: int


@dataclass(frozen=True, kw_only=True)
class Export:
    """One thing a page hands out. `make(user, **params)` answers with a frame (sent as CSV) or a File."""

    page: str
    name: str
    title: str
    make: Callable[..., pd.DataFrame | File]


EXPORTS: dict[tuple[str, str], Export] = {}


def export(page: str, name: str, *, title: str) -> Callable:
    """Enter a function under its page. Its keyword-only parameters are texts or None: they come from an address."""
    assert page_at(page) is not None, page

    def enter(make: Callable) -> Callable:
        EXPORTS[page, name] = Export(page=page, name=name, title=title, make=make)
        return make

    return enter


def export_url(page: str, name: str, **params: object) -> str:
    """Where to ask for a file; parameters that are None are left out."""
    asked = {key: str(value) for key, value in params.items() if value is not None}
    return f"/export/{page}/{name}" + (f"?{urlencode(asked)}" if asked else "")


def export_link(user: User, page: str, name: str, *, label: str | None = None, **params: object) -> None:
    """Show the link, to those who may take the file away."""
    if may(user.role, page, "export"):
        st.link_button(
            label or f"导出{EXPORTS[page, name].title}", export_url(page, name, **params), icon=":material/download:"
        )


def make_file(user: User, page: str, name: str, params: dict[str, str]) -> File:
    """Make one file for one reader. Raises NotExportable."""
    entry = page_at(page)
    if entry is None:
        raise NotExportable(page)
    importlib.import_module(entry.module)  # a page's exports are entered when its module is first imported
    wanted = EXPORTS.get((page, name))
    if wanted is None:
        raise NotExportable(name)
    allowed = wanted.make.__kwdefaults__ or {}
    if not params.keys() <= allowed.keys():
        raise NotExportable(str(sorted(params)))
    made = wanted.make(user, **params)
    if isinstance(made, File):
        return made
    day = clock.now().astimezone(clock.SHANGHAI).strftime("%Y%m%d")
    mark = demo()
    name_shown = f"{wanted.title}_{'演示数据_' if mark else ''}{day}.csv"
    return File(filename=name_shown, content=csv_file(made, demo=mark), rows=len(made))


async def answer(request: Request) -> Response:
    """Check again, make, write down, send."""
    user = request.scope[IDENTITY].user
    page, name = request.path_params["page"], request.path_params["name"]
    if not may(user.role, page, "export"):
        return PlainTextResponse("403\n", 403)
    work = partial(_make_and_note, user, page, name, dict(request.query_params))
    try:
        file = await asyncio.get_running_loop().run_in_executor(None, work)
    except NotExportable:
        return PlainTextResponse("404\n", 404)
    disposition = f"attachment; filename*=UTF-8''{quote(file.filename)}"
    return Response(file.content, media_type="application/octet-stream", headers={"Content-Disposition": disposition})


def _make_and_note(user: User, page: str, name: str, params: dict[str, str]) -> File:
    file = make_file(user, page, name, params)
    digest = hashlib.sha256(file.content).hexdigest()
    with store().noting() as conn:
        events.append(
            conn, at=clock.wall(), actor=user.uid, action="export", object_kind="export", object_id=f"{page}/{name}",
            detail={"params": params, "filename": file.filename, "rows": file.rows, "sha256": digest},
        )  # fmt: skip
    return file
