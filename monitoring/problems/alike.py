"""Problems that may be one: the same entity's twice, and one cause in several counties."""

import pandas as pd

from monitoring.problems.lifecycle import OPEN

COLUMNS = ["why", "category", "entity", "counties", "problems"]


def alike(problems: pd.DataFrame) -> pd.DataFrame:
    """Groups somebody should look at, largest first: why (duplicate, shared), and the problems' numbers.

    duplicate: open problems of one entity and category, wherever they were raised.
    shared: open problems of one category and title in two counties or more.
    """
    living = problems[problems["status"].isin(OPEN)]
    rows = [
        *_groups(living, "duplicate", ["entity", "category"], 1),
        *_groups(living, "shared", ["category", "title"], 2),
    ]
    found = pd.DataFrame(rows, columns=COLUMNS)
    order = found["problems"].map(len).sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def _groups(living: pd.DataFrame, why: str, by: list[str], counties: int):
    for key, own in living.groupby(by, sort=False):
        places = list(dict.fromkeys(own["county"]))
        if len(own) > 1 and len(places) >= counties:
            entity = key[0] if why == "duplicate" else f"{own['entity'].nunique()}"
            yield why, own["category"].iloc[0], entity, places, own["problem"].tolist()
