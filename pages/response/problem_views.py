"""How problems are shown: the cards, the list, and one problem with what was done about it."""

import pandas as pd
import streamlit as st

from data.intake.measures import ordinal
from monitoring.problems.lifecycle import LIVING
from pages import reads
from pages.door import open_store
from pages.door.menu import to_page
from pages.door.session import User
from pages.parts import filters, links, matrix, number
from pages.parts.cards import Card
from pages.parts.literal import literal
from pages.parts.matrix import Cell, Column, Row
from pages.parts.status import Status
from pages.parts.tables import Field
from pages.registry import may
from pages.response import problem_steps, reading
from pages.response.alert_names import people
from pages.response.problem_words import CATEGORIES, DONE, LEVELS, SOURCES, STATUSES
from pages.situation.moment import View

COLUMNS = (
    Column(title="编号", nowrap=True, width="4em"),
    Column(title="问题"),
    Column(title="县（市）", nowrap=True, width="6em"),
    Column(title="主体", width="14em"),
    Column(title="类别", nowrap=True, width="8em"),
    Column(title="解决层级", nowrap=True, width="8em"),
    Column(title="办理人", nowrap=True, width="8em"),
    Column(title="办理时限", nowrap=True, width="8em"),
    Column(title="状态", nowrap=True, width="9em"),
)
FACT_COLUMNS = (Column(title="项目", nowrap=True, width="8em"), Column(title="内容"))
EVENT_COLUMNS = (
    Column(title="时间", nowrap=True, width="12em"),
    Column(title="何人", nowrap=True, width="9em"),
    Column(title="何事", nowrap=True, width="12em"),
    Column(title="说明"),
)
EXPORT_FIELDS = {
    "problem": Field(title="编号", kind="number"), "place": Field(title="县（市）"), "entity": Field(title="主体"),
    "contact": Field(title="联系电话（已遮盖）"), "category": Field(title="类别", words=CATEGORIES),
    "title": Field(title="问题"), "detail": Field(title="具体情况"), "source": Field(title="来源", words=SOURCES),
    "level": Field(title="解决层级", words=LEVELS), "status": Field(title="状态", words=STATUSES),
    "owner": Field(title="办理人"), "opened_for": Field(title="登记日", kind="day"),
    "due": Field(title="办理时限", kind="day"), "answered_for": Field(title="答复日", kind="day"),
    "answer": Field(title="答复"),
}  # fmt: skip


def address(**more: object) -> str:
    """This page with other filters; the day looked at stays."""
    return links.to("problems", on=filters.given_day(), **more)


def places() -> dict[str, str]:
    """Counties and the region by code."""
    region = open_store.region()
    return {region.code: region.short, **dict(zip(region.counties["county"], region.counties["short"]))}


def own_place(user: User, view: View) -> dict[str, str]:
    """The county an enterprise is registered in."""
    return {code: places().get(code, code) for code in reads.enterprises(user, view.at)["county"]}


def placed(problems: pd.DataFrame) -> pd.DataFrame:
    """With the county's name."""
    return problems.assign(place=problems["county"].map(places()))


def late(problems: pd.DataFrame, view: View) -> pd.Series:
    """Whether the answer is overdue."""
    return problems["status"].isin(("registered", "accepted")) & (problems["due"] < pd.Timestamp(view.at.day))


def headline(here: pd.DataFrame, view: View) -> list[Card]:
    """What is open, overdue, waiting for a call-back, and how satisfied the called were."""
    living = here[here["status"].isin(LIVING)]
    levels = living["level"].value_counts()
    each = [(word, f"{int(levels.get(code, 0))} 件") for code, word in LEVELS.items()]
    overdue, closed = int(late(living, view).sum()), here[here["status"] == "closed"]
    answered = int((living["status"] == "answered").sum())
    solved = len(closed) + answered
    return [
        Card(title="在办问题", value=None, figure=str(len(living)), unit="件", changes=each),
        Card(title="超过办理时限", value=None, figure=number.of_total(overdue, len(living)), unit="件",
             target="县5、州10、省20个工作日（默认值）", status=Status.RED if overdue else Status.GREEN),
        Card(title="已答复、待回访", value=None, figure=str(answered), unit="件", target="答复后须回访主体是否满意"),
        Card(title="回访满意办结", value=None, figure=number.of_total(len(closed), solved), unit="件",
             target="办结数 ÷ 已答复数；不满意的退回重办"),
    ]  # fmt: skip


