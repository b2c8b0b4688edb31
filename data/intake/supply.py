"""Daily necessities: the guarantee enterprises, and what each reports a category and day."""

from data.intake import regional
from data.intake.sheet import MASS, PRICE, Column, Kind, Sheet
from data.intake.supply_checks import empty_stock_is_asked_about, stockout_means_nothing_on_hand
from data.intake.words import ENTERPRISE_KINDS, FLAGS

ENTERPRISES = Sheet(
    topic="enterprises",
    title="重点保供企业名录",
    table="enterprise",
    cadence="首次全量报送,以后报送有变化的企业",
    columns=(
        Column(name="enterprise", header="企业编号", aliases=("编号", "企业代码", "enterprise"), kind=Kind.IDENTIFIER,
               longest=20, example="E001"),
        Column(name="name", header="企业名称", aliases=("名称", "企业", "name"), kind=Kind.TEXT,
               example="示例商贸有限公司"),
        regional.COUNTY,
        Column(name="kind", header="企业类型", aliases=("类型", "业态", "kind"), kind=Kind.WORD,
               words=ENTERPRISE_KINDS),
        Column(name="provincial", header="省级名录", aliases=("是否省级", "省级", "provincial"), kind=Kind.FLAG,
               words=FLAGS, required=False, blank=False),
        Column(name="prefectural", header="州(市)级名录", aliases=("州级名录", "市级名录", "州级", "prefectural"),
               kind=Kind.FLAG, words=FLAGS, required=False, blank=True),
        Column(name="categories", header="报送品类", aliases=("品类", "保供品类", "经营品类", "categories"),
               kind=Kind.WORDS, words=regional.categories, hint="多个品类用顿号隔开"),
        Column(name="contact", header="联系人", aliases=("填报人", "负责人", "contact"), kind=Kind.TEXT, required=False,
               longest=40),
        Column(name="phone", header="联系电话", aliases=("电话", "手机", "phone"), kind=Kind.TEXT, required=False,
               longest=40),
    ),
    key=("enterprise",),
)  # fmt: skip


def _mass(name: str, header: str, *aliases: str, **more) -> Column:
    return Column(name=name, header=header, aliases=aliases, kind=Kind.AMOUNT, units=MASS, low=0, high=1e6, **more)


def _price(name: str, header: str, *aliases: str, **more) -> Column:
    return Column(name=name, header=header, aliases=aliases, kind=Kind.AMOUNT, units=PRICE, low=0.05, high=2000,
                  required=False, **more)  # fmt: skip


SUPPLY = Sheet(
    topic="supply",
    title="生活必需品供应日报表",
    table="supply",
    cadence="每日12时前报,每家企业每个品类一行",
    columns=(
        Column(name="enterprise", header="企业编号", aliases=("编号", "企业代码", "企业", "企业名称", "enterprise"),
               kind=Kind.REFERENCE, example="E001", hint="与《重点保供企业名录》一致,也可写企业全称"),
        Column(name="category", header="品类", aliases=("商品类别", "类别", "商品品类", "category"), kind=Kind.WORD,
               words=regional.categories),
        Column(name="valid_for", header="日期", aliases=("统计日期", "数据日期", "报告日期", "date"), kind=Kind.DAY,
               example="2020-03-01"),
        _mass("on_hand", "库存", "当前库存", "期末库存", "现有库存", "库存量", "on_hand", example="35.2"),
        _mass("inflow", "进货", "进货量", "购进", "购进量", "inflow", example="4.5"),
        _mass("outflow", "出库", "销量", "出库量", "销售量", "日销量", "outflow", example="3.8"),
        _mass("in_transit", "在途", "在途量", "在途库存", "in_transit", required=False, example="2"),
        _price("wholesale_price", "批发价", "批发价格", "批发", "批发均价", "价格批发", "wholesale_price",
               example="4.6"),
        _price("retail_price", "零售价", "零售价格", "零售", "零售均价", "价格零售", "retail_price", example="6"),
        Column(name="stockout", header="是否断供", aliases=("断供", "是否断档", "断档", "stockout"), kind=Kind.FLAG,
               words=FLAGS, required=False, blank=False, example="否"),
    ),
    key=("enterprise", "category", "valid_for"),
    day="valid_for",
    row_checks=(stockout_means_nothing_on_hand,),
    file_checks=(empty_stock_is_asked_about,),
)  # fmt: skip
