"""How a case is called."""

CAUSES = {
    "entities": "市场主体",
    "markets": "农贸市场",
    "supply": "生活必需品",
    "arrears": "清欠",
    "measures": "工作任务",
    "reporting": "报送情况",
}


def name_of(case: dict, region) -> str:
    """``临夏县 · 生活必需品``, or the decision's own words."""
    places = {region.code: region.short, **dict(zip(region.counties["county"], region.counties["short"]))}
    place = places.get(case["county"], case["county"])
    return f"{place} · {case['title'] or CAUSES.get(case['cause'], case['cause'])}"
