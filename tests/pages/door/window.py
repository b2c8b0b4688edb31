"""One browser window without a browser: what a page draws, and messages about its widgets, honest or forged."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.util import calc_hash
from websockets.sync.client import ClientConnection

from tests.pages.door.serving import hear, talk, text_of

_ID = re.compile(r"\$\$ID-[0-9a-f]+-[\w.:-]+")


class Window:
    """A page open in a session of its own. ``ids`` are the widgets' ids by key, as drawn last."""

    def __init__(self, socket: ClientConnection, page: str, query: str = "") -> None:
        self.socket = socket
        self.page = page
        self.query = query
        self.ids: dict[str, str] = {}
        self.heard: list[ForwardMsg] = []
        self.rerun()

    def rerun(self, *widgets: WidgetState, page_hash: str = "", fragment: str = "") -> str:
        """Run the page with these widgets' states; answers with all that was drawn, as text."""
        state = ClientState(
            page_script_hash=page_hash or calc_hash(self.page), query_string=self.query, fragment_id=fragment,
            widget_states=WidgetStates(widgets=widgets),
        )  # fmt: skip
        self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        self.heard = hear(self.socket)
        told = text_of(self.heard)
        self.ids |= {one.split("-", 2)[2]: one for one in _ID.findall(told)}
        return said(self.heard) + told

    def click(self, key: str, *others: WidgetState) -> str:
        """Press a button."""
        return self.rerun(*others, WidgetState(id=self.ids[key], trigger_value=True))

    def key(self, start: str) -> str:
        """The newest key that begins so."""
        return max((key for key in self.ids if key.startswith(start)), key=lambda one: (len(one), one))


def said(messages: list[ForwardMsg]) -> str:
    """The Chinese of what was drawn; protobuf's own text form prints it as octal."""
    return b"\n".join(message.SerializeToString() for message in messages).decode(errors="replace")


@contextmanager
def window(host: str, cookies: httpx.Cookies, page: str, query: str = "") -> Iterator[Window]:
    """Open one."""
    with talk(host, cookies) as socket:
        yield Window(socket, page, query)
