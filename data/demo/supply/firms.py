"""The invented guarantee enterprises: who they are, where, and what each answers for."""

from functools import cache

import pandas as pd

from data.demo.scene import Scene

WORDS = ("金穗", "顺达", "祥和", "福临", "瑞丰", "永兴", "聚鑫", "清泉", "佳美", "宏源")


@cache
def firm_list(scene: Scene) -> pd.DataFrame:
    """enterprise, name, county, kind, provincial, prefectural, categories, contact, phone: as many as the plan says."""
    rng = scene.rng("firms")
    rows = []
    for firms in scene.baseline["supply"]["firms"]:
        order = [scene.counties[i] for i in rng.permutation(len(scene.counties))]
        for number in range(firms["count"]):
            county = order[number] if number < len(order) else scene.counties[0]
            rows.append(_firm(scene, firms, county, number))
    provincial = set(rng.permutation(len(rows))[: scene.region.targets["provincial_total"]])
    return pd.DataFrame(
        [
            {"enterprise": f"E{n:02d}", **row, "provincial": n - 1 in provincial, "prefectural": True,
             "contact": f"演示联系人{n:02d}", "phone": f"0930-0000{n:03d}"}
            for n, row in enumerate(rows, 1)
        ]
    )  # fmt: skip


def _firm(scene: Scene, firms: dict, county: str, number: int) -> dict:
    return {
        "name": f"{scene.short[county]}演示{WORDS[number % len(WORDS)]}{firms['word']}有限公司",
        "county": county,
        "kind": firms["kind"],
        "categories": ",".join(firms["categories"]),
    }


@cache
def lines(scene: Scene) -> pd.DataFrame:
    """enterprise, county, kind, category: one row for each thing a firm must report."""
    firms = firm_list(scene)
    rows = firms.assign(category=firms["categories"].str.split(",")).explode("category")
    return rows[["enterprise", "county", "kind", "category"]].reset_index(drop=True)
