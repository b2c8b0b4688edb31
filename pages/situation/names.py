"""Chinese for the codes of the region pack, looked up once."""

from functools import cache

from data.reference.region import Region
from pages.door import open_store


def category(code: str) -> str:
    """A category's name; an unknown code is its own."""
    return table("categories", "category", "name").get(code, code)


def county(code: str) -> str:
    """A county's full name."""
    return table("counties", "county", "name").get(code, code)


def region_short() -> str:
    """The region's short name."""
    return open_store.region().short


def table(frame: str, key: str, name: str) -> dict[str, str]:
    """Codes and names of one of the pack's lists, in its order."""
    return _table(open_store.region(), frame, key, name)


@cache
def _table(region: Region, frame: str, key: str, name: str) -> dict[str, str]:
    rows = getattr(region, frame)
    return dict(zip(rows[key].tolist(), rows[name].tolist()))
