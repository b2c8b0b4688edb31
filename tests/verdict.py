"""Reading the store as the answer sheet asks: does what was expected of a planted incident hold?"""

import pandas as pd

from data.demo.expected import LIVING, QUIET, SIGNALLED, Expectation, Incident
from data.store import alerts, cases, signals
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.verdict.call import MOVED_BY

SEVERITIES = ("blue", "yellow", "orange", "red")


class Verdict:
    """What an evaluated store says at its end."""

    def __init__(self, store: Store) -> None:
        with store.reading() as conn:
            self.alerts = alerts.all_alerts(conn, scope=EVERYTHING, as_known=None)
            self.living = alerts.living(conn, scope=EVERYTHING, as_known=None)
            files, members = (
                cases.all_cases(conn, scope=EVERYTHING, as_known=None),
                cases.members(conn, scope=EVERYTHING),
            )
            self.signals = signals.history(conn, scope=EVERYTHING, as_known=None, since=None, until=None)

        waived = files[files["waived"].notna() & (files["recheck"] == "not_recovered")]["case"]
        told = members[members["case"].isin(waived) & members["left_at"].isna()]["alert"]
        self.signed_away = self.alerts[self.alerts["alert"].isin(told)]

    def holds(self, expectation: Expectation) -> bool:
        """Whether it came about."""
        return {LIVING: self._living, SIGNALLED: self._signalled, QUIET: self._quiet}[expectation.state](expectation)

    def _living(self, expected: Expectation) -> bool:
        found = self._about(self.living, expected)
        return bool(found["active"].any()) or not self._about(self.signed_away, expected).empty

    def _signalled(self, expected: Expectation) -> bool:
        """By a signal that still stands, or by an alert that was opened then: what was missing may have come since."""
        opened = self._about(self.alerts, expected)["opened_for"]
        return len(self._within(expected)) > 0 or bool(_between(opened, expected).any())

    def _quiet(self, expected: Expectation) -> bool:
        return self._within(expected).empty

    def _within(self, expected: Expectation) -> pd.DataFrame:
        found = self._about(self.signals, expected)
        return found[_between(found["date"], expected)]

    def calls(self, incident: Incident) -> pd.Series:
        """What the signals about an incident's subject were called, from its first day to four weeks after its last."""
        last = pd.Timestamp(incident.last or self.signals["date"].max()) + pd.Timedelta(days=28)
        own = self.signals[(self.signals["subject"] == incident.subject) & self.signals["indicator"].isin(MOVED_BY)]
        own = own[(own["date"] >= pd.Timestamp(incident.first)) & (own["date"] <= last)]
        begun = pd.to_datetime([evidence["since"] for evidence in own["evidence"]])
        own = own[begun >= pd.Timestamp(incident.first)]  # what stood before is not its doing
        return pd.Series([evidence["verdict"]["call"] for evidence in own["evidence"]], dtype="str").value_counts()

    def about(self, expected: Expectation) -> str:
        """What the store has on the subject, for a failing test's message."""
        signalled = self._about(self.signals, expected, any_severity=True)
        columns = ["indicator", "date", "severity", "value"]
        opened = self._about(self.alerts, expected, any_severity=True)
        return (
            f"{expected}\nsignals:\n{signalled[columns].tail(12).to_string()}\nalerts:\n"
            f"{opened[['indicator', 'severity', 'active', 'status', 'opened_for', 'cleared_for']].to_string()}"
        )

    @staticmethod
    def _about(frame: pd.DataFrame, expected: Expectation, *, any_severity: bool = False) -> pd.DataFrame:
        enough = SEVERITIES if any_severity else SEVERITIES[SEVERITIES.index(expected.severity) :]
        return frame[
            (frame["subject"] == expected.subject)
            & frame["indicator"].isin(expected.indicators)
            & frame["severity"].isin(enough)
        ]


def _between(days: pd.Series, expected: Expectation) -> pd.Series:
    return (days >= pd.Timestamp(expected.since)) & (days <= pd.Timestamp(expected.until))
