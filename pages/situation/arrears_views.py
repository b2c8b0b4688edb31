"""How arrears are shown by county, month and age: cards, tables and figures."""

import pandas as pd

from monitoring.tallies.arrears import AGES
from pages.door import open_store
from pages.parts import filters, ink, links, number
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row, value_cell
from pages.situation.judgement import target
from pages.situation.moment import View

RATE, PROGRESS, NET = "arrears_clearance_rate", "arrears_plan_progress", "arrears_net_clearance"
LEFT, OLD = "arrears_outstanding", "arrears_overdue_year"
INDICATORS = (RATE, PROGRESS, NET, LEFT, OLD)
AGE_WORDS = dict(zip(AGES, ("未到应付日", "逾期30天内", "31–90天", "91–180天", "181天–一年", "一年以上"), strict=True))
COUNTY_COLUMNS = (
    Column(title="县（市）", nowrap=True),
    Column(title="台账", unit="笔", align="number"),
    Column(title="无分歧欠款", align="number"),
    Column(title="已清偿", align="number"),
    Column(title="余额", align="number"),
    Column(title="清偿率", unit="%", align="number"),
    Column(title="序时进度", unit="%", align="number"),
    Column(title="本年清偿", align="number"),
    Column(title="本年新增", align="number"),
    Column(title="本年净清偿", align="number"),
    Column(title="逾期一年以上", align="number"),
    Column(title="另有分歧欠款", align="number"),
)
COUNTY_NOTE = (
    "清偿率 = 已清偿 ÷ 无分歧欠款（含基期后新增）；序时进度 = 计划期内累计实际 ÷ 截至上一足月末累计计划；"
    "本年净清偿 = 本年清偿 − 本年新增，小于 0 即“边清边欠”。有分歧欠款不计入清偿率。"
)
MONTH_COLUMNS = (
    Column(title="月份", nowrap=True),
    Column(title="计划", align="number"),
    Column(title="实际", align="number"),
    Column(title="累计计划", align="number"),
    Column(title="累计实际", align="number"),
    Column(title="当月新增拖欠", align="number"),
)
AGE_COLUMNS = (
    Column(title="县（市）", nowrap=True),
    *[Column(title=word, align="number") for word in AGE_WORDS.values()],
    Column(title="合计", align="number"),
)


def headline(scene, view: View) -> list[Card]:
    """Against the plan, cleared at all, what is left, and whether new arrears outrun payments."""
    progress, rate, net, left = (scene.told.get(name, view.subject) for name in (PROGRESS, RATE, NET, LEFT))
    counted = view.here(scene.counted)
    sums = counted.sum(numeric_only=True)
    open_items = int((scene.led["left"] > 0).sum())
    course = scene.progress[scene.progress["subject"] == view.subject]
    aim = target(PROGRESS, view.subject, day=view.at.day)
    return [
        Card(
            title="序时进度", value=progress.value, unit="%", state=progress.state, status=progress.status,
            place=view.name, target="" if aim is None else f"目标：不低于序时计划的 {aim:g}%",
            points=course["value"].tolist(), age=number.age(progress.age),
        ),
        Card(
            title="无分歧欠款清偿率", value=rate.value, unit="%", state=rate.state, status=rate.status,
            changes=[("已清偿", _money(sums["cleared"])), ("台账", _money(sums["undisputed"]))],
        ),
        Card(
            title="无分歧欠款余额", value=left.value, unit="万元", state=left.state,
            changes=[("未清", f"{open_items} 笔"), ("另有分歧", _money(sums["disputed"]))],
        ),
        Card(
            title="本年净清偿", value=net.value, unit="万元", state=net.state, status=net.status,
            target="本年清偿减本年新增拖欠",
            changes=[("清偿", _money(sums["cleared_year"])), ("新增", _money(sums["arisen"]))],
        ),
    ]  # fmt: skip


def _money(amount: float) -> str:
    return number.quantity(amount, "万元")


def address(**more: object) -> str:
    """This page with other filters; the day looked at stays."""
    return links.to("arrears", on=filters.given_day(), **more)


def county_rows(scene, view: View) -> list[Row]:
    """One row a county, and the region where the reader may see it."""
    rows = [
        _county_row(scene, told["county"], view.counties[told["county"]], told, chosen=told["county"] == view.county)
        for _, told in scene.counted.iterrows()
    ]
    region = open_store.region()
    if region.code in scene.told.of(RATE):
        sums = scene.counted.sum(numeric_only=True)
        rows.append(_county_row(scene, region.code, region.short, sums, total=True))
    return rows


def _county_row(scene, code: str, name: str, counted, *, chosen: bool = False, total: bool = False) -> Row:
    rate, progress, net, old = (scene.told.get(one, code) for one in (RATE, PROGRESS, NET, OLD))
    return Row(
        cells=[
            Cell(text=name, href=address(county=None if total else code)),
            Cell(text=str(int(counted["items"]))),
            *[_amount(counted[column]) for column in ("undisputed", "cleared", "left")],
            value_cell(rate.value, "%", state=rate.state, status=rate.status),
            value_cell(progress.value, "%", state=progress.state, status=progress.status),
            *[_amount(counted[column]) for column in ("cleared_year", "arisen")],
            value_cell(net.value, "万元", state=net.state, status=net.status),
            value_cell(old.value, "万元", state=old.state),
            _amount(counted["disputed"]),
        ],
        chosen=chosen,
        total=total,
    )


