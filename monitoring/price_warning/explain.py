"""What the evidence of price signals adds: level, degree, places and firms; of a month its two growths."""

import numpy as np
import pandas as pd

from monitoring.indicators.prices import price_subjects
from monitoring.indicators.supply import days_out, must_report, stocks, week_change
from monitoring.price_warning import emergency, seasonal

REACH, SEASON = "price_reach", "price_anomaly"


def priced(signals: pd.DataFrame, inputs: dict[str, object], window: pd.DatetimeIndex) -> pd.DataFrame:
    """The signals with ``evidence["reach"]`` or ``["season"]`` where they speak of prices; others as they were."""
    if not signals["indicator"].isin([REACH, SEASON]).any():
        return signals
    more = {}
    for indicator, told in ((REACH, _reaches), (SEASON, _seasons)):
        ours = signals[signals["indicator"] == indicator]
        if len(ours):
            more |= told(ours, inputs, window)
    evidence = [{**e, **more.get(n, {})} for n, e in zip(signals.index, signals["evidence"])]
    return signals.assign(evidence=evidence)


def _reaches(ours: pd.DataFrame, inputs: dict, window: pd.DatetimeIndex) -> dict[int, dict]:
    laid = stocks(*(inputs[name] for name in ("enterprise_list", "supply_daily", "region")), window)
    change, out = (np.exp(week_change(laid)) - 1) * 100, days_out(laid)
    stand = inputs["price_rules"].standing(laid, change, out)
    firms = dict(zip(inputs["enterprise_list"]["enterprise"], inputs["enterprise_list"]["name"]))
    places = dict(zip(inputs["region"].counties["county"], inputs["region"].counties["short"]))
    found = {}
    for row in ours.itertuples():
        rule, day = inputs["price_rules"].emergency_on(row.date.date()), laid.panel.days.get_loc(row.date)
        mine = (laid.keys["category"] == row.subject.split(":")[1]).to_numpy()
        lines = np.flatnonzero(mine & (stand.degree[day] > 0))
        if rule is None or not len(lines):
            continue
        counties = sorted(set(laid.keys["county"].iloc[lines]))
        lead = max(lines, key=lambda n: (stand.degree[day, n], out[day, n], np.nan_to_num(change[day, n])))
        rise = change[day, lead]
        found[row.Index] = {
            "reach": {
                "level": emergency.level(len(counties), whole=True, wide=rule.wide),
                "degree": emergency.DEGREES[stand.degree[day, lines].max()],
                "counties": [places.get(county, county) for county in counties],
                "firms": len(lines),
                "held": int(stand.held[day, lines].sum()),
                "lead": firms[laid.keys["enterprise"].iloc[lead]],
                "change": None if np.isnan(rise) else round(float(rise), 1),
                "days_out": int(out[day, lead]),
                "rise": rule.rise[0],
                "stockout": rule.stockout[0],
            }
        }
    return found


def _seasons(ours: pd.DataFrame, inputs: dict, window: pd.DatetimeIndex) -> dict[int, dict]:
    keys = must_report(inputs["enterprise_list"])
    subjects, adds = price_subjects(keys, inputs["region"])
    column = dict(zip(subjects["subject"], range(len(subjects))))
    rules = inputs["price_rules"]
    monthly = rules.monthly(inputs["price_months"], keys, adds, until=window[-1].to_period("M"))
    found = {}
    for row in ours.itertuples():
        month = (row.date + pd.Timedelta(days=1)).to_period("M") - 1
        told, place = rules.seasonal_in(monthly, month), column.get(row.subject)
        if told is None or place is None or not np.isfinite(told.score[place]):
            continue
        at, rule = monthly.months.get_loc(month), rules.seasonal_on(month.end_time.date())
        fall = seasonal.fall_to(monthly.level[:, place], at, rule, row.evidence.get("clears_at", rule.high))
        found[row.Index] = {
            "season": {
                "month": str(month),
                "quarter": round(float(told.quarter[place]), 2),
                "year": round(float(told.year[place]), 2),
                "fall": None if fall is None else round(fall, 1),
            }
        }
    return found
