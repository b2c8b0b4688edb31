"""Does a multivariate look at all streams together find falls that the four single scores do not?"""

import numpy as np
import pandas as pd
from sklearn.covariance import MinCovDet
from sklearn.ensemble import IsolationForest

from bench.verdict.causes import DAYS, NOW
from bench.verdict.control import STREAMS
from bench.verdict.registry import CAUSES, COUNTIES, REGION, SIZES, Planted, Registry
from monitoring.detectors.decline import detect
from monitoring.indicators.catalog import CATALOG

SUNDAYS = pd.date_range("2023-01-01", "2023-12-31", freq="W", unit="us")
LEARNT = 26  # weeks a county's own past is learnt from before it is judged
REGISTRIES = 8
FPR = 0.01
NAMES = ("best single score", "four scores together (robust distance)", "isolation forest", "single score or distance")


def compare(seed: int) -> pd.DataFrame:
    """method, auc, pod (true incidents over the line 1 % of calm county-weeks pass), trap (artefacts over it)."""
    weeks = pd.concat([_weeks(np.random.default_rng([seed, n]), n) for n in range(REGISTRIES)], ignore_index=True)
    weeks["combined"] = np.maximum(_rank(weeks["single"]), _rank(weeks["distance"]))
    rows = []
    for name, column in zip(NAMES, ("single", "distance", "forest", "combined")):
        calm = weeks.loc[weeks["cause"] == "", column]
        line = calm.quantile(1 - FPR)
        peaks = weeks[weeks["cause"] != ""].groupby(["registry", "county", "cause"])[column].max()
        true = peaks[peaks.index.get_level_values("cause").isin(("closures", "closures_and_freeze"))]
        false = peaks.drop(true.index)
        rows.append((name, _auc(true, false), (true >= line).mean(), (false >= line).mean()))
    return pd.DataFrame(rows, columns=["method", "auc", "pod", "trap"])


def _weeks(rng: np.random.Generator, number: int) -> pd.DataFrame:
    registry, planted = Registry(rng, DAYS), []
    for place, county in enumerate(COUNTIES):
        first = pd.Timestamp("2023-07-17") + pd.Timedelta(days=7 * int(rng.integers(0, 12)))
        cause = CAUSES[(place + number) % len(CAUSES)]
        planted.append(Planted(cause=cause, size=SIZES[(place + number) % 3], county=county, first=first))
        registry.plant(planted[-1])
    inputs = {"entity_counts": registry.counts(), "region": REGION, "now": NOW, "parameters": {"smallest_cell": 50},
              "detect": detect, "window": SUNDAYS}  # fmt: skip
    scores = {stream.id: CATALOG[stream.id].answer(inputs) for stream in STREAMS}
    parts = []
    for one in planted:
        table = pd.DataFrame(
            {name: f[f["subject"] == one.county].set_index("date")["value"] for name, f in scores.items()}
        ).dropna()
        past, now = table.iloc[:LEARNT], table.iloc[LEARNT:]
        lasting = (now.index >= one.first) & (now.index <= one.first + pd.Timedelta(days=61))
        kept = lasting | (now.index < one.first)
        robust = MinCovDet(random_state=0, support_fraction=0.9).fit(past)
        forest = IsolationForest(n_estimators=100, random_state=0).fit(past)
        upward = now.to_numpy().max(axis=1) > 0
        part = pd.DataFrame(
            {
                "single": now.max(axis=1).to_numpy(),
                "distance": np.where(upward, robust.mahalanobis(now), 0),
                "forest": -forest.score_samples(now),
            }
        )
        part["cause"] = np.where(lasting, one.cause, "")
        parts.append(part[kept].assign(county=one.county, registry=number))
    return pd.concat(parts, ignore_index=True)


def _rank(values: pd.Series) -> pd.Series:
    return values.rank(pct=True)


def _auc(true: pd.Series, false: pd.Series) -> float:
    wins = (true.to_numpy()[:, None] > false.to_numpy()).mean()
    return float(wins + (true.to_numpy()[:, None] == false.to_numpy()).mean() / 2)


def words(hint: pd.DataFrame) -> list[str]:
    """The table, and whether it adds anything."""
    lines = ["| method | AUC true against artefact | true found at 1 % of calm weeks | artefacts over the same line |",
             "|---|---|---|---|"]  # fmt: skip
    lines += [f"| {r.method} | {r.auc:.2f} | {r.pod:.0%} | {r.trap:.0%} |" for r in hint.itertuples()]
    return lines
