"""The files of the simulated prefecture: in order, the same for the same seed, another prefecture for another."""

import datetime as dt
import hashlib
from itertools import pairwise

import pytest

from data.demo.generate import generate
from data.demo.incidents import incidents
from data.demo.scene import LAST_DAY, QUICK, NoBaseline, default_seed
from data.intake.catalog import SHEETS
from data.reference.region import load_region


@pytest.fixture(scope="module")
def files(linxia):
    return list(generate(linxia, seed=default_seed(linxia), size=QUICK))


def digest(files):
    return hashlib.sha256(b"".join(f.content + f.filename.encode() for f in files)).hexdigest()


def test_files_come_in_the_order_they_are_sent_and_none_after_the_end(files):
    moments = [file.moment for file in files]

    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert moments[-1] <= dt.datetime.fromisoformat("2020-10-01T12:30:00+08:00")
    assert {file.topic for file in files} == set(SHEETS)


def test_the_same_seed_gives_the_same_bytes(files):
    afresh = load_region("linxia")  # another region object: nothing remembered of the first prefecture is used

    again = generate(afresh, seed=default_seed(afresh), size=QUICK)

    assert digest(again) == digest(files)


def test_another_seed_gives_another_prefecture(linxia, files):
    assert digest(generate(linxia, seed=4, size=QUICK)) != digest(files)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_seed_plants_the_same_kinds_of_incidents(linxia, seed):
    own = {i.kind for i in incidents(linxia, seed=default_seed(linxia), size=QUICK)}

    assert {i.kind for i in incidents(linxia, seed=seed, size=QUICK)} == own
    assert len(own) >= 25


def test_the_small_one_plants_all_that_happens_in_its_months(linxia):
    whole = {i.kind for i in incidents(linxia, seed=default_seed(linxia))}
    small = {i.kind for i in incidents(linxia, seed=default_seed(linxia), size=QUICK)}

    assert whole - small == {"revocation_clean_up", "epidemic_freeze", "price_panic"}  # of 2019 and of the spring


def test_every_incident_expects_something_within_its_days(linxia):
    for incident in incidents(linxia, seed=default_seed(linxia)):
        assert incident.expected, incident
        assert incident.first <= (incident.last or LAST_DAY) <= LAST_DAY
        assert all(e.until is None or e.since <= e.until for e in incident.expected)


def test_every_file_says_that_it_is_a_demo(files):
    assert all("演示" in file.filename and "演示" in file.reporter.name for file in files)


def test_a_region_without_a_baseline_cannot_be_simulated(tmp_path):
    (tmp_path / "region.toml").write_text('code = "US"\nname = "States"\n')
    (tmp_path / "counties.csv").write_text("county,name\nA,Alabama\n")
    (tmp_path / "kinds.csv").write_text("kind,name\nall,All\n")

    with pytest.raises(NoBaseline):
        list(generate(load_region(tmp_path), seed=1))
