"""通知: whom to telephone now, the day's digest, and what became of the messages sent; all of it works offline."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.store import outbox
from data.store.scope import Scope
from monitoring.alerts.sentence_shown import brief
from monitoring.cases.rules import rules_of
from monitoring.notices import agenda, words
from monitoring.notices.digest import as_html, compose
from monitoring.notices.files import call_rows, call_sheet, read_phones
from monitoring.notices.gathering import digest_of, gather, within
from monitoring.notices.notify import PHONES
from monitoring.notices.sending import MOST_TRIES
from pages import reads
from pages.door import clock, open_store
from pages.door.exports import File, export, export_link
from pages.door.session import User, require
from pages.parts import filters, links, matrix, number
from pages.parts.personal import masked
from pages.registry import may
from pages.response import case_list
from pages.situation import case_reads
from pages.situation.moment import View, head, moment_of

TABS = {"calls": "电话通知单", "digest": "每日通报", "sent": "发送情况"}
PAGE = 40
CALL_COLUMNS = (
    matrix.Column(title="级别", nowrap=True, width="6.5em"),
    matrix.Column(title="通知对象、电话", width="14em"),
    matrix.Column(title="事项、要求", width="20em"),
    matrix.Column(title="时限", nowrap=True, width="8em"),
    matrix.Column(title="情况"),
)
SENT_COLUMNS = (
    matrix.Column(title="状态", nowrap=True, width="8em"),
    matrix.Column(title="收件人", nowrap=True, width="10em"),
    matrix.Column(title="消息"),
    matrix.Column(title="拟发", nowrap=True, width="10em"),
    matrix.Column(title="已试", unit="次", align="number", width="5em"),
    matrix.Column(title="送达或原因", width="16em"),
)
REASONS = {"refused": "对方拒收", "unreachable": "连接不上", "malformed": "地址有误", "gone": "已不在名单中"}


def page() -> None:
    """The page."""
    user = require("notices")
    view = head(user, "通知")
    tabs = TABS if user.scope.whole and not view.at.past else {one: TABS[one] for one in ("calls", "digest")}
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with left:
        tab = filters.switch("tab", "查看", tabs, hidden=True)
    with right:
        if tab != "sent" and not view.at.past:
            label = "打印电话通知单" if tab == "calls" else "打印每日通报"
            export_link(user, "notices", tab, label=label, county=view.county)
    {"calls": _calls, "digest": _digest, "sent": _sent}[tab](user, view)


def read(user: User, view: View) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The cases looked at, their living alerts, and what is to be told."""
    cases = case_reads.cases(user, view.at)
    inside = within(reads.living_alerts(user, view.at), case_reads.case_members(user, view.at))
    if view.county is not None:
        cases, inside = cases[cases["county"] == view.county], inside[inside["county"] == view.county]
    config, region = open_store.config(), open_store.region()
    asked = {"now": case_list.moment(view), "today": view.at.day, "rules": rules_of(config), "region": region}
    return cases, inside, agenda.agenda(cases, inside, **asked)


def phones() -> dict[str, str]:
    """The units' numbers, kept in the local folder."""
    return read_phones(open_store.settings().local / PHONES)


def _calls(user: User, view: View) -> None:
    _, inside, items = read(user, view)
    listed = agenda.calls(items, inside, reads.enterprises(user, view.at), phones(), told=masked)
    st.caption("现在应当电话通知的单位和企业，由重到轻；电话已遮盖，有办理权限的人打印时为完整号码并记入操作日志。")
    place = filters.page_number(len(listed), size=PAGE)
    some = listed.iloc[(place - 1) * PAGE : place * PAGE]
    told = zip(some["severity"], some["case"], call_rows(some, open_store.region()))
    rows = [_call_row(severity, int(case), cells) for severity, case, cells in told]
    links.follow(matrix.table(CALL_COLUMNS, rows, key="notice_calls", heads=False, empty="现在没有要通知的单位"))


def _call_row(severity: str, case: int, cells: list[str]) -> matrix.Row:
    """One call: whom (and the number), what about (and what is asked), until when, and how things stand."""
    _, whom, phone, matter, asked, due, stands = cells
    return matrix.Row(
        cells=[
            matrix.Cell(text="", severity=severity),
            matrix.Cell(text=whom, note=phone),
            matrix.Cell(text=matter, note=asked, href=links.to("cases", on=filters.given_day(), case=case)),
            due or "—",
            brief(stands) or "—",
        ]
    )


