"""Which messages a browser may send over the websocket, and which of them mean that somebody is there.

An allow-list: Streamlit also accepts messages that empty everybody's caches, stop the server or write files.
"""

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

_ALLOWED = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})
_ALLOWED_OPERATIONS = frozenset({"dataframe_chunk"})


def read(frame: bytes | None) -> BackMsg | None:
    """The message in a frame, or None when it must not reach Streamlit."""
    if frame is None:
        return None
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
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
