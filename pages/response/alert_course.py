"""The course of an alert: its indicator over the last months against its lines, and the level it stood at."""

import datetime as dt

import pandas as pd
import streamlit as st

from pages import reads
from pages.door.session import User
from pages.parts import barcharts, charts, status
from pages.response import alert_list, alert_names
from pages.situation.judgement import ruling
from pages.situation.moment import View

DAYS = 120


def show(user: User, view: View, alert, called, *, height: int = 260, strip: bool = True) -> None:
    """The line, and below it (``strip``) the levels over time."""
    thing = alert_names.passport(alert.indicator)
    since = view.at.day - dt.timedelta(days=DAYS)
    course = reads.history(user, view.at, indicators=(alert.indicator,), since=since, subjects=(alert.subject,))
    if thing is None or course["value"].notna().sum() == 0:
        st.info("这段时间没有可显示的数值。")
    else:
        frame = course.assign(provisional=course["state"] == "provisional")
        figure = charts.line(frame, unit=thing.unit, name=thing.title, thresholds=lines(alert, view), height=height)
        charts.show(figure, key="alert_course", alt=f"{alert_names.title(alert, called)}近 {DAYS} 天走势")
    if strip:
        _levels(user, view, alert, called, since)


def _levels(user: User, view: View, alert, called, since: dt.date) -> None:
    told = reads.signal_history(user, view.at, since=since, indicators=(alert.indicator,), subjects=(alert.subject,))
    spans = alert_list.spans(told, pd.DataFrame([alert]), called)
    if not spans.empty:
        figure = barcharts.state_timeline(spans.assign(label="级别"), label="label", height=120)
        charts.show(figure, key="alert_strip", alt="级别随时间的变化")


def lines(alert, view: View) -> list[tuple[float, str]]:
    """The levels that rule the subject on the day looked at; of many the mildest and the one reached."""
    found = {}
    for line in ruling(alert.indicator, alert.subject, day=view.at.day):
        for severity in (next(iter(line.levels)), alert.severity):
            if severity in line.levels:
                found[line.levels[severity]] = f"{status.level_text(severity)}线 {line.levels[severity]:g}"
    return list(found.items())