def _digest(user: User, view: View) -> None:
    cases, _, items = read(user, view)
    told = compose(items, cases, [], region=open_store.region(), place=view.name, day=view.at.day,
                   now=case_list.moment(view), demo=open_store.demo())  # fmt: skip
    st.caption("每日评估后自动生成一份可打印的文件，存放在服务器本地目录；不需要网络。这里随时可以按最新情况再出一份。")
    asks = items["ask"].value_counts()
    rows = [matrix.Row(cells=[words.ASKS[ask], str(count)]) for ask, count in asks.items()]
    columns = (matrix.Column(title="要求"), matrix.Column(title="件数", unit="件", align="number", width="8em"))
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(f"需要立即办理 {len(told.rows)} 件", anchor=False)
        matrix.table(columns, rows, key="notice_asks", empty="没有需要立即办理的事项")
    with right:
        st.subheader("近一日变化", anchor=False)
        for line in told.changes or ["没有变化。"]:
            st.text(line)


def _sent(user: User, view: View) -> None:
    with open_store.store().reading() as conn:
        told = outbox.listed(conn, scope=user.scope)
    st.caption("每人每天一份通报；Ⅲ级及以上的立件、升级、再次预警和提级随时发送。失败后隔 1 分钟至 12 小时重试，共 "
               f"{MOST_TRIES} 次。")  # fmt: skip
    rows = [
        matrix.Row(cells=[
            *standing(one), matrix.Cell(text=one.title), number.stamp(one.made_at), str(one.tries), outcome(one),
        ])
        for one in told.itertuples(index=False)
    ]  # fmt: skip
    matrix.table(SENT_COLUMNS, rows, key="notice_sent", heads=False,
                 empty="还没有消息。没有配置发送名单时，不向任何外部地址发送，每日文件照常生成。")  # fmt: skip


def standing(message) -> tuple[matrix.Cell, str]:
    """Sent, waiting or failed for good; and to whom."""
    if not number.absent(message.sent_at):
        return matrix.Cell(text="已发送"), message.channel
    failed = message.tries >= MOST_TRIES
    return matrix.Cell(text="发送失败" if failed else "待发送", strong=failed), message.channel


def outcome(message) -> str:
    """When it arrived; or why not, and when it is tried again."""
    if not number.absent(message.sent_at):
        return number.stamp(message.sent_at)
    if number.absent(message.failure):
        return ""
    reason, _, answer = message.failure.partition(" ")
    answer = answer.replace("errcode", "错误码")
    why = REASONS.get(reason, reason) + (f"（{answer}）" if answer else "")
    return why if message.tries >= MOST_TRIES else f"{why}；{number.stamp(message.next_try)} 再试"


@export("notices", "calls", title="电话通知单")
def calls_file(user: User, *, county: str | None = None) -> File:
    """The printable call list; whole numbers for those who may see them."""
    view = moment_of(user, county=county)
    _, inside, items = read(user, view)
    told = str if may(user.role, "notices", "reveal") else masked
    listed = agenda.calls(items, inside, reads.enterprises(user, view.at), phones(), told=told)
    now = case_list.moment(view)
    content = call_sheet(listed, region=open_store.region(), place=view.name, now=now, demo=open_store.demo())
    return File(filename=f"电话通知单_{_day(now)}.xlsx", content=content, rows=len(listed))


@export("notices", "digest", title="每日通报")
def digest_file(user: User, *, county: str | None = None) -> File:
    """The printable digest of the region, or of one county."""
    view = moment_of(user, county=county)
    scope = user.scope if view.county is None else Scope(counties=frozenset({view.county}))
    now = case_list.moment(view)
    told = {"scope": scope, "now": now}
    with open_store.store().reading() as conn:
        matter = gather(conn, open_store.config(), today=view.at.day, **told)
        digest = digest_of(conn, open_store.config(), matter, day=view.at.day, demo=open_store.demo(), **told)
    return File(filename=f"每日通报_{_day(now)}.html", content=as_html(digest), rows=len(digest.rows))


def _day(now: dt.datetime) -> str:
    return f"{now.astimezone(clock.SHANGHAI):%Y%m%d}"
