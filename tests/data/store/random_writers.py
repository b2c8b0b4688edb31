"""Random senders who send random rows of anywhere: what is stored must lie wholly in the sender's scope."""

import datetime as dt
import random

from data.intake import Held, Refused, Reporter, receive
from data.store import entities
from data.store.scope import EVERYTHING, Scope
from tests.data.intake.conftest import NOON, counts

NAMES = {"622901": "临夏市", "622921": "临夏县", "622922": "康乐县", "622923": "永靖县", "622924": "广河县",
         "622925": "和政县", "622926": "东乡县", "622927": "积石山县"}  # fmt: skip
KINDS = ("个体工商户", "企业", "农民专业合作社", "家庭农场")
FIRST, DAYS = dt.date(2015, 1, 5), 4  # every file speaks of days of its own


def write_at_random(store, region, *, rows: int, seed: int) -> dict[str, int]:
    """Send files until so many rows were sent. Fails on a foreign row stored, or on an own file kept out."""
    chance, tally = random.Random(seed), {"rows": 0, "files": 0, "stored": 0, "refused": 0}
    while tally["rows"] < rows:
        own = chance.sample(sorted(NAMES), chance.randrange(1, 4))
        spoken_of = chance.sample(own, 1) if chance.random() < 0.5 else chance.sample(sorted(NAMES), 2)
        content, sent = _file(chance, spoken_of, first=FIRST + dt.timedelta(days=DAYS * tally["files"]))
        reporter = Reporter(name=f"{seed}", scope=Scope(counties=frozenset(own)), role="clerk")
        at = NOON + dt.timedelta(minutes=tally["files"])
        before = _held(store)
        try:
            receive(store, region, content, filename="随机.csv", reporter=reporter, received_at=at,
                    because=lambda _: "随机")  # fmt: skip
        except (Refused, Held):
            stored = False
        else:
            stored = True
        after = _held(store)
        new = {county: after[county] - before[county] for county in NAMES}
        assert {county for county, more in new.items() if more} <= set(own), (own, spoken_of, new)
        assert stored == (set(spoken_of) <= set(own)), (own, spoken_of)
        assert sum(new.values()) == (sent if stored else 0)
        tally["rows"] += sent
        tally["files"] += 1
        tally["stored" if stored else "refused"] += 1
    return tally


def _file(chance: random.Random, counties: list[str], *, first: dt.date) -> tuple[bytes, int]:
    """Quiet counts of every kind, and how many rows they are."""
    days = [first + dt.timedelta(days=n) for n in range(DAYS)]
    lines = [f"{NAMES[county]},{kind},{day},1000,0,0,0,0,0,0,1000"
             for county in counties for kind in KINDS for day in days]  # fmt: skip
    chance.shuffle(lines)
    return counts(*lines).encode(), len(lines)


def _held(store) -> dict[str, int]:
    with store.reading() as conn:
        frame = entities.daily_counts(conn, scope=EVERYTHING, as_known=None)
    found = frame["county"].value_counts()
    return {county: int(found.get(county, 0)) for county in NAMES}
