"""Messages no browser of ours would send, each from a signed-in account's own window; and what a store holds."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash

from data.store import events
from data.store.engine import Store
from data.store.schema import metadata
from data.store.scope import EVERYTHING
from tests.pages.door.window import Window

BOOKKEEPING = {"event", "login_session", "account", "data_version", "table_version", "login_failure"}
"""What a visit may move: that somebody is there, and that somebody tried."""


@dataclass(frozen=True)
class Forgery:
    """One forged message. ``told`` is whether it can be told from an honest window's, and so is on record."""

    name: str
    told: bool
    send: Callable[[Window], str]


def of_a_form(foreign: dict[str, str]) -> Iterator[Forgery]:
    """Edits of a grid that its page never offered; ``foreign`` are another county's keys."""
    whole = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    for name, change in {
        "whose line it is": {"edited_rows": {"0": {"whose": "别人"}}},
        "a disabled column": {"edited_rows": {"0": {"参考stalls_open": "9"}}},
        "keys of another county": {"edited_rows": {"0": {**foreign, "stalls_open": "1"}}},
        "a line beyond the last": {"edited_rows": {"99": {"stalls_open": "1"}}},
        "a line before the first": {"edited_rows": {"-1": {"stalls_open": "1"}}},
        "a row more": {"added_rows": [{**foreign, "stalls_open": "1"}]},
        "a row less": {"deleted_rows": [0]},
        "a cell that is no text": {"edited_rows": {"0": {"stalls_open": {"a": [1]}}}},
        "a character nobody can type": {"edited_rows": {"0": {"reason": "甲\x00乙"}}},
        "half a character": {"edited_rows": {"0": {"reason": "\ud800"}}},
    }.items():
        yield Forgery(f"a form: {name}", True, _typed(json.dumps(whole | change)))
    for name, text in {"no JSON": "{", "a list": "[]", "lines without numbers": '{"edited_rows":{"x":{}}}'}.items():
        yield Forgery(f"a form: {name}", False, _typed(text))  # Streamlit breaks off before our code runs
    for key in ("form_send", "form_discard"):
        yield Forgery(f"a disabled button: {key}", False, lambda mine, key=key: mine.click(key))
    for key, value in (("filter_topic", "entity_registry"), ("filter_period", "2031-01-01")):
        yield Forgery(f"a choice that is not offered: {key}={value}", False,
                      lambda mine, key=key, value=value: mine.rerun(
                          WidgetState(id=mine.ids[key], string_value=value)))  # fmt: skip


def of_others(ids: dict[str, str]) -> Iterator[Forgery]:
    """The true ids of another role's window, and made-up ones, set to every kind of value at once."""
    real = {one.rsplit("$$", 1)[-1]: one for one in ids.values()}
    invented = [f"$$ID-{hashlib.md5(key.encode()).hexdigest()}-{key}" for key in ids]
    for name, asked in (("ids of another's window", real.values()), ("ids nobody drew", invented)):
        for kind in ({"trigger_value": True}, {"string_value": "forged"}, {"bool_value": True}, {"int_value": 1},
                     {"json_value": '{"go":"/accounts"}'}, {"string_trigger_value": {"data": "x"}}):  # fmt: skip
            states = [WidgetState(id=one, **kind) for one in asked]
            yield Forgery(f"{name}: {next(iter(kind))}", False, lambda mine, states=states: mine.rerun(*states))


def of_pages(paths: list[str]) -> Iterator[Forgery]:
    """Pages of other roles, by hash, in the middle of a session."""
    for path in paths:
        yield Forgery(f"a page: {path}", True, lambda mine, path=path: mine.rerun(page_hash=calc_hash(path)))


def of_the_server() -> Iterator[Forgery]:
    """Messages that speak to the server itself."""
    for kind in ("clear_cache", "load_git_info", "set_run_on_save", "debug_shutdown_runtime",
                 "debug_disconnect_websocket"):  # fmt: skip
        yield Forgery(f"a message: {kind}", True, _raw(BackMsg(**{kind: True}).SerializeToString()))
    yield Forgery("a message: junk", True, _raw(b"\xff\xff\xff"))
    fragment = BackMsg(rerun_script=ClientState(fragment_id="0" * 32)).SerializeToString()
    yield Forgery("a fragment nobody drew", False, _raw(fragment))


def _typed(text: str) -> Callable[[Window], str]:
    def send(mine: Window) -> str:
        return mine.rerun(WidgetState(id=mine.ids[mine.key("form_grid_")], string_value=text))

    return send


def _raw(frame: bytes) -> Callable[[Window], str]:
    def send(mine: Window) -> str:
        mine.socket.send(frame)
        return mine.rerun()

    return send


def stored(store: Store) -> dict[str, str]:
    """Table -> a hash of all it holds, but for bookkeeping."""
    held = {}
    with store.reading() as conn:
        for table in metadata.sorted_tables:
            if table.name not in BOOKKEEPING:
                rows = sorted(map(str, conn.execute(select(table)).all()))
                held[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return held


def attempts(store: Store, uid: str) -> list[tuple[str, str]]:
    """What is on record of an account's attempts, oldest first."""
    with store.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, actor=uid, limit=10_000)
    tried = told[told["action"] == "attempt"].iloc[::-1]
    return list(zip(tried["object_kind"], tried["object_id"]))
