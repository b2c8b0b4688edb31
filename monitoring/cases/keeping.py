"""The daily run's side of cases: every alert into its case, what the machine sees, moving up, and measuring again."""

import datetime as dt

from data.store import alerts as stored_alerts
from data.store import cases as stored
from data.store.scope import EVERYTHING
from monitoring.alerts.lifecycle import MACHINE, Action, advance
from monitoring.cases import escalation, rules
from monitoring.cases.deadlines import NO_REQUEST, shortened, taken_back
from monitoring.cases.opening import DECISION, place_of, standing, why_no_case
from monitoring.cases.rechecking import recheck
from monitoring.severity import RANK


def keep_cases(conn, config, *, at: dt.datetime, day: dt.date) -> dict[str, int]:
    """Bring cases up to the alerts as they now are; how many of each step there were. Again: nothing changes."""
    run = _Run(conn, config, at, day)
    run.gather()
    run.look()
    run.lift()
    for outcome, count in recheck(conn, at=at, day=day, days=run.rules.recheck_days).items():
        run.count(outcome, count)
    return run.counts


class _Run:
    """One pass over the living cases; each is saved as it goes."""

    def __init__(self, conn, config, at: dt.datetime, day: dt.date) -> None:
        self.conn, self.region, self.at, self.day = conn, config.region, at, day
        self.rules = rules.rules_of(config)
        self.counts: dict[str, int] = {}
        frame = stored_alerts.living(conn, scope=EVERYTHING, as_known=None)
        self.living = {row["alert"]: row for row in frame.to_dict("records")}
        self.cases = {case["case"]: case for case in stored.living_now(conn)}
        self.where = stored.cases_by_alert(conn)

    def count(self, step: str, more: int = 1) -> None:
        self.counts[step] = self.counts.get(step, 0) + more

    def save(self, case: dict, values: dict, action: str, note: str = "") -> None:
        told = {"expected_revision": case["revision"], "at": self.at, "actor": MACHINE, "action": action, "note": note}
        case["revision"] = stored.save(self.conn, case["case"], values, **told)
        case.update(values)
        self.count(action)

    def gather(self) -> None:
        """Every living alert into the living case of its place, opening one where it must have one."""
        merged = {place: self.cases[home] for place, home in stored.merged_places(self.conn).items()}
        homes = merged | {(case["subject"], case["cause"]): case for case in self.cases.values()}
        homeless = [a for number, a in self.living.items() if self.where.get(number) not in self.cases]
        for alert in sorted(homeless, key=lambda a: (-RANK[a["severity"]], a["alert"])):
            home = homes.get(place_of(alert))
            if home is None:
                if why_no_case(alert) is not None:
                    continue
                home = homes[place_of(alert)] = self._open(alert)
            self._join(home, alert)

    def _open(self, alert: dict) -> dict:
        subject, cause = place_of(alert)
        told = {"rules": self.rules, "region": self.region}
        row = {
            "subject": subject, "cause": cause, "county": alert["county"], "severity": alert["severity"],
            "active": bool(alert["active"]), "status": alert["status"], "owner": alert["owner"],
            "level": "prefecture" if alert["county"] == self.region.code else "county",
            "opened_for": alert["opened_for"].date(),
            "sign_by": rules.sign_by(cause, alert["severity"], self.at, **told),
            "due": rules.due(alert["severity"], self.at, **told),
            "signed_at": None if alert["status"] == "new" else self.at,
        }  # fmt: skip
        number = stored.open(self.conn, row, at=self.at, actor=MACHINE)
        self.count("open")
        self.cases[number] = stored.get(self.conn, scope=EVERYTHING, case=number)
        return self.cases[number]

    def _join(self, case: dict, alert: dict) -> None:
        stored.join(self.conn, case["case"], [alert["alert"]], at=self.at)
        self.where[alert["alert"]] = case["case"]
        if case["status"] in ("review", "known_cause") and alert["active"]:
            self._rework(case, "joined")
        if alert["status"] != case["status"]:
            step = {"at": self.at, "valid_for": self.day, "actor": MACHINE, "action": "join"}
            changed = {"alert": alert["alert"], "status": case["status"]}
            stored_alerts.save(self.conn, changed, expected_revision=alert["revision"], **step)
            alert["status"] = case["status"]
            alert["revision"] += 1

    def look(self) -> None:
        """What the machine sees of each case: active and severity, and that nothing is left of it."""
        inside: dict[int, list[dict]] = {}
        for number, home in self.where.items():
            if number in self.living:
                inside.setdefault(home, []).append(self.living[number])
        for case in list(self.cases.values()):
            if case["cause"] == DECISION:
                continue
            alerts = inside.get(case["case"], [])
            if alerts:
                self._seen(case, standing(alerts))
            else:
                self._over(case)

    def _seen(self, case: dict, seen: dict) -> None:
        was, now = RANK[case["severity"]], RANK[seen["severity"]]
        if seen["active"] and now > was:
            fresh = rules.due(seen["severity"], self.at, rules=self.rules, region=self.region)
            self.save(case, seen | shortened(case, fresh), "raise")
        elif seen["active"] and not case["active"]:
            self.save(case, seen, "return")
            if case["status"] == "review":
                self._rework(case, "returned")
        elif case["active"] and not seen["active"]:
            self.save(case, {"active": False}, "clear")
        elif now != was and seen["active"]:
            self.save(case, seen, "lower")

    def _rework(self, case: dict, why: str) -> None:
        """What was reported as done is not: back to work. ``why``: ``joined`` by a new alert, or ``returned``."""
        status = advance(case["status"], Action.REWORK, role=MACHINE, active=True)
        self.save(case, {"status": status} | taken_back(case, self.at), "rework", why)

    def _over(self, case: dict) -> None:
        """All its alerts are over: what nobody took up ends by itself, the rest waits for people and their proof."""
        if case["active"]:
            self.save(case, {"active": False}, "clear")
        false = {a["status"] for a in stored.alerts_in(self.conn, case["case"])} == {"false_alarm"}
        if false or case["status"] in ("new", "known_cause"):
            status = "false_alarm" if false else advance(case["status"], Action.SETTLE, role=MACHINE, active=False)
            self.save(case, {"status": status, "closed_at": self.at} | NO_REQUEST, "settle")
            del self.cases[case["case"]]

    def lift(self) -> None:
        """Move up what reaches far or waits too long."""
        living = list(self.cases.values())
        how_far = escalation.spread(living, self.region)
        for case in living:
            told = {"now": self.at, "today": self.day, "rules": self.rules, "region": self.region}
            why = escalation.reason_to_lift(case, how_far, **told)
            if why is not None:
                up = escalation.lifted(case, now=self.at, rules=self.rules, region=self.region)
                self.save(case, up, "escalate", why)


def missing_cases(conn) -> dict[int, str | None]:
    """Living alerts in no living case, and why; a reason of None must not be."""
    living = stored_alerts.living(conn, scope=EVERYTHING, as_known=None).to_dict("records")
    homes, where = {case["case"] for case in stored.living_now(conn)}, stored.cases_by_alert(conn)
    return {a["alert"]: why_no_case(a) for a in living if where.get(a["alert"]) not in homes}
