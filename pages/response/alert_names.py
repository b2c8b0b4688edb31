"""What alerts are called and where they lead: names of subjects and people, and the page with the rows behind."""

from data.store import accounts
from monitoring.naming import Names
from pages import reads
from pages.door import open_store
from pages.parts.number import absent
from pages.situation import case_reads, outlook_alerts

MACHINE = "machine"
OUTLOOK_TABS = {indicator: tab for tab, indicator in outlook_alerts.TOPICS.items()}


def names(user, at: reads.AsOf) -> Names:
    """The names of every subject this reader may see."""
    return Names(open_store.region(), markets=reads.market_list(user, at), enterprises=reads.enterprises(user, at))


def passport(indicator: str):
    """The indicator's passport; None for one that was since taken away."""
    return open_store.config().thresholds.catalog.get(indicator)


def title(alert, called: Names) -> str:
    """``临夏县 · 清欠序时进度``."""
    thing = passport(alert.indicator)
    return f"{called.of(alert.subject)} · {thing.title if thing else alert.indicator}"


def people() -> dict[str, str]:
    """Account names by uid, for the list of what was done."""
    with open_store.store().reading() as conn:
        return accounts.names(conn) | {MACHINE: "系统"}


def behind(alert, *, on) -> tuple[str, dict[str, str]]:
    """The situation page with the rows behind an alert, and its filters."""
    if alert.indicator in OUTLOOK_TABS:
        county = {} if alert.county == open_store.region().code else {"county": alert.county}
        return "outlook", {"topic": OUTLOOK_TABS[alert.indicator], **county, **({"on": str(on)} if on else {})}
    topic = _page_of(alert.indicator)
    place, _, part = alert.subject.partition(":")
    region = open_store.region()
    found: dict[str, object] = {"on": on, "county": None if alert.county == region.code else alert.county}
    if topic == "supply":
        found["category"] = part if part in set(region.categories["category"]) else None
        found["firms"] = None if absent(alert.enterprise) else "all"
    elif topic == "entities":
        found["kind"] = part if part in set(region.kinds["kind"]) else None
    elif topic == "arrears":
        found["q"] = part or None
    elif topic == "measures":
        found["target"] = part or None
    elif topic == "markets":
        found["q"] = None if place in (region.code, alert.county) else place
    return topic, {name: str(value) for name, value in found.items() if value}


def _page_of(indicator: str) -> str:
    thing = passport(indicator)
    if thing is None:
        return "overview"
    if thing.topic == "reporting":  # who owes a report stands on the page of what was to be reported
        return "supply" if indicator.startswith("supply") else "entities"
    return thing.topic


def case_of(user, at: reads.AsOf, alert: int) -> int | None:
    """The case an alert is in."""
    inside = case_reads.case_members(user, at)
    found = inside[(inside["alert"] == alert) & inside["left_at"].isna()]["case"]
    return int(found.iloc[0]) if len(found) else None
