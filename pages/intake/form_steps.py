"""What happens on 在线填报: open, save a cell, check, send, discard. No element is called while anything is written."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from data.intake import forms, trial, unserved
from data.intake.answers import Reporter
from data.intake.forms import Form
from data.intake.measures import REGION_ITSELF
from data.store import arrears, drafts
from data.store.drafts import Draft, DraftChanged, Place
from data.store.scope import Scope
from data.store.unserved import Unserved
from pages.door import attempts, clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.intake import delivery
from pages.intake.form_returned import CameBack, came_back
from pages.intake.upload import name_of
from pages.parts import number
from pages.response import alert_names

STATE, SENT, GENERATION = "form_state", "form_sent", "form_generation"
WAIT_SECONDS = 1.5
IDLE_SECONDS = 120  # a longer pause between two cells was spent elsewhere
MOST_LOST = 6


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The form as it stands on this screen. ``shown`` are the cells the grid began with: they must not change under it.

    ``found`` is the answer of the last check, while nothing has been typed since; ``back`` what was sent and came back:
    its cells are on the screen until somebody changes them.
    """

    form: Form
    draft: Draft | None
    shown: dict
    generation: int
    active: dt.datetime
    told: tuple[str, ...] = ()
    found: trial.Found | None = None
    moved: tuple = field(default_factory=tuple)
    homeless: tuple[str, ...] = ()
    back: CameBack | None = None
    pending: bool = False  # what is shown could not be saved yet

    @property
    def grid(self) -> str:
        """The grid's key: a new one is a new grid, without the edits of the one before."""
        return f"form_grid_{self.generation}"

    @property
    def cells(self) -> dict:
        """What is saved by now, or came back."""
        return self.source.cells if self.source else {}

    @property
    def source(self) -> Draft | None:
        """Where the cells are from."""
        return self.draft or (self.back.sent if self.back else None)


def open_form(user: User, place: Place) -> Opened:
    """The form of a place for this screen: as it was, unless the draft or what is known has moved on meanwhile."""
    with open_store.store().reading() as conn:
        draft = drafts.find(conn, scope=user.scope, place=place)
        sent = drafts.last_sent(conn, scope=user.scope, place=place)
        back = came_back(conn, open_store.region(), place, sent, scope=user.scope)
        source = draft or (back.sent if back else None)
        form = forms.form_of(conn, open_store.region(), place, free=_free_lines(source))
    before: Opened | None = st.session_state.get(STATE)
    same = before is not None and before.form.place == place
    unmoved = same and _revision(before.draft) == _revision(draft) and before.back == back
    if unmoved and (before.form == form or not form.owed):
        return before
    told = _since(before.draft, draft, sent, user) if same else ()
    opened = Opened(
        form=form, draft=draft, shown=source.cells if source else {}, generation=_next_generation(),
        active=clock.wall(), back=back,
        told=(*(before.told if same else ()), *told),
        moved=tuple(forms.moved(form, source)) if source else (),
        homeless=tuple(forms.homeless(form, source)) if source else (),
    )  # fmt: skip
    st.session_state[STATE] = opened
    return opened


def _free_lines(source: Draft | None) -> int:
    """As many as are on offer below those that are filled in."""
    filled = (int(key[1:]) for key in (source.cells if source else {}) if key[:1] == "+")
    return forms.FREE_LINES + max(filled, default=0)


def _revision(draft: Draft | None) -> tuple | None:
    return (draft.id, draft.revision) if draft else None


def _next_generation() -> int:
    st.session_state[GENERATION] = st.session_state.get(GENERATION, 0) + 1
    return st.session_state[GENERATION]


def _since(mine: Draft | None, now: Draft | None, sent: Draft | None, user: User) -> tuple[str, ...]:
    """What became of the draft on this screen."""
    if now is not None and now.saved_by != user.uid:
        name = alert_names.people().get(now.saved_by, now.saved_by)
        return (f"这张表刚由 {name} 于 {number.stamp(now.saved_at)} 保存，下面是最新内容。",)
    if now is None and mine is not None and sent is not None and sent.id == mine.id:
        return (f"草稿已报送，回执 {sent.receipt}。",)
    if now is None and mine is not None:
        return ("草稿已作废。",)
    return ()


def told_once() -> Sequence[str]:
    """What is to be said of the form, once."""
    opened: Opened = st.session_state[STATE]
    st.session_state[STATE] = replace(opened, told=())
    return opened.told


def take_edits(user: User) -> Opened | None:
    """Save what was typed into the grid since it was last looked at; the form as it then stands on this screen.

    The page's first act, and that of every button: a click may arrive together with the last cell.
    """
    opened: Opened | None = st.session_state.get(STATE)
    state = st.session_state.get(opened.grid) if opened else None
    if not state and not (opened and opened.pending):
        return opened
    if state and (strange := forms.unasked(opened.form, state)):
        attempts.note(user, attempts.CELLS, f"{opened.form.place.topic} {opened.form.place.unit}：{'、'.join(strange)}")
        return opened
    cells = forms.edited(opened.form, opened.shown, state["edited_rows"] if state else {})
    if cells == opened.cells:
        return opened
    try:
        draft = save(user, opened, cells)
    except DraftChanged:
        lost = "；".join(_lost(opened, cells))
        told = f"没有保存：同一张表刚被别人改动。您刚填的是：{lost}。请看过最新内容后再填。"
        opened = replace(opened, told=(told,), generation=_next_generation(), pending=False)
    except Unserved as why:
        # What was typed becomes what the grid begins with: it outlives the grid, and is tried again.
        told = (
            f"{unserved.told(why)}。刚填的内容还在表格里，请不要关闭或刷新本页；稍后填下一格或点任一按钮，会再次保存。"
        )
        opened = replace(opened, told=(told,), generation=_next_generation(), shown=cells, found=None, pending=True)
    else:
        opened = replace(opened, draft=draft, active=clock.wall(), found=None, moved=(), homeless=(), pending=False)
    st.session_state[STATE] = opened
    return opened


