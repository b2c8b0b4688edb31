"""Alerts: what the machine sees (``active``) and what people do (``status``), in two columns."""

from data.store.alerts import AlertChanged
from monitoring.alerts.acting import Action, Actor, NoSuchAlert, NotAllowed, ReasonNeeded, act

__all__ = ["Action", "Actor", "AlertChanged", "NoSuchAlert", "NotAllowed", "ReasonNeeded", "act"]
