"""Files changed in one known way: what still says the truth comes in as the truth, anything else is refused by cell."""

import datetime as dt
from collections import Counter

from data.intake import SHEETS, Refused, Reporter, receive
from data.intake.answers import Receipt
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.data.intake.labelled import KINDS, Labelled, Unsuited, labelled
from tests.data.intake.test_mutated_files import START, prepared

BUREAU = Reporter(name="变异", scope=EVERYTHING, role="bureau")


class Trial:
    """A store that holds the true rows, and what became of each file sent to it."""

    def __init__(self, store: Store, region) -> None:
        self.store, self.region = store, region
        self.sent, self.counts = 0, Counter()
        prepared(store, region, BUREAU)

    def send(self, one: Labelled) -> None:
        """Send a file; fails on a wrong value, on a file wrongly let in or kept out, on a cell not named."""
        outcome = self._outcome(one)
        if isinstance(outcome, Refused):
            assert one.same is not True, (one.kind, one.topic, one.story, outcome.problems)
            assert _named(one, outcome), (one.kind, one.topic, one.story, outcome.problems)
            self.counts[one.kind, "refused"] += 1
            return
        assert one.same is not False, one
        if outcome.new or outcome.changed:
            assert one.told, (one, outcome)
            assert any(one.told in note for note in outcome.notes), (one, outcome)
            self._restore()
            self.counts[one.kind, "told"] += 1
            return
        self.counts[one.kind, "stored as it is"] += 1

    def _outcome(self, one: Labelled) -> Receipt | Refused:
        try:
            return self._receive(one.content, one.name, one.topic)
        except Refused as refused:
            return refused

    def _receive(self, content: bytes, name: str, topic: str):
        self.sent += 1
        moment = START + dt.timedelta(seconds=self.sent)
        return receive(
            self.store, self.region, content, filename=name, reporter=BUREAU, received_at=moment, topic=topic
        )

    def _restore(self) -> None:
        """Send the true rows again; blank lines make it another file."""
        for topic in SHEETS:
            truth = next(one for one in files(range(50), kinds=["another encoding"], topics=[topic])
                         if one.story == "utf-8")  # fmt: skip
            self._receive(truth.content + b"\r\n" * self.sent, truth.name, topic)


def _named(one: Labelled, refused: Refused) -> bool:
    if one.row is None and not one.header:
        return all(problem.reason and problem.advice for problem in refused.problems)
    return any((one.row is None or problem.row == one.row) and one.header in problem.header
               for problem in refused.problems)  # fmt: skip


def files(seeds: range, *, topics=tuple(SHEETS), kinds=tuple(KINDS)):
    """One of each kind, sheet and seed, where the sheet has what the kind changes."""
    for kind in kinds:
        for topic in topics:
            for seed in seeds:
                try:
                    yield labelled(kind, topic, seed)
                except Unsuited:
                    continue


def test_what_says_the_truth_comes_in_and_what_does_not_is_refused_at_its_cell(tmp_store_url, region):
    store = Store(tmp_store_url)
    trial = Trial(store, region)

    for one in files(range(1), topics=("entity_counts", "supply")):
        trial.send(one)

    assert {kind for kind, _ in trial.counts} == set(KINDS)
    store.close()
