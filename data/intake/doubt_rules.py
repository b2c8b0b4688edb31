"""What is usual of each sheet's values: how far one may be from its own history before it is asked about."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One column of a series. Asked about beyond ``factor`` times its usual and ``spreads`` robust spreads.

    ``least``: nothing is asked while both the value and its usual are below it. ``only_high``: a low value is ordinary.
    """

    name: str
    factor: float
    spreads: float = 6.0
    least: float = 0.0
    only_high: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The questions of one sheet.

    ``stock``: (stock, inflow, outflow), a balance from one day to the next. ``never_same``: columns that do not stay
    the same together for days. ``never_round``: columns that are counted, not estimated. ``bunches``: the amount that
    should not be entered on a month's last day alone.
    """

    day: str
    series: tuple[str, ...] = ()
    sender: tuple[str, ...] = ("county",)
    measures: tuple[Measure, ...] = ()
    stock: tuple[str, str, str] | None = None
    tolerance: float = 0.25
    least_gap: float = 1.0
    never_same: tuple[str, ...] = ()
    never_round: tuple[str, ...] = ()
    bunches: str | None = None


RULES = {
    "entity_counts": Rule(
        day="valid_for",
        series=("county", "kind"),
        measures=(
            Measure(name="closing", factor=1.15),
            Measure(name="entries", factor=4, least=20, only_high=True),
            Measure(name="deregistrations", factor=5, least=20, only_high=True),
        ),
        never_round=("entries",),
    ),
    "supply": Rule(
        day="valid_for",
        series=("enterprise", "category"),
        sender=("enterprise",),
        measures=(
            Measure(name="on_hand", factor=5),
            Measure(name="inflow", factor=6, only_high=True),
            Measure(name="outflow", factor=5, only_high=True),
            Measure(name="wholesale_price", factor=1.8),
            Measure(name="retail_price", factor=1.8),
        ),
        stock=("on_hand", "inflow", "outflow"),
        never_same=("on_hand", "inflow", "outflow"),
    ),
    "market_status": Rule(
        day="valid_for",
        series=("market",),
        measures=(Measure(name="stalls_open", factor=6, least=30, only_high=True),),
    ),
    "arrears_payments": Rule(day="valid_for", bunches="paid"),
}
