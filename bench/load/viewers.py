"""People who look: each holds a websocket as a browser does, opens pages at random moments, waits for the answer."""

import asyncio
from dataclasses import dataclass, field

import httpx
import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

# What is looked at in a morning, and how often; a county in the address makes it another reader's question.
LOOKS = (
    ("overview", 35, False), ("supply", 15, False), ("markets", 12, True), ("entities", 12, True), ("arrears", 8, True),
    ("alerts", 8, False), ("measures", 5, False), ("cases", 5, False),
)  # fmt: skip
LONGEST_ANSWER = 60
RECONNECT = 2.0


@dataclass
class Looked:
    """Seconds of every answer, by what it was, how often a viewer had to connect anew, and what else went wrong.

    ``late``: seconds by which this process itself came late to a wish; they are in the answers' seconds too.
    """

    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    anew: int = 0
    errors: list[str] = field(default_factory=list)


async def look(
    host: str, cookies: httpx.Cookies, looked: Looked, rng: np.random.Generator, *, counties: list[str], starts: float,
    until: float, think: float,
) -> None:  # fmt: skip
    """One viewer from ``starts`` to ``until`` (the loop's clock), with ``think`` seconds between two wishes on average.

    A wish has its moment whether or not the answer before it has come (open loop): the wait for it counts. Where the
    connection breaks, the viewer connects anew as a browser does, and wishes from then on.
    """
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(max(0.0, starts - clock()))
    while clock() < until:
        try:
            await _one_connection(host, cookies, looked, rng, counties, until, think)
            # Whose next wish lies beyond the end has seen enough: who came back here would open page upon page at once.
            return
        except TimeoutError:
            looked.errors.append("no answer")
        except (OSError, WebSocketException):
            looked.anew += 1
            await asyncio.sleep(RECONNECT)


async def _one_connection(host, cookies, looked: Looked, rng, counties: list[str], until: float, think: float) -> None:
    clock = asyncio.get_running_loop().time
    wished, first = clock(), True
    async with _socket(host, cookies) as socket:
        while wished < until:
            if (ahead := wished - clock()) > 0:
                await asyncio.sleep(ahead)
                looked.late.append(clock() - wished)
            page, query = ("overview", "") if first else _choice(rng, counties)
            looked.errors += await asyncio.wait_for(_ask(socket, page, query), LONGEST_ANSWER)
            (looked.first if first else looked.reruns).append(clock() - wished)
            wished, first = wished + rng.exponential(think), False


def _socket(host: str, cookies: httpx.Cookies) -> connect:
    carried = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return connect(
        f"ws://{host}/_stcore/stream", additional_headers={"Cookie": carried}, origin=f"http://{host}",
        subprotocols=["streamlit"], open_timeout=30, max_size=None, ping_interval=None,
    )  # fmt: skip


def _choice(rng: np.random.Generator, counties: list[str]) -> tuple[str, str]:
    weights = np.array([weight for _, weight, _ in LOOKS], dtype=float)
    page, _, by_county = LOOKS[rng.choice(len(LOOKS), p=weights / weights.sum())]
    return page, f"county={rng.choice(counties)}" if by_county and rng.random() < 0.5 else ""


async def _ask(socket: ClientConnection, page: str, query: str) -> list[str]:
    """Run a page to its end; what it complained of."""
    state = ClientState(page_name=page, query_string=query)
    await socket.send(BackMsg(rerun_script=state).SerializeToString())
    trouble, drawn = [], 0
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        kind = message.WhichOneof("type")
        if kind == "delta":
            drawn += 1
            if message.delta.new_element.WhichOneof("type") == "exception":
                trouble.append(f"{page}: {message.delta.new_element.exception.type}")
        if kind == "script_finished":
            # A switch of page ends one run and begins another at once.
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            return trouble or ([] if drawn else [f"{page}: nothing was drawn"])
