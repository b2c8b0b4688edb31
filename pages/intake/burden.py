"""填报负担: how many cells a month asks of each county, how many are filled in for it, and the minutes that takes."""

import streamlit as st

from data.intake import SHEETS
from data.intake.burden import Asked
from pages import reads
from pages.door import clock, open_store
from pages.door.session import User
from pages.intake.reported import Burden
from pages.parts import matrix

COLUMNS = (
    matrix.Column(title="县（市）", nowrap=True),
    matrix.Column(title="报表"),
    matrix.Column(title="报送", unit="期/月", align="number"),
    matrix.Column(title="每期", unit="行", align="number"),
    matrix.Column(title="应填", unit="格/月", align="number"),
    matrix.Column(title="其中必填", unit="格/月", align="number"),
    matrix.Column(title="已预填", unit="格/月", align="number"),
    matrix.Column(title="估计用时", unit="分钟/月", align="number"),
    matrix.Column(title="在线实测", unit="分钟", align="number"),
)


def show(user: User, at, county: str | None, counties: dict[str, str]) -> None:
    """The table of the month that is running."""
    month = clock.today().replace(day=1)
    found = reads.burden(user, at, month=month)
    seconds = open_store.config().burden["cell_seconds"]
    own = [one for one in found.asked if county in (None, one.county)]
    total = sum(one.required for one in own)
    st.subheader(f"填报负担（{month.year}年{month.month}月）", anchor=False)
    st.caption(
        f"一项只要一次：各表之间没有重复要的项目（已自动核对）。估计用时按每个必填格 {seconds} 秒（估计值），"
        "在线实测是本月在线填报从打开到报送的实际用时，停顿不计。"
    )
    rows = [_row(one, found, counties, seconds) for one in own]
    foot = f"合计必填 {total:,} 格/月，估计 {total * seconds / 60:,.0f} 分钟/月" if rows else ""
    matrix.table(COLUMNS, rows, key="burden", foot=foot, empty="还没有名录，算不出要填多少格")


def _row(one: Asked, found: Burden, counties: dict[str, str], seconds: float) -> matrix.Row:
    forms, spent = found.measured.get((one.county, one.topic), (0, 0))
    measured = f"{spent / 60:.1f}（{forms} 份）" if forms else "—"
    figures = [f"{n:,}" for n in (one.periods, one.rows, one.asked, one.required, one.prefilled)]
    place = counties.get(one.county, open_store.region().short)
    return matrix.Row(cells=[place, SHEETS[one.topic].title, *figures, f"{one.required * seconds / 60:,.0f}", measured])
