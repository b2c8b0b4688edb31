"""A really started server in a process of its own, and visitors who talk to it as browsers and as attackers do."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[3]
HTML = {"Accept": "text/html,application/xhtml+xml"}


@contextlib.contextmanager
def serve(url: str, local: Path) -> Iterator[str]:
    """The application on a free port, as `streamlit run app.py` serves it; the answer is host:port."""
    port = _free_port()
    environment = os.environ | {"DATABASE_URL": url, "MONITOR_LOCAL": str(local)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (local / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(port, process, local / "server.log")
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"no answer within a minute: {log.read_text()}")


def visitor(host: str) -> httpx.Client:
    """Somebody with a browser's cookies and nothing in them."""
    return httpx.Client(base_url=f"http://{host}", timeout=30)


def word_in(text: str) -> str:
    """The hidden word of a form."""
    return re.search(r'name="word" value="([^"]+)"', text)[1]


def enter(client: httpx.Client, uid: str, password: str, *, onward: str = "/") -> httpx.Response:
    """Fill in the sign-in form and send it."""
    form = client.get("/login", params={"next": onward}).text
    hidden = unescape(re.search(r'name="next" value="([^"]*)"', form)[1])
    fields = {"uid": uid, "password": password, "next": hidden, "word": word_in(form)}
    return client.post("/login", data=fields)


@contextlib.contextmanager
def talk(
    host: str, cookies: httpx.Cookies | None = None, *, headers: dict | None = None, session: str | None = None
) -> Iterator[ClientConnection]:
    """A websocket as Streamlit's script opens it; `session` claims a session id."""
    sent = dict(headers or {})
    if cookies:
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    protocols = ["streamlit", "no-xsrf", session] if session else ["streamlit"]
    with connect(
        f"ws://{host}/_stcore/stream",
        additional_headers=sent,
        origin=f"http://{host}",
        subprotocols=protocols,
        open_timeout=20,
        max_size=None,
    ) as socket_:
        yield socket_


def ask(socket_: ClientConnection, page: str = "", *, page_hash: str = "", query: str = "") -> list[ForwardMsg]:
    """Run a page and collect what comes until the run is over."""
    state = ClientState(page_name=page, page_script_hash=page_hash, query_string=query)
    socket_.send(BackMsg(rerun_script=state).SerializeToString())
    return hear(socket_)


def hear(socket_: ClientConnection) -> list[ForwardMsg]:
    """Everything up to the end of the run; a switch of page is followed."""
    heard = []
    while True:
        message = ForwardMsg()
        message.ParseFromString(socket_.recv(timeout=30))
        heard.append(message)
        if message.WhichOneof("type") == "script_finished":
            # A switch ends one run and begins another at once.
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            return heard


def text_of(messages: list[ForwardMsg]) -> str:
    """All that was said, for looking for what must not be in it."""
    return "\n".join(str(message) for message in messages)


def is_closed(socket_: ClientConnection) -> bool:
    """Whether the server closes within a moment."""
    try:
        while True:
            socket_.recv(timeout=8)
    except ConnectionClosed:
        return True
    except TimeoutError:
        return False