def in_order(problems: pd.DataFrame, view: View) -> pd.DataFrame:
    """Overdue first, then by deadline."""
    told = problems.assign(late=late(problems, view))
    return told.sort_values(["late", "due", "problem"], ascending=[False, True, True]).drop(columns="late")


def rows(problems: pd.DataFrame, view: View) -> list[Row]:
    """One row a problem."""
    names, overdue = places(), late(problems, view)
    return [_row(one, names, behind, view) for one, behind in zip(problems.itertuples(index=False), overdue)]


def _row(one, names: dict[str, str], behind: bool, view: View) -> Row:
    return Row(
        cells=[
            str(one.problem),
            Cell(text=one.title, href=address(problem=one.problem)),
            names.get(one.county, one.county),
            one.entity,
            CATEGORIES.get(one.category, one.category),
            LEVELS[one.level],
            "待认领" if number.absent(one.owner) else one.owner,
            Cell(text=number.day_near(one.due, view.at.day), note="已超期" if behind else "", strong=bool(behind)),
            Cell(text=STATUSES[one.status], note=_uncalled(one, view)),
        ]
    )


def _uncalled(one, view: View) -> str:
    """For how long an answer has waited for somebody to ask whether it helped."""
    if one.status != "answered" or number.absent(one.answered_for):
        return ""
    days = (pd.Timestamp(view.at.day) - one.answered_for).days  # the day looked at may lie before it
    return f"已答复 {max(days, 0)} 天未回访"


def one(user: User, view: View, problem, everything: pd.DataFrame) -> None:
    """One problem, from top to bottom."""
    left, right = st.columns([8, 2])
    left.button("返回清单", key="problem_back", type="tertiary", icon=":material/arrow_back:", on_click=_back)
    if not number.absent(problem.alert) and may(user.role, "alerts"):
        right.page_link(to_page("alerts"), label="查看相关预警", icon=":material/arrow_forward:",
                        query_params={"alert": str(int(problem.alert))})  # fmt: skip
    st.subheader(f"{problem.problem} 号　{literal(problem.title)}", anchor=False)
    links.follow(matrix.table(FACT_COLUMNS, facts(problem, everything, view), key="problem_facts"))
    problem_steps.offer(user, view, problem)
    st.subheader("办理记录", anchor=False)
    told, who = reading.problem_events(user, view.at, problem=problem.problem).iloc[::-1], people()
    made = [
        Row(
            cells=[
                number.moment(step.at),
                who.get(step.actor, step.actor),
                DONE.get(step.action, step.action),
                step.note,
            ]
        )
        for step in told.itertuples(index=False)
    ]
    matrix.table(EVENT_COLUMNS, made, key="problem_events", heads=False)


def _back() -> None:
    """Touches nothing but the address."""
    st.query_params.pop("problem", None)


def facts(problem, everything: pd.DataFrame, view: View) -> list[Row]:
    """What is known of a problem; what was merged into it, or what it went into."""
    inside = everything.loc[everything["merged_into"] == problem.problem, "problem"].tolist()
    behind = problem.status in ("registered", "accepted") and problem.due < pd.Timestamp(view.at.day)
    said = [
        ("县（市）", places().get(problem.county, problem.county)),
        ("主体", problem.entity),
        ("联系电话", "" if number.absent(problem.contact) else f"{problem.contact}（已遮盖）"),
        ("类别", CATEGORIES.get(problem.category, problem.category)),
        ("具体情况", problem.detail),
        ("来源", SOURCES[problem.source]),
        ("解决层级", LEVELS[problem.level]),
        ("办理人", "待认领" if number.absent(problem.owner) else problem.owner),
        ("办理时限", number.day(problem.due) + ("（已超期）" if behind else "")),
        ("状态", STATUSES[problem.status]),
        ("答复", "" if number.absent(problem.answer) else problem.answer),
        ("并入本件的", "、".join(f"{one} 号" for one in inside)),
    ]
    made = [Row(cells=[label, text]) for label, text in said if text]
    if not number.absent(problem.merged_into):
        into = int(problem.merged_into)
        made.append(Row(cells=["已并入", Cell(text=f"{into} 号", href=address(problem=into))]))
    if not number.absent(problem.measure):
        targets = open_store.region().measure_targets
        about = next(iter(targets.loc[targets["measure"] == problem.measure, "target"]), None)
        row = Cell(text=f"方案{ordinal(problem.measure)}", href=links.to("measures", target=about))
        made.append(Row(cells=["相关任务", row]))
    return made
