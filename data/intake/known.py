"""What is stored already, as far as a sheet's checks need it: referred lists, neighbours, payments."""

import datetime as dt
from collections.abc import Collection

from data.intake.sheet import Sheet
from data.store import arrears, facts, held
from data.store.scope import EVERYTHING, Scope

# A reference is resolved against the whole region, so that "unknown" and "not yours" are told apart.


class Known:
    """The store's side of the checks, inside the caller's transaction."""

    def __init__(self, conn) -> None:
        self.conn = conn
        self._lists: dict[str, dict[str, dict]] = {}
        self._payments: list[tuple[str, str, dt.date, float]] | None = None

    def listed(self, name: str) -> dict[str, dict]:
        """Registered id -> its name, its county, and what the checks compare with."""
        if name not in self._lists:
            self._lists[name] = LISTS[name](self.conn)
        return self._lists[name]

    def counties_of(self, sheet: Sheet, rows: list[dict]) -> dict[str, str]:
        """Own id -> the county it is registered in, for those ids of a list that are registered already."""
        (key,) = sheet.key
        held = facts.held(self.conn, sheet.table, [(row[key],) for row in rows], ("county",))
        return {number: county for (number,), (county,) in held.items()}

    def payments(self) -> list[tuple[str, str, dt.date, float]]:
        """(item, voucher, day, paid) of every current payment; read once: checks and questions both ask."""
        if self._payments is None:
            frame = arrears.payments(self.conn, scope=EVERYTHING, as_known=None)
            self._payments = list(zip(frame["item"], frame["voucher"], frame["date"].dt.date, frame["paid"]))
        return self._payments

    def progress(self, places: Collection[str]) -> dict[tuple[str, str], list[tuple[dt.date, dict]]]:
        """(place, target) -> the numbers these places reported on the plan's measures (done, total), day by day."""
        told = held.recent(
            self.conn, "measure_progress", scope=EVERYTHING, counties=places, series=("county", "target"),
            day="valid_for", measures=("done", "total"), since=None, until=None,
        )  # fmt: skip
        numbers = {place: [(day, said) for day, said in trail if said["done"] is not None]
                   for place, trail in told.items()}  # fmt: skip
        return {place: trail for place, trail in numbers.items() if trail}

    def stocks(
        self, counties: Collection[str], *, since: dt.date, until: dt.date
    ) -> dict[tuple[str, str], dict[dt.date, tuple[int, int]]]:
        """(county, kind) -> day -> (opening, closing) of these counties' current counts between two days."""
        told = held.recent(
            self.conn, "entity_count", scope=Scope(counties=frozenset(counties)), counties=None,
            series=("county", "kind"), day="valid_for", measures=("opening", "closing"), since=since, until=until,
        )  # fmt: skip
        return {
            series: {day: (said["opening"], said["closing"]) for day, said in trail} for series, trail in told.items()
        }


def _markets(conn) -> dict[str, dict]:
    return facts.listed(conn, "market", ("name", "county", "stalls_total"))


def _enterprises(conn) -> dict[str, dict]:
    return facts.listed(conn, "enterprise", ("name", "county", "categories"))


def _items(conn) -> dict[str, dict]:
    frame = arrears.items(conn, scope=EVERYTHING, as_known=None)
    told = frame.assign(owed=frame["undisputed"] + frame["disputed"], name=frame["item"])
    return _by_id(told, "item", "owed", "formed")


def _by_id(frame, key: str, *more: str) -> dict[str, dict]:
    names = ["name", "county", *more]
    columns = zip(*(frame[name].tolist() for name in names))
    return {number: dict(zip(names, values)) for number, values in zip(frame[key].tolist(), columns)}


LISTS = {"market": _markets, "enterprise": _enterprises, "item": _items}
