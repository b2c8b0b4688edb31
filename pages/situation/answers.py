"""Answers kept between looks: one a question, worked out once however many ask at the same time.

An answer holds while no table it was read from has moved on. Which those are is found while reading
(:mod:`data.store.touched`), so nobody has to say, or can forget, what an answer depends on.
"""

import dataclasses
import datetime as dt
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pandas as pd

from data.store.engine import Store
from data.store.marks import Marks, marks, turn

UNCHANGING = (str, bytes, int, float, bool, type(None), dt.date, dt.time, dt.timedelta, Enum, frozenset, pd.Period)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered, the versions of the tables it was read from, and when in the order of looks."""

    hand_out: Callable[[], Any]
    versions: Mapping[str, int]
    turn: int

    def holds(self, seen: Marks) -> bool:
        """Whether it is what somebody who saw these marks would read: nothing has moved, or it was read after them."""
        return self.turn > seen.turn or self.versions == seen.of(self.versions)


@dataclass
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    answer: Answer | None = None


class Answers:
    """The newest answer to each of the ``most`` questions asked last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()
        self._lock = threading.Lock()

    def to(self, question: Hashable, seen: Marks, store: Store, read: Callable[[Any], Any]) -> Any:
        """The answer to a question: ``read(conn)``, or what it came to before. The caller may change what he gets."""
        return self._answer(question, seen, store, read).hand_out()

    def made(
        self, question: Hashable, seen: Marks, store: Store, read: Callable[[Any], Any], *,
        wanted: Hashable, make: Callable[[Any], Any],
    ) -> Any:  # fmt: skip
        """What ``make`` comes to on the answer to a question; kept under ``wanted`` while that very answer does."""
        answer = self._answer(question, seen, store, read)
        place = self._place((question, wanted))
        with place.lock:
            if place.answer is None or place.answer.turn != answer.turn:
                told = _handing(make(answer.hand_out()))
                place.answer = Answer(hand_out=told, versions=answer.versions, turn=answer.turn)
            return place.answer.hand_out()

    def _answer(self, question: Hashable, seen: Marks, store: Store, read: Callable[[Any], Any]) -> Answer:
        place = self._place(question)
        answer = place.answer
        if answer is None or not answer.holds(seen):
            with place.lock:
                answer = place.answer
                if answer is None or not answer.holds(seen):
                    answer = place.answer = _read(store, read)
        return answer

    def _place(self, question: Hashable) -> _Place:
        with self._lock:
            place = self._places.setdefault(question, _Place())
            self._places.move_to_end(question)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
            return place


def _read(store: Store, read: Callable[[Any], Any]) -> Answer:
    """In one state of the data: the versions, then the answer and the tables it came from."""
    began, tables = turn(), set()
    with store.reading(tables=tables) as conn:
        seen = marks(conn)
        tables.clear()
        value = read(conn)
    return Answer(hand_out=_handing(value), versions=seen.of(tables), turn=began)


def _handing(value: Any) -> Callable[[], Any]:
    """How to give every reader his own: frames share their columns until somebody writes to one; the rest is copied."""
    if _shares(value):
        _settle(value)
        return lambda: _apart(value)
    kept = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return lambda: pickle.loads(kept)  # noqa: S301 what this process itself has just made


def _shares(value: Any) -> bool:
    if isinstance(value, UNCHANGING):
        return True
    if isinstance(value, pd.DataFrame):
        return not any(_holds_objects(column) for _, column in value.items())
    if isinstance(value, list | tuple):
        return all(_shares(one) for one in value)
    if isinstance(value, dict):
        return all(_shares(one) for pair in value.items() for one in pair)
    return _frozen(value) and all(_shares(getattr(value, part.name)) for part in dataclasses.fields(value))


def _holds_objects(column: pd.Series) -> bool:
    """Whether a cell could be changed in place: a document."""
    return column.dtype == object and not all(isinstance(one, UNCHANGING) for one in column)


def _frozen(value: Any) -> bool:
    return dataclasses.is_dataclass(value) and value.__dataclass_params__.frozen


def _apart(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        _drop_the_dead(value)
        return value.copy(deep=False)  # pandas copies a column when somebody writes to it
    if isinstance(value, dict):
        return {key: _apart(one) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(_apart, value))
    if isinstance(value, list | tuple):
        return type(value)(map(_apart, value))
    if _frozen(value):
        return _with_parts(value)
    return value


def _drop_the_dead(frame: pd.DataFrame) -> None:
    """Let a frame forget the copies of it that are gone.

    pandas keeps a weak reference to every copy ever made and looks through them only past five hundred a column: with
    some thousand columns kept, a hundred megabytes of nothing. Asked whether anybody shares a column, it looks at once;
    no public call asks.
    """
    for block in frame._mgr.blocks:
        block.refs.has_reference()
    for axis in frame.axes:
        if axis._references is not None:  # a RangeIndex has no values to share
            axis._references.has_reference()


def _with_parts(value: Any) -> Any:
    """The same dataclass of parts of its own, without asking its checks again."""
    twin = object.__new__(type(value))
    for part in dataclasses.fields(value):
        object.__setattr__(twin, part.name, _apart(getattr(value, part.name)))
    return twin


def _settle(value: Any) -> None:
    """Let the frames' indexes build what they look things up in: two threads that build it at once may miss a label."""
    if isinstance(value, pd.DataFrame):
        for axis in value.axes:
            if len(axis) and axis.is_unique:
                axis.get_loc(axis[0])
    elif isinstance(value, dict):
        _settle(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            _settle(one)
    elif _frozen(value):
        for part in dataclasses.fields(value):
            _settle(getattr(value, part.name))
