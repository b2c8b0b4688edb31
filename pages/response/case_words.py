"""How cases are told on screen: slips, levels, steps, proofs, and what stands in the way of a step."""

import re

from monitoring.alerts.lifecycle import Action
from monitoring.cases import words
from monitoring.cases.opening import DECISION
from monitoring.naming import Names
from pages.door import open_store
from pages.parts import number, status

SLIPS = {"red": "红单 超期", "yellow": "黄单 滞后", "blue": "蓝单 临近", "none": "正常"}
SLIP_SEVERITY = {"red": "red", "yellow": "yellow", "blue": "blue", "none": None}
LEVELS = {"county": "县（市）", "prefecture": "州级", "province": "省级"}
NEXT_LEVEL = {"county": "州级专班", "prefecture": "提请省级", "province": "已是最高层级"}
RECHECKS = {"pending": "待复测", "recovered": "已恢复", "not_recovered": "已销号未恢复"}
NOBODY = "待认领"
AFTER = {"not_recovered": "仍越线", "unmeasured": "一直没有新数"}
PROOFS = {"document": "文件", "photo": "照片", "receipt": "银行回单", "figure": "核准数据"}
STAGES = {"before": "此前办理", "sign": "签收", "act": "处置", "report": "报请复核", "close": "办结"}
STANDS = {
    "within": "按时", "extended": "延期内完成", "over": "超时", "incomplete": "办理中（未到期）", "missing": "缺记录",
    "data_error": "时间有误",
}  # fmt: skip
STEPS = {
    Action.ACKNOWLEDGE: "签收",
    Action.TAKE: "认领",
    Action.HANDLE: "开始处置",
    Action.REPORT: "报请复核",
    Action.CLOSE: "复核销号",
    Action.CLOSE_SIGNED: "领导签字销号",
    Action.REWORK: "退回续办",
    Action.ASSIGN: "转办",
    Action.NOTE: "补充说明",
    Action.KNOWN_CAUSE: "列为已知原因",
    Action.FALSE_ALARM: "判为误报",
    Action.RETURN: "退回重办",
    Action.ESCALATE: "提级",
    Action.SILENCE: "静默",
    Action.UNSILENCE: "解除静默",
    Action.POSTPONE: "申请延期",
    Action.GRANT: "批准延期",
    Action.REFUSE: "不予延期",
}
DONE = {action.value: word for action, word in STEPS.items()} | {
    "open": "立件", "raise": "级别升高", "lower": "级别降低", "clear": "数值恢复", "return": "再次预警",
    "settle": "无人经手，恢复后自动销号", "recovered": "复测：已恢复", "not_recovered": "复测：未恢复",
    "prove": "上传佐证", "merge": "并件", "split": "分件",
}  # fmt: skip
_NUMBER = re.compile(r"^#(\d+)$")
WHY = {"age": "超期未办结", "reach": "多县（市）同类问题", "joined": "同一事项又有新预警", "returned": "数值再次越线"}
REFUSED = {
    "empty": "文件是空的，请重新选择。",
    "large": "文件超过 5 MB，请压缩或分开上传。",
    "kind": "只收 PDF、JPG、PNG、DOCX、XLSX，且内容须与扩展名一致。",
    "again": "这份佐证已经上传过。",
}


def name_of(case) -> str:
    """``临夏县 · 生活必需品``, or the decision's own words."""
    return words.name_of(case._asdict(), open_store.region())


def owner_of(case) -> str:
    """Who has it; nobody yet is said."""
    return NOBODY if number.absent(case.owner) else case.owner


def status_of(case) -> str:
    """Where it stands, and whether the danger is over."""
    word = status.CASE_STATUS[case.status]
    return word + ("" if case.active or case.cause == DECISION or case.status in status.ENDED else "（数值已恢复）")


def note(text: str) -> str:
    """Why the machine moved a case up or sent it back, which case it was merged with or split from; people's words."""
    return WHY.get(text) or _NUMBER.sub(r"\1 号", text)


def figure(said: str, called: Names) -> str:
    """A figure kept as proof: ``indicator|subject|day|value`` in words."""
    indicator, subject, day, value = said.split("|")
    thing = open_store.config().thresholds.catalog.get(indicator)
    title, unit = (thing.title, thing.unit) if thing else (indicator, "")
    return f"{called.of(subject)}{title} {value}{unit}（{day}）"
