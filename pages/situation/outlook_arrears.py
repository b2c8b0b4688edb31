"""When arrears will be cleared, in words and rows: by place and by debtor, and how real the plan is."""

from pages.parts import number, outlookchart
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.situation.moment import View
from pages.situation.outlook_told import (
    PROSPECT_WORDS,
    PROSPECTS,
    Told,
    chance,
    dates,
    month,
    place_link,
    short,
    why_not,
)

CLEARANCE = "clearance"
BEYOND, FAR = "四年以后或无从清零", "四年以后"  # in a sentence, and where a column has less room
MOST_DEBTORS, MONTHS_SHOWN = 10, 12
_FIGURES = (
    Column(title="余额", align="number"),
    Column(title="预计清完", align="center"),
    Column(title="十次有八次落在", align="center", nowrap=True),
    Column(title="按期清完的可能", align="center"),
    Column(title="判断", align="center", nowrap=True),
    Column(title="须月均清偿", align="number"),
    Column(title="近半年月均", align="number"),
)
COLUMNS = (
    Column(title="地区", nowrap=True),
    *_FIGURES,
    Column(title="计划未覆盖", align="number"),
    Column(title="末月占余下计划", unit="%", align="number"),
    Column(title="20日后付款占比", unit="%", align="number"),
)
DEBTOR_COLUMNS = (Column(title="欠款主体", nowrap=True), *_FIGURES, Column(title="计划未覆盖", align="number"))
NOTE = (
    "今后各月按计划额乘以兑现率推算，兑现率取自本主体和本县（市）有计划的已满月份，当月已付的从当月应付中扣除。地区要等最后一个主体清完才算清完；“四年以后”含照此无从清零的。"
    "末月占比高，说明计划压在最后；20日后付款占比高，说明付款集中在月末。"
)


def card(told) -> Card:
    """How likely the deadline is met."""
    one = told.of(CLEARANCE, told.view.subject)
    title = "欠款按期清完的可能"
    if not one.there:
        return Card(title=title, value=None, unit="", state="not_assessable", target=why_not(one))
    if one.state == "reached":
        return Card(
            title=title, value=100.0, figure="已清完", unit="", status="green", word="已达到", place=told.view.name
        )
    return Card(
        title=title, value=one["chance"], figure=chance(one["chance"]), unit="", place=told.view.name,
        status=PROSPECTS[one["prospect"]], word=PROSPECT_WORDS[one["prospect"]],
        target=f"期限：{short(one['deadline'])}",
        changes=[("须月均清偿", number.quantity(one["needed"], "万元"))],
    )  # fmt: skip


def in_words(one: Told, view: View) -> str:
    """The answer, what it would take, and whether the plan is real."""
    if not one.there:
        return f"不予评价：{why_not(one)}。"
    if one.state == "reached":
        return f"{view.name}无分歧欠款已清完。"
    left, needed = (number.quantity(one[name], "万元") for name in ("left", "needed"))
    when = dates(one["dates"], beyond=BEYOND)
    said = f"{view.name}尚欠 {left}，{short(one['deadline'])}前清完的可能**{chance(one['chance'])}**。"
    said += f"预计清完时间：{when}。"
    said += f"要按期清完，余下 {one['months_left']:.0f} 个月每月须还 {needed}"
    said += f"，是近半年月均的 {one['times']:.1f} 倍。" if one["times"] else "，近半年没有清偿。"
    if one["plan_short"] and one["plan_short"] >= 0.01:
        planned, short_of = (number.quantity(one[name], "万元") for name in ("plan_left", "plan_short"))
        said += f"余下各月计划合计只有 {planned}，还有 {short_of}没有列入计划。"
    return said


def place_row(one: Told, name: str, view: View) -> Row:
    """One place."""
    head = Cell(text=name, href=place_link(one.answer.get("place", ""), view, "arrears"))
    total = name == view.name and view.county is None
    if one.state == "reached":
        return Row(
            cells=[head, "0.00", "已清完", "—", "—", Cell(text="已达到", status="green"), *["—"] * 5], total=total
        )
    if not one.there:
        return Row(cells=[head, *["—"] * 4, Cell(text="不予评价", quiet=True, note=why_not(one)), *["—"] * 5])
    shares = [number.figure(one[n], "%") if one[n] is not None else "—" for n in ("last_month_share", "late_share")]
    return Row(cells=[head, *_figures(one), number.figure(one["plan_short"], "万元"), *shares], total=total)


def debtor_rows(told, view: View) -> list[Row]:
    """The debtors least likely to keep the deadline, then those that owe most."""
    frame = told.subjects(CLEARANCE)
    frame = frame[frame["subject"].str.contains(":") & (frame["state"] == "ok")]
    order = sorted(zip(frame["answer"], frame["subject"]), key=lambda e: (e[0]["chance"] >= 50, -e[0]["left"]))
    return [
        Row(
            cells=[
                subject.split(":", 1)[1], *_figures(Told("ok", answer)), number.figure(answer["plan_short"], "万元"),
            ]
        )
        for answer, subject in order[:MOST_DEBTORS]
    ]  # fmt: skip


def _figures(one: Told) -> list[Cell | str]:
    return [
        number.figure(one["left"], "万元"), month(one["dates"]["middle"]) or FAR,
        dates(one["dates"], beyond=FAR, months=True),
        chance(one["chance"]), Cell(text=PROSPECT_WORDS[one["prospect"]], status=PROSPECTS[one["prospect"]]),
        number.figure(one["needed"], "万元"), number.figure(one["pace"], "万元"),
    ]  # fmt: skip


def figure(one: Told) -> dict:
    """What is left at the end of each month, past and to come."""
    ends = [f"{month}-28" for month in one["ahead"]["month"]]
    left, values = one["left"] + (one["past"]["running"] or 0), []
    for paid in reversed(one["past"]["value"]):
        values.append(left)
        left += paid
    past = {"date": [f"{month}-28" for month in one["past"]["month"]], "value": values[::-1]}
    return outlookchart.fan(past, {**one["ahead"], "date": ends}, unit="万元", zero=True, narrow=True)


def month_figure(one: Told) -> dict:
    """What was paid each month, the running one hatched."""
    past = one["past"]
    months, values = list(past["month"]), list(past["value"])
    running = not past["whole"]
    if running:
        months.append(one["ahead"]["month"][0])
        values.append(past["running"])
    months, values = months[-MONTHS_SHOWN:], values[-MONTHS_SHOWN:]
    labels = [f"{int(m[5:])}月" for m in months]
    return outlookchart.months(labels, values, running=running, needed=one["needed"], unit="万元")
