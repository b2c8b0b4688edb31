"""The day's digest (每日通报): how things stand, what must be done now, and what changed; as text and for print."""

import datetime as dt
from dataclasses import dataclass
from html import escape

import pandas as pd

from monitoring.alerts.sentence_shown import brief
from monitoring.cases.words import name_of
from monitoring.notices import words

MOST_IN_TEXT = 15
CHANGES = (("opened_at", "新立"), ("level_since", "提级"), ("closed_at", "办结"))
STYLE = """
body{font:16px/1.7 "Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2329;max-width:60em;margin:2em auto}
h1{font-size:1.5em;text-align:center}h2{font-size:1.1em;margin:1.4em 0 .4em}p{margin:.3em 0}
.mark{text-align:center;color:#5a6270}table{border-collapse:collapse;width:100%;font-size:.9em}
th,td{border:1px solid #8a919c;padding:.3em .5em;text-align:left;vertical-align:top}th{background:#f2f2f2}
tr{break-inside:avoid}thead{display:table-header-group}@page{size:A4;margin:16mm}@media print{body{margin:0}}
"""
HEADERS = ("级别", "事项", "责任单位", "要求", "时限", "情况")


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What one reader is told of one day."""

    title: str
    mark: str
    sentences: list[str]
    rows: list[tuple[str, ...]]
    changes: list[str]
    corrected: list[str]


def compose(
    items: pd.DataFrame,
    cases: pd.DataFrame,
    sentences: list[str],
    corrected: list[str],
    *,
    region,
    place: str,
    day: dt.date,
    now: dt.datetime,
    demo: bool,
) -> Digest:
    """items: the agenda; cases: ``cases.all_cases``; sentences: the briefing's; corrected: on 更正; ``day``: as of."""
    mark = "；".join(([words.MARK] if demo else []) + [f"数据截至 {words.day_of(day)}"])
    return Digest(
        title=f"{place}保市场主体每日通报",
        mark=mark,
        sentences=sentences,
        rows=[_row(item, region) for item in items.to_dict("records")],
        changes=_changes(cases, region, since=now - dt.timedelta(days=1), now=now),
        corrected=corrected,
    )


def as_text(digest: Digest) -> str:
    """For a message: the gravest by name, the rest by number."""
    told = [digest.mark, *digest.sentences, f"需要立即办理 {len(digest.rows)} 件："]
    told += [f"{place}. {level} {name}（{who}）{ask}{'；时限 ' + until if until else ''}"
             for place, (level, name, who, ask, until, _) in enumerate(digest.rows[:MOST_IN_TEXT], 1)]  # fmt: skip
    if len(digest.rows) > MOST_IN_TEXT:
        told.append(f"其余 {len(digest.rows) - MOST_IN_TEXT} 件见平台“通知”页。")
    return "\n".join([*told, *digest.changes, *digest.corrected])


def as_html(digest: Digest) -> bytes:
    """One page for print: no script, nothing fetched, every word escaped."""
    heads = "".join(f"<th>{header}</th>" for header in HEADERS)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in digest.rows)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    parts = [
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(digest.title)}</title>',
        f"<style>{STYLE}</style><h1>{escape(digest.title)}</h1><p class=mark>{escape(digest.mark)}</p>",
        "<h2>一、总体情况</h2>", *_paragraphs(digest.sentences),
        f"<h2>二、需要立即办理（{len(digest.rows)} 件）</h2>", table if digest.rows else "<p>没有。</p>",
        "<h2>三、近一日变化</h2>", *_paragraphs(digest.changes),
        "<h2>四、数据更正</h2>", *_paragraphs(digest.corrected),
    ]  # fmt: skip
    return "".join(parts).encode()


def _paragraphs(texts: list[str]) -> list[str]:
    return [f"<p>{escape(text)}</p>" for text in texts or ["没有变化。"]]


def _row(item: dict, region) -> tuple[str, ...]:
    asked, until = words.asked_of(item, region), words.until_of(item["until"], region)
    return (
        words.LEVELS[item["severity"]],
        f"{item['case']}号 {item['name']}",
        item["who"],
        asked,
        until,
        brief(item["why"]),
    )


def _changes(cases: pd.DataFrame, region, *, since: dt.datetime, now: dt.datetime) -> list[str]:
    found = []
    for column, word in CHANGES:
        some = cases[(cases[column] > since) & (cases[column] <= now)]
        if len(some):
            names = "、".join(f"{case['case']}号 {name_of(case, region)}" for case in some.to_dict("records"))
            found.append(f"{word} {len(some)} 件：{names}。")
    return found
