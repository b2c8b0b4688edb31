"""What no page of ours asks for: forged messages, addresses of other roles, cells nobody was asked. Put on record.

Nothing of it is ever done; the record says who tried. At most thirty a minute an account: a flood must not fill the
disk or hold the audit's chain.
"""

import asyncio
from contextlib import suppress

from data.store import events
from data.store.unserved import Unserved
from pages.api.limits import Turnstile
from pages.door import clock
from pages.door.identity import User
from pages.door.open_store import store

MOST_A_MINUTE = 30
LONGEST = 120
MESSAGE, PAGE, CELLS = "forged_message", "foreign_page", "foreign_cells"
_turnstile = Turnstile(MOST_A_MINUTE)


def note(user: User, kind: str, asked: str) -> None:
    """Write one attempt down; where the database cannot, the attempt has failed all the same."""
    if _turnstile.wait(user.uid):
        return
    counties = user.scope.counties or frozenset()
    county = next(iter(counties)) if len(counties) == 1 else None
    shown = "".join(one for one in asked if one.isprintable())[:LONGEST]
    with suppress(Unserved), store().noting() as conn:
        events.append(
            conn, at=clock.wall(), actor=user.uid, action="attempt", object_kind=kind, object_id=shown or "—",
            county=county,
        )  # fmt: skip


async def note_aside(user: User, kind: str, asked: str) -> None:
    """The same from the event loop, which never waits for the database."""
    await asyncio.get_running_loop().run_in_executor(None, note, user, kind, asked)
