"""How a stock of entities changed: in which steps, week by week against the usual, and where the exits were."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

FLOWS = ("entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified")
STEPS = ("before", *FLOWS, "unreported", "after")
TOLD_OF_A_WEEK = 5 / 7
USUAL_WEEKS, LEAST_WEEKS = 26, 13
MONTHS = 3


def steps(daily_counts: pd.DataFrame, *, since: dt.date, until: dt.date) -> pd.DataFrame:
    """The stock at the end of ``since``, the flows of the days after it, and the stock at the end of ``until``.

    step    text    one of STEPS; exits and moves out are negative
    amount  number  entities

    Stocks stand in with the last one reported by then. ``unreported`` is what the flows do not explain: days nobody
    reported. Series that had not reported by ``since`` are left out: their whole stock would look like growth.
    """
    first, last = pd.Timestamp(since), pd.Timestamp(until)
    before, after = (_standing(daily_counts, day) for day in (first, last))
    known = daily_counts.set_index(["county", "kind"]).index.isin(before.index)
    flows = daily_counts[known & (daily_counts["date"] > first) & (daily_counts["date"] <= last)]
    amounts = {name: float(flows[name].sum()) * _sign(name) for name in FLOWS}
    start, end = float(before.sum()), float(after.reindex(before.index).sum())
    amounts |= {"before": start, "after": end, "unreported": end - start - sum(amounts.values())}
    return pd.DataFrame({"step": list(STEPS), "amount": [amounts[step] for step in STEPS]})


def weekly_flows(daily_counts: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Entries, exits (deregistered and revoked) and net of every full week, by its Sunday.

    ``by``   the keys given
    date     day     the Sunday
    entries  number  like exits and net: missing in a week less than five sevenths of which was reported,
                     made up in proportion where a day or two is missing
    stock    number  at the week's end, of the series that reported in it
    rate     number  net of a thousand of that stock
    """
    if daily_counts.empty:
        numbers = {name: [] for name in ("entries", "exits", "net", "stock", "rate")}
        return pd.DataFrame({**{key: [] for key in by}, "date": pd.to_datetime([]), **numbers})
    flows = daily_counts.assign(
        date=_sunday(daily_counts["date"]),
        day=daily_counts["date"],
        exits=daily_counts["deregistrations"] + daily_counts["revocations"],
    )
    flows["net"] = flows["entries"] - flows["exits"] + flows["moves_in"] - flows["moves_out"]
    groups = flows.groupby([*by, "date"], sort=True)
    weeks = groups[["entries", "exits", "net"]].sum().astype("float64")
    due = _series_of(daily_counts, by).reindex(weeks.index.droplevel("date")).to_numpy() * _reports_a_week(flows)
    share = groups.size().to_numpy() / due
    weeks = weeks.div(share, axis=0).round()
    weeks.loc[share < TOLD_OF_A_WEEK] = float("nan")
    ends = flows.sort_values("day").drop_duplicates(["county", "kind", "date"], keep="last")
    weeks["stock"] = ends.groupby([*by, "date"])["closing"].sum().astype("float64")
    weeks["rate"] = weeks["net"] / weeks["stock"].where(weeks["stock"] > 0) * 1000
    full = weeks.index.get_level_values("date") <= daily_counts["date"].max()
    return weeks[full].reset_index()


def usual_band(weeks: pd.DataFrame, *, by: Sequence[str], value: str) -> pd.DataFrame:
    """The weeks with ``low`` and ``high``: the 10% and 90% points of the 26 weeks before each, never of itself.

    Eight weeks in ten lay inside by construction; a holiday, a clean-up or a fall lies outside. Missing until half a
    year is known by half.
    """
    ordered = weeks.sort_values([*by, "date"])
    past = ordered.groupby(list(by))[value] if by else ordered[value]

    def edge(share: float) -> pd.Series:
        def of(series: pd.Series) -> pd.Series:
            return series.shift(1).rolling(USUAL_WEEKS, min_periods=LEAST_WEEKS).quantile(share)

        return past.transform(of) if by else of(ordered[value])

    return ordered.assign(low=edge(0.1), high=edge(0.9)).sort_index()


