"""数据更正 in a digest: how many figures were corrected since the last one; the largest of each kind, old and new."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd

FIGURES = {
    "entity_counts": ("户数期末实有", "户"),
    "market_status": ("开业摊位", "个"),
    "supply_daily": ("库存", "吨"),
    "arrears_payments": ("清偿金额", "万元"),
}
"""What a correction is about: the figure that is compared, and its unit."""


def since_last(runs: pd.DataFrame, *, now: dt.datetime, region) -> dt.datetime:
    """The moment the last digest was made of: the newest run of an earlier day, else a day ago."""
    zone = ZoneInfo(region.timezone)
    today = now.astimezone(zone).date()
    earlier = [at for at in runs["known_at"] if at.astimezone(zone).date() < today]
    return max(earlier) if earlier else now - dt.timedelta(days=1)


def sentences(revisions: pd.DataFrame, called, *, since: dt.datetime, now: dt.datetime, region) -> list[str]:
    """One on how many, one a kind on the largest. ``revisions``: ``news.revisions``; ``called``: subject -> name."""
    came = revisions[(revisions["changed_at"] > since) & (revisions["changed_at"] <= now)]
    at = since.astimezone(ZoneInfo(region.timezone))
    head = f"自上期通报（{at.month}月{at.day}日 {at:%H:%M}）以来"
    if came.empty:
        return [f"{head}没有更正。"]
    kinds = {kind: own for kind in FIGURES if len(own := came[came["observation"] == kind])}
    counted = "、".join(f"{FIGURES[kind][0]} {len(own)} 处" for kind, own in kinds.items())
    return [f"{head}更正 {len(came)} 处：{counted}。", *[_largest(kind, own, called) for kind, own in kinds.items()]]


def _largest(kind: str, own: pd.DataFrame, called) -> str:
    word, unit = FIGURES[kind]
    row = own.loc[(own["now"] - own["then"]).abs().idxmax()]
    size, day = row["now"] - row["then"], row["date"]
    what = f"{word}改动最大的是{_name(kind, row['subject'], called)}{day.year}年{day.month}月{day.day}日的数"
    return f"{what}：最初报送 {row['then']:,.10g} {unit}，现为 {row['now']:,.10g} {unit}（{size:+,.10g}）。"


def _name(kind: str, subject: str, called) -> str:
    """An item of arrears is told with its voucher."""
    item, _, voucher = subject.partition(":")
    return f"{item} 凭证 {voucher} " if kind == "arrears_payments" else called(subject)
