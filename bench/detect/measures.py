"""What a score is worth on a track: found falls at a false-positive rate, delay, area, false alarms, traps."""

import numpy as np

from bench.detect.track import Track


def measure(track: Track, score: np.ndarray, flag: np.ndarray | None = None) -> dict[str, float]:
    """All measures of one method on one track. NaN scores never alarm but count as periods that were looked at."""
    filled = np.where(np.isfinite(score), score, -np.inf)
    ordinary = track.judged & (track.episode == 0) & np.isfinite(track.values)
    fall = track.judged & (track.episode > 0)
    out = {}
    for rate in (0.01, 0.03):
        line = threshold(filled[ordinary], rate)
        out[f"pod@{rate:.0%}"], out[f"delay@{rate:.0%}"] = found(track, filled > line)
        if rate == 0.01:
            out["episodes/year"] = episodes(filled > line, ordinary) / years(track, ordinary)
            out["traps"] = share(filled > line, track.trap, track)
    out["auc-pr"] = average_precision(filled[ordinary], filled[fall])
    if flag is not None:
        out["flag pod"], out["flag delay"] = found(track, flag)
        out["flag fpr"] = flag[ordinary].mean()
        out["flag episodes/year"] = episodes(flag, ordinary) / years(track, ordinary)
        out["flag traps"] = share(flag, track.trap, track)
    return out


def threshold(ordinary: np.ndarray, rate: float) -> float:
    """The lowest line that at most `rate` of the ordinary periods lie above."""
    ranked = np.sort(ordinary)[::-1]
    return max(ranked[min(int(np.floor(rate * len(ranked))), len(ranked) - 1)], -1e300)


def found(track: Track, alarm: np.ndarray) -> tuple[float, float]:
    """Share of falls with an alarm in time, and the median delay in periods, a missed fall counting its full length."""
    rows, columns = np.nonzero((track.episode > 0) & track.judged)
    number = track.episode[rows, columns].astype(np.int64) * track.values.shape[1] + columns
    order = np.lexsort((rows, number))
    rows, columns, number = rows[order], columns[order], number[order]
    starts = np.flatnonzero(np.r_[True, np.diff(number) != 0])
    lengths = np.diff(np.r_[starts, len(number)])
    since = np.arange(len(number)) - np.repeat(starts, lengths)
    late = np.where(alarm[rows, columns], since, np.repeat(lengths, lengths))
    delay = np.minimum.reduceat(late, starts)
    in_time = delay < (lengths if track.within is None else np.minimum(lengths, track.within))
    return float(in_time.mean()), float(np.median(delay))


def episodes(alarm: np.ndarray, ordinary: np.ndarray) -> int:
    """Runs of alarms that begin in an ordinary period; a gap of one period does not end a run."""
    recent = np.zeros_like(alarm)
    recent[1:] |= alarm[:-1]
    recent[2:] |= alarm[:-2]
    return int((alarm & ~recent & ordinary).sum())


def years(track: Track, ordinary: np.ndarray) -> float:
    return ordinary.sum() / track.per_year


def share(alarm: np.ndarray, where: np.ndarray | None, track: Track) -> float:
    if where is None or not (where & track.judged).any():
        return float("nan")
    return float(alarm[where & track.judged].mean())


def average_precision(ordinary: np.ndarray, fall: np.ndarray) -> float:
    """Area under the precision-recall curve over periods; ties count as one step."""
    scores = np.r_[ordinary, fall]
    truth = np.r_[np.zeros(len(ordinary)), np.ones(len(fall))]
    order = np.argsort(-scores, kind="stable")
    scores, truth = scores[order], truth[order]
    last = np.r_[scores[1:] != scores[:-1], True]
    hits, size = np.cumsum(truth)[last], np.arange(1, len(truth) + 1)[last]
    recall = hits / max(truth.sum(), 1)
    return float(np.sum(np.diff(np.r_[0, recall]) * hits / size))
