"""The shipped pack says what the plan says, and a pack that is wrong says where."""

import datetime as dt
import json
import shutil

import pytest

from data.reference.region import PACKS, BadPack, load_region


@pytest.fixture(scope="module")
def linxia():
    return load_region("linxia")


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(PACKS / "linxia", tmp_path / "pack")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(BadPack) as caught:
        load_region(folder)
    return caught.value.problems


def test_the_counties_people_sum_to_the_prefecture(linxia):
    assert len(linxia.counties) == 8
    assert linxia.counties["population"].sum() == 2_109_750 == linxia.population


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("临夏市", "622901"),
        ("临夏县", "622921"),
        ("东乡县", "622926"),
        ("东乡族自治县", "622926"),
        ("积石山县", "622927"),
        ("积石山保安族东乡族撒拉族自治县", "622927"),
        ("广河", "622924"),
        ("622925", "622925"),
    ],
)
def test_a_county_answers_to_each_of_its_names(linxia, text, code):
    assert linxia.county_aliases[text] == code


def test_linxia_alone_is_nobody_because_city_and_county_share_it(linxia):
    assert "临夏" not in linxia.county_aliases


def test_the_town_level_divisions_are_those_of_the_codes_table(linxia):
    counted = linxia.townships.groupby("county")["township"].count().to_dict()

    assert counted == {
        "622901": 11, "622921": 25, "622922": 15, "622923": 17,
        "622924": 9, "622925": 13, "622926": 24, "622927": 17,
    }  # fmt: skip
    assert (linxia.townships["kind"] != "subdistrict").sum() == 124


def test_the_register_has_the_plans_32_rows_and_5_mechanisms(linxia):
    assert linxia.measures["kind"].value_counts().to_dict() == {"measure": 32, "mechanism": 5}
    leads = linxia.measures.loc[linxia.measures["kind"] == "measure", "leads"].str.split("|").explode()
    assert leads.value_counts().head(4).to_dict() == {"州工信局": 17, "州政府金融办": 8, "州商务局": 7, "州人行": 6}
    assert leads.nunique() == 20


def test_the_targets_are_the_plans(linxia):
    targets = linxia.targets

    assert (targets["markets_total"], targets["markets_special"]) == (91, 2)
    assert (targets["enterprises_total"], targets["provincial_total"]) == (42, 15)
    assert (targets["listing_line"], targets["base_day"]) == (2000, dt.date(2019, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.date(2020, 1, 19), True),  # Sunday made up
        (dt.date(2020, 1, 31), False),  # the prolonged Spring Festival of 2020
        (dt.date(2020, 2, 3), True),
        (dt.date(2020, 2, 8), False),  # an ordinary Saturday
        (dt.date(2020, 10, 8), False),
        (dt.date(2026, 10, 10), True),  # the last make-up day known
        (dt.date(2027, 2, 8), False),  # estimated
    ],
)
def test_offices_work_by_the_state_councils_calendar(linxia, day, works):
    assert linxia.is_workday(day) is works


@pytest.mark.parametrize(
    ("festival", "year", "day"),
    [
        ("spring_festival", 2018, "2018-02-16"),
        ("spring_festival", 2020, "2020-01-25"),
        ("spring_festival", 2027, "2027-02-06"),
        ("eid_al_fitr", 2019, "2019-06-05"),
        ("eid_al_fitr", 2020, "2020-05-24"),
        ("eid_al_fitr", 2021, "2021-05-13"),
        ("eid_al_adha", 2019, "2019-08-12"),
        ("eid_al_adha", 2020, "2020-07-31"),
        ("eid_al_adha", 2021, "2021-07-20"),
        ("ramadan_begins", 2020, "2020-04-24"),
        ("mid_autumn", 2020, "2020-10-01"),
        ("mid_autumn", 2021, "2021-09-21"),
        ("national_day", 2021, "2021-10-01"),
    ],
)
def test_the_moving_festivals_fall_on_the_published_days(linxia, festival, year, day):
    days = linxia.festivals
    found = days[(days["festival"] == festival) & (days["date"].dt.year == year)]

    assert [str(d.date()) for d in found["date"]] == [day]


def test_every_festival_is_known_for_every_year(linxia):
    years = linxia.festivals.groupby("festival")["date"].apply(lambda days: sorted(days.dt.year))

    assert all(found == list(range(2018, 2028)) for found in years)
    assert len(years) == 7