def turnover(
    breakdown: pd.DataFrame,
    *,
    by: str,
    flow: str,
    until: dt.date,
    known_since: pd.Timestamp | None = None,
    months: int = MONTHS,
) -> pd.DataFrame:
    """One flow of the last full months against the same months a year before, the most that got worse first.

    ``by``   text
    value    number  entries, exits (deregistered and revoked) or net of the last full months
    before   number  the same a year earlier; missing where the counts do not reach back that far
    more     number  value less before
    running  number  the same of the running month so far; missing where ``until`` ends its month

    ``known_since`` is the first month counted, where ``breakdown`` is only a part of what was counted.
    """
    first, after = full_months(until, months)
    year = pd.DateOffset(years=1)
    rows = breakdown[[by, "month"]].assign(value=_flow(breakdown, flow))
    now, then = _within(rows, by, first, after), _within(rows, by, first - year, after - year)
    table = pd.DataFrame({"value": now, "before": then}).fillna(0.0)
    begins = breakdown["month"].min() if known_since is None else known_since
    if not begins <= first - year:
        table["before"] = float("nan")
    table["more"] = table["value"] - table["before"]
    running = _within(rows, by, after, after + pd.DateOffset(months=1))
    table["running"] = running.reindex(table.index).fillna(0.0) if after.date() <= until else float("nan")
    table["worse"] = table["more"].fillna(table["value"]) * (1 if flow == "exits" else -1)
    table["size"] = table["value"].abs() + table["before"].abs().fillna(0)
    order = table.rename_axis(by).reset_index()
    order = order.sort_values(["worse", "size", by], ascending=[False, False, True], ignore_index=True)
    return order.drop(columns=["worse", "size"])


def by_month(
    breakdown: pd.DataFrame, *, flow: str, known_since: pd.Timestamp | None = None, months: int = 13
) -> pd.DataFrame:
    """One flow by month, beside that of the same month a year before.

    date    day     the month's first
    value   number  entries, exits or net
    before  number  a year earlier; missing where the counts do not reach back that far
    """
    sums = breakdown[["month"]].assign(value=_flow(breakdown, flow)).groupby("month")["value"].sum().astype("float64")
    if not sums.empty:
        sums = sums.reindex(pd.date_range(sums.index.min(), sums.index.max(), freq="MS"), fill_value=0.0)
    before = sums.where(sums.index >= (known_since or pd.Timestamp.min)).shift(12)
    return pd.DataFrame({"value": sums, "before": before}).tail(months).rename_axis("date").reset_index()


def counted_since(breakdown: pd.DataFrame) -> pd.Timestamp:
    """The first month anybody left: a registry that begins with those then living knows of no exits before."""
    left = breakdown[(breakdown["deregistered"] + breakdown["revoked"]) > 0]
    return left["month"].min()


def _flow(breakdown: pd.DataFrame, flow: str) -> pd.Series:
    exits = breakdown["deregistered"] + breakdown["revoked"]
    return {"entries": breakdown["opened"], "exits": exits, "net": breakdown["opened"] - exits}[flow]


def _within(rows: pd.DataFrame, by: str, first: pd.Timestamp, after: pd.Timestamp) -> pd.Series:
    chosen = rows[(rows["month"] >= first) & (rows["month"] < after)]
    return chosen.groupby(by)["value"].sum().astype("float64")


def full_months(until: dt.date, months: int = MONTHS) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first day of the last full months by ``until``, and the first day after them."""
    month = pd.Timestamp(until.replace(day=1))
    after = month + pd.DateOffset(months=1) if pd.Timestamp(until).is_month_end else month
    return after - pd.DateOffset(months=months), after


def _standing(daily_counts: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    rows = daily_counts[daily_counts["date"] <= day].sort_values("date")
    return rows.groupby(["county", "kind"])["closing"].last()


def _series_of(daily_counts: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """How many series report for each key."""
    return daily_counts.drop_duplicates(["county", "kind"]).groupby(list(by)).size()


def _reports_a_week(flows: pd.DataFrame) -> float:
    """How often a series reports in a usual week: seven times, or once."""
    return float(flows.groupby(["county", "kind", "date"]).size().median())


def _sign(flow: str) -> int:
    return -1 if flow in ("deregistrations", "revocations", "moves_out") else 1


def _sunday(days: pd.Series) -> pd.Series:
    return days + pd.to_timedelta(6 - days.dt.day_of_week, unit="D")
