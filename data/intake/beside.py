"""What other tables say: read once a file, for the questions that hold a row against another table's word."""

import datetime as dt
from functools import cached_property

from data.intake.known import Known
from data.store import entities, held, measures
from data.store.scope import EVERYTHING

PEER_DAYS = 14  # how far back other enterprises' reports, and a market's last one, are looked for
STOCK_DAYS = 40
SUPPLIED = ("inflow", "outflow", "wholesale_price", "retail_price")
Trail = list[tuple[dt.date, dict]]


class Beside:
    """The store's side of the questions across tables, inside the caller's transaction.

    Of others' rows only medians, counts and extremes reach a question's words, never a row or a name.
    """

    def __init__(self, conn) -> None:
        self._conn = conn
        self._known = Known(conn)
        self._registered: dict[dt.date, dict[tuple[str, str], int]] = {}

    def registered(self, month: dt.date) -> dict[tuple[str, str], int]:
        """(county, kind) -> entities the registry counts at the end of a month, where the daily run has counted it."""
        if month not in self._registered:
            frame = entities.breakdown(
                self._conn, scope=EVERYTHING, since=month, until=month, by=("county", "kind")
            )  # fmt: skip
            self._registered[month] = dict(zip(zip(frame["county"], frame["kind"]), frame["closing"].tolist()))
        return self._registered[month]

    def stock(self, county: str, day: dt.date) -> dict[str, int]:
        """Kind -> the last reported closing of a county by a day."""
        stocks = self._known.stocks(since=day - dt.timedelta(days=STOCK_DAYS), until=day)
        return {kind: told[max(told)][1] for (place, kind), told in stocks.items() if place == county}

    def supplies(self, since: dt.date, until: dt.date) -> dict[tuple[str, str], Trail]:
        """(enterprise, category) -> its reports of the days, from ``PEER_DAYS`` before the first."""
        return held.recent(
            self._conn, "supply", scope=EVERYTHING, counties=None, series=("enterprise", "category"), day="valid_for",
            measures=SUPPLIED, since=since - dt.timedelta(days=PEER_DAYS), until=until,
        )  # fmt: skip

    def categories(self) -> dict[str, set[str]]:
        """Enterprise -> what the list says it reports."""
        return {firm: set(told["categories"].split(",")) for firm, told in self._known.listed("enterprise").items()}

    def markets(self, day: dt.date) -> dict[str, dict]:
        """Market -> its last report before a day: county, status, stalls_open."""
        trails = held.recent(
            self._conn, "market_status", scope=EVERYTHING, counties=None, series=("market",), day="valid_for",
            measures=("county", "status", "stalls_open"), since=day - dt.timedelta(days=PEER_DAYS),
            until=day - dt.timedelta(days=1),
        )  # fmt: skip
        return {market: trail[-1][1] for (market,), trail in trails.items()}

    def listed_markets(self, county: str) -> int:
        """How many markets a county's list has."""
        return sum(told["county"] == county for told in self._known.listed("market").values())

    @cached_property
    def progress(self) -> dict[tuple[str, str], Trail]:
        """(county, target) -> the numbers reported on the plan's measures: done, total."""
        frame = measures.progress(self._conn, scope=EVERYTHING, as_known=None).dropna(subset="done")
        told: dict[tuple[str, str], Trail] = {}
        names = ("county", "target", "done", "total")
        for day, county, target, done, total in zip(frame["date"].dt.date, *(frame[name].tolist() for name in names)):
            told.setdefault((county, target), []).append((day, {"done": done, "total": total}))
        return told

    @cached_property
    def payments(self) -> dict[str, list[tuple[str, dt.date, float]]]:
        """Item -> (voucher, day, paid) of its current payments."""
        trails = held.recent(
            self._conn, "arrears_payment", scope=EVERYTHING, counties=None, series=("item", "voucher"),
            day="valid_for", measures=("paid",), since=None, until=None,
        )  # fmt: skip
        told: dict[str, list] = {}
        for (item, voucher), trail in trails.items():
            told.setdefault(item, []).extend((voucher, day, values["paid"]) for day, values in trail)
        return told

    def items(self) -> dict[str, dict]:
        """Item -> what the ledger says of it: owed, formed."""
        return self._known.listed("item")
