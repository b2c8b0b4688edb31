"""What notices are made of, read from the store for one scope."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data.store import alerts, cases, markets, news, runs, supply, values
from data.store.scope import Scope
from monitoring import briefing, headlines
from monitoring.alerts.sentence_shown import full_width
from monitoring.cases.rows import rows
from monitoring.cases.rules import rules_of
from monitoring.cases.slips import overdue
from monitoring.naming import Names
from monitoring.notices import corrected
from monitoring.notices.agenda import agenda
from monitoring.notices.digest import Digest, compose

RUNS = 30  # in which the last one of an earlier day is looked for


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Everything a digest and a call list are made of: ``inside`` are the living alerts with their ``case``."""

    cases: pd.DataFrame
    inside: pd.DataFrame
    firms: pd.DataFrame
    items: pd.DataFrame


def within(living: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The living alerts that are in a case, with its number."""
    return living.merge(members.loc[members["left_at"].isna(), ["alert", "case"]], on="alert")


def gather(conn, config, *, scope: Scope, now: dt.datetime, today: dt.date) -> Matter:
    """Read it as it is known now."""
    asked = {"scope": scope, "as_known": None}
    everything = cases.all_cases(conn, **asked)
    inside = within(alerts.living(conn, **asked), cases.members(conn, scope=scope))
    told = {"now": now, "today": today, "rules": rules_of(config), "region": config.region}
    return Matter(
        cases=everything, inside=inside, firms=supply.enterprises(conn, **asked),
        items=agenda(everything, inside, **told),
    )  # fmt: skip


def digest_of(conn, config, matter: Matter, *, scope: Scope, day: dt.date, now: dt.datetime, demo: bool) -> Digest:
    """The digest of a reader: of the region, or of the counties of the scope."""
    region = config.region
    names = dict(zip(region.counties["county"], region.counties["short"]))
    places = [names[county] for county in sorted(scope.counties or ()) if county in names]
    told = {"region": region, "day": day, "now": now, "demo": demo}
    place = region.short if scope.whole else "、".join(places)
    asked = {"scope": scope, "as_known": None}
    named = Names(region, markets=markets.markets(conn, **asked), enterprises=matter.firms)
    return compose(
        matter.items, matter.cases, _sentences(conn, config, scope, day, named, matter.cases, now),
        corrected.sentences(
            news.revisions(conn, **asked), named.of, now=now, region=region,
            since=corrected.since_last(runs.history(conn, limit=RUNS), now=now, region=region),
        ), place=place, **told,
    )  # fmt: skip


def _sentences(
    conn, config, scope: Scope, day: dt.date, named: Names, everything: pd.DataFrame, now: dt.datetime
) -> list[str]:
    """The briefing of the region, or of one county; of several counties there is none."""
    if not scope.whole and len(scope.counties) != 1:
        return []
    county = None if scope.whole else next(iter(scope.counties))
    asked = {"scope": scope, "as_known": None}
    found = [values.on(conn, date=one, indicators=headlines.INDICATORS, **asked) for one in headlines.days_needed(day)]
    told = briefing.sentences(
        headlines.headlines(pd.concat(found, ignore_index=True), config, on=day, subject=county),
        alerts.all_alerts(conn, since=day - dt.timedelta(days=7), **asked),
        overdue=overdue(rows(everything), now=now),
        region=config.region, names=named.of, on=day, county=county,
    )  # fmt: skip
    return [full_width(sentence) for sentence in told]