def save(user: User, opened: Opened, cells: dict) -> Draft:
    """Save the cells over the draft this screen began with. Raises DraftChanged."""
    place, at = opened.form.place, clock.wall()
    seconds = min(int((at - opened.active).total_seconds()), IDLE_SECONDS)
    with open_store.store().noting() as conn:
        return drafts.save(
            conn, place, scope=user.scope, cells=cells, template=opened.form.version, base=forms.base_of(opened.form),
            seconds=seconds, expected_revision=opened.draft.revision if opened.draft else None, uid=user.uid, at=at,
        )  # fmt: skip


def _lost(opened: Opened, cells: dict) -> list[str]:
    headers = {column.name: column.header for column in opened.form.sheet.columns}
    names = {line.key: line.name for line in opened.form.lines}
    new = [
        f"{names[key]}“{headers[name]}”{text or '（清空）'}"
        for key, row in cells.items() for name, text in row.items()
        if opened.cells.get(key, {}).get(name) != text and key in names
    ]  # fmt: skip
    return new[:MOST_LOST] + (["等"] if len(new) > MOST_LOST else [])


def check() -> None:
    """The same checks as on sending, without sending."""
    user = require("forms", "send")
    opened = take_edits(user)
    if opened is None or opened.pending:
        return
    found = trial.examine(
        open_store.store(), open_store.region(), _content(opened), topic=opened.form.place.topic,
        reporter=_reporter(user), at=_now(),
    )  # fmt: skip
    st.session_state[STATE] = replace(opened, found=found)


def send() -> None:
    """Send what is saved, as a file of the same sheet would be sent."""
    user = require("forms", "send")
    opened = take_edits(user)
    if opened is None or opened.draft is None or opened.told:
        return
    place, content = opened.form.place, _content(opened)
    try:
        with open_store.store().noting() as conn:
            drafts.offer(
                conn, place, sha256=hashlib.sha256(content).hexdigest(), expected_revision=opened.draft.revision
            )
    except DraftChanged:
        return  # said when the form is opened again, a moment later
    filename = f"{opened.form.sheet.title}_{unit_name(place)}_{place.day.isoformat()}（在线填报）.csv"
    sent = delivery.send(
        open_store.store(), open_store.region(), [(filename, content)], reporter=_reporter(user), now=_now(),
        topic=place.topic, lines=forms.names_of(opened.form, opened.cells),
    )  # fmt: skip
    sent.wait(WAIT_SECONDS)
    st.session_state[SENT] = sent
    st.session_state[STATE] = replace(opened, found=None)


def nothing_happened() -> None:
    """A confirmed nought: the cells are filled in and saved, to be looked at and sent like any others."""
    user = require("forms", "send")
    opened = take_edits(user)
    if opened is None or opened.told:
        return
    cells, told = _noughts(opened)
    try:
        draft = save(user, opened, cells) if cells is not None else opened.draft
    except DraftChanged:
        return  # said when the form is opened again, a moment later
    st.session_state[STATE] = replace(opened, draft=draft, shown=draft.cells if draft else {}, told=(told,), found=None,
                                      generation=_next_generation())  # fmt: skip


def _noughts(opened: Opened) -> tuple[dict | None, str]:
    form = opened.form
    if form.owed:
        return forms.unchanged(form, opened.cells), "已按“本期无变化”填好，请核对后点“报送”确认。"
    with open_store.store().reading() as conn:
        own = Scope(counties=frozenset({form.place.county}))
        items = arrears.items(conn, scope=own, as_known=None)
    if items.empty:
        return None, "台账中没有欠款，无须零报告。"
    cells = forms.nothing_paid(form, opened.cells, item=items["item"].iloc[0], today=clock.today())
    return cells, "已填好零报告一行，请点“报送”确认本月没有清偿。"


def discard() -> None:
    """Give the draft up."""
    user = require("forms", "send")
    opened = take_edits(user)
    if opened is None or opened.draft is None or opened.told:
        return
    try:
        with open_store.store().noting() as conn:
            drafts.discard(
                conn, opened.form.place, expected_revision=opened.draft.revision, uid=user.uid, at=clock.wall()
            )
    except DraftChanged:
        return


def unit_name(place: Place) -> str:
    """Whom a form is filled in for."""
    counties = open_store.region().counties
    return place.enterprise or dict(zip(counties["county"], counties["short"])).get(place.county, REGION_ITSELF)


def _content(opened: Opened) -> bytes:
    return forms.content(opened.form, opened.cells, unit=unit_name(opened.form.place))


def _reporter(user: User) -> Reporter:
    return Reporter(name=name_of(user), scope=user.scope, role=user.role)


def _now() -> dt.datetime:
    return clock.now().astimezone(clock.SHANGHAI)
