"""Autoregression of a whole panel at once: steps explained by earlier steps and by the distance from the usual level.

What smoothing cannot say: that a step is half taken back by the next (weekly prices and rates), that a level returns
to its mean, that momentum lasts. Several orders are fitted by ridge regression and averaged by how well each fits.
"""

import numpy as np

from forecasting.season import Adjusted
from forecasting.smoothing import Fit, akaike_weights

ORDERS = (1, 3, 6, 12)
RIDGE = 4.0  # observations' worth of belief that a step tells nothing of the next
CALM = 6.0  # a step beyond this many usual ones counts as that many


def autoregression(panel: Adjusted, horizon: int) -> Fit:
    """Own steps and own level after seasonal adjustment, as far as the past supports them; else a random walk."""
    adjusted, season_ahead = _carried(panel.less_season()), panel.season_ahead(horizon)
    lengths = np.maximum(np.isfinite(adjusted).sum(1), 2)
    paths, squares, parameters = [], [], []
    for order in ORDERS:
        if adjusted.shape[1] < 3 * order + 8:
            continue
        for returns in (False, True):
            path, left = _fitted(adjusted, horizon, order, returns)
            paths.append(path)
            squares.append(left)
            parameters.append(order + returns + 1)
    if not paths:
        last = adjusted[:, [-1]]
        steps = np.diff(adjusted, axis=1)
        spread = (
            np.sqrt(np.nanmean(np.where(np.isfinite(steps), steps, 0.0) ** 2, axis=1)) if steps.size else 0 * lengths
        )
        return Fit(mean=np.repeat(last, horizon, axis=1) + season_ahead, spread=spread)
    variance = np.maximum(np.stack(squares), 1e-12)
    weight = akaike_weights(variance, lengths, np.array(parameters)[:, None])
    mean = (weight[..., None] * np.stack(paths)).sum(0) + season_ahead
    return Fit(mean=mean, spread=np.sqrt((weight * variance).sum(0)))


def _fitted(adjusted: np.ndarray, horizon: int, order: int, returns: bool) -> tuple[np.ndarray, np.ndarray]:
    """(paths, mean squared step left over) of one order; ``returns``: with the distance from the mean as a cause."""
    steps = np.diff(adjusted, axis=1)
    usual = np.nanmedian(np.where(np.isfinite(steps), np.abs(steps), np.nan), axis=1) * 1.48
    usual = np.where(np.isfinite(usual) & (usual > 0), usual, 1e-6)[:, None]
    centre = np.nanmean(adjusted, axis=1, keepdims=True)
    count = steps.shape[1]
    target = steps[:, order:]
    causes = [steps[:, order - k : count - k] for k in range(1, order + 1)]
    if returns:
        causes.append(adjusted[:, order:-1] - centre)
    seen = np.isfinite(target) & np.isfinite(causes[order - 1])
    for cause in causes:
        seen &= np.isfinite(cause)
    design = np.stack([np.where(seen, c, 0.0) for c in causes], axis=-1)
    told = np.where(seen, target, 0.0)
    reach = CALM * usual
    design[..., :order] = np.clip(design[..., :order], -reach[..., None], reach[..., None])
    told_calm = np.clip(told, -reach, reach)
    scale = np.maximum((design**2).sum(1) / np.maximum(seen.sum(1), 1)[:, None], 1e-12)
    turned = design.swapaxes(1, 2)
    gram = turned @ design
    belief = RIDGE * np.arange(1, design.shape[2] + 1) ** 0.5
    gram += np.einsum("sk,k,kl->skl", scale, belief, np.eye(design.shape[2]))
    rates = np.linalg.solve(gram, turned @ told_calm[..., None])[..., 0]
    if returns:
        rates[:, -1] = np.clip(rates[:, -1], -1.0, 0.0)
    left = told - (design @ rates[..., None])[..., 0]
    squares = (left**2).sum(1) / np.maximum(seen.sum(1), 1)
    recent = [np.clip(np.nan_to_num(steps[:, -k]), -reach[:, 0], reach[:, 0]) for k in range(1, order + 1)]
    level, path = adjusted[:, -1], []
    for _ in range(horizon):
        step = sum(rates[:, k] * recent[k] for k in range(order))
        if returns:
            step = step + rates[:, -1] * (level - centre[:, 0])
        step = np.clip(step, -reach[:, 0], reach[:, 0])
        level = level + step
        recent = [step, *recent[:-1]]
        path.append(level)
    return np.stack(path, axis=1), squares


def _carried(values: np.ndarray) -> np.ndarray:
    """Gaps filled with the value before; what lies before the first value stays missing."""
    at = np.where(np.isfinite(values), np.arange(values.shape[1]), 0)
    return np.take_along_axis(values, np.maximum.accumulate(at, axis=1), 1)
