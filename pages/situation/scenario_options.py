"""What a card's form offers to choose from, and the card that its answers mean."""

import datetime as dt

from monitoring.scenarios.card import Card, Unsound
from pages import reads
from pages.door import open_store
from pages.situation import names
from pages.situation.moment import View

ALL = "all"


def places(user, view: View) -> dict[str, str]:
    """The counties looked at, and the region for who sees it whole."""
    region = open_store.region()
    return ({region.code: region.short} if user.scope.whole and not view.county else {}) | dict(view.visible)


def markets(user, view: View) -> dict[str, str]:
    """Markets that are not wholly open; a county's all at once where there are several."""
    stood, _ = reads.market_standing(user, view.at, counties=tuple(view.visible))
    shut = stood[(stood["status"] != "open") & stood["county"].isin(view.visible)]
    found = {}
    for county, name in view.visible.items():
        own = shut[shut["county"] == county]
        if len(own) > 1:
            found[f"{county}:{ALL}:{','.join(own['market'])}"] = f"{name}：全部 {len(own)} 个未全面开业的市场"
        found |= {f"{county}:one:{market}": f"{name}：{title}" for market, title in zip(own["market"], own["name"])}
    return found


def debtors(user, view: View) -> dict[str, str]:
    """Counties with arrears, and each debtor that still owes."""
    told = reads.outlooks(user, view.at)
    owing = told[(told["outlook"] == "clearance") & (told["state"] == "ok") & told["county"].isin(view.visible)]
    found = {}
    for county, name in view.visible.items():
        own = owing.loc[owing["county"] == county, "subject"]
        if len(own):
            found[f"{county}:"] = f"{name}：全部欠款主体"
            found |= {one: f"{name}：{one.split(':', 1)[1]}" for one in own if ":" in one}
    return found


def firms(user, view: View) -> dict[str, str]:
    """Guarantee enterprises of the counties looked at."""
    listed = reads.enterprises(user, view.at)
    own = listed[listed["county"].isin(view.visible)]
    return {
        f"{county}:{firm}": f"{view.visible[county]}：{name}"
        for firm, county, name in zip(own["enterprise"], own["county"], own["name"])
    }


def festival_after(day: dt.date, *, within: int) -> dt.date | None:
    """The next festival of the pack's list, where it is that near."""
    days = open_store.region().festivals["date"].dt.date
    return min((one for one in days if 0 < (one - day).days <= within), default=None)


def goods() -> dict[str, str]:
    """All categories together, or one."""
    return {"": "全部品类"} | names.table("categories", "category", "name")


def card(kind: str, said: dict) -> Card:
    """The card a form means. Raises Unsound; whether its places and lists are real is checked where cards are made."""
    county, levers = MEANT[kind](said)
    return Card(kind=kind, county=county, levers=levers)


def _net(said: dict) -> tuple[str, dict]:
    return said.get("place") or "", {"monthly": number(said)}


def _reopening(said: dict) -> tuple[str, dict]:
    county, _, which = _parts(said, "markets", 2)
    return county, {"markets": sorted(which.split(",")), "date": _day(said, "date")}


def _payment(said: dict) -> tuple[str, dict]:
    county, debtor = _parts(said, "debtor", 1)
    by = said.get("way") != "monthly"
    return county, {"debtor": debtor or None, "by": _day(said, "by") if by else None,
                    "monthly": None if by else number(said)}  # fmt: skip


def _outage(said: dict) -> tuple[str, dict]:
    county, firm = _parts(said, "enterprise", 1)
    since, days = _day(said, "since"), (said.get("days") or "").strip()
    if days and not (days.isascii() and days.isdigit() and 0 < int(days) < 700):
        raise Unsound("number")
    last = dt.date.fromisoformat(since) + dt.timedelta(days=int(days) - 1) if days else None
    return county, {"enterprise": firm, "since": since, "until": last.isoformat() if last else None}


def _festival(said: dict) -> tuple[str, dict]:
    levers = {"day": _day(said, "day"), "percent": number(said), "category": said.get("category") or None}
    return said.get("place") or "", levers


def _road(said: dict) -> tuple[str, dict]:
    return said.get("place") or "", {"other": said.get("other") or ""}


MEANT = {"net": _net, "reopening": _reopening, "payment": _payment, "outage": _outage, "festival": _festival,
         "road": _road}  # fmt: skip


def number(said: dict) -> float:
    """The number a form says. Raises Unsound."""
    text = (said.get("number") or "").replace(",", "").replace("，", "").replace("%", "").strip()
    try:
        found = float(text)
    except ValueError:
        raise Unsound("number") from None
    if not abs(found) < 1e9:
        raise Unsound("number")
    return found


def _day(said: dict, name: str) -> str:
    day = said.get("day")
    if not isinstance(day, dt.date):
        raise Unsound(name)
    return day.isoformat()


def _parts(said: dict, name: str, cuts: int) -> list[str]:
    parts = (said.get("target") or "").split(":", cuts)
    if len(parts) != cuts + 1:
        raise Unsound(name)
    return parts
