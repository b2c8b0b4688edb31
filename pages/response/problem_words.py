"""Chinese for problems: what they are about, where they stand, who solves them, and what may be done."""

from monitoring.problems.lifecycle import Step

CATEGORIES = {
    "materials": "原材料供应", "sales": "产品销售", "staff": "用工和技术骨干", "rent": "房屋租金",
    "orders": "订单履行", "demand": "市场消费", "cash": "资金周转", "policy": "政策落实", "other": "其他",
}  # fmt: skip
"""As the plan names them (三、工作要求)."""
LEVELS = {"county": "县（市）专班", "prefecture": "州专班", "province": "提请省专班"}
STATUSES = {
    "registered": "待受理", "accepted": "办理中", "answered": "已答复、待回访", "closed": "已办结",
    "declined": "不予受理", "merged": "已并案",
}  # fmt: skip
SOURCES = {"entity": "主体反映", "visit": "联络员走访", "alert": "预警核实", "meeting": "会议交办"}
STEPS = {
    Step.ACCEPT: "受理", Step.NOTE: "补充说明", Step.ANSWER: "答复主体", Step.SATISFIED: "回访满意，办结",
    Step.UNSATISFIED: "回访不满意，退回重办", Step.ESCALATE: "提请上级协调", Step.DECLINE: "不予受理",
    Step.MERGE: "并案",
}  # fmt: skip
DONE = {step.value: word for step, word in STEPS.items()} | {"report": "登记", "gather": "并入相同问题"}
WHY = {"duplicate": "同一主体、同类问题", "shared": "几个县（市）同一成因"}
