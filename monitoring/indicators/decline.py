"""Scores of falling entity numbers: four weekly streams handed to the detector of falls."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from monitoring.indicators.entities import HISTORY, OWNER, Counts, counts
from monitoring.indicators.flows import entries, exits, net
from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.states import MISSING, NOT_ASSESSABLE, NOT_DUE, OK, answer
from monitoring.indicators.totals import Totals
from monitoring.indicators.weeks import against_usual, weekly, weekly_growth

TOPIC = "entities"
SUBJECTS = "county:kind, county, region:kind, region"
SINCE = dt.date(2019, 1, 1)


@remembered
def _streams(entity_counts: pd.DataFrame, region, window: pd.DatetimeIndex):
    """The layout, the scored subjects, and each stream's weeks."""
    laid = counts(entity_counts, region, window)
    totals = laid.totals
    weeks = {
        "entries": weekly(laid, totals, entries(laid)),
        "exits": weekly(laid, totals, exits(laid)),
        "net": weekly(laid, totals, net(laid)),
        "stock": weekly_growth(laid, totals),
    }
    return laid, totals, weeks


@remembered
def _scores(entity_counts, region, window, detect: Callable[[pd.DataFrame], pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The detector's score of every week of every stream; it looks for falls, so exits are handed over negated.

    Families, the series that are one another's reference, are the same kind in other counties. The region's totals
    stand alone: a fall that all counties share is taken out of theirs as common and must be found here. A stream that
    never moves (a kind nobody registers) is not asked about.
    """
    _, totals, weeks = _streams(entity_counts, region, window)
    subjects = totals.subjects
    alone = np.where(subjects["county"] == region.code, ":" + region.code, "")
    kind = np.array([subject.partition(":")[2] for subject in subjects["subject"]], dtype=object) + alone
    series, rows, columns = [], {}, {}
    for stream, table in weeks.items():
        values = table.to_numpy() * (-1 if stream == "exits" else 1)
        moving = np.nansum(np.abs(values), axis=0) > 0
        rows[stream], columns[stream] = np.nonzero(np.isfinite(values) & moving)
        names = (totals.subjects["subject"] + "|" + stream + ":" + kind).to_numpy()
        series.append(
            pd.DataFrame(
                {
                    "series_id": names[columns[stream]],
                    "date": table.index[rows[stream]],
                    "value": values[rows[stream], columns[stream]],
                }
            )
        )
    scored = np.split(_ask(detect, pd.concat(series, ignore_index=True)), np.cumsum([len(one) for one in series])[:-1])
    found = {}
    for (stream, table), score in zip(weeks.items(), scored):
        blank = np.full(table.shape, np.nan)
        blank[rows[stream], columns[stream]] = score
        found[stream] = pd.DataFrame(blank, index=table.index, columns=table.columns)
    return found


def _ask(detect: Callable[[pd.DataFrame], pd.DataFrame], series: pd.DataFrame) -> np.ndarray:
    return detect(series)["score"].to_numpy() if len(series) else np.empty(0)


def _by_day(laid: Counts, totals: Totals, weeks: pd.DataFrame, of_week: pd.DataFrame, now, smallest: int, window):
    """What is said of the last full week stands until the next is over."""
    at = weeks.index.searchsorted(window, side="right") - 1
    shape = (len(window), len(totals.subjects))
    if not len(weeks):
        return answer(window, totals.subjects, np.full(shape, np.nan), np.full(shape, NOT_ASSESSABLE))
    value, told = of_week.to_numpy()[at], np.isfinite(weeks.to_numpy()[at])
    sunday = laid.panel.days.get_indexer(weeks.index[at])
    silent = np.where(laid.schedule.overdue(now)[sunday], MISSING, NOT_DUE)[:, None]
    states = np.where(told, OK, silent)
    closing = totals.of(np.nan_to_num(pd.DataFrame(laid.panel.of("closing")).ffill().to_numpy()))
    small = closing[laid.positions] < smallest
    return answer(window, totals.subjects, value, np.where((at < 0)[:, None] | small, NOT_ASSESSABLE, states))


def _score(entity_counts, region, now, parameters, detect, window, stream: str) -> pd.DataFrame:
    laid, totals, weeks = _streams(entity_counts, region, window)
    scores = _scores(entity_counts, region, window, detect)[stream]
    return _by_day(laid, totals, weeks[stream], scores, now, parameters["smallest_cell"], window)


@indicator(
    title="新设下降异常度",
    unit="分",
    decimals=2,
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    cadence="weekly",
    since=SINCE,
    looks_back=HISTORY,
    measure="22",
)
def decline_in_entries(entity_counts, region, now, parameters, detect, window):
    """每周新设户数低于其自身以往水平(已剔除季节、春节与全州同步波动)的异常程度,达到警戒线即预警。

    只用已结束的整周(周一至周日),当周不计;分数越高,下降的可能越大。
    """
    return _score(entity_counts, region, now, parameters, detect, window, "entries")


@indicator(
    title="退出上升异常度",
    unit="分",
    decimals=2,
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    cadence="weekly",
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def rise_in_exits(entity_counts, region, now, parameters, detect, window):
    """每周注销与吊销户数高于其自身以往水平的异常程度,达到警戒线即预警。单周集中清理会被压低,持续上升才计。"""
    return _score(entity_counts, region, now, parameters, detect, window, "exits")


@indicator(
    title="净增下降异常度",
    unit="分",
    decimals=2,
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    cadence="weekly",
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def decline_in_net(entity_counts, region, now, parameters, detect, window):
    """每周净增户数(新设+迁入−注销−吊销−迁出)低于其自身以往水平的异常程度,达到警戒线即预警。

    与同一县同一类型的新设、退出两项合看:开业停滞或集中退出在净增中只显一半,也一并计入。
    """
    return _score(entity_counts, region, now, parameters, detect, window, "net")


@indicator(
    title="存量下降异常度",
    unit="分",
    decimals=2,
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    cadence="weekly",
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def decline_in_stock(entity_counts, region, now, parameters, detect, window):
    """每周存量增长率(新设−注销,占周初实有)低于其自身以往水平的异常程度,达到警戒线即预警。

    吊销清理、迁移与口径调整不计入,以免把台账整理当作经营下滑。
    """
    return _score(entity_counts, region, now, parameters, detect, window, "stock")


def _gap(entity_counts, region, now, parameters, window, stream: str) -> pd.DataFrame:
    laid, totals, weeks = _streams(entity_counts, region, window)
    return _by_day(laid, totals, weeks[stream], against_usual(weeks[stream]), now, parameters["smallest_cell"], window)


@indicator(
    title="新设偏离常态",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    cadence="weekly",
    since=SINCE,
    looks_back=HISTORY,
    measure="22",
)
def entries_against_usual(entity_counts, region, now, parameters, window):
    """近四个整周的周均新设,较此前半年(26周)周中位数高低的幅度。用于判断下降的深浅,不单独预警。"""
    return _gap(entity_counts, region, now, parameters, window, "entries")


@indicator(
    title="退出偏离常态",
    unit="%",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    cadence="weekly",
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def exits_against_usual(entity_counts, region, now, parameters, window):
    """近四个整周的周均退出(注销与吊销),较此前半年(26周)周中位数高低的幅度。用于判断上升的深浅,不单独预警。"""
    return _gap(entity_counts, region, now, parameters, window, "exits")
