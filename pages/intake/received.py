"""What came in lately and how it stands; and what came back to who sent it, with the reason."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake import SHEETS
from data.intake.approval import STATUSES
from data.store import batches
from pages import reads
from pages.door import clock
from pages.door.session import User
from pages.intake.standing_words import period, status_text
from pages.parts import matrix, number
from pages.parts.literal import literal

RECENT_DAYS = 60
MOST_FILES = 30
MOST_RETURNED = 3
COLUMNS = (
    matrix.Column(title="回执号", nowrap=True),
    matrix.Column(title="报表"),
    matrix.Column(title="文件"),
    matrix.Column(title="报送人"),
    matrix.Column(title="收到", nowrap=True),
    matrix.Column(title="共", unit="行", align="number", nowrap=True),
    matrix.Column(title="新增", unit="行", align="number", nowrap=True),
    matrix.Column(title="更正", unit="行", align="number", nowrap=True),
    matrix.Column(title="数据日期", nowrap=True),
    matrix.Column(title="状态", nowrap=True),
)
BY_RULE = "● 已入库"  # what nobody has to approve


def came_back(user: User, reporter: str) -> None:
    """This sender's files that others returned or took back and nothing came for since; nothing where there is none."""
    found = reads.submissions(user, reads.as_of(), since=_since())
    for one in unmended(found, reporter).head(MOST_RETURNED).itertuples():
        with st.container(border=True):
            title, word, when = SHEETS[one.topic].title, STATUSES[one.status], number.stamp(one.changed_at)
            days = period(one.first_day, one.last_day)
            st.error(f"《{title}》（{days}）{word}，请修改后重新报送。", icon=":material/undo:")
            st.text(f"理由　{one.reason}")
            st.caption(f"文件 {literal(one.filename)}　回执 {one.receipt}　{when} {word[1:]}")


def unmended(found: pd.DataFrame, reporter: str) -> pd.DataFrame:
    """A reporter's files that others took back, and no later file of the same sheet and county speaks of their days."""
    own_step = found["reason"].fillna("").str.startswith(f"{reporter}：")
    back = found["status"].isin(batches.TAKEN_BACK) & found["replaced_by"].isna() & ~own_step
    mine = found[back & (found["reporter"] == reporter)]
    return mine[[not _mended(one, found) for one in mine.itertuples()]]


def _mended(one, found: pd.DataFrame) -> bool:
    """Whether something came for the same days since; where that came back, too, it speaks for itself."""
    same = (found["topic"] == one.topic) & (found["county"] == one.county) & (found["submission"] > one.submission)
    return bool((same & (found["first_day"] <= one.last_day) & (found["last_day"] >= one.first_day)).any())


def recent(user: User) -> None:
    """The files of the last weeks, the newest first, each with how it stands."""
    st.subheader(f"近 {RECENT_DAYS} 天报送", anchor=False)
    at = reads.as_of()
    files = reads.files_received(user, at, since=_since())
    standing = reads.submissions(user, at, since=_since()).set_index("receipt")
    rows = [_row(one, standing) for one in files.head(MOST_FILES).itertuples()]
    more = f"共 {len(files)} 份，只列最近 {MOST_FILES} 份" if len(files) > MOST_FILES else ""
    matrix.table(COLUMNS, rows, key="upload_recent", foot=more, empty="这段时间没有报送记录")


def _row(one, standing: pd.DataFrame) -> matrix.Row:
    counts = [f"{count:,}" for count in (one.row_count, one.new_rows, one.changed_rows)]
    cells = [one.receipt, SHEETS[one.topic].title, one.filename, one.reporter, number.stamp(one.received_at), *counts,
             period(one.first_day, one.last_day), _status(one.receipt, standing)]  # fmt: skip
    return matrix.Row(cells=cells)


def _status(receipt: str, standing: pd.DataFrame) -> str:
    """How a file stands; one that holds rows of others, too, is in the list by its own rows and says no more."""
    if receipt not in standing.index:
        return BY_RULE
    row = standing.loc[receipt]
    return BY_RULE if row["by_rule"] and row["status"] == "issued" else status_text(row["status"], row["replaced_by"])


def _since() -> dt.datetime:
    """A steady key for the cache: a whole day."""
    since = clock.now() - dt.timedelta(days=RECENT_DAYS)
    return dt.datetime.combine(since.date(), dt.time(), dt.UTC)
