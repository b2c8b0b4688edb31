"""The simulated prefecture's officials: what each would do next with a case. Most are prompt, some late, few idle.

Pure: a case in, a deed out. A danger that lasts is not closed: what is short is handed up before the deadline, and what
takes months is brought before the week's meeting (meetings.py).
"""

import datetime as dt
import io
import zlib

import xlsxwriter

from data.demo.deeds import Deed
from data.demo.expected import LIVING, Incident
from data.demo.meetings import JOINED, LEADER, at_work, joining, signing_away, stays
from data.demo.scene import Scene
from data.demo.sheets import SAVED

TEMPERS = ("prompt",) * 10 + ("late",) + ("prompt",) * 4 + ("late", "quieting", "wrong_clock", "late", "idle")
FALSE, KNOWN = frozenset({"batch", "season"}), frozenset({"cleanup", "move", "definition"})
GRAVE = ("orange", "red")
ASKING = 3  # one in so many of the prompt asks for a later deadline where a danger lasts
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
BEFORE = 8 * HOUR  # how long before the deadline they ask
NOTES = {
    "close": "措施已落实,数据已恢复(演示)",
    "rework": "货源尚未恢复,退回继续处置(演示)",
    "escalate": "本级货源不足,报请上级统筹调运(演示)",
    "false_alarm": "经核实为集中办理,并非真实下降(演示)",
    "known_cause": "经核实为清理、迁移或口径调整所致(演示)",
    "silence": "道路施工封闭,已安排临时替代供应,施工期间暂停催办(演示)",
    "prove": "处置情况说明(演示)",
    "postpone": "措施正在落实,见效需要时间,申请延期办结(演示)",
    "grant": "同意延期,按新时限办结(演示)",
    "refuse": "属方案明确的目标任务,不予延期(演示)",
}


def planted(incidents: list[Incident]) -> frozenset[tuple[str, str]]:
    """Indicator and subject of every alert that the answer sheet wants to see at the end."""
    wanted = (one for incident in incidents for one in incident.expected if one.state == LIVING)
    return frozenset((indicator, one.subject) for one in wanted for indicator in one.indicators)


def temper(scene: Scene, case: dict) -> str:
    """How the people behind a case are: always the same for the same case."""
    return TEMPERS[_draw(scene, case) % len(TEMPERS)]


def next_deed(
    scene: Scene,
    case: dict,
    *,
    calls: set[str | None],
    protected: bool,
    proofs: int,
    department: str,
    home: int | None,
    now: dt.datetime,
) -> Deed | None:
    """The next thing somebody does with a case as it stands at ``now``, or None: they wait, or never act.

    calls: the verdicts of its active alerts (None where there is none); protected: whether it holds a planted alert;
    department: the prefecture's that takes what has moved up; home: the region's own living case of the same cause.
    """
    kind, status = temper(scene, case), case["status"]
    if status == "new" and not protected and kind != "idle" and calls and calls <= FALSE | KNOWN:
        action = "false_alarm" if calls <= FALSE else "known_cause"
        return _deed(scene, case, action, now + DAY, now, head=department)
    if status in ("new", "acknowledged", "handling", "review") and case["owner"] is None:
        never = kind == "idle" and _draw(scene, case) // len(TEMPERS) % 2
        pause = 2 * DAY if kind in ("late", "idle") else 2 * HOUR
        return None if never else _deed(scene, case, "take", now + pause, now, head=department, owner=department)
    if status == "new":
        return None if kind == "idle" else _signing(scene, case, kind, now)
    if status == "acknowledged":
        late = kind == "late" and case["due"] is not None
        return _deed(scene, case, "handle", (case["due"] + DAY) if late else now + 2 * HOUR, now)
    if case["asked_due"] is not None:
        return _answer(scene, case, now)
    if status == "handling":
        return _handling(scene, case, kind, proofs, department, now)
    if status != "review":
        return None
    if not case["active"]:
        return _deed(scene, case, "close", now + DAY, now, head=department)
    if calls - {None} and calls - {None} <= FALSE | KNOWN:  # no fall to be helped: said so, and waited for
        return _deed(scene, case, "known_cause", now + 2 * HOUR, now, head=department)
    return _while_it_lasts(scene, case, kind, protected, department, home, now)


