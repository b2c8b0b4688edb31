"""A net figure and a stock beside the entries and exits they are made of: what they add, and no look ahead."""

import numpy as np
import pandas as pd
import pytest

from monitoring.detectors.decline import detect
from monitoring.detectors.siblings import siblings_of, with_siblings

WEEKS = pd.date_range("2019-01-06", periods=110, freq="W")
COUNTIES = 6


def flows(seed: int, *, weeks: int = len(WEEKS)) -> tuple[np.ndarray, np.ndarray]:
    """Entries and exits, (weeks, counties)."""
    rng = np.random.default_rng(seed)
    return rng.poisson(24, (weeks, COUNTIES)).astype(float), rng.poisson(13, (weeks, COUNTIES)).astype(float)


def streams(entries: np.ndarray, exits: np.ndarray) -> pd.DataFrame:
    """The four streams of every county as one long frame, exits negated."""
    tables = {
        "entries": entries,
        "exits": -exits,
        "net": entries - exits,
        "stock": 6000 + np.cumsum(entries - exits, axis=0),
    }
    parts = [
        pd.DataFrame({"series_id": f"c{n}|{stream}:shops", "date": WEEKS[: len(table)], "value": column})
        for stream, table in tables.items()
        for n, column in enumerate(table.T)
    ]
    return pd.concat(parts, ignore_index=True)


def flags_of_wholes(answer: pd.DataFrame, first: int, last: int) -> np.ndarray:
    """Flags of the net figures and stocks between two weeks."""
    wholes = answer["series_id"].str.contains("net|stock")
    return answer.loc[wholes & answer["date"].between(WEEKS[first], WEEKS[last]), "flag"].to_numpy()


def first_flag(frame: pd.DataFrame, series_id: str, *, since: int) -> int:
    """Weeks from `since` to the first flag of a series; none is as many as there are."""
    answer = detect(frame)
    own = answer.loc[answer["series_id"] == series_id, "flag"].to_numpy()[since:]
    return int(np.argmax(own)) if own.any() else len(own)


def ragged(seed: int) -> pd.DataFrame:
    """Siblings with gaps, late starters, parts reported later than the whole, parts that change their sign."""
    entries, exits = flows(seed)
    exits[70, 2] += 150
    entries[80:, 4] *= 0.3
    frame = streams(entries, exits)
    rng = np.random.default_rng(seed)
    late = frame["series_id"].isin(["c0|entries:shops", "c1|exits:shops", "c5|net:shops"])
    frame = frame[~late | (frame["date"] > WEEKS[25])]
    frame.loc[(frame["series_id"] == "c3|entries:shops") & (frame["date"] == WEEKS[60]), "value"] = -5
    frame.loc[(frame["series_id"] == "c2|exits:shops") & (frame["date"] == WEEKS[40]), "value"] = 3
    frame["date"] -= pd.to_timedelta(rng.choice([0, 0, 0, 0, 2], len(frame)), unit="D")
    frame.loc[frame.sample(frac=0.03, random_state=seed).index, "value"] = np.nan
    return frame.sample(frac=0.97, random_state=seed).sort_values(["series_id", "date"], ignore_index=True)


@pytest.mark.parametrize("seed", range(3))
def test_cutting_the_future_off_changes_nothing_that_was_said_of_siblings(seed):
    panel = ragged(seed)
    whole = detect(panel)
    days = panel["date"].drop_duplicates()

    for cut in days.sample(15, random_state=seed):
        past = panel["date"] <= cut
        pd.testing.assert_frame_equal(detect(panel[past]), whole[past])


def test_the_future_of_a_part_says_nothing_about_the_whole_today():
    panel = streams(*flows(5))
    changed = panel.copy()
    parts = panel["series_id"].str.contains("entries|exits")
    changed.loc[parts & (panel["date"] > WEEKS[60]), "value"] *= -1

    before = panel["date"] <= WEEKS[60]

    pd.testing.assert_frame_equal(detect(changed)[before], detect(panel)[before])


