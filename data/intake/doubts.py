"""Questions about plausible but odd values (请核实): asked before anything counts, answered "confirmed, because …".

Pure: rows and the history of their series in, questions out. An impossible value (negative, in the future, a stock that
does not follow from its flows) is no question but a problem, and stays one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log

from data.intake.doubt_rules import RULES, Measure, Rule
from data.intake.sheet import Sheet

LOOK_BACK = 45  # days of a series' own history
FEWEST = 6  # values before a series is usual enough to ask
FAR = 1 / 300  # of the usual, where a small amount is ordinary
PAIR, SLIGHT = 2, 100  # of a flow that is rarely anything: so many values, and so many times less than the least
LONGEST_GAP = 4  # days since the last report, beyond which a stock may be anything
LEVEL, STEP = 8, 0.7  # of the last eight reports of a stock, how far below the lowest it may fall
SLIP = 20.0  # times the usual, or a twentieth of it
SAME_RUN = 4  # reports in a row that say the very same
ROUND_SHARE, ROUND_LEAST, ROUND_FROM = 0.9, 12, 20
LAST_DAY_SHARE, LAST_DAY_LEAST = 0.6, 5
SLIPS = {10: "10", 1_000: "1000", 10_000: "1万"}
History = Mapping[tuple, list[tuple[dt.date, dict]]]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One question. ``key`` stays the same while the value does, so that an answer finds it again."""

    key: str
    kind: str
    row: int
    header: str
    found: str
    reason: str
    ask: str = "请核实。无误的写明原因；有误的改正后重新报送"
    subject: str = ""
    day: dt.date | None = None
    sheet: str = ""
    cell: str = ""


def doubts_of(sheet: Sheet, rows: list[dict], history: History) -> list[Doubt]:
    """Every question about these rows, in the order of rows. ``history``: series -> its earlier days and values."""
    rule = RULES.get(sheet.topic)
    if rule is None:
        return []
    found: list[Doubt] = []
    for series, own in _series(rule, rows).items():
        before = [(day, values) for day, values in history.get(series, ()) if day < own[0][rule.day]]
        found += _of_series(sheet, rule, series, own, before[-LOOK_BACK:])
    found += _rounded(sheet, rule, rows)
    found += _last_day(sheet, rule, rows)
    return sorted(found, key=lambda one: (one.row, one.key))


def series_key(rule: Rule, row: dict) -> tuple:
    """Which series a row belongs to."""
    return tuple(row[name] for name in rule.series)


def _series(rule: Rule, rows: list[dict]) -> dict[tuple, list[dict]]:
    series: dict[tuple, list[dict]] = defaultdict(list)
    if rule.series:
        for row in sorted(rows, key=lambda r: (r[rule.day], r["source_row"])):
            series[series_key(rule, row)].append(row)
    return series


def _of_series(sheet: Sheet, rule: Rule, series: tuple, rows: list[dict], before: list) -> Iterator[Doubt]:
    trail = list(before)
    last_asked = False
    for row in rows:
        day = row[rule.day]
        asked = [*_against_usual(sheet, rule, series, row, trail), *_balance(sheet, rule, series, row, trail)]
        same = _copied(rule, row, trail)
        if same and not last_asked and not asked:
            asked.append(doubt_of(sheet, rule.measures[0].name, row, series, day, "copied",
                                f"与前{SAME_RUN - 1}次填报各项完全相同，像是照抄上期"))  # fmt: skip
        last_asked = same
        yield from asked
        trail.append((day, row))
        del trail[:-LOOK_BACK]


