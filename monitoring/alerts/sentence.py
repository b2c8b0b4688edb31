"""The sentence that says why: what was measured, whose line it crossed, since when, and what would clear it.

This file and briefing.py are the only places under monitoring, beside published definitions, that speak Chinese:
every template is here, and every branch has a test.
"""

import math

import pandas as pd

from monitoring.alerts.sentence_outlook import LIKELY, OUTLOOKS_IN_A_ROW, chance, outlooks_in_a_row, projection
from monitoring.alerts.sentence_reason import reason, turns
from monitoring.indicators.catalog import CATALOG
from monitoring.indicators.passport import Indicator

SEVERITY_WORDS = {"blue": "蓝色", "yellow": "黄色", "orange": "橙色", "red": "红色"}
STATE_WORDS = {
    "missing": "未报",
    "not_due": "未到期",
    "not_applicable": "不适用",
    "not_assessable": "资料不足不予评价",
    "provisional": "初步",
}
BEYOND = {"low": "低于", "high": "达到或超过"}
CLEARS = {"low": "回升到{bound}及以上", "high": "降到{bound}以下"}

CHANGES = {"增减": ("下降", "增长"), "涨跌": ("下跌", "上涨"), "偏离常态": ("低于常态", "高于常态")}

WHY = "{subject}{title}{value},{beyond}{severity}警戒线{bound}(依据:{source}),自{since}起持续{days}天。"
MILDER = (
    "{subject}{title}{value},已回到{severity}警戒线{bound}以内但尚未稳定,暂按{severity}管理,自{since}起第{days}天。"
)
SILENT = "{subject}{title}最近一次为{value},{severity}预警自{since}起第{days}天;目前{state},预警不因沉默解除。"
SILENT_NEVER = "{subject}{title}{severity}预警自{since}起第{days}天;目前{state},预警不因沉默解除。"
QUIET = "{subject}{title}现为{value},{severity}预警已解除,待销号。"
DEPTH = "{title}{value}。"
LET_GO = "连续{count}次{clears}即解除。"
GRAVER = {"low": "降到{bound}以下升{severity};", "high": "升到{bound}及以上升{severity};"}
TURNS = "{turns}(连续{count}次)。"


def why(
    alert: dict, *, passport: Indicator, subject: str, until, lower_after: int, sections: dict[str, str] | None = None
) -> str:
    """The sentence of an alert as it stands on the day ``until``.

    alert: severity, value, threshold, evidence. subject: its name. sections: industries by their letter.
    """
    evidence = alert["evidence"]
    parts = [_opening(alert, evidence).format(**_words(alert, evidence, passport, subject, pd.Timestamp(until)))]
    if "depth" in evidence:
        parts.append(DEPTH.format(**said(evidence["depth"]["value"], CATALOG[evidence["depth"]["indicator"]])))
    parts.append(reason(passport.id, evidence, sections=sections or {}))
    if "outlook" in evidence:
        beside = CATALOG[evidence["outlook"]["indicator"]].title if "indicator" in evidence["outlook"] else ""
        parts.append(projection(evidence["outlook"], title=beside))
    parts.append(_ends(evidence, passport, lower_after))
    return "".join(parts)


def _ends(evidence: dict, passport: Indicator, lower_after: int) -> str:
    """Where it gets graver and where it ends: in entities for a stock, else in the indicator's own unit."""
    if "turning" in evidence:
        return TURNS.format(turns=turns(evidence["turning"]), count=lower_after)
    if "clears_at" not in evidence:
        return ""
    said = ""
    if "graver" in evidence:
        bound = amount(evidence["graver"]["bound"], passport)
        severity = SEVERITY_WORDS[evidence["graver"]["severity"]]
        said = GRAVER[evidence["worse"]].format(bound=bound, severity=severity)
    clears = CLEARS[evidence["worse"]].format(bound=amount(evidence["clears_at"], passport))
    count = evidence.get("lower_after", lower_after)
    if passport.behind:
        return said + OUTLOOKS_IN_A_ROW.format(count=outlooks_in_a_row(count), clears=clears)
    return said + LET_GO.format(count=count, clears=clears)


def cleared(value: float, severity: str, *, passport: Indicator, subject: str) -> str:
    """The sentence of an alert that a fresh value has cleared."""
    return QUIET.format(subject=subject, severity=SEVERITY_WORDS[severity], **said(value, passport))


def _words(alert: dict, evidence: dict, passport: Indicator, subject: str, until: pd.Timestamp) -> dict[str, str]:
    since = pd.Timestamp(evidence["since"])
    finer = _finer(alert["value"], alert["threshold"], passport.decimals)
    return {
        "subject": subject,
        **said(alert["value"], passport, finer),
        "severity": SEVERITY_WORDS[alert["severity"]],
        "since": f"{'' if since.year == until.year else f'{since.year}年'}{since.month}月{since.day}日",
        "days": (until - since).days + 1,
        "bound": amount(alert["threshold"], passport),
        "source": evidence.get("source", ""),
        "beyond": BEYOND[evidence.get("worse", "low")],
        "state": STATE_WORDS.get(evidence["state"], ""),
    }


def _opening(alert: dict, evidence: dict) -> str:
    if evidence["state"] not in ("ok", "provisional"):
        return SILENT_NEVER if pd.isna(alert["value"]) else SILENT
    low = evidence.get("worse") == "low"
    beyond = alert["value"] < alert["threshold"] if low else alert["value"] >= alert["threshold"]
    return WHY if beyond else MILDER


def _finer(value: float, bound: float, decimals: int) -> int:
    """More decimals where rounding would print a value beyond its bound as the bound itself."""
    while decimals < 6 and value != bound and round(value, decimals) == round(bound, decimals):
        decimals += 1
    return decimals


def said(value: float, passport: Indicator, decimals: int | None = None) -> dict[str, str]:
    """Title and value as words put them: a change of -2.8 is "fell 2.8", not "change -2.8"."""
    for ending, (fell, rose) in CHANGES.items():
        if passport.title.endswith(ending) and value is not None and not math.isnan(value):
            words = passport.title.removesuffix(ending) + (fell if value < 0 else rose)
            return {"title": words, "value": amount(abs(value), passport, decimals)}
    if passport.title.endswith(LIKELY) and value is not None and not math.isnan(value) and not decimals:
        return {"title": passport.title, "value": chance(value)}
    return {"title": passport.title, "value": amount(value, passport, decimals)}


def amount(value: float, passport: Indicator, decimals: int | None = None) -> str:
    """A number with its unit, in the indicator's own decimals; none is a dash."""
    if value is None or math.isnan(value):
        return "—"
    return f"{value:,.{passport.decimals if decimals is None else decimals}f}{passport.unit}"


def government_of(county: str, region) -> str:
    """The name of a county's government."""
    names = dict(zip(region.counties["county"], region.counties["name"]))
    return f"{names.get(county, county)}人民政府"
