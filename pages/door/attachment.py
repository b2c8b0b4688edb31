"""A file as an answer: kept by the browser under its name, whatever letters it is written in."""

from urllib.parse import quote

from starlette.responses import Response


def attached(content: bytes, filename: str, *, media_type: str) -> Response:
    """The answer that hands a file out; the name is percent-encoded (RFC 6266), so no letter of it ends the header."""
    disposition = f"attachment; filename*=UTF-8''{quote(filename)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
