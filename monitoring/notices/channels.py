"""The one place that speaks to the outside: a message through Apprise. Only the sender's own process imports it."""

import re

import apprise

from monitoring.notices import robots

robots.register()
REFUSED, UNREACHABLE, MALFORMED = "refused", "unreachable", "malformed"
_STATUS = re.compile(r"(?<!\w)error=(\d{3})")
_CODE = re.compile(r"errcode=(-?\w+)")


def send(address: str, title: str, body: str) -> str | None:
    """None when the channel took it; else ``malformed``, ``unreachable`` or ``refused`` (with the answer's number).

    A robot's own number follows the word errcode: it answers HTTP 200 to what it refuses.

    What Apprise logs is read for the reason and not kept: an address holds a password.
    """
    channel = apprise.Apprise()
    if not channel.add(address):
        return MALFORMED
    with apprise.LogCapture(level=apprise.logging.WARNING) as told:
        if channel.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
            return None
        said = told.getvalue()
    status = _STATUS.search(said)
    if status:
        return f"{REFUSED} {status[1]}"
    code = _CODE.search(said)
    if code:
        return f"{REFUSED} errcode {code[1]}"
    return UNREACHABLE if "onnection error" in said else REFUSED
