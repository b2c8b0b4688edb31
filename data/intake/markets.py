"""Farmers' markets: the list of them, and the report of which are open."""

from data.intake import regional
from data.intake.market_checks import closed_market_has_no_open_stalls, closed_market_says_why, stalls_within_market
from data.intake.sheet import Column, Kind, Sheet, pieces
from data.intake.words import FLAGS, MARKET_KINDS, MARKET_STATUSES

STALLS = pieces("个")

MARKETS = Sheet(
    topic="markets",
    title="农贸市场名录",
    table="market",
    cadence="首次全量报送,以后报送有变化的市场",
    columns=(
        Column(name="market", header="市场编号", aliases=("编号", "市场代码", "market"), kind=Kind.IDENTIFIER,
               longest=20, example="M001"),
        Column(name="name", header="市场名称", aliases=("名称", "name"), kind=Kind.TEXT, example="示例中心农贸市场"),
        regional.COUNTY,
        Column(name="township", header="乡镇(街道)", aliases=("乡镇", "乡镇街道", "街道", "township"), kind=Kind.TEXT,
               example="城关镇"),
        Column(name="kind", header="市场类型", aliases=("类型", "类别", "kind"), kind=Kind.WORD, words=MARKET_KINDS),
        Column(name="special", header="是否特色市场", aliases=("特色市场", "是否特色", "special"), kind=Kind.FLAG,
               words=FLAGS, required=False, blank=False),
        Column(name="stalls_total", header="摊位总数", aliases=("摊位数", "总摊位", "摊位总量", "stalls_total"),
               kind=Kind.COUNT, units=STALLS, low=1, high=50_000, example="120"),
        Column(name="lon", header="经度", aliases=("东经", "lon"), kind=Kind.AMOUNT, low=73, high=136, required=False,
               hint="十进制度,可不填"),
        Column(name="lat", header="纬度", aliases=("北纬", "lat"), kind=Kind.AMOUNT, low=3, high=54, required=False,
               hint="十进制度,可不填"),
    ),
    key=("market",),
)  # fmt: skip

MARKET_STATUS = Sheet(
    topic="market_status",
    title="农贸市场复市情况表",
    table="market_status",
    cadence="每日一报,每个市场一行",
    columns=(
        Column(name="market", header="市场编号", aliases=("编号", "市场代码", "市场", "市场名称", "market"),
               kind=Kind.REFERENCE, example="M001", hint="与《农贸市场名录》一致,也可写市场全称"),
        Column(name="valid_for", header="统计日期", aliases=("日期", "数据日期", "报告日期", "date"), kind=Kind.DAY,
               example="2020-03-01"),
        Column(name="status", header="复市状态", aliases=("状态", "营业状态", "复市情况", "status"), kind=Kind.WORD,
               words=MARKET_STATUSES),
        Column(name="stalls_open", header="开业摊位", aliases=("开业摊位数", "营业摊位", "已开业摊位", "stalls_open"),
               kind=Kind.COUNT, units=STALLS, high=50_000, example="60"),
        Column(name="integrated", header="线上线下融合", aliases=("是否线上线下融合", "线上线下", "integrated"),
               kind=Kind.FLAG, words=FLAGS, required=False, blank=False),
        Column(name="reason", header="停业原因", aliases=("未复市原因", "原因", "reason"), kind=Kind.TEXT,
               required=False, longest=200),
    ),
    key=("market", "valid_for"),
    day="valid_for",
    row_checks=(closed_market_has_no_open_stalls,),
    file_checks=(closed_market_says_why,),
    stored_checks=(stalls_within_market,),
)  # fmt: skip
