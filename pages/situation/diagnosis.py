"""Words first: how things stand overall, what the plan's numbers are, and what has to be decided."""

import pandas as pd

from monitoring import briefing
from monitoring.alerts.sentence_shown import full_width
from monitoring.cases.rows import rows
from monitoring.cases.slips import overdue
from monitoring.naming import Names
from pages import reads
from pages.door import open_store
from pages.response import case_list
from pages.situation import case_reads
from pages.situation.headlines import lowest_cover, market_total, year_end
from pages.situation.latest import Latest
from pages.situation.moment import View


def sentences(user, view: View, told: Latest, recent: pd.DataFrame) -> list[str]:
    """Three sentences. ``recent`` are the alerts of the place looked at, closed ones too."""
    said = briefing.sentences(
        _headlines(user, view, told),
        recent,
        overdue=_overdue(user, view),
        region=open_store.region(),
        names=_names(user, view).of,
        on=view.at.day,
        county=view.county,
    )
    return [full_width(sentence) for sentence in said]


def _overdue(user, view: View) -> list[str | None]:
    cases = case_reads.cases(user, view.at)
    here = case_list.living(view.here(cases))
    return overdue(rows(here), now=case_list.moment(view))


def _headlines(user, view: View, told: Latest) -> pd.DataFrame:
    """The cards as the briefing reads them."""
    lowest, where = lowest_cover(view, told)
    total = market_total(user, view)
    rows = [
        (
            "entities",
            "closing_stock",
            view.subject,
            told.get("closing_stock", view.subject).value,
            year_end(user, view),
        ),
        ("markets", "markets_open", view.subject, told.get("markets_open", view.subject).value, total),
        ("cover", "days_of_cover", where, lowest.value if lowest else None, None),
        (
            "arrears",
            "arrears_plan_progress",
            view.subject,
            told.get("arrears_plan_progress", view.subject).value,
            None,
        ),
    ]
    frame = pd.DataFrame(rows, columns=["headline", "indicator", "subject", "value", "target"])
    return frame.astype({"value": "float64", "target": "float64"})


def _names(user, view: View) -> Names:
    return Names(
        open_store.region(), markets=reads.market_list(user, view.at), enterprises=reads.enterprises(user, view.at)
    )