def _signing(scene: Scene, case: dict, kind: str, now: dt.datetime) -> Deed:
    """A shock is signed for by whoever is on duty, on a Sunday too."""
    late = kind == "late" and case["sign_by"] is not None
    moment = (case["sign_by"] + DAY) if late else now + HOUR
    deed = _deed(scene, case, "acknowledge", moment, now, on_duty=not late and is_shock(case))
    if kind == "wrong_clock":  # the office's computer is behind: signed before the case was there
        deed.said["clock"] = case["opened_at"] - 2 * HOUR
    return deed


def _handling(scene: Scene, case: dict, kind: str, proofs: int, department: str, now: dt.datetime) -> Deed | None:
    """Measures, their proof, and the report; a shortage that will not end in time is handed up while there is time."""
    if kind == "quieting" and case["active"] and case["cause"] in ("supply", "markets"):
        until = (now + 45 * DAY).date()
        silent = case["silenced_until"] is not None
        return None if silent else _deed(scene, case, "silence", now + DAY, now, head=department, until=until)
    left = case["due"] - now if case["due"] is not None else DAY
    if not proofs:
        return _deed(scene, case, "prove", now + (DAY if left > DAY + 6 * HOUR else 2 * HOUR), now)
    if is_shock(case) and case["active"] and case["level"] != "province" and left > 3 * HOUR:
        return _deed(scene, case, "escalate", case["due"] - 2 * HOUR, now)
    if not case["active"] or is_shock(case):
        return _deed(scene, case, "report", now + 2 * HOUR, now)
    if case["first_due"] is not None:  # what was granted is used
        return _deed(scene, case, "report", case["due"] - DAY, now)
    if kind == "prompt" and _draw(scene, case) // len(TEMPERS) % ASKING == 0 and left >= BEFORE:
        until = (case["due"] + (10 + _draw(scene, case) % 10) * DAY).astimezone(scene.zone).date()
        return _deed(scene, case, "postpone", case["due"] - BEFORE, now, until=until)
    return _deed(scene, case, "report", now + 2 * HOUR, now)


def _answer(scene: Scene, case: dict, now: dt.datetime) -> Deed:
    """A leader answers the same day: what the plan promises is not put off."""
    action = "refuse" if stays(scene, case) else "grant"
    return _deed(scene, case, action, now + 2 * HOUR, now, head=LEADER, role="leader")


def _while_it_lasts(
    scene, case: dict, kind: str, protected: bool, department: str, home: int | None, now
) -> Deed | None:
    """What is reported and not over: a shortage goes on or up, the rest is the meeting's."""
    if is_shock(case):
        handed_up = case["level"] != "province" and case["due"] is not None and case["due"] - now > 4 * HOUR
        if handed_up:
            return _deed(scene, case, "rework", now + HOUR, now, head=department)
        if _felt_in_the_county(case):
            return None
    if (kind == "idle" and protected) or stays(scene, case):  # nobody brings it before the meeting, or it refuses
        return None
    joins = home is not None and case["cause"] in JOINED
    return joining(scene, case, home, now) if joins else signing_away(scene, case, now)


def _felt_in_the_county(case: dict) -> bool:
    """Whether more than one firm's shelves are short: another firm cannot stand in."""
    return any(alert["active"] and alert["subject"].startswith(f"{case['county']}:") for alert in case["inside"])


def is_shock(case: dict) -> bool:
    """Whether a case is a supply shock, which has hours and is never put off."""
    return case["cause"] == "supply" and case["severity"] in GRAVE


def _deed(
    scene, case, action, moment, now, *, head: str | None = None, role: str = "bureau", on_duty: bool = False, **said
) -> Deed:
    """``head``: the prefecture's department or leader; else whoever owns the case. ``on_duty``: at any hour."""
    of_county = case["county"] != scene.region.code and case["level"] == "county"
    name = head or (None if of_county else case["owner"])
    moment = max(moment, now + HOUR)
    return Deed(
        moment=moment if on_duty else at_work(scene, moment), county=None if name else case["county"], kind="case",
        action=action, about=str(case["case"]), said={"note": NOTES.get(action, "")} | said, name=name,
        role=role if name else None,
    )  # fmt: skip


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