def _amount(amount: float) -> Cell:
    return Cell(text=number.figure(amount, "万元"))


def labelled(months: pd.DataFrame) -> pd.DataFrame:
    """Months with short labels: the year where it begins, and whether the month is still running."""
    first = (months["month"].dt.month == 1) | (months.index == months.index[0])
    unfinished = ~months["whole"] & months["paid"].notna()
    labels = [
        f"{day.month}月{'*' if short else ''}" + (f"<br>{day.year}年" if named else "")
        for day, short, named in zip(months["month"], unfinished, first)
    ]
    return months.assign(label=labels)


def running(months: pd.DataFrame) -> bool:
    """Whether the last month with payments is not over."""
    return bool((~months["whole"] & months["paid"].notna()).any())


def _month(row) -> str:
    text = number.month(row.month)
    return text if row.whole or number.absent(row.paid) else f"{text}（未完）"


def cumulative(months: pd.DataFrame) -> dict:
    """The plan's running total as a dashed line, what was paid as a full one."""
    ends = months["month"] + pd.offsets.MonthEnd(0)
    data = [
        ink.course(ends, months["planned_total"], "累计计划", "万元", ink.MUTED, dash="dash"),
        ink.course(ends, months["paid_total"], "累计实际", "万元"),
    ]
    figure = ink.figure(data, unit="万元", height=290)
    figure["layout"]["yaxis"]["rangemode"] = "tozero"
    return figure


def month_rows(months: pd.DataFrame) -> list[Row]:
    """The same figures as rows; months to come have no actual figure yet."""
    return [
        Row(
            cells=[
                _month(row),
                _amount(row.planned),
                *[value_cell(amount, "万元", state="not_due") for amount in (row.paid,)],
                _amount(row.planned_total),
                *[value_cell(amount, "万元", state="not_due") for amount in (row.paid_total, row.arisen)],
            ]
        )
        for row in months.itertuples(index=False)
    ]


def months_in_words(months: pd.DataFrame, name: str) -> str:
    """What the bars show."""
    told = months[months["paid"].notna()]
    if told.empty:
        return f"{name}：计划尚未开始"
    last = told.iloc[-1]
    return f"{name}{number.month(last['month'])}计划清偿 {_money(last['planned'])}，实际清偿 {_money(last['paid'])}"


def total_in_words(months: pd.DataFrame, name: str) -> str:
    """What the lines show."""
    told = months[months["paid"].notna()]
    if told.empty:
        return f"{name}：计划尚未开始"
    last = told.iloc[-1]
    return (
        f"{name}截至{number.month(last['month'])}累计计划 {_money(last['planned_total'])}，"
        f"累计实际 {_money(last['paid_total'])}"
    )


def progress_matrix(scene, view: View) -> tuple[list[Column], list[Row]]:
    """The indicator's own value at each month's end, by county; the months to come are left out."""
    ends = [month + pd.offsets.MonthEnd(0) for month in scene.months.loc[scene.months["whole"], "month"]]
    found = {(row.subject, row.date): row for row in scene.progress.itertuples(index=False)}
    columns = [Column(title="县（市）", nowrap=True)]
    columns += [Column(title=f"{end.month}月", align="number", nowrap=True) for end in ends]
    places = dict(view.counties)
    region = open_store.region()
    if region.code in scene.told.of(PROGRESS):
        places[region.code] = region.short
    rows = [
        Row(
            cells=[name, *[_at(found, code, end) for end in ends]],
            chosen=code == view.county,
            total=code == region.code,
        )
        for code, name in places.items()
    ]
    return columns, rows


def _at(found: dict, code: str, end: pd.Timestamp) -> Cell:
    row = found.get((code, end))
    if row is None:
        return Cell(text="—")
    return value_cell(row.value, "%", state=row.state, status=row.status)


def by_age(aged: pd.DataFrame) -> pd.DataFrame:
    """The counties' sum by age: label, left."""
    sums = aged[list(AGES)].sum()
    return pd.DataFrame({"label": [AGE_WORDS[age] for age in AGES], "left": [float(sums[age]) for age in AGES]})


def age_rows(aged: pd.DataFrame, view: View) -> list[Row]:
    """One row a county and, of several, their sum."""
    rows = [_age_row(view.counties[row["county"]], row[list(AGES)]) for _, row in aged.iterrows()]
    if len(rows) > 1:
        rows.append(_age_row("合计", aged[list(AGES)].sum(), total=True))
    return rows


def _age_row(name: str, amounts, *, total: bool = False) -> Row:
    cells = [_amount(amounts[age]) for age in AGES]
    return Row(cells=[name, *cells, _amount(sum(amounts[age] for age in AGES))], total=total)


def ages_in_words(aged: pd.DataFrame, name: str) -> str:
    """What the bars show."""
    sums = aged[list(AGES)].sum()
    return f"{name}无分歧欠款余额中，逾期一年以上 {_money(sums['over_year'])}，合计 {_money(sums.sum())}"
