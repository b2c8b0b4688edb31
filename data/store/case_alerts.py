"""The alerts of many cases at once, for the daily run: a question a case costs more than all of them together."""

from sqlalchemy import Connection, select

from data.store.schema import alert, case_alert


def alerts_by_case(conn: Connection) -> dict[int, list[dict]]:
    """Case to the alerts in it (alert, indicator, subject, status): all at once, for who goes through many."""
    names = (alert.c.id.label("alert"), alert.c.indicator, alert.c.subject, alert.c.status)
    statement = (
        select(case_alert.c.case_file, *names)
        .join(case_alert, case_alert.c.alert == alert.c.id)
        .where(case_alert.c.left_at.is_(None))
        .order_by(alert.c.id)
    )
    found: dict[int, list[dict]] = {}
    for row in conn.execute(statement).mappings():
        found.setdefault(row["case_file"], []).append(dict(row))
    return found
