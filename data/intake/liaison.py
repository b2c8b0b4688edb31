"""Liaison officers, their visits, contingency plans and drills: four sheets about key enterprises."""

from data.intake.sheet import Column, Kind, Sheet
from data.intake.words import DRILL_RESULTS, NEEDS, PLAN_SEVERITIES, PLAN_TRIGGERS, VISIT_WAYS

FIRM = Column(name="enterprise", header="企业编号", aliases=("编号", "企业代码", "企业名称", "enterprise"),
              kind=Kind.REFERENCE, example="E001", hint="与《重点保供企业名录》一致,也可写企业全称")  # fmt: skip


def _text(name: str, header: str, *aliases: str, **more) -> Column:
    return Column(name=name, header=header, aliases=(*aliases, name), kind=Kind.TEXT, **more)


LIAISON = Sheet(
    topic="liaison",
    title="重点企业联络员派驻表",
    table="liaison_officer",
    cadence="首次全量报送,以后报送有变化的企业",
    columns=(
        FIRM,
        _text("officer", "联络员", "联络员姓名", "派驻联络员", longest=40, example="马某"),
        _text("department", "派驻单位", "联络员单位", "主管部门", longest=60, example="州商务局"),
        Column(name="since", header="派驻日期", aliases=("起始日期", "since"), kind=Kind.DAY, example="2020-02-10"),
    ),
    key=("enterprise",),
)

VISITS = Sheet(
    topic="visits",
    title="联络员走访联系记录",
    table="liaison_visit",
    cadence="每次走访联系一行,每周汇总报送",
    columns=(
        FIRM,
        Column(name="valid_for", header="联系日期", aliases=("走访日期", "日期", "date"), kind=Kind.DAY,
               example="2020-02-18"),
        Column(name="way", header="联系方式", aliases=("方式", "走访方式", "way"), kind=Kind.WORD, words=VISIT_WAYS),
        _text("finding", "了解的情况", "走访情况", "情况", longest=300, example="生产正常、库存充足"),
        Column(name="need", header="问题类别", aliases=("诉求类别", "问题", "need"), kind=Kind.WORD, words=NEEDS,
               required=False, hint="发现需要解决的问题时选填;没有问题的不填"),
    ),
    key=("enterprise", "valid_for"),
    day="valid_for",
)  # fmt: skip

CONTINGENCY_PLANS = Sheet(
    topic="contingency_plans",
    title="“一企一策”应急预案表",
    table="contingency_plan",
    cadence="首次全量报送,以后报送有变化的预案",
    columns=(
        FIRM,
        Column(name="trigger", header="触发情形", aliases=("触发条件", "触发指标", "trigger"), kind=Kind.WORD,
               words=PLAN_TRIGGERS),
        Column(name="severity", header="触发级别", aliases=("启动级别", "预警级别", "severity"), kind=Kind.WORD,
               words=PLAN_SEVERITIES, hint="该情形的预警达到这一级别及以上时自动启动"),
        _text("actions", "应对措施", "措施", longest=300, example="启用州级储备调拨、协调省内两家供应商补货"),
        _text("lead", "牵头责任人", "责任人", longest=60, example="州商务局市场科"),
        Column(name="drawn_on", header="编制日期", aliases=("制定日期", "drawn_on"), kind=Kind.DAY,
               example="2020-02-12"),
    ),
    key=("enterprise", "trigger"),
)  # fmt: skip

DRILLS = Sheet(
    topic="drills",
    title="应急预案演练记录",
    table="contingency_drill",
    cadence="每次演练一行",
    columns=(
        FIRM,
        Column(name="valid_for", header="演练日期", aliases=("日期", "date"), kind=Kind.DAY, example="2020-02-20"),
        _text("content", "演练内容", "内容", longest=200, example="断供四小时补货"),
        Column(name="result", header="演练结果", aliases=("结果", "result"), kind=Kind.WORD, words=DRILL_RESULTS),
        _text("note", "改进意见", "备注", required=False, longest=200),
    ),
    key=("enterprise", "valid_for"),
    day="valid_for",
)  # fmt: skip
