"""A form that came back: returned by a reviewer, or withdrawn. It opens again with the cells that were sent."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.intake.approval import STATUSES
from data.intake.periods import first_day
from data.reference.region import Region
from data.store import batches, submissions
from data.store.drafts import Draft, Place
from data.store.scope import Scope
from pages.parts import number


@dataclass(frozen=True, kw_only=True)
class CameBack:
    """What was sent and came back, under which receipt, when and why."""

    sent: Draft
    receipt: str
    status: str
    reason: str
    at: dt.datetime


def came_back(conn, region: Region, place: Place, sent: Draft | None, *, scope: Scope) -> CameBack | None:
    """The form that was sent last, where it came back and nothing of the period came in since, by form or file."""
    row = submissions.of_receipt(conn, scope=scope, receipt=sent.receipt) if sent and sent.receipt else None
    if row is None or row["status"] not in batches.TAKEN_BACK or row["replaced_by"]:
        return None
    if _sent_since(conn, region, place, row["changed_at"], scope=scope):
        return None
    return CameBack(
        sent=sent, receipt=row["receipt"], status=row["status"], reason=row["reason"] or "", at=row["changed_at"]
    )


def _sent_since(conn, region: Region, place: Place, moment: dt.datetime, *, scope: Scope) -> bool:
    """Whether anything of the same unit and period that still stands came in after a moment."""
    first, last = (pd.Timestamp(day) for day in (first_day(region, place.topic, place.day), place.day))
    later = submissions.listing(conn, scope=scope, since=moment)
    same = (later["topic"] == place.topic) & (later["county"] == place.county)
    period = (later["first_day"] <= last) & (later["last_day"] >= first)
    return bool((same & period & ~later["status"].isin(batches.TAKEN_BACK)).any())


def tell(back: CameBack | None) -> None:
    """The reason, above the cells it is about; it stays until the form is sent again."""
    if back is None:
        return
    with st.container(border=True):
        when = f"{number.stamp(back.at)}，原回执 {back.receipt}"
        st.error(f"这张表{STATUSES[back.status]}（{when}），请按下面的理由修改后重新报送。", icon=":material/undo:")
        st.text(f"理由　{back.reason or '（未写）'}")
        st.caption("表中是上次报送的内容。改动的格自动保存；一字不改的不能重报。")
