"""The sender's whole round: the day's two files, what is to be sent, and sending it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from data.store import runs, setting
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.notices.agenda import calls
from monitoring.notices.digest import as_html
from monitoring.notices.files import call_sheet, read_phones, write_files
from monitoring.notices.gathering import digest_of, gather
from monitoring.notices.laying import lay_down
from monitoring.notices.people import read_people
from monitoring.notices.sending import send_waiting

PEOPLE, PHONES = "notify.toml", "phones.csv"
DIGEST, CALLS = "每日通报.html", "电话通知单.xlsx"


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round did."""

    files: list[Path]
    laid: int
    sent: int
    failed: int


def notify(
    store: Store, config, folder: Path, *, now: dt.datetime, send: Callable[[str, str, str], str | None]
) -> Round:
    """Write the files, lay down and send. ``folder``: the local one, with notify.toml and phones.csv where they are.

    Without notify.toml nothing is sent anywhere; before the first evaluation there are no files.
    """
    people = read_people(folder / PEOPLE)
    files = write_files(folder, now.astimezone(ZoneInfo(config.region.timezone)).date(),
                        contents(store, config, folder, now=now))  # fmt: skip
    laid = lay_down(store, config, people, now=now)
    counts = send_waiting(store, people, now=now, send=send)
    return Round(files=files, laid=laid, sent=counts["sent"], failed=counts["failed"])


def contents(store: Store, config, folder: Path, *, now: dt.datetime) -> dict[str, bytes]:
    """The files of the whole region, by name."""
    today = now.astimezone(ZoneInfo(config.region.timezone)).date()
    with store.reading() as conn:
        last, demo = runs.latest(conn, as_known=None), bool(setting.get(conn, setting.DEMO))
        if last is None:
            return {}
        matter = gather(conn, config, scope=EVERYTHING, now=now, today=today)
        told = {"scope": EVERYTHING, "day": last["valid_for"], "now": now, "demo": demo}
        digest = digest_of(conn, config, matter, **told)
    listed = calls(matter.items, matter.inside, matter.firms, read_phones(folder / PHONES))
    place = config.region.short
    sheet = call_sheet(listed, region=config.region, place=place, now=now, demo=demo)
    return {DIGEST: as_html(digest), CALLS: sheet}
