"""The words a region pack allows in a column: counties, kinds, categories, sections."""

from typing import TYPE_CHECKING

from data.intake.sheet import Column, Kind

if TYPE_CHECKING:
    from data.reference.region import Region

COUNTY = Column(
    name="county",
    header="县(市)",
    aliases=("县市", "县区", "县(市、区)", "县(市)区", "地区", "county"),
    kind=Kind.COUNTY,
    hint="写全称或通用简称",
)

# What people write besides the pack's own name. National usage, no region's.
KIND_ALIASES = {
    "enterprise": ("企业", "公司", "各类企业"),
    "individual": ("个体工商户", "个体户", "个体"),
    "cooperative": ("农民专业合作社", "专业合作社", "合作社"),
    "family_farm": ("家庭农场",),
}


def kinds(region: "Region") -> dict[str, str]:
    """Kinds of entity: the pack's names first, then what people also write, then the code."""
    return _words(region.kinds, "kind", KIND_ALIASES)


def categories(region: "Region") -> dict[str, str]:
    """Categories of daily necessities."""
    return _words(region.categories, "category", {})


def sections(region: "Region") -> dict[str, str]:
    """GB/T 4754 sections: the full name, the letter, and both together."""
    words = {}
    for letter, name in zip(region.sections["section"], region.sections["name"], strict=True):
        words |= {f"{letter} {name}": letter, name: letter, letter: letter, f"{letter}{name}": letter}
    return words


def _words(frame, key: str, aliases: dict[str, tuple[str, ...]]) -> dict[str, str]:
    names = dict(zip(frame["name"], frame[key], strict=True))
    also = {alias: code for code in frame[key] for alias in aliases.get(code, ())}
    return names | also | {code: code for code in frame[key]}
