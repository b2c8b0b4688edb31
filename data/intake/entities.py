"""Market entities: the registry (one row an entity) and the daily counts by county and kind."""

import datetime as dt

from data.intake import regional
from data.intake.entity_checks import chain_within_file, closing_follows_opening, ending_is_whole
from data.intake.entity_stock import chain_with_store
from data.intake.sheet import Column, Kind, Sheet, pieces
from data.intake.words import ENDINGS, SIZES

HOUSEHOLDS = pieces("户", "家", "个")
DAWN = dt.date(1900, 1, 1)


def _count(name: str, header: str, *aliases: str, **more) -> Column:
    return Column(name=name, header=header, aliases=aliases, kind=Kind.COUNT, units=HOUSEHOLDS, high=5_000_000, **more)


ENTITY_COUNTS = Sheet(
    topic="entity_counts",
    title="市场主体日报表",
    table="entity_count",
    cadence="每日一报,每县(市)每类一行",
    columns=(
        regional.COUNTY,
        Column(name="kind", header="主体类型", aliases=("市场主体类型", "类型", "kind"), kind=Kind.WORD,
               words=regional.kinds),
        Column(name="valid_for", header="统计日期", aliases=("日期", "数据日期", "报告日期", "date"), kind=Kind.DAY,
               example="2020-03-01"),
        _count("opening", "期初实有", "期初户数", "期初", "上期末实有", "opening", example="8305"),
        _count("entries", "本期新设", "新设", "新设立", "新登记", "新增", "entries", example="12"),
        _count("deregistrations", "本期注销", "注销", "deregistrations", example="3"),
        _count("revocations", "本期吊销", "吊销", "revocations", required=False, blank=0, example="0"),
        _count("moves_in", "迁入", "本期迁入", "moves_in", required=False, blank=0, example="1"),
        _count("moves_out", "迁出", "本期迁出", "moves_out", required=False, blank=0, example="2"),
        Column(name="reclassified", header="口径调整", aliases=("口径调整(净)", "调整", "reclassified"),
               kind=Kind.INTEGER, units=HOUSEHOLDS, required=False, blank=0, low=-5_000_000, high=5_000_000,
               example="0", hint="统计口径变化带来的净增减,可为负数,没有写 0"),
        _count("closing", "期末实有", "期末户数", "期末", "实有户数", "closing", example="8313"),
    ),
    key=("county", "kind", "valid_for"),
    day="valid_for",
    row_checks=(closing_follows_opening,),
    file_checks=(chain_within_file,),
    stored_checks=(chain_with_store,),
)  # fmt: skip

ENTITY_REGISTRY = Sheet(
    topic="entity_registry",
    title="市场主体登记名录",
    table="entity",
    cadence="首次全量报送,以后报送有变化的户",
    columns=(
        Column(name="credit_code", header="统一社会信用代码", aliases=("信用代码", "社会信用代码", "credit_code"),
               kind=Kind.CREDIT_CODE, example="92622926MA0000012K", hint="18位,含校验位"),
        Column(name="name", header="名称", aliases=("主体名称", "企业名称", "市场主体名称", "字号名称", "name"),
               kind=Kind.TEXT, longest=200, example="示例县示例便利店"),
        Column(name="kind", header="主体类型", aliases=("市场主体类型", "类型", "kind"), kind=Kind.WORD,
               words=regional.kinds),
        regional.COUNTY,
        Column(name="township", header="乡镇(街道)", aliases=("乡镇", "乡镇街道", "街道", "township"), kind=Kind.TEXT,
               example="城关镇"),
        Column(name="section", header="行业门类", aliases=("行业", "门类", "所属行业", "国民经济行业门类", "section"),
               kind=Kind.WORD, words=regional.sections, hint="GB/T 4754-2017 门类字母或名称"),
        Column(name="size", header="规模", aliases=("企业规模", "规模类型", "size"), kind=Kind.WORD, words=SIZES,
               example="微型"),
        Column(name="opened", header="成立日期", aliases=("设立日期", "登记日期", "成立时间", "注册日期", "opened"),
               kind=Kind.DAY, earliest=DAWN, example="2016-05-20"),
        Column(name="closed", header="终止日期", aliases=("注销日期", "注吊销日期", "注(吊)销日期", "closed"),
               kind=Kind.DAY, earliest=DAWN, required=False, hint="存续的不填"),
        Column(name="ended_by", header="终止方式", aliases=("终止原因", "注吊销", "ended_by"), kind=Kind.WORD,
               words=ENDINGS, required=False, hint="注销或吊销;存续的不填"),
    ),
    key=("credit_code",),
    day="opened",
    row_checks=(ending_is_whole,),
)  # fmt: skip