def _against_usual(sheet: Sheet, rule: Rule, series: tuple, row: dict, trail: list) -> Iterator[Doubt]:
    for measure in rule.measures:
        value = row.get(measure.name)
        if not value:
            continue
        usual = sorted(v for _, earlier in trail if (v := earlier.get(measure.name)))
        if len(usual) < FEWEST:
            if _out_of_nothing(measure, value, usual, len(trail)):
                most = usual[-1] if usual else 0
                yield doubt_of(sheet, measure.name, row, series, row[rule.day], "outlier",
                             f"近{len(trail)}次填报中有数的只有{len(usual)}次，最多{most:g}")  # fmt: skip
            elif measure.only_high and len(usual) >= PAIR and value * SLIGHT <= usual[0]:
                said = f"近{len(trail)}次填报中有数的{len(usual)}次最少{usual[0]:g}，像是单位差了1000倍"
                yield doubt_of(sheet, measure.name, row, series, row[rule.day], "unit_slip", said)
            continue
        middle = usual[len(usual) // 2]
        ratio = value / middle
        if (kind := _kind(measure, row, rule, ratio, value, usual, middle)) is not None:
            where = f"近{len(usual)}次填报的中位数是{middle:g}，这次是{_times(ratio)}"
            yield doubt_of(sheet, measure.name, row, series, row[rule.day], kind, f"{where}{_guess(kind, ratio)}")


def _out_of_nothing(measure: Measure, value: float, usual: list, reports: int) -> bool:
    """Much, in a flow that is nearly always nothing: too few values for a usual one, but reports enough."""
    known = measure.only_high and measure.least and reports >= FEWEST
    return bool(known) and value >= max(measure.least, measure.factor * (usual[-1] if usual else 1))


def _kind(measure: Measure, row: dict, rule: Rule, ratio: float, value, usual: list, middle) -> str | None:
    if max(value, middle) < measure.least:
        return None
    if measure.only_high and ratio < 1:
        return "unit_slip" if ratio <= FAR else None
    if ratio >= SLIP or ratio <= 1 / SLIP:
        return "outlier" if measure.only_high else "unit_slip"
    factor = measure.factor
    if 1 / factor < ratio < factor:
        return None
    logs = sorted(abs(log(v / middle)) for v in usual)
    spread = logs[len(logs) // 2] * 1.4826
    if abs(log(ratio)) <= max(measure.spreads * spread, log(factor)) or usual[0] / 1.3 <= value <= usual[-1] * 1.3:
        return None
    last = (row[rule.day] + dt.timedelta(days=1)).day == 1
    return "last_day_jump" if last and ratio > 1 else "outlier"


def _times(ratio: float) -> str:
    if ratio < 1:
        return f"它的{ratio:.2%}"
    return f"它的{ratio:.0f}倍" if ratio >= 100 else f"它的{ratio:.3g}倍"


def _guess(kind: str, ratio: float) -> str:
    """Which slip of unit it looks like, where it looks like one."""
    size = ratio if ratio >= 1 else 1 / ratio
    near = min(SLIPS, key=lambda slip: abs(log(size / slip)))
    if abs(log(size / near)) < log(2.2 if near > 10 else 1.35):
        return f"，像是单位差了{SLIPS[near]}倍"
    return "，且在月末最后一天" if kind == "last_day_jump" else ""


def _balance(sheet: Sheet, rule: Rule, series: tuple, row: dict, trail: list) -> Iterator[Doubt]:
    """A stock that does not follow from the day before it and the flows since."""
    if rule.stock is None or len(trail) < FEWEST:
        return
    days = (row[rule.day] - trail[-1][0]).days
    stock, inflow, outflow = rule.stock
    if days > LONGEST_GAP:
        yield from _off_its_level(sheet, stock, series, row, row[rule.day], [told[stock] for _, told in trail[-LEVEL:]])
        return
    before = trail[-1][1][stock]
    expected = before + row[inflow] - row[outflow]
    # What came and went on days that were not reported is unknown, up to what is usual of a day.
    unknown = (days - 1) * max(_middle(trail, inflow), _middle(trail, outflow))
    gap = abs(row[stock] - expected)
    if gap > unknown + rule.tolerance * max(before, row[stock], row[outflow], rule.least_gap):
        when = "昨日" if days == 1 else f"{days}日前"
        said = f"按{when}库存{before:g}+进货{row[inflow]:g}-出库{row[outflow]:g}应为{expected:g}"
        yield doubt_of(sheet, stock, row, series, row[rule.day], "balance", f"{said}，相差{row[stock] - expected:g}")


def _off_its_level(sheet: Sheet, name: str, series: tuple, row: dict, day: dt.date, recent: list) -> Iterator[Doubt]:
    """A stock whose flows since the last report are unknown: far below all that it was lately."""
    low = min(recent)
    if 0 < row[name] < STEP * low:
        yield doubt_of(
            sheet, name, row, series, day, "balance", f"近{len(recent)}次库存最低{low:g}，这次只有{row[name]:g}"
        )


def _middle(trail: list, name: str) -> float:
    values = sorted(earlier[name] for _, earlier in trail)
    return values[len(values) // 2]


def _copied(rule: Rule, row: dict, trail: list) -> bool:
    if not rule.never_same or len(trail) < SAME_RUN - 1:
        return False
    mine = tuple(row[name] for name in rule.never_same)
    last = trail[-(SAME_RUN - 1) :]
    return sum(map(bool, mine)) >= 2 and all(tuple(v[n] for n in rule.never_same) == mine for _, v in last)


def _rounded(sheet: Sheet, rule: Rule, rows: list[dict]) -> Iterator[Doubt]:
    """A whole file of round numbers was estimated, not counted."""
    for name in rule.never_round:
        by_sender: dict[tuple, list[dict]] = defaultdict(list)
        for row in rows:
            if row[name] and row[name] >= ROUND_FROM:
                by_sender[tuple(row.get(n) for n in rule.sender)].append(row)
        for sender, own in by_sender.items():
            round_ones = sum(row[name] % 10 == 0 for row in own)
            if len(own) >= ROUND_LEAST and round_ones >= ROUND_SHARE * len(own):
                yield doubt_of(sheet, name, own[0], sender, None, "round",
                             f"这一列{len(own)}个数中有{round_ones}个是整十数，像是估计数")  # fmt: skip


def _last_day(sheet: Sheet, rule: Rule, rows: list[dict]) -> Iterator[Doubt]:
    """Most of a month's amount on its last day."""
    if rule.bunches is None:
        return
    months: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows:
        months[(row["county"], row[rule.day].strftime("%Y-%m"))].append(row)
    for (county, month), own in months.items():
        whole = sum(row[rule.bunches] for row in own)
        last = [row for row in own if (row[rule.day] + dt.timedelta(days=1)).day == 1]
        share = sum(row[rule.bunches] for row in last) / whole if whole else 0
        if len(own) >= LAST_DAY_LEAST and last and share >= LAST_DAY_SHARE:
            yield doubt_of(sheet, rule.bunches, last[0], (county, month), None, "last_day_jump",
                         f"{month}的金额有{share:.0%}记在月末最后一天")  # fmt: skip


def doubt_of(sheet: Sheet, name: str, row: dict, series: tuple, day: dt.date | None, kind: str, reason: str) -> Doubt:
    """A question about one cell of a row."""
    subject = ":".join(map(str, series))
    value = row[name]
    found = f"{value:g}" if isinstance(value, float) else str(value)
    key = "|".join([kind, subject, day.isoformat() if day else "", name, found])
    return Doubt(
        key=key, kind=kind, row=row["source_row"], header=sheet.header(name), found=found, reason=reason,
        subject=subject, day=day,
    )  # fmt: skip