def test_a_freeze_of_openings_is_found_in_net_earlier_than_without_its_parts():
    delays = {"together": [], "alone": []}
    for seed in range(6):
        entries, exits = flows(seed)
        entries[80:, 2] = np.floor(entries[80:, 2] * 0.5)
        panel = streams(entries, exits)
        net = panel[panel["series_id"].str.contains("net")]
        delays["together"].append(first_flag(panel, "c2|net:shops", since=80))
        delays["alone"].append(first_flag(net, "c2|net:shops", since=80))

    assert np.median(delays["together"]) < np.median(delays["alone"])
    assert max(delays["together"]) <= 6


def test_a_week_in_which_all_counties_open_little_is_no_fall_of_anyones_net():
    entries, exits = flows(1)
    entries[80] = np.floor(entries[80] * 0.3)

    answer = detect(streams(entries, exits))

    assert not flags_of_wholes(answer, 80, 82).any()


def test_a_batch_day_in_the_exits_does_not_come_back_through_them():
    entries, exits = flows(2)
    exits[80, 3] += 180

    answer = detect(streams(entries, exits))

    assert not flags_of_wholes(answer, 80, 84).any()


def test_siblings_differ_in_the_stream_only_and_need_both_parts():
    names = np.array(
        ["a|net:x", "a|entries:x", "a|exits:x", "b|net:x", "b|entries:x", "a|stock:y", "a|exits:y", "a|entries:y"]
    )

    assert siblings_of(names) == [(0, 1, 2), (5, 7, 6)]


@pytest.mark.parametrize("name", ["netto|shops", "internet", "a|net:stock", "a|Net", "a net"])
def test_a_word_inside_another_or_two_words_make_no_sibling(name):
    assert siblings_of(np.array([name, "a|entries", "a|exits", "a|entries:stock", "a|exits:stock"])) == []


def joint_net(*, entries: float, exits: float, net: float, at: tuple[int, int, int] = (0, 0, 0)) -> float:
    """The net's score in the second of two periods, from scores of its parts and itself and when each was reported."""
    scores = np.array([[0.0, 0.0, 0.0], [entries, exits, net]])
    values = np.array([[5.0, -3.0, 2.0], [2.0, -6.0, -4.0]])
    names = np.array(["c|entries", "c|exits", "c|net"])
    moments = np.array([[0, 0, 0], at])
    return with_siblings(scores, values, np.zeros(values.shape, bool), names, moments)[1, 2]


def test_the_worse_part_counts_in_full_and_the_net_by_half():
    assert joint_net(entries=3, exits=-1, net=1) == pytest.approx(0.7 * 3.5)
    assert joint_net(entries=1, exits=4, net=2) == pytest.approx(0.7 * 5)


def test_a_part_without_evidence_leaves_the_net_to_itself():
    assert joint_net(entries=-1, exits=-2, net=1.5) == 1.5
    assert np.isnan(joint_net(entries=3, exits=0, net=np.nan))


def test_a_part_that_is_reported_later_than_the_net_is_not_heard():
    assert joint_net(entries=3, exits=1, net=1, at=(1, 0, 0)) == pytest.approx(0.7 * 1.5)
    assert joint_net(entries=3, exits=1, net=1, at=(0, 1, 1)) == pytest.approx(0.7 * 3.5)


def test_exits_that_are_not_negated_are_no_part():
    scores = np.array([[0.0, 0.0, 0.0], [1.0, 5.0, 1.0]])
    values = np.array([[5.0, 3.0, 2.0], [4.0, 1.0, 3.0]])
    names = np.array(["c|entries", "c|exits", "c|net"])

    joint = with_siblings(scores, values, np.zeros(values.shape, bool), names, None)

    assert joint[1, 2] == pytest.approx(0.7 * 1.5)
