"""What other tables say: read once a file, for the questions that hold a row against another table's word."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

from data.intake.known import Known
from data.store import entities, held
from data.store.scope import EVERYTHING

PEER_DAYS = 14  # how far back other enterprises' reports, and a market's last one, are looked for
STOCK_DAYS = 40
SUPPLIED = ("inflow", "outflow", "wholesale_price", "retail_price")
Trail = list[tuple[dt.date, dict]]


class Beside:
    """The store's side of the questions across tables, for one file inside the caller's transaction.

    Of others' rows only medians, counts and extremes reach a question's words, never a row or a name.
    """

    def __init__(self, known: Known) -> None:
        self._conn = known.conn
        self._known = known
        self._told: dict[Hashable, Any] = {}

    def _once(self, asked: Hashable, read: Callable[[], Any]) -> Any:
        """Several questions of a file ask the same of the store."""
        if asked not in self._told:
            self._told[asked] = read()
        return self._told[asked]

    def registered(self, month: dt.date) -> dict[tuple[str, str], int]:
        """(county, kind) -> entities the registry counts at the end of a month, where the daily run has counted it."""
        return self._once(("registered", month), lambda: self._registered(month))

    def _registered(self, month: dt.date) -> dict[tuple[str, str], int]:
        frame = entities.breakdown(self._conn, scope=EVERYTHING, since=month, until=month, by=("county", "kind"))
        return dict(zip(zip(frame["county"], frame["kind"]), frame["closing"].tolist()))

    def stock(self, county: str, day: dt.date) -> dict[str, int]:
        """Kind -> the last reported closing of a county by a day."""
        since = day - dt.timedelta(days=STOCK_DAYS)
        stocks = self._once(("stocks", county, day), lambda: self._known.stocks({county}, since=since, until=day))
        return {kind: told[max(told)][1] for (_, kind), told in stocks.items()}

    def supplies(self, since: dt.date, until: dt.date, categories: frozenset[str]) -> dict[tuple[str, str], Trail]:
        """(enterprise, category) -> its reports of some categories, from ``PEER_DAYS`` before the first day."""
        return self._once(("supplies", since, until, categories), lambda: self._recent(
            "supply", ("enterprise", "category"), SUPPLIED, since - dt.timedelta(days=PEER_DAYS), until,
            second=categories,
        ))  # fmt: skip

    def categories(self) -> dict[str, set[str]]:
        """Enterprise -> what the list says it reports."""
        return {firm: set(told["categories"].split(",")) for firm, told in self._known.listed("enterprise").items()}

    def markets(self, county: str, day: dt.date) -> dict[str, dict]:
        """Market of a county -> its last report before a day: status, stalls_open."""
        trails = self._once(("markets", county, day), lambda: self._recent(
            "market_status", ("market",), ("status", "stalls_open"),
            day - dt.timedelta(days=PEER_DAYS), day - dt.timedelta(days=1), counties={county},
        ))  # fmt: skip
        return {market: trail[-1][1] for (market,), trail in trails.items()}

    def _recent(
        self, table: str, series: tuple[str, ...], measures: tuple[str, ...], since: dt.date, until: dt.date,
        *, counties: set[str] | None = None, second: frozenset[str] | None = None,
    ) -> dict[tuple, Trail]:  # fmt: skip
        return held.recent(
            self._conn, table, scope=EVERYTHING, counties=counties, series=series, day="valid_for", measures=measures,
            since=since, until=until, second=second,
        )  # fmt: skip

    def listed_markets(self, county: str) -> int:
        """How many markets a county's list has."""
        return sum(told["county"] == county for told in self._known.listed("market").values())

    def progress(self, county: str, target: str) -> Trail:
        """The numbers a county reported on a target of the plan: done, total."""
        told = self._once(("progress", county), lambda: self._known.progress({county}))
        return told.get((county, target), [])

    @cached_property
    def payments(self) -> dict[str, list[tuple[str, dt.date, float]]]:
        """Item -> (voucher, day, paid) of its current payments."""
        told = defaultdict(list)
        for item, voucher, day, paid in self._known.payments():
            told[item].append((voucher, day, paid))
        return dict(told)

    def items(self) -> dict[str, dict]:
        """Item -> what the ledger says of it: owed, formed."""
        return self._known.listed("item")
