"""Registry and counts tell one story, in the size and rhythm the baseline asks for."""

import datetime as dt
from collections import Counter

import pytest

from data.demo.entities.codes import demo_code, organisation_check
from data.demo.entities.counts import count_parcels, daily_counts
from data.demo.entities.history import entity_history
from data.demo.entities.plan import entity_plan
from data.demo.entities.registry import registry_parcels
from data.intake.credit_code import is_credit_code

FLOWS = ["entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified"]


@pytest.fixture(scope="module")
def counts(whole):
    return daily_counts(whole)


@pytest.fixture(scope="module")
def files(whole):
    return list(registry_parcels(whole))


def test_the_prefecture_ends_2019_with_exactly_the_baselines_entities(counts):
    eve = counts[counts["valid_for"] == dt.date(2019, 12, 31)]

    assert eve["closing"].sum() == 98_450
    assert eve.groupby("kind")["closing"].sum().to_dict() == {
        "enterprise": 15_750, "individual": 72_850, "cooperative": 7_390, "family_farm": 2_460,
    }  # fmt: skip
    assert eve.groupby("county")["closing"].sum().to_dict() == {
        "622901": 30_610, "622921": 11_290, "622922": 10_140, "622923": 9_940,
        "622924": 12_080, "622925": 8_400, "622926": 8_570, "622927": 7_420,
    }  # fmt: skip


def test_every_day_from_2019_to_the_last_is_counted_for_every_county_and_kind(counts):
    assert len(counts) == 8 * 4 * 639
    assert (min(counts["valid_for"]), max(counts["valid_for"])) == (dt.date(2019, 1, 1), dt.date(2020, 9, 30))


def test_each_closing_is_its_opening_and_flows_and_the_next_opening(counts):
    signs = dict(zip(FLOWS, (1, -1, -1, 1, -1, 1)))
    due = counts["opening"] + sum(sign * counts[name] for name, sign in signs.items())

    assert (counts["closing"] == due).all()
    ordered = counts.sort_values(["county", "kind", "valid_for"])
    following = ordered.groupby(["county", "kind"])["opening"].shift(-1)
    assert (ordered["closing"][following.notna()] == following.dropna()).all()


def test_the_registry_read_file_by_file_gives_the_stocks_of_the_counts(whole, counts, files):
    """Obvious and slow: keep the newest row of each code, count who lives, and compare on each file's own day."""
    closing = counts.set_index(["valid_for", "county", "kind"])["closing"]
    days = [dt.datetime.strptime(file.name.rsplit("_", 1)[1], "%Y%m%d").date() for file in files]
    rows: dict[str, tuple] = {}
    compared = 0

    for day, file in zip(days, files):
        table = file.rows
        rows |= {
            code: (county, kind, closed)
            for code, county, kind, closed in zip(table["credit_code"], table["county"], table["kind"], table["closed"])
        }
        living = Counter((county, kind) for county, kind, closed in rows.values() if closed is None)
        if day >= whole.since:
            cells = [(county, kind) for county in whole.counties for kind in whole.region.kinds["kind"]]
            assert [living[cell] for cell in cells] == [closing[day, *cell] for cell in cells], day
            compared += 1

    assert compared == 52  # eleven or twelve month ends of 2019, the Sundays of 2020 and the last day


def test_the_registrys_openings_and_endings_of_a_day_are_the_counts(counts, files):
    day = dt.date(2020, 7, 8)
    last: dict[str, tuple] = {}
    for file in files:
        table = file.rows
        last |= dict(zip(table["credit_code"], zip(table["opened"], table["closed"], table["ended_by"])))

    there = counts[counts["valid_for"] == day]
    assert sum(opened == day for opened, _, _ in last.values()) == there["entries"].sum() > 20
    ended = [(closed, by) for _, closed, by in last.values()]
    assert ended.count((day, "deregistered")) == there["deregistrations"].sum() > 5


def test_no_two_entities_share_a_code_and_every_code_is_well_formed(whole, files):
    codes = files[0].rows["credit_code"]

    assert codes.is_unique
    assert all(is_credit_code(code) for code in codes[::50])


