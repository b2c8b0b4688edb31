"""Laying messages down: once a digest a day and person, and at once what is grave; the same again lays nothing."""

import datetime as dt
from zoneinfo import ZoneInfo

from data.store import cases, outbox, runs, setting
from data.store.engine import Store
from monitoring.cases.words import name_of
from monitoring.notices import words
from monitoring.notices.digest import as_text
from monitoring.notices.gathering import digest_of, gather
from monitoring.notices.people import People, Person
from monitoring.severity import RANK

UP_TO = "notified_up_to"  # the last case event that messages were made of


def lay_down(store: Store, config, people: People, *, now: dt.datetime) -> int:
    """Put what is to be sent into the outbox, in one transaction; how many messages there are more.

    The first time only the digest is laid down: what happened before nobody asked for.
    """
    if not people.everyone:
        return 0
    with store.noting() as conn:
        last, before = cases.last_event(conn), setting.get(conn, UP_TO)
        happened = [] if before is None else cases.happened(conn, after=before, actions=tuple(words.HAPPENED))
        setting.put(conn, UP_TO, last)
        demo = bool(setting.get(conn, setting.DEMO))
        laid = [_tell(conn, person, happened, config, people, demo=demo, now=now) for person in people.everyone]
        here = now.astimezone(ZoneInfo(config.region.timezone))
        if here.time() >= people.digest_at:
            laid += [_digest(conn, person, config, now=now, today=here.date(), demo=demo) for person in people.everyone]
    return sum(laid)


def _tell(conn, person: Person, happened: list[dict], config, people: People, *, demo: bool, now) -> int:
    """A message a case, of the last thing that happened to it."""
    newest = {row["case"]: row for row in happened}
    laid = 0
    for row in newest.values():
        case = row["snapshot"] | {"case": row["case"]}
        if RANK[case["severity"]] < RANK[people.at_once] or not person.scope.covers(case["county"]):
            continue
        title = f"{words.LEVELS[case['severity']]} {words.HAPPENED[row['action']]}：{name_of(case, config.region)}"
        who = case["owner"] or words.OFFICES[case["level"]]
        due = words.until_of(case["due"] and dt.datetime.fromisoformat(case["due"]), config.region)
        number = f"{row['case']}-{row['event']}"
        body = f"{title}\n责任单位：{who}\n办理时限：{due or '未定'}\n消息编号：{number}（编号相同的是同一条）"
        key = f"case/{row['case']}/{row['event']}"
        laid += _put(conn, person, key, title, body, demo=demo, now=now)
    return laid


def _digest(conn, person: Person, config, *, now: dt.datetime, today: dt.date, demo: bool) -> int:
    key = f"digest/{today}"
    last = runs.latest(conn, as_known=None)
    if last is None or outbox.held(conn, message=key, channel=person.name):
        return 0
    told = {"scope": person.scope, "now": now}
    matter = gather(conn, config, today=today, **told)
    digest = digest_of(conn, config, matter, day=last["valid_for"], demo=demo, **told)
    return _put(conn, person, key, f"{digest.title} {words.day_of(today)}", as_text(digest), demo=False, now=now)


def _put(conn, person: Person, key: str, title: str, body: str, *, demo: bool, now: dt.datetime) -> int:
    body = f"{words.MARK}\n{body}" if demo else body
    return outbox.put(conn, message=key, channel=person.name, title=title, body=body, at=now)
