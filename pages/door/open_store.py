"""The process's one database, one region pack and one configuration, opened when first asked for."""

import datetime as dt
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from data.reference.region import Region, load_region
from data.settings import Settings, load_settings
from data.store import setting
from data.store.engine import Store
from monitoring.config import Config, load_config

_REPORTS_ARE_IN = dt.time(12, 40)
_LONGEST_STORY = dt.timedelta(days=30)  # what was written later was written by a real clock


@cache
def settings() -> Settings:
    """Where the database, the region pack and the configuration are."""
    return load_settings()


@cache
def store() -> Store:
    """The database."""
    return Store(settings().url)


def region() -> Region:
    """The region pack."""
    return _region(settings().region)


def config() -> Config:
    """Thresholds and whatever else officials may change."""
    return _config(settings().config, settings().region)


@cache
def _region(pack: str) -> Region:
    return load_region(pack)


@cache
def _config(path: Path, pack: str) -> Config:
    return load_config(path, _region(pack))


def demo() -> bool:
    """Whether what the database holds is invented: then every screen and every file says so."""
    return region().demo or _marked_demo(store().url, store().version())


def story_start() -> dt.datetime | None:
    """Where a demonstration's own present begins: after its last day's reports, or where it was left off.

    None for real content. A demonstration read by today's clock would be years overdue everywhere.
    """
    with store().reading() as conn:
        told = setting.get(conn, setting.DEMO)
        left_off = setting.changed_at(conn)
    if not isinstance(told, dict) or "until" not in told:
        return None
    zone = ZoneInfo(region().timezone)
    morning_after = dt.date.fromisoformat(told["until"]) + dt.timedelta(days=1)
    start = dt.datetime.combine(morning_after, _REPORTS_ARE_IN, zone)
    return left_off if start <= left_off <= start + _LONGEST_STORY else start


@lru_cache(maxsize=4)
def _marked_demo(url: str, version: int) -> bool:
    with store().reading() as conn:
        return bool(setting.get(conn, setting.DEMO))


def reopen() -> None:
    """Look again where the database is, and open that one (a test that changes the environment needs it)."""
    if store.cache_info().currsize:
        store().close()
    settings.cache_clear()
    store.cache_clear()
