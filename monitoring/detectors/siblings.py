"""A net figure and a stock judged together with the entries and exits they are made of, where the panel has them."""

import re

import numpy as np

STREAM = re.compile(r"(?:^|(?<=[|:]))(entries|exits|net|stock)(?=[|:]|$)")
OWN = 0.5  # what its own score adds to that of the worse part
SCALE = 0.7  # brings the sum back to the line of a single stream: the worse of two is high more often


def siblings_of(names: np.ndarray) -> list[tuple[int, int, int]]:
    """(whole, entries, exits) columns: each net or stock beside the streams whose names differ in that word only.

    The word stands between `|` and `:`; a name with two different ones is nobody's sibling. A whole with one part
    only is judged alone.
    """
    subjects: dict[str, dict[str, int]] = {}
    for column, name in enumerate(names):
        streams = set(STREAM.findall(name))
        if len(streams) == 1:
            subjects.setdefault(STREAM.sub("*", name), {})[streams.pop()] = column
    both = [of for of in subjects.values() if "entries" in of and "exits" in of]
    return [(of[whole], of["entries"], of["exits"]) for of in both for whole in ("net", "stock") if whole in of]


def with_siblings(
    scores: np.ndarray, values: np.ndarray, stock: np.ndarray, names: np.ndarray, moments: np.ndarray | None
) -> np.ndarray:
    """(periods, series) scores in which a net figure, or a stock, also answers for what its entries and exits say.

    A freeze of openings or a wave of closures is plain in its own stream and half hidden in the difference of the two.
    Entries count while never negative, exits while never positive (handed over negated): else more of them is no fall.
    A whole is judged alone until both parts have had a score in time: a part that begins later must not change that.
    stock: where a series holds a stock by its values; a growth rate under that name is judged alone.
    """
    family = siblings_of(names)
    if not family:
        return scores
    whole, entries, exits = np.array(family).T
    seen = moments if moments is not None else np.zeros(scores.shape, dtype=int)
    heard = [np.where(seen[:, part] <= seen[:, whole], scores[:, part], np.nan) for part in (entries, exits)]
    followed = np.logical_and(*(np.logical_or.accumulate(np.isfinite(part)) for part in heard))
    came_in = np.where(_never(values[:, entries] < 0), heard[0], np.nan)
    went_out = np.where(_never(values[:, exits] > 0), heard[1], np.nan)
    worse, own = np.fmax(came_in, went_out), scores[:, whole]
    is_net = np.array(["net" in STREAM.findall(names[column]) for column in whole])
    joint = followed & (is_net | stock[:, whole]) & (worse > 0) & np.isfinite(own)
    out = scores.copy()
    out[:, whole] = np.where(joint, SCALE * (worse + OWN * own), own)
    return out


def _never(happened: np.ndarray) -> np.ndarray:
    return ~np.logical_or.accumulate(happened)
