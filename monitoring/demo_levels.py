"""Playing the demo's reports of price levels through the function the page calls."""

from data.demo.deeds import Deed
from data.demo.prices.story import BEGINS_DAYS, final_report, first_report, next_follow, words
from data.store import alerts, price_reports
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import Actor
from monitoring.price_warning.duties import episodes
from monitoring.price_warning.explain import REACH
from monitoring.price_warning.reporting import NotNow, Report, record


def look_at_levels(play) -> None:
    """After a daily run: a level that has appeared is to be reported, and one that has ended for the last time."""
    begins = play.scene.moment(play.scene.before(BEGINS_DAYS), "00:00")
    with play.store.reading() as conn:
        standing = alerts.all_alerts(conn, scope=EVERYTHING, as_known=None, since=begins.date())
        told = price_reports.reports(conn, scope=EVERYTHING, as_known=None)
        for alert in standing.loc[standing["indicator"] == REACH, "alert"]:
            (*_, last) = [None, *episodes(alerts.events(conn, scope=EVERYTHING, alert=alert))]
            if last is None or last.since < begins:
                continue
            own = told[(told["alert"] == alert) & (told["reported_at"] >= last.since)]
            if own.empty:
                if not _planned(play, alert, "first") and last.until is None:
                    play.plan(first_report(play.scene, alert, last.since))
            elif last.until is not None and "final" not in set(own["kind"]) and not _planned(play, alert, "final"):
                play.plan(final_report(alert, last.until))


def _planned(play, alert: int, kind: str) -> bool:
    return any(deed.kind == "level" and deed.about == str(alert) and deed.action == kind for deed in play.ahead)


def report_level(play, deed: Deed, actor: Actor) -> None:
    """Record one report and mean the next day's; a level that has ended in the meantime is not followed up."""
    alert, region = int(deed.about), play.scene.region
    with play.store.reading() as conn:
        held = alerts.get(conn, scope=EVERYTHING, alert=alert)
    named = dict(zip(region.categories["category"], region.categories["name"]))
    rule = play.config.price_rules.report_on(deed.moment.astimezone(play.scene.zone).date())
    report = Report(kind=deed.action, reported_at=deed.moment, unit=rule.unit, recipients=rule.recipients, **deed.said,
                    **words(deed.action, named[held["subject"].split(":")[1]]))  # fmt: skip
    try:
        record(play.store, alert, report, actor=actor, now=deed.moment, key=f"{alert} {deed.moment.isoformat()}")
    except NotNow:
        return
    if deed.action != "final":
        play.plan(next_follow(play.scene, alert, deed.moment))
