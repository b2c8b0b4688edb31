"""Questions across tables, declared: what a row is held against in another table, and how far the two may be apart.

Each finder is pure: the file's rows and what stands beside them in, (row, column, reason) out. It asks when the
contradiction arises, not on each further day it lasts: whoever confirmed it has said why.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.intake import crossing_arrears, crossing_counts, crossing_supply
from data.intake.doubts import Doubt, doubt_of
from data.intake.sheet import Sheet

if TYPE_CHECKING:
    from data.intake.beside import Beside

Asked = tuple[dict, str, str]
"""The row, the column asked about, and why."""


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """One question across tables. ``share`` and ``least``: how far the two may be apart, of the other and at all.

    ``title`` is what the doubt is called, ``says`` the whole rule for the data dictionary. ``gap`` finds how far
    apart the two are in a question's own words: an answer stands until that changes (:mod:`data.intake.standing`).
    ``lasting`` finds the other table's figure where the two may differ by definition for long: an answer may then hold
    until a day (:mod:`data.intake.lasting`).
    """

    kind: str
    topic: str
    title: str
    says: str
    find: Callable[["Crossing", list[dict], "Beside"], Iterator[Asked]]
    gap: str = ""
    lasting: str = ""
    share: float = 0.0
    least: float = 0.0


CROSSINGS = (
    Crossing(
        kind="registry", topic="entity_counts", title="与登记名录不符", share=0.03, least=20,
        says="月末的期末实有与登记名录当月末在册户数相差超过 3% 且超过 20 户；核实过且相差没有明显变化的不再问",
        find=crossing_counts.stock_against_registry, gap=crossing_counts.REGISTRY_GAP,
        lasting=crossing_counts.REGISTERED,
    ),
    Crossing(
        kind="day_flows", topic="supply", title="进货多于库存与出库", share=0.1, least=0.05,
        says="当日进货比库存与出库之和还多一成以上，昨日库存就成了负数",
        find=crossing_supply.more_came_than_there_is,
    ),
    Crossing(
        kind="peer_price", topic="supply", title="与其他企业价格相差很大", share=0.7,
        says="价格是其他至少三家企业同品类近期中位数的 1.7 倍以上或以下，且不在它们的高低价之间；刚出现时问一次",
        find=crossing_supply.price_against_peers,
    ),
    Crossing(
        kind="peer_flow", topic="supply", title="远超其他企业的进出量", share=4,
        says="进货或出库是其他至少三家企业同品类近期单日最大数的 5 倍以上，也超过本企业此前最大数的 2 倍",
        find=crossing_supply.flow_against_peers,
    ),
    Crossing(
        kind="unlisted", topic="supply", title="名录中没有的品类",
        says="企业名录中没有这个品类，近期也没有报过", find=crossing_supply.category_not_listed,
    ),
    Crossing(
        kind="county_form", topic="market_status", title="与县(市)工作进展表不符",
        says="县(市)已开业的农贸市场数升到超过工作进展表所报的商贸企业复工复市数",
        find=crossing_counts.markets_against_the_form,
    ),
    Crossing(
        kind="markets", topic="measure_progress", title="与农贸市场报表不符",
        says="商贸企业复工复市数少于已开业的农贸市场数，或应复工总数少于名录中的农贸市场数",
        find=crossing_counts.form_against_the_markets, lasting=crossing_counts.MARKETS,
    ),
    Crossing(
        kind="entities", topic="measure_progress", title="与市场主体数不符",
        says="上云企业多于企业实有户数，或商贸企业总数多于企业与个体工商户实有户数之和",
        find=crossing_counts.form_against_the_entities, lasting=crossing_counts.ENTITIES,
    ),
    Crossing(
        kind="percentiles", topic="measure_progress", title="中位数大于第95百分位",
        says="企业开办用时的第 95 百分位小于中位数", find=crossing_counts.tail_below_the_median,
    ),
    Crossing(
        kind="owed_less", topic="arrears_items", title="欠款总额减少", least=0.000001,
        says="台账重报的欠款总额比已入库的少；与已清偿合计相等的，像是又扣了一次", find=crossing_arrears.owed_less,
    ),
    Crossing(
        kind="paid_twice", topic="arrears_payments", title="疑似一笔付款报两次", least=0.000001,
        says="同一笔欠款同一天同一金额已有另一张凭证", find=crossing_arrears.paid_twice,
    ),
    Crossing(
        kind="paid_early", topic="arrears_payments", title="付款早于欠款形成",
        says="付款日期早于台账所记的形成日期", find=crossing_arrears.paid_before_formed,
    ),
    Crossing(
        kind="plan_left", topic="arrears_plan", title="计划多于尚欠", share=0.005, least=0.01,
        says="从首个计划月起的计划清偿合计，多于欠款总额减去此前已清偿", find=crossing_arrears.plan_beyond_what_is_left,
    ),
)  # fmt: skip
TITLES = {one.kind: one.title for one in CROSSINGS}


def crossings_of(sheet: Sheet, rows: list[dict], beside: "Beside") -> Iterator[Doubt]:
    """Every question across tables about these rows."""
    if not rows:
        return
    for rule in CROSSINGS:
        if rule.topic == sheet.topic:
            for row, name, reason in rule.find(rule, rows, beside):
                subject = tuple(row[part] for part in sheet.key if part != sheet.day)
                yield doubt_of(sheet, name, row, subject, row[sheet.day] if sheet.day else None, rule.kind, reason)