def test_supply_is_weekly_in_normal_times_and_daily_from_the_emergency(linxia):
    assert linxia.reporting_on("supply", dt.date(2020, 1, 23))["cadence"] == "weekly"
    assert linxia.reporting_on("supply", dt.date(2020, 1, 24))["cadence"] == "daily"
    assert linxia.reporting_on("supply", dt.date(2018, 1, 1)) is None


def test_the_outline_has_the_eight_counties_and_no_reserve(linxia):
    codes = [feature["properties"]["code"] for feature in linxia.boundary["features"]]

    assert codes == list(linxia.counties["county"])
    assert "天地图" in linxia.map_source


def test_every_threshold_is_dated_and_sourced_and_every_category_has_its_line(linxia):
    assert all(entry["source"] and entry["from"] == dt.date(2019, 1, 1) for entry in linxia.thresholds)
    covered = [c for e in linxia.thresholds if e["indicator"] == "days_of_cover" for c in e["categories"]]
    assert sorted(covered) == sorted(linxia.categories["category"])


def test_a_pack_of_51_subjects_with_only_counties_and_kinds_loads(tmp_path):
    (tmp_path / "region.toml").write_text('code = "US"\nname = "States"\n')
    rows = [f"S{n:02d},State {n}" for n in range(51)]
    (tmp_path / "counties.csv").write_text("county,name\n" + "\n".join(rows) + "\n")
    (tmp_path / "kinds.csv").write_text("kind,name\nall,All\n")

    region = load_region(tmp_path)

    assert len(region.counties) == 51
    assert region.county_aliases["State 7"] == "S07"
    assert (region.id, region.short, region.boundary, region.targets) == (tmp_path.name, "States", None, {})
    assert list(region.categories.columns)[:3] == ["category", "name", "kg_per_head_year"]
    assert region.calendar.empty
    assert str(region.calendar["date"].dtype) == "datetime64[us]"
    assert region.is_workday(dt.date(2020, 1, 1)) is True
    assert len(region.sections) == 20  # the country's own table stands in


def test_a_missing_folder_is_named(tmp_path):
    assert problems_of(tmp_path / "nowhere") == ("the folder does not exist",)


def test_every_problem_is_named_at_once(copy):
    edit(copy / "counties.csv", "622901,临夏市", "622901,")
    edit(copy / "counties.csv", "253400", "many")
    edit(copy / "calendar.csv", "2018-02-11", "2018-02-31")
    (copy / "kinds.csv").unlink()

    assert problems_of(copy) == (
        "counties.csv row 2: name is empty",
        "counties.csv row 4: population 'many' is not a number",
        "kinds.csv: the file is missing",
        "calendar.csv row 3: date '2018-02-31' is not a day like 2020-01-31",
    )


def test_an_alias_that_two_counties_claim_is_refused(copy):
    edit(copy / "counties.csv", "临夏市,临夏市,临夏市,", "临夏市,临夏市,临夏市|临夏,")
    edit(copy / "counties.csv", "临夏县,临夏县,临夏县,", "临夏县,临夏县,临夏县|临夏,")

    assert problems_of(copy) == ("counties.csv: alias '临夏' belongs to both 622901 and 622921",)


def test_a_township_of_an_unknown_county_is_refused(copy):
    edit(copy / "townships.csv", "622901,城南街道", "622999,城南街道")

    assert problems_of(copy) == ("townships.csv: county 622999 is not in counties.csv",)


def test_levels_that_do_not_run_from_mild_to_severe_are_refused(copy):
    edit(copy / "thresholds.toml", "blue = 15", "blue = 5")

    assert problems_of(copy) == ("thresholds.toml entry 1: the levels do not run from mild to severe",)


def test_an_outline_wound_the_wrong_way_is_refused(copy):
    outline = json.loads((copy / "boundary.geojson").read_text(encoding="utf-8"))
    outline["features"][0]["geometry"]["coordinates"][0].reverse()
    (copy / "boundary.geojson").write_text(json.dumps(outline), encoding="utf-8")

    assert problems_of(copy) == ("boundary.geojson: an outer ring of 622901 is anticlockwise",)


def test_a_county_without_an_outline_is_named(copy):
    outline = json.loads((copy / "boundary.geojson").read_text(encoding="utf-8"))
    outline["features"].pop()
    (copy / "boundary.geojson").write_text(json.dumps(outline), encoding="utf-8")

    assert problems_of(copy) == ("boundary.geojson: county 622927 has no outline",)


def test_broken_toml_is_named(copy):
    (copy / "thresholds.toml").write_text("[[threshold]\n")

    assert problems_of(copy)[0].startswith("thresholds.toml: ")
