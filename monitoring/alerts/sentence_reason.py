"""What the sentence says of a fall's nature: expected range, verdict, drivers, turning points; each branch tested."""

from monitoring.verdict.call import Call

CALLS = {
    Call.TRUE: "真降",
    Call.COMMON: "共同冲击",
    Call.CLEANUP: "假降·集中吊销",
    Call.BATCH: "假降·集中注销",
    Call.MOVE: "假降·迁移",
    Call.DEFINITION: "假降·口径调整",
    Call.SEASON: "假降·节假日",
    Call.UNREPORTED: "未报·不作判断",
    Call.UNCLEAR: "待核实·尚在正常波动内",
}
CAUSES = {
    "true_entries": "新设减少",
    "true_exits": "注销增加",
    "cleanup": "集中吊销",
    "batch": "单日集中注销",
    "move": "净迁出",
    "definition": "口径调整",
    "unreported": "缺报",
    "season": "节假日少办",
    "common": "各县同步",
}
SURE = ((0.75, "把握较大"), (0.5, "把握中等"), (0.0, "把握较小"))
STREAMS = {
    "decline_in_entries": "新设",
    "rise_in_exits": "退出",
    "decline_in_net": "净增",
    "decline_in_stock": "新设减注销",
}
FLOWS = {"exits": "退出", "entries": "新设"}
SEVERITY_WORDS = {"blue": "蓝", "yellow": "黄", "orange": "橙", "red": "红"}
DEGREES = {"mild": "轻度", "marked": "较大", "severe": "严重"}
LEVELS = {"IV": "Ⅳ", "III": "Ⅲ"}
MOST_CAUSES = 2

WEEK = "最近整周{stream}{value}户,常态{low}至{high}户。"
VERDICT = "判读:{named}"
PARTS = ",{parts}"
DRIVERS = ",{flow}变化中{where}"
SILENT = "判读:{call},报数前不认定升降"
GRAVER = "再少{fewer}户升{severity}"
REACH = "市场异常波动{level}级(按波及范围,不与颜色混用),程度{degree};波及{counties},共{firms}家企业"
HELD = ",其中{held}家未报、沿用原有判断"
LEAD = ";最重为{lead},{what}。七日涨幅{rise:g}%以下且断供不足{stockout:g}天的企业退出。"
SEASON = "{month}价格与往年同月相比,季增幅偏离{quarter},年增幅偏离{year}。"
FALL = "价格再低{fall}%即降到警戒线以下。"
RECOVERS = "回到{stock}户解除"


def called(call: str) -> str:
    """A verdict as a table shows it."""
    return CALLS[Call(call)]


def sureness(confidence: float) -> str:
    """How sure, in words."""
    return next(word for least, word in SURE if confidence >= least)


def weighed(call: str) -> bool:
    """Whether a verdict names a cause that one can be more or less sure of: silence and chance are none."""
    return call not in (Call.UNREPORTED, Call.UNCLEAR)


def _named(verdict: dict) -> str:
    """The verdict with how sure it is, where it names a cause."""
    name = called(verdict["call"])
    return f"{name}({sureness(verdict['confidence'])})" if weighed(verdict["call"]) else name


def verdict_note(evidence: dict) -> str:
    """One line for lists: fall or artefact, and how sure; empty where nothing was weighed."""
    if "verdict" not in evidence:
        return ""
    return VERDICT.format(named=_named(evidence["verdict"]))


def causes(parts: dict[str, int], most: int = MOST_CAUSES) -> str:
    """The largest causes with their entities."""
    return "、".join(f"{CAUSES[name]}{amount:,}户" for name, amount in list(parts.items())[:most])


def reason(indicator: str, evidence: dict, *, sections: dict[str, str]) -> str:
    """The part of the sentence between the line and its end; empty where nothing was weighed."""
    said = ""
    if "week" in evidence:
        week = {name: f"{evidence['week'][name]:,}" for name in ("value", "low", "high")}
        said += WEEK.format(stream=STREAMS[indicator], **week)
    if "verdict" in evidence:
        said += _verdict(evidence["verdict"], evidence.get("drivers", {}), sections) + "。"
    if "reach" in evidence:
        said += _reach(evidence["reach"])
    if "season" in evidence:
        said += _season(evidence["season"])
    return said


def _reach(reach: dict) -> str:
    words = {
        "level": LEVELS[reach["level"]],
        "degree": DEGREES[reach["degree"]],
        "counties": "、".join(reach["counties"]),
    }
    said = REACH.format(**{**reach, **words})
    if reach["held"]:
        said += HELD.format(held=reach["held"])
    return said + LEAD.format(what=shock(reach["change"], reach["days_out"]), **reach)


def shock(change: float | None, days_out: int) -> str:
    """A firm's week in words: the stockout where there is one, else the change of its price."""
    if days_out:
        return f"连续断供{days_out}天"
    return "目前未报价" if change is None else f"七日{'涨' if change >= 0 else '跌'}{abs(change):.1f}%"


def _season(season: dict) -> str:
    year, month = season["month"].split("-")
    said = SEASON.format(month=f"{year}年{int(month)}月", quarter=season["quarter"], year=season["year"])
    return said + (FALL.format(fall=season["fall"]) if season["fall"] else "")


def _verdict(verdict: dict, drivers: dict, sections: dict[str, str]) -> str:
    if verdict["call"] == Call.UNREPORTED:
        return SILENT.format(call=called(verdict["call"]))
    said = VERDICT.format(named=_named(verdict))
    if verdict["parts"]:
        said += PARTS.format(parts=causes(verdict["parts"]))
    where = [
        f"{sections.get(drivers[name][0], drivers[name][0])}占{drivers[name][1]}%"
        for name in ("section", "township")
        if name in drivers
    ]
    if where:
        said += DRIVERS.format(flow=FLOWS[drivers["flow"]], where="、".join(where))
    return said


def turns(turning: dict) -> str:
    """Where a stock's alert turns, up and down, in entities."""
    said = []
    if "graver" in turning:
        graver = turning["graver"]
        said.append(GRAVER.format(fewer=f"{graver['fewer']:,}", severity=SEVERITY_WORDS[graver["severity"]]))
    said.append(RECOVERS.format(stock=f"{turning['clears_at']:,}"))
    return ",".join(said)
