"""Cases as lists: the four numbers, the rows by slip, what did not recover, and what is kept silent."""

import datetime as dt

import pandas as pd

from monitoring.cases.opening import DECISION
from monitoring.cases.rechecking import for_the_meeting
from monitoring.cases.rows import rows as as_rows
from monitoring.cases.rules import rules_of
from monitoring.cases.slips import slip
from monitoring.notices.words import OFFICE
from pages.door import clock, open_store
from pages.parts import filters, links, number, status
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.parts.tables import Field
from pages.response import case_words as words
from pages.situation.exceptions import short_owner
from pages.situation.moment import View

DAYS = {"due": "due", "missed": "missed_due", "first": "first_due", "asked": "asked_due", "check": "check_by"}
ORDER = ("red", "yellow", "blue", "none")
COLUMNS = (
    Column(title="督办单", nowrap=True, width="8em"),
    Column(title="处置件"),
    Column(title="预警级别", nowrap=True, width="6.5em"),
    Column(title="责任单位", width="12em"),
    Column(title="办理时限", nowrap=True, width="9em"),
    Column(title="层级", nowrap=True, width="6em"),
    Column(title="处置状态", nowrap=True, width="10em"),
)
DONE_COLUMNS = (
    Column(title="处置件"),
    Column(title="预警级别", nowrap=True, width="6.5em"),
    Column(title="责任单位", width="12em"),
    Column(title="办结日期", nowrap=True, width="11em"),
    Column(title="结果", nowrap=True, width="9em"),
    Column(title="销号后复测", nowrap=True, width="9em"),
)
AFTER_COLUMNS = (
    Column(title="处置件"),
    Column(title="责任单位", width="12em"),
    Column(title="销号日期", nowrap=True, width="9em"),
    Column(title="复测", nowrap=True, width="9em"),
    Column(title="说明"),
)
SILENCE_COLUMNS = (
    Column(title="处置件"),
    Column(title="预警级别", nowrap=True, width="6.5em"),
    Column(title="静默至", nowrap=True, width="9em"),
    Column(title="批准人", nowrap=True, width="8em"),
    Column(title="理由"),
)
EXPORT_FIELDS = {
    "case": Field(title="编号", kind="number"),
    "name": Field(title="处置件"),
    "slip": Field(title="督办单", words=words.SLIPS),
    "severity": Field(title="级别", words={one: status.level_text(one) for one in status.SEVERITIES}),
    "owner": Field(title="责任单位"),
    "due_day": Field(title="办理时限", kind="day"),
    "first_day": Field(title="延期前的原时限", kind="day"),
    "asked_day": Field(title="申请延期至", kind="day"),
    "check_day": Field(title="复核时限", kind="day"),
    "missed_day": Field(title="此前已超的时限", kind="day"),
    "level": Field(title="层级", words=words.LEVELS),
    "status": Field(title="处置状态", words=status.CASE_STATUS),
}


def moment(view: View) -> dt.datetime:
    """From when slips are judged: now, or the moment looked back to."""
    return view.at.as_known or clock.now()


def local_day(view: View) -> dt.date:
    """The day of that moment where the region is."""
    return moment(view).astimezone(clock.SHANGHAI).date()


def told(cases: pd.DataFrame, view: View) -> pd.DataFrame:
    """The cases with their slip, the day they are due, and why a closed one is for the meeting; most urgent first."""
    config, region, now = open_store.config(), open_store.region(), moment(view)
    rules = rules_of(config)
    rows = as_rows(cases)
    colours = [slip(row, now=now, rules=rules, region=region) for row in rows]
    days = {f"{name}_day": day_of(cases[column]) for name, column in DAYS.items()}
    after = [for_the_meeting(row, today=view.at.day, rules=rules) for row in rows]
    frame = cases.assign(slip=pd.array(colours, dtype="str"), after=pd.array(after, dtype="str"), **days)
    rank = frame["slip"].map({colour: place for place, colour in enumerate(ORDER)})
    grave = frame["severity"].map({one: -place for place, one in enumerate(status.SEVERITIES)})
    ordered = frame.assign(rank=rank, grave=grave).sort_values(["rank", "grave", "case"])
    return ordered.drop(columns=["rank", "grave"]).reset_index(drop=True)


def day_of(moments: pd.Series) -> pd.Series:
    """The days of moments where the region is."""
    return moments.dt.tz_convert(open_store.region().timezone).dt.tz_localize(None).dt.normalize()


def marks(case, view: View) -> str:
    """Which deadline was let pass before the present one, and which was put off; nothing where none was."""
    told = (("已延期，原时限", case.first_day), ("此前已超", case.missed_day))
    return "；".join(f"{word} {number.day_near(day, view.at.day)}" for word, day in told if not number.absent(day))


def waits(case, view: View) -> str:
    """Whose answer a case waits for: the reviewer's until a day, or a leader's about a later deadline."""
    if case.status in status.ENDED:
        return ""
    if case.status == "review" and not number.absent(case.check_day):
        before = f"{OFFICE} {number.day_near(case.check_day, view.at.day)}前"
        return f"{before}未复核" if case.slip == "red" else f"{before}复核"
    return "" if number.absent(case.asked_day) else f"申请延至 {number.day_near(case.asked_day, view.at.day)}，待批"


def living(frame: pd.DataFrame) -> pd.DataFrame:
    """The cases nobody has ended."""
    return frame[~frame["status"].isin(status.ENDED)]


