"""A store with a few literal alerts, a clock of hours, and short ways to act; signals are written by hand."""

import contextlib
import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from data.store import alerts, cases
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope
from monitoring.alerts import Action, Actor, NotAllowed, ReasonNeeded
from monitoring.cases.acting import NoSuchDay, OwnerNeeded, ProofNeeded, act_on_case
from monitoring.cases.keeping import keep_cases
from monitoring.cases.proof import BadProof, add_proof
from tests.monitoring.literal import region
from tests.monitoring.rules import config

START = dt.datetime(2020, 6, 1, 4, tzinfo=dt.UTC)  # a Monday
DAY = dt.timedelta(days=1)
REGION = region(timezone="Asia/Shanghai")
CONFIG = config(place=REGION)
PDF = b"%PDF-1.4 proof"
REFUSALS = (NotAllowed, ReasonNeeded, ProofNeeded, OwnerNeeded, NoSuchDay, BadProof)
STEP = (
    st.sampled_from([a for a in Action if a not in (Action.SETTLE, Action.MERGE, Action.SPLIT)]),
    st.sampled_from(["leader", "bureau", "staff", "clerk"]),
)
"""What a walk draws a step from: the action, and whose it is."""
WALK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextlib.contextmanager
def fresh_store(template: Path) -> Iterator[Store]:
    """A store for one walk: fixtures are made once for all of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(template, Path(folder) / "walk.db"))
        store = Store(f"sqlite:///{path}")
        yield store
        store.close()


def actor(role: str, uid: str | None = None, counties=None) -> Actor:
    """Somebody of a role."""
    scope = EVERYTHING if counties is None else Scope(counties=frozenset(counties))
    return Actor(uid=uid or role, name=role, role=role, scope=scope)


def alarm(store, indicator="days_of_cover", subject="C1:rice", *, at=START, **more) -> int:
    """Open an alert by hand."""
    day = at.date()
    row = {
        "indicator": indicator, "subject": subject, "county": subject.split(":")[0], "enterprise": None,
        "severity": "yellow", "active": True, "status": "new", "opened_for": day, "last_signal_for": day,
        "cleared_for": None, "owner": "First", "due": None, "value": 1.0, "threshold": 3.0,
        "evidence": {"since": day.isoformat()}, "sentence": "why",
    }  # fmt: skip
    with store.writing(at=at) as conn:
        return alerts.open(conn, row | more, at=at, valid_for=day, actor="machine")


def change(store, number: int, *, at, **values) -> None:
    """What the machine sees of an alert from now on."""
    with store.writing(at=at) as conn:
        row = alerts.get(conn, scope=EVERYTHING, alert=number)
        told = {"at": at, "valid_for": at.date(), "actor": "machine", "action": "clear"}
        alerts.save(conn, {"alert": number, **values}, expected_revision=row["revision"], **told)


def run(store, at=START) -> dict[str, int]:
    """The daily run's step."""
    with store.writing(at=at) as conn:
        return keep_cases(conn, CONFIG, at=at, day=at.date())


def the_case(store, number: int = 1) -> dict:
    """A case as it is."""
    with store.reading() as conn:
        return cases.get(conn, scope=EVERYTHING, case=number)


def act(store, action, *, role="bureau", at=START, case=1, **more) -> str:
    """One step on the case as it is now."""
    revision = more.pop("revision", None) or the_case(store, case)["revision"]
    return act_on_case(
        store, case, action, actor=actor(role), now=at, expected_revision=revision, config=CONFIG, **more
    )


def prove(store, *, at=START, case=1, content=PDF) -> int:
    """Upload a document."""
    told = {"kind": "document", "said": "done", "filename": "proof.pdf", "content": content}
    return add_proof(store, case, **told, actor=actor("bureau"), now=at)


def steps(store, case: int = 1) -> list[str]:
    """What happened to a case."""
    with store.reading() as conn:
        return list(cases.events(conn, scope=EVERYTHING, case=case)["action"])


def statuses(store) -> dict[int, str]:
    """The alerts' statuses."""
    with store.reading() as conn:
        frame = alerts.all_alerts(conn, scope=EVERYTHING, as_known=None)
    return dict(zip(frame["alert"], frame["status"]))


def told(indicator: str, subject: str, day, value: float) -> pd.DataFrame:
    """One value of an indicator."""
    row = {"indicator": indicator, "subject": subject, "county": subject.split(":")[0], "enterprise": None}
    frame = pd.DataFrame([row | {"date": pd.Timestamp(day), "value": value, "state": "ok"}])
    return frame
