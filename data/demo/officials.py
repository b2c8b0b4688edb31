"""The simulated prefecture's officials: what each would do next with a case. Most are prompt, some late, some idle.

Pure: a case in, a deed out. What is planted to stand at the end is signed for and worked on, but never closed away.
"""

import datetime as dt
import io
import zlib

import xlsxwriter

from data.demo.deeds import Deed
from data.demo.expected import LIVING, Incident
from data.demo.scene import Scene
from data.demo.sheets import SAVED

TEMPERS = ("prompt",) * 8 + ("late",) * 5 + ("idle",) * 4 + ("quieting", "hasty", "wrong_clock")
FALSE, KNOWN = frozenset({"batch", "season"}), frozenset({"cleanup", "move", "definition"})
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
OPENS, SHUTS = dt.time(9), dt.time(17, 30)
NOTES = {
    "close": "措施已落实,数据已恢复(演示)",
    "close_signed": "措施已到位,受大环境影响短期难以恢复,同意销号,转入日常监测(演示)",
    "false_alarm": "经核实为集中办理,并非真实下降(演示)",
    "known_cause": "经核实为清理、迁移或口径调整所致(演示)",
    "silence": "道路施工封闭,已安排临时替代供应,施工期间暂停催办(演示)",
    "prove": "处置情况说明(演示)",
}


def planted(incidents: list[Incident]) -> frozenset[tuple[str, str]]:
    """Indicator and subject of every alert that the answer sheet wants to see at the end."""
    wanted = (one for incident in incidents for one in incident.expected if one.state == LIVING)
    return frozenset((indicator, one.subject) for one in wanted for indicator in one.indicators)


def temper(scene: Scene, case: dict) -> str:
    """How the people behind a case are: always the same for the same case."""
    return TEMPERS[_draw(scene, case) % len(TEMPERS)]


def next_deed(
    scene: Scene, case: dict, *, calls: set[str | None], protected: bool, proofs: int, department: str, now: dt.datetime
) -> Deed | None:
    """The next thing somebody does with a case as it stands at ``now``, or None: they wait, or never act.

    calls: the verdicts of its active alerts (None where there is none); protected: whether it holds a planted alert;
    department: the prefecture's that takes what has moved up.
    """
    kind, status = temper(scene, case), case["status"]
    if status == "new" and not protected and kind != "idle" and calls and calls <= FALSE | KNOWN:
        action = "false_alarm" if calls <= FALSE else "known_cause"
        return _deed(scene, case, action, now + DAY, now, head=department)
    if status in ("new", "acknowledged", "handling") and case["owner"] is None:
        never = kind == "idle" and _draw(scene, case) // len(TEMPERS) % 2
        return None if never else _deed(scene, case, "take", now + 2 * DAY, now, head=department, owner=department)
    if status == "new":
        return None if kind == "idle" else _signing(scene, case, kind, now)
    if status == "acknowledged":
        late = kind == "late" and case["due"] is not None
        return _deed(scene, case, "handle", (case["due"] + DAY) if late else now + 3 * HOUR, now)
    if status == "handling" and kind == "quieting" and case["active"]:
        until = (now + 45 * DAY).date()
        silent = case["silenced_until"] is not None
        return None if silent else _deed(scene, case, "silence", now + DAY, now, head=department, until=until)
    if status == "handling":
        step, pause = ("report", 2 * HOUR) if proofs else ("prove", DAY)
        return _deed(scene, case, step, now + pause, now)
    return _ending(scene, case, kind, protected, department, now) if status == "review" else None


def _signing(scene: Scene, case: dict, kind: str, now: dt.datetime) -> Deed:
    late = kind == "late" and case["sign_by"] is not None
    deed = _deed(scene, case, "acknowledge", (case["sign_by"] + DAY) if late else now + HOUR, now)
    if kind == "wrong_clock":  # the office's computer is behind: signed before the case was there
        deed.said["clock"] = case["opened_at"] - 2 * HOUR
    return deed


def _ending(scene: Scene, case: dict, kind: str, protected: bool, department: str, now: dt.datetime) -> Deed | None:
    """Closed once its figures are back; a hasty leader signs a case away, but nothing planted."""
    if not case["active"]:
        return _deed(scene, case, "close", now + DAY, now, head=department)
    if kind == "hasty" and not protected:
        return _deed(scene, case, "close_signed", now + 5 * DAY, now, head="州领导", role="leader")
    return None


def _deed(scene, case, action, moment, now, *, head: str | None = None, role: str = "bureau", **said) -> Deed:
    """``head``: the prefecture's department or leader; else whoever owns the case."""
    of_county = case["county"] != scene.region.code and case["level"] == "county"
    name = head or (None if of_county else case["owner"])
    return Deed(
        moment=at_work(scene, max(moment, now + HOUR)), county=None if name else case["county"], kind="case",
        action=action, about=str(case["case"]), said={"note": NOTES.get(action, "")} | said, name=name,
        role=role if name else None,
    )  # fmt: skip


def at_work(scene: Scene, moment: dt.datetime) -> dt.datetime:
    """The moment, or when the office next opens."""
    here = moment.astimezone(scene.zone)
    if here.time() >= SHUTS:
        here = dt.datetime.combine(here.date() + DAY, OPENS, tzinfo=scene.zone)
    while not scene.region.is_workday(here.date()):
        here = dt.datetime.combine(here.date() + DAY, OPENS, tzinfo=scene.zone)
    return max(here, dt.datetime.combine(here.date(), OPENS, tzinfo=scene.zone))


def paper(case: dict, *, place: str) -> tuple[str, bytes]:
    """A short report of what was done, as a workbook: its name and its bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": SAVED})
        page = book.add_worksheet("处置情况")
        for line, text in enumerate((f"{place}处置情况说明(演示数据)", f"处置件 {case['case']} 号",
                                     "已到现场核实,措施见附件清单,责任到人。")):  # fmt: skip
            page.write_string(line, 0, text)
    return f"处置情况说明_{case['case']}号.xlsx", buffer.getvalue()


def _draw(scene: Scene, case: dict) -> int:
    return zlib.crc32(f"{scene.seed} {case['subject']} {case['cause']} {case['opened_for']}".encode())
