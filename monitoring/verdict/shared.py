"""What the counties share over a span: the level of a flow, how far they lie apart about it, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from monitoring.verdict.books import USUAL_WEEKS, Books

PEERS = 3  # counties needed to speak of the others
HEARD = 0.7  # share of its reports from which a county counts
LEAST_USUAL = 5  # entities usual in the span, below which a county's own level says nothing
KIND_APART = 0.1  # how far a kind's level may lie from that of all kinds together
APART, APART_WEIGHT = 0.05, 4  # counties lie this far apart on ordinary days; worth as much as so many counties
OWN_FROM = 3.5  # deviations; a signal picks the weeks in which chance is at its worst, so less is nobody's own
ALIKE, UNLIKE = 0.2, 0.5  # least and most of its depth by which a shock drives counties apart; their own troubles may
MEDIAN = 1.57  # variance of a median against that of a mean


@dataclass(frozen=True, kw_only=True)
class Level:
    """``middle``: the others' flow against their usual (1: as usual). ``apart``, ``error``: standard deviations of a
    county around it, beyond counting noise, and of the middle itself. ``counties``: compared, this one too.
    """

    middle: float
    apart: float
    error: float
    counties: int

    def doubt(self, usual: float, counted: float, length: int) -> float:
        """Variance, in entities, of what a county is off the shared level without anything of its own having happened.

        The counting noise of the span, the county's own distance from the others, the error of their middle, and the
        error of the usual, which is a median of weeks and weighs the more the longer the span. Where more was counted
        than expected, the noise lies between the two (square roots of counts are alike noisy): small counts are skew.
        """
        expected = usual * self.middle
        counting = ((np.sqrt(expected) + np.sqrt(max(counted, expected))) / 2) ** 2
        apart = min(self.apart, float(np.hypot(APART, UNLIKE * abs(1 - self.middle))))
        of_usual = MEDIAN * usual * length / (7 * USUAL_WEEKS)
        return float(counting + of_usual + usual**2 * (apart**2 + self.error**2))

    @property
    def worst_of(self) -> float:
        """What the doubt is multiplied by: a shock raises signals everywhere, and the worst of so many is looked at.

        So that it passes ``OWN_FROM`` deviations as seldom as one county alone would: a false discovery is shared out
        over all that are tested together (Bonferroni), and the normal tail falls as exp(-z**2 / 2).
        """
        return 1 + 2 * float(np.log(self.counties)) / OWN_FROM**2


def level(books: Books, column: int, name: str, span: tuple[int, int, int]) -> Level | None:
    """The level of a flow in the other counties, of the subject's kind and of all kinds together; None for too few.

    span: first and last day, and the day before which the usual is taken. Kinds share most of a shock, and a small
    kind's few entities cannot tell it by themselves: the less a kind says, the more the total of all kinds counts.
    """
    subject = books.subjects[column]
    own = _middle_of(books, subject, name, span)
    head, colon, _ = subject.partition(":")
    if not colon:
        return own
    all_kinds = _middle_of(books, head, name, span)
    if own is None or all_kinds is None:
        return own or all_kinds
    variances = np.array([own.error**2, all_kinds.error**2 + KIND_APART**2])
    weights = (1 / variances) / (1 / variances).sum()
    middle = float(weights @ [own.middle, all_kinds.middle])
    error = float(np.sqrt(1 / (1 / variances).sum()))
    return Level(middle=middle, apart=own.apart, error=error, counties=own.counties)


def _middle_of(books: Books, subject: str, name: str, span: tuple[int, int, int]) -> Level | None:
    """The level of the others, as it was asked for before or worked out now."""
    if (subject, name, span) not in books.noted:
        books.noted[subject, name, span] = _middle(books, books.peers(subject), name, span)
    return books.noted[subject, name, span]


def _middle(books: Books, others: list[int], name: str, span: tuple[int, int, int]) -> Level | None:
    first, day, before = span
    usual, heard = books.usual(name, before, day - first + 1), books.heard_share(first, day)
    told = [n for n in others if usual[n] >= LEAST_USUAL and heard[n] > HEARD]
    if len(told) < PEERS:
        return None
    ratio = books.total(name, first, day)[told] / usual[told]
    middle = float(np.median(ratio))
    counting = max(middle, 1 / usual[told].max()) / usual[told]
    around = (1.4826 * np.median(np.abs(ratio - middle))) ** 2
    beyond = max(around - float(np.median(counting)), 0.0)
    apart = (len(told) * beyond + APART_WEIGHT * APART**2) / (len(told) + APART_WEIGHT)
    apart = max(apart, (ALIKE * (1 - middle)) ** 2)  # a few counties that happen to lie close do not prove them alike
    error = MEDIAN * (float(counting.mean()) + apart) / len(told)
    return Level(middle=middle, apart=float(np.sqrt(apart)), error=float(np.sqrt(error)), counties=len(told) + 1)
