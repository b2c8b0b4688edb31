"""Sending what lies in the outbox: claimed before, marked after, tried again with growing pauses.

A claim is compared and set, so two senders never send one message together. A sender killed between sending and
marking leaves the message claimed: after the pause it is sent once more. Never lost, at most doubled by such a death;
every message carries its number so that people can tell.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable

import structlog

from data.store import outbox
from data.store.engine import Store
from monitoring.notices.people import People

log = structlog.get_logger()
MINUTES = (1, 5, 15, 60, 240, 720)
"""Pauses after each failed try; after the last one a message has failed for good."""
MOST_TRIES = len(MINUTES)
MOST_A_MINUTE = 20
"""Messages to one person in a minute: a group robot of 企业微信 or 钉钉 takes no more, 钉钉's then none for ten."""
GONE = "gone"


def send_waiting(
    store: Store, people: People, *, now: dt.datetime, send: Callable[[str, str, str], str | None]
) -> Counter:
    """Try everything that is due, twenty a minute and person; how many were ``sent`` and ``failed``.

    ``send(address, title, body)`` answers None when the message arrived, else why not.
    """
    addresses = {person.name: person.address for person in people.everyone}
    with store.reading() as conn:
        waiting = outbox.waiting(conn, at=now, most_tries=MOST_TRIES)
        lately = Counter(outbox.sent_since(conn, now - dt.timedelta(minutes=1)))
    counts: Counter = Counter()
    for message in waiting:
        if lately[message["channel"]] >= MOST_A_MINUTE:  # it waits for a later round, and has used up no try
            continue
        pause = dt.timedelta(minutes=MINUTES[message["tries"]])
        with store.noting() as conn:
            if not outbox.claim(conn, message["id"], tries=message["tries"], next_try=now + pause):
                continue
        lately[message["channel"]] += 1
        address = addresses.get(message["channel"])
        failure = GONE if address is None else send(address, message["title"], message["body"])
        with store.noting() as conn:
            outbox.tried(conn, message["id"], at=now, failure=failure)
        counts["failed" if failure else "sent"] += 1
        log.info("notice", message=message["message"], to=message["channel"], tries=message["tries"] + 1, why=failure)
    return counts