def test_a_demo_code_cannot_be_a_real_firms():
    assert organisation_check("M000100Y") == "4"  # the published example of GB 11714
    assert demo_code("92", "622926", 1) == "92622926DM0000013" + demo_code("92", "622926", 1)[-1]
    assert demo_code("92", "622926", 1)[8:10] == "DM"


def test_every_name_says_that_it_is_invented(files):
    assert all(file.rows["name"].str.contains("演示").all() for file in files)


def test_revocations_come_in_batches_and_stop_in_the_epidemic(counts):
    by_day = counts.groupby("valid_for")["revocations"].sum()

    assert (by_day > 0).sum() == 3
    assert by_day[by_day.index >= dt.date(2020, 2, 1)].sum() == 0


@pytest.mark.parametrize(
    ("month", "low", "high"),
    [(2, -0.75, -0.45), (3, -0.45, -0.15), (6, -0.10, 0.30)],
    ids=["February froze", "March was half way", "June had caught up"],
)
def test_entries_of_2020_against_the_same_month_of_2019(counts, month, low, high):
    months = counts.assign(year=[d.year for d in counts["valid_for"]], month=[d.month for d in counts["valid_for"]])
    entries = months[months["month"] == month].groupby("year")["entries"].sum()

    assert low < entries[2020] / entries[2019] - 1 < high


def test_yearly_turnover_is_that_of_a_prefecture(counts):
    year = counts[[d.year == 2019 for d in counts["valid_for"]]]

    assert 0.13 < year["entries"].sum() / 98_450 < 0.16
    assert 0.06 < year["deregistrations"].sum() / 98_450 < 0.08


def test_offices_are_quiet_at_weekends_and_holidays(counts):
    entries = counts.groupby("valid_for")["entries"].sum()

    assert entries[dt.date(2019, 10, 2)] < 15  # National Day week
    assert entries[dt.date(2019, 10, 16)] > 25  # a Wednesday after it


def test_the_closure_wave_is_one_township_and_one_section(whole, files):
    wave = entity_plan(whole).wave
    last: dict[str, tuple] = {}
    for file in files:
        table = file.rows
        columns = ("county", "township", "section", "kind", "closed", "ended_by")
        last |= dict(zip(table["credit_code"], zip(*(table[name] for name in columns))))

    struck = [
        row
        for row in last.values()
        if row[:4] == (wave.county, wave.township, "H", "individual") and row[4] and wave.first <= row[4] <= wave.last
    ]
    everybody = [
        row
        for row in last.values()
        if row[0] == wave.county and row[3] == "individual" and row[4] and wave.first <= row[4] <= wave.last
    ]
    assert wave.count <= len(struck)
    assert len(struck) > 0.5 * len(everybody)  # a drill-down from the county must end here


def test_a_forgotten_ending_is_restated_by_a_later_file(whole):
    slip = entity_plan(whole).slips[0]
    parcels = [p for p in count_parcels(whole) if slip.day in set(p.rows["valid_for"])]

    def told(parcel):
        rows = parcel.rows
        here = (rows["county"] == slip.county) & (rows["kind"] == slip.kind) & (rows["valid_for"] == slip.day)
        return rows.loc[here, "deregistrations"].tolist()

    first, correction = [p for p in parcels if told(p)]
    assert told(correction)[0] == told(first)[0] + 1
    assert correction.moment > first.moment
    assert correction.county == slip.county


def test_a_missing_week_arrives_afterwards_from_the_countys_own_clerk(whole):
    gap = entity_plan(whole).missing_week
    late = [p for p in count_parcels(whole) if p.county == gap.county and "补报" in p.name]

    days = {day for parcel in late for day in parcel.rows["valid_for"]}
    assert {gap.first + dt.timedelta(days=n) for n in range(7)} <= days
    assert all(parcel.moment.date() == gap.sent_on for parcel in late)


def test_moved_entities_leave_one_county_and_arrive_in_the_other(whole):
    plan, history = entity_plan(whole).transfer, entity_history(whole)
    place = {cell: n for n, cell in enumerate(history.cells)}

    out = history.counts["moves_out"][place[plan.county, plan.kind]].sum()
    into = history.counts["moves_in"][place[plan.to_county, plan.to_kind]].sum()
    assert out == into == plan.count * 3 > 100
