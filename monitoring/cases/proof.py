"""Proof: what may be uploaded to a case, told by its bytes and not by its name, and the approved figure."""

import datetime as dt

import pandas as pd

from data.store import cases as stored
from data.store import evidence, values
from data.store.engine import Store
from monitoring.alerts.acting import Actor, NotAllowed
from monitoring.alerts.lifecycle import Action, advance
from monitoring.cases.acting import audit, taken_up

LARGEST = 5 * 1024 * 1024
BEGINS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
LONGEST_NAME = 120


class BadProof(Exception):
    """A file that cannot be kept as proof: ``empty``, ``large``, ``kind`` (what it may not be) or ``again``."""


class NoFigure(Exception):
    """No fresh approved figure of this alert says that the danger is over."""


def media_of(filename: str, content: bytes) -> str:
    """What a file is. Raises BadProof."""
    if not content:
        raise BadProof("empty")
    if len(content) > LARGEST:
        raise BadProof("large")
    begins = BEGINS.get(filename.rpartition(".")[2].lower())
    if begins is None or not content.startswith(begins[0]):
        raise BadProof("kind")
    return begins[1]


def add_proof(
    store: Store, case_id: int, *, kind: str, said: str, filename: str, content: bytes, actor: Actor, now: dt.datetime
) -> int:
    """Keep an uploaded document, photo or receipt with a case; its number. Raises BadProof, NoSuchCase, NotAllowed."""
    media = media_of(filename, content)
    told = {"filename": filename[-LONGEST_NAME:], "media": media, "content": content}
    return _add(store, case_id, kind=kind, said=said, actor=actor, now=now, **told)


def add_figure(store: Store, case_id: int, alert: int, *, actor: Actor, now: dt.datetime) -> int:
    """Keep the last approved figure of one of the case's quiet alerts as proof. Raises NoFigure."""
    with store.reading() as conn:
        found = [a for a in stored.alerts_in(conn, case_id) if a["alert"] == alert and not a["active"]]
        if not found or found[0]["cleared_for"] is None:
            raise NoFigure(alert)
        one = found[0]
        told = values.history(
            conn, scope=actor.scope, as_known=None, indicators=(one["indicator"],), subjects=(one["subject"],),
            since=one["cleared_for"], until=now.date() + dt.timedelta(days=1),
        )  # fmt: skip
    fresh = told[told["state"] == "ok"]
    if fresh.empty:
        raise NoFigure(alert)
    last = fresh.sort_values("date").iloc[-1]
    said = f"{one['indicator']}|{one['subject']}|{pd.Timestamp(last['date']).date()}|{last['value']:g}"
    return _add(store, case_id, kind="figure", said=said, actor=actor, now=now)


def _add(store: Store, case_id: int, *, kind: str, said: str, actor: Actor, now: dt.datetime, **file) -> int:
    with store.writing(at=now) as conn:
        case = taken_up(conn, case_id, actor)
        advance(case["status"], Action.NOTE, role=actor.role, active=case["active"])
        if kind not in evidence.KINDS:
            raise NotAllowed(kind)
        told = {"case": case_id, "county": case["county"], "kind": kind, "said": said.strip()}
        number = evidence.add(conn, **told, **file, at=now, actor=actor.uid)
        if number is None:
            raise BadProof("again")
        step = {"at": now, "actor": actor.uid, "action": "prove", "note": f"{file.get('filename') or said}"}
        stored.save(conn, case_id, {}, expected_revision=case["revision"], **step)
        audit(conn, case, "case.prove", actor=actor, now=now, evidence=number, proof=kind)
    return number
