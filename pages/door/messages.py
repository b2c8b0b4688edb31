"""Which messages a browser may send over the websocket, and which of them mean that somebody is there.

An allow-list: Streamlit also accepts messages that empty everybody's caches, stop the server or write files.
"""

from functools import cache

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.util import calc_hash

from pages.registry import PAGES, may

_ALLOWED = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})
_ALLOWED_OPERATIONS = frozenset({"dataframe_chunk"})


def read(frame: bytes | None) -> BackMsg | None:
    """The message in a frame, or None when it must not reach Streamlit."""
    message = _parsed(frame)
    if message is None:
        return None
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        operation = message.backend_operation_request.WhichOneof("payload")
        return message if operation in _ALLOWED_OPERATIONS else None
    return message if kind in _ALLOWED else None


def is_use(message: BackMsg) -> bool:
    """Whether a person did something: a run of the whole page that no timer asked for."""
    if message.WhichOneof("type") != "rerun_script":
        return False
    return not message.rerun_script.is_auto_rerun


def kind(frame: bytes | None) -> str:
    """What a frame that was dropped would have asked for, for the record."""
    message = _parsed(frame)
    said = message and message.WhichOneof("type")
    if said == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") or said
    return said or "—"


def foreign_page(message: BackMsg, role: str) -> str | None:
    """The page of another role that a message asks for by name or hash; None where it asks for none."""
    if message.WhichOneof("type") != "rerun_script":
        return None
    asked = message.rerun_script
    path = _by_hash().get(asked.page_script_hash) or asked.page_name.strip("/")
    return path if path in _by_hash().values() and not may(role, path) else None


@cache
def _by_hash() -> dict[str, str]:
    return {calc_hash(entry.path): entry.path for entry in PAGES}


def _parsed(frame: bytes | None) -> BackMsg | None:
    if frame is None:
        return None
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
        return None
    return message
