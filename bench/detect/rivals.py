"""The rivals, each a function of a track giving (periods, series) scores, higher meaning falling, causal throughout.

They are written for speed over whole panels; where a package is missing the rival is left out and the reason is told.
"""

import importlib.util

import numpy as np
import pandas as pd

from bench.detect.track import Track


def year_of(track: Track) -> int:
    return {365: 364, 52: 52, 12: 12}[track.per_year]


def week_of(track: Track) -> int:
    return {365: 7, 52: 1, 12: 1}[track.per_year]


def farrington(track: Track, refit_every: int = 1) -> np.ndarray:
    """Noufaily's flexible Farrington, sign flipped: quasi-Poisson with trend and a ten-level year, past anomalies
    down-weighted, the last half year excluded, exceedance against the lower two-thirds-power bound.

    Values are shifted to be positive, as the model needs; periods without three years of history have no score.
    """
    values = track.values
    year = year_of(track)
    out = np.full(values.shape, np.nan)
    guard, reach = year // 2, max(year // 17, 1)
    floor = np.minimum(np.fmin.accumulate(np.where(np.isnan(values), np.inf, values), axis=0), 0)
    first = int(np.argmax(track.judged.any(axis=1)))
    for t in range(first, len(values)):
        oldest = max(t - 5 * year - reach, 0)
        if t - guard - oldest < year:
            continue
        past = np.arange(oldest, t - guard)
        phase = (past - t + reach) % year
        level = np.where(phase <= 2 * reach, 0, 1 + (phase - 2 * reach - 1) * 9 // max(year - 2 * reach - 1, 1))
        design = np.column_stack([np.ones(len(past)), (past - t) / year, *(level == k for k in range(1, 10))]).astype(
            float
        )
        out[t] = _quasi_poisson(values[past] - floor[t], values[t] - floor[t], design)
    return out


def _quasi_poisson(past: np.ndarray, now: np.ndarray, design: np.ndarray) -> np.ndarray:
    there = np.isfinite(past)
    y, weight = np.where(there, past, 0), there.astype(float)
    mean = np.where(y.sum(0) > 0, y.sum(0) / np.maximum(there.sum(0), 1), 0.1)
    eta = np.tile(np.log(np.maximum(mean, 1e-2)), (len(y), 1))
    width = design.shape[1]
    for step in range(5):
        mu = np.exp(np.clip(eta, -10, 18))
        w = weight * mu
        working = eta + (y - mu) / mu
        gram = np.einsum("ti,ts,tj->sij", design, w, design, optimize=True) + 1e-4 * np.eye(width)
        beta = np.linalg.solve(gram, np.einsum("ti,ts->si", design, w * working)[..., None])[..., 0]
        eta = design @ beta.T
        if step == 2:
            mu = np.exp(np.clip(eta, -10, 18))
            phi = _dispersion(y, mu, weight, width)
            residual = 1.5 * (y ** (2 / 3) - mu ** (2 / 3)) / (mu ** (1 / 6) * np.sqrt(phi))
            weight = np.where(np.abs(residual) > 2.58, there * residual**-2.0, there)
    mu, phi = np.exp(np.clip(eta, -10, 18)), 0.0
    phi = _dispersion(y, mu, weight, width)
    ahead = np.exp(np.clip(beta[:, 0], -10, 18))
    doubt = phi + ahead * np.linalg.inv(gram)[:, 0, 0] * phi
    bound = np.maximum(1 - 2 / 3 * 2.58 * np.sqrt(doubt / ahead), 0) ** 1.5 * ahead
    return (ahead - now) / np.maximum(ahead - bound, 1e-6)


def _dispersion(y, mu, weight, width) -> np.ndarray:
    return np.maximum((weight * (y - mu) ** 2 / mu).sum(0) / np.maximum(weight.sum(0) - width, 1), 1)


def ears(track: Track, *, lag: int, past: int = 7, window: int = 1) -> np.ndarray:
    """EARS C1 (lag 0), C2 (lag 2) and C3 (C2 summed over three periods), looking down."""
    frame = pd.DataFrame(track.values)
    before = frame.shift(1 + lag).rolling(past, min_periods=past - 2)
    spread = np.maximum(before.std(), 0.02 * before.mean().abs() + 0.2)
    score = (before.mean() - frame) / spread
    if window > 1:
        score = (score - 1).clip(lower=0).rolling(window, min_periods=1).sum()
    return score.to_numpy()


def cusum(track: Track) -> np.ndarray:
    """Lower CUSUM (k = 0.5) of values standardised by a seasonal mean of earlier years, or the last half year."""
    z = _standard(track)
    out, total = np.zeros(z.shape), np.zeros(z.shape[1])
    for t, row in enumerate(z):
        total = np.clip(total - np.nan_to_num(row) - 0.5, 0, 50)
        out[t] = np.where(np.isfinite(row), total, np.nan)
    return out


def _standard(track: Track) -> np.ndarray:
    frame, half = pd.DataFrame(track.values), max(year_of(track) // 2, 8)
    mean, spread = frame.shift(1).rolling(half, min_periods=6).mean(), frame.shift(1).rolling(half, min_periods=6).std()
    return ((frame - mean) / np.maximum(spread, 0.02 * mean.abs() + 0.2)).to_numpy()


def likelihood_ratio(track: Track, window: int = 26) -> np.ndarray:
    """Generalised likelihood ratio as surveillance's glrnb(dir="dec"): a seasonal mean fitted once before the judged
    time, then the best-supported common factor below one over any of the last periods, over the dispersion."""
    values, year = track.values, year_of(track)
    first = int(np.argmax(track.judged.any(axis=1)))
    if first < year:
        return np.full(values.shape, np.nan)
    low = np.minimum(np.nanmin(np.where(np.isnan(values[:first]), 0, values[:first]), axis=0), 0)
    y = np.maximum(values - low, 0)
    angle = 2 * np.pi * np.arange(len(y)) / year
    waves = [f(k * angle) for k in (1, 2) for f in (np.sin, np.cos)]
    weekdays = [np.arange(len(y)) % 7 == d for d in range(6)] if track.per_year == 365 else []
    design = np.column_stack([np.ones(len(y)), np.arange(len(y)) / year, *waves, *weekdays]).astype(float)
    beta, phi = _seasonal_mean(y[:first], design[:first])
    mean = np.exp(np.clip(design @ beta.T, -10, 18))
    seen, due = pd.DataFrame(y), pd.DataFrame(np.where(np.isfinite(y), mean, np.nan))
    best = np.zeros(y.shape)
    for span in (1, 2, 3, 4, 6, 8, 13, window):
        had = seen.rolling(span, min_periods=1).sum().to_numpy()
        should = due.rolling(span, min_periods=1).sum().to_numpy()
        ratio = had * np.log(np.maximum(had, 1e-9) / should) - had + should
        best = np.fmax(best, np.where(had < should, ratio, 0) / phi)
    return np.where(np.isfinite(values), best, np.nan)


def _seasonal_mean(y: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    weight = np.isfinite(y).astype(float)
    y = np.nan_to_num(y)
    eta = np.tile(np.log(np.maximum(y.mean(axis=0), 1e-2)), (len(y), 1))
    for _ in range(5):
        mu = np.exp(np.clip(eta, -10, 18))
        w = weight * mu
        gram = np.einsum("ti,ts,tj->sij", design, w, design, optimize=True) + 1e-3 * np.eye(design.shape[1])
        right = np.einsum("ti,ts->si", design, w * (eta + (y - mu) / mu))
        beta = np.linalg.solve(gram, right[..., None])[..., 0]
        eta = design @ beta.T
    return beta, _dispersion(y, np.exp(np.clip(eta, -10, 18)), weight, design.shape[1])


def year_on_year(track: Track) -> np.ndarray:
    """The mean of the last four weeks (months: two) below the same weeks of last year, as a share of them."""
    frame, span = pd.DataFrame(track.values), {365: 28, 52: 4, 12: 2}[track.per_year]
    now = frame.rolling(span, min_periods=1).mean()
    before = now.shift(year_of(track))
    return ((before - now) / np.maximum(before.abs(), 1)).to_numpy()


def robust_z(track: Track) -> np.ndarray:
    """STL's idea without looking ahead: median of the same season, then median and MAD of the last half year."""
    frame, year = pd.DataFrame(track.values), year_of(track)
    seasons = [frame.shift(k * year) - frame.shift(k * year).rolling(year, min_periods=4).median() for k in (1, 2, 3)]
    season = pd.concat(seasons).groupby(level=0).median().fillna(0)
    rest = frame - season
    past = rest.shift(1).rolling(max(year // 2, 8), min_periods=6)
    middle = past.median()
    spread = (rest - middle).abs().shift(1).rolling(max(year // 2, 8), min_periods=6).median() * 1.4826
    return ((middle - rest) / np.maximum(spread, 0.02 * middle.abs() + 0.2)).to_numpy()


def stl(track: Track, every: int = 26) -> np.ndarray:
    """statsmodels' STL on the past, decomposed anew twice a year; then robust z of the remainder."""
    from statsmodels.tsa.seasonal import STL

    values, year = track.values, year_of(track) if track.per_year != 365 else 7
    out = np.full(values.shape, np.nan)
    first = int(np.argmax(track.judged.any(axis=1)))
    for s in range(values.shape[1]):
        series = pd.Series(values[:, s]).interpolate(limit_direction="both")
        for t in range(max(first, 2 * year + 2), len(series), every):
            past = series.iloc[:t]
            fit = STL(past.to_numpy(), period=year, robust=False).fit()
            spread = max(1.4826 * np.median(np.abs(fit.resid)), 1e-3 * abs(fit.trend[-1]) + 1e-6)
            ahead = np.arange(t, min(t + every, len(series)))
            expected = fit.trend[-1] + fit.seasonal[ahead - year * ((ahead - t) // year + 1)]
            out[ahead, s] = (expected - values[ahead, s]) / spread
    return out


def _features(track: Track) -> tuple[np.ndarray, np.ndarray]:
    z = _standard(track)
    last4 = pd.DataFrame(z).rolling(4, min_periods=1).mean().to_numpy()
    yoy = -year_on_year(track)
    return np.nan_to_num(np.stack([z, last4, yoy], axis=-1)), last4


def _by_outlier_model(track: Track, make) -> np.ndarray:
    """Fit on everything before the judged time, score what follows; only rows below their usual count."""
    features, direction = _features(track)
    first = int(np.argmax(track.judged.any(axis=1)))
    if first < 20:
        return np.full(direction.shape, np.nan)
    past = features[max(first - 104, 0) : first].reshape(-1, features.shape[-1])
    model = make().fit(past[:: max(len(past) // 20000, 1)])
    decide = getattr(model, "decision_function")  # noqa: B009
    score = decide(features.reshape(-1, features.shape[-1])).reshape(direction.shape)
    sign = -1 if type(model).__module__.startswith("sklearn") else 1
    score = sign * score
    return np.where(direction < 0, score - np.nanmin(score), 0.0)


def isolation_forest(track: Track) -> np.ndarray:
    from sklearn.ensemble import IsolationForest

    return _by_outlier_model(track, lambda: IsolationForest(n_estimators=100, random_state=0))


def ecod(track: Track) -> np.ndarray:
    from pyod.models.ecod import ECOD

    return _by_outlier_model(track, ECOD)


def knows_the_truth(track: Track) -> np.ndarray:
    """Not a rival but a ceiling: the simulator's own mean and deviation, single and last three periods' evidence."""
    if "mean" not in track.notes or np.isnan(track.notes["mean"]).all():
        return np.full(track.values.shape, np.nan)
    z = (track.notes["mean"] - track.values) / track.notes["sd"]
    three = pd.DataFrame(np.clip(z, -2, 5)).rolling(3, min_periods=1).sum().to_numpy() / np.sqrt(3)
    return np.maximum(np.clip(z, -2, 5), three)


RIVALS = {
    "Farrington flexible": (farrington, ""),
    "EARS C1": (lambda t: ears(t, lag=0), ""),
    "EARS C2": (lambda t: ears(t, lag=2), ""),
    "EARS C3": (lambda t: ears(t, lag=2, window=3), ""),
    "CUSUM": (cusum, ""),
    "Likelihood ratio, down": (likelihood_ratio, ""),
    "4 weeks below last year": (year_on_year, ""),
    "Seasonal median + robust z": (robust_z, ""),
    "STL + robust z": (stl, "statsmodels"),
    "Isolation forest": (isolation_forest, "sklearn"),
    "ECOD": (ecod, "pyod"),
}


def available() -> tuple[dict, dict[str, str]]:
    """The rivals that can run here, and why the others cannot."""
    ready, left_out = {}, {}
    for name, (rival, needs) in RIVALS.items():
        if needs and importlib.util.find_spec(needs) is None:
            left_out[name] = f"the package {needs} is not installed (bench/detect/requirements.txt)"
        else:
            ready[name] = rival
    return ready, left_out