def headline(frame: pd.DataFrame, view: View) -> list[Card]:
    """Slips, what nobody has taken, what waits for checking, and what did not recover."""
    here = living(frame)
    counts = here["slip"].value_counts()
    put_off, asked = int(here["first_due"].notna().sum()), int(here["asked_due"].notna().sum())
    each = [(words.SLIPS[one], f"{int(counts.get(one, 0))} 件") for one in ORDER[:3]]
    each += [("其中 已延期", f"{put_off} 件")] if put_off else []
    nobody, review = int(here["owner"].isna().sum()), int((here["status"] == "review").sum())
    not_back = int(frame["after"].notna().sum())
    return [
        Card(title="在办处置件", value=None, figure=str(len(here)), unit="件", changes=each),
        Card(title="红单 超期", value=None, figure=number.of_total(int(counts.get("red", 0)), len(here)), unit="件",
             target="超过办理或复核时限", href=address(view, slip="red")),
        Card(title="待认领、待复核、待批延期", value=None, figure=f"{nobody} / {review} / {asked}", unit="件",
             target="提级后由上一级认领；报请复核的核验佐证；延期由领导批", href=address(view, status="review")),
        Card(title="已销号未恢复", value=None, figure=str(not_back), unit="件",
             target="销号后复测仍越线或一直没有新数，提请会议研究",
             href=address(view, tab="after")),
    ]  # fmt: skip


def address(view: View, **more: object) -> str:
    """This page with other filters; the day looked at stays."""
    return links.to("cases", on=filters.given_day(), county=view.county, **more)


def rows(frame: pd.DataFrame, view: View, counts: dict[int, int]) -> list[Row]:
    """One row a case; its name leads to it in full."""
    found = []
    for case in frame.itertuples(index=False):
        inside = counts.get(case.case, 0)
        silent = "静默中" if silenced(case, view) else ""
        notes = " ".join(filter(None, (f"{case.case} 号", f"含 {inside} 件预警" if inside else "", silent)))
        colour = words.SLIP_SEVERITY[case.slip]
        found.append(Row(cells=[
            Cell(text=words.SLIPS[case.slip], strong=case.slip == "red", quiet=colour is None),
            Cell(text=words.name_of(case), href=address(view, case=case.case), note=notes),
            Cell(text="", severity=case.severity if case.cause != DECISION else None),
            Cell(text=short_owner(words.owner_of(case)), strong=number.absent(case.owner)),
            Cell(text=number.day_near(case.due_day, view.at.day) or "未定", note=marks(case, view)),
            words.LEVELS[case.level],
            Cell(text=words.status_of(case), note=waits(case, view)),
        ]))  # fmt: skip
    return found


def silenced(case, view: View) -> bool:
    """Whether a silence is running on the day looked at."""
    return not number.absent(case.silenced_until) and case.silenced_until >= pd.Timestamp(view.at.day)


def after_rows(frame: pd.DataFrame, view: View) -> list[Row]:
    """What was closed and has not been measured well since, and the living case of the same place and cause."""
    open_again = {(case.county, case.cause): case.case for case in living(frame).itertuples(index=False)}
    found = []
    for case in frame[frame["after"].notna()].itertuples(index=False):
        again = open_again.get((case.county, case.cause))
        told = (
            f"领导签字：{case.waived}" if not number.absent(case.waived) else "",
            f"另有在办 {again} 号" if again else "",
        )
        found.append(Row(cells=[
            Cell(text=words.name_of(case), href=address(view, case=case.case), note=f"{case.case} 号"),
            short_owner(words.owner_of(case)),
            closed_on(case, view),
            Cell(text=words.AFTER[case.after], note=_measured(case, view)),
            Cell(text="；".join(filter(None, told)), href=address(view, case=again) if again else None),
        ]))  # fmt: skip
    return found


def done_rows(frame: pd.DataFrame, view: View) -> list[Row]:
    """One row an ended case: when and how it ended, in time or not, and what was measured since."""
    found = []
    for case in frame.itertuples(index=False):
        late = _late(case)
        into = "" if number.absent(case.merged_into) else f"并入 {int(case.merged_into)} 号"
        found.append(Row(cells=[
            Cell(text=words.name_of(case), href=address(view, case=case.case), note=f"{case.case} 号"),
            Cell(text="", severity=case.severity if case.cause != DECISION else None),
            short_owner(words.owner_of(case)),
            Cell(text=closed_on(case, view), note="" if into else "超过时限" if late else marks(case, view)),
            Cell(text=words.status_of(case), note="领导签字" if not number.absent(case.waived) else into),
            "不需复测" if number.absent(case.recheck) else words.RECHECKS[case.recheck],
        ]))  # fmt: skip
    return found


def _late(case) -> bool:
    """Whether a case ended after the deadline that ran then: its owner's, or its reviewer's once it was reported."""
    limit = case.due if number.absent(case.check_by) else case.check_by
    return not number.absent(limit) and case.closed_at > limit


def closed_on(case, view: View) -> str:
    """The day a case ended."""
    closed = case.closed_at.tz_convert(open_store.region().timezone).tz_localize(None)
    return number.day_near(closed, view.at.day)


def _measured(case, view: View) -> str:
    """On which day it was last measured."""
    return "" if number.absent(case.rechecked_for) else f"{number.day_near(case.rechecked_for, view.at.day)}复测"


def silence_rows(frame: pd.DataFrame, view: View, people: dict[str, str]) -> list[Row]:
    """Every running silence, openly: who, why, until when; its colour stays what it is."""
    return [
        Row(cells=[
            Cell(text=words.name_of(case), href=address(view, case=case.case), note=f"{case.case} 号"),
            Cell(text="", severity=case.severity),
            number.day(case.silenced_until),
            people.get(case.silenced_by, case.silenced_by),
            case.silenced_why,
        ])
        for case in frame.itertuples(index=False)
        if silenced(case, view)
    ]  # fmt: skip
