"""Writes a Chinese region pack's calendar.csv and festivals.csv: `python -m data.reference.build_calendar FOLDER`.

Run once when a pack is made or a year is added; at run time only the csv files are read, so a
date can be corrected by hand. National holidays and make-up days come from the State Council's
notices as chinese_calendar holds them; a year it does not reach yet is estimated from `holidays`.
The moving festivals are calculated (lunar calendar, Umm al-Qura): local sighting may differ by a
day, so where a published notice of the region next door is known it stands instead.
"""

import csv
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import chinese_calendar
from holidays import country_holidays
from holidays.calendars.islamic import _IslamicLunar
from lunarcalendar import Converter, Lunar

FIRST, LAST = 2018, 2027
FESTIVAL_IDS = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "qingming",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "National Day": "national_day",
    "Mid-autumn Festival": "mid_autumn",
}
NAMES = {
    "spring_festival": "春节",
    "lantern_festival": "元宵节",
    "ramadan_begins": "斋月开始",
    "eid_al_fitr": "开斋节",
    "eid_al_adha": "古尔邦节",
    "mid_autumn": "中秋节",
    "national_day": "国庆节",
}
NOTICE, ESTIMATED = "国务院办公厅放假通知 (chinese_calendar 1.11.0)", "推算 (holidays 0.109),待国务院通知"
FIXED = "全国年节及纪念日放假办法"
LUNAR, HIJRI = "农历推算 (LunarCalendar 0.0.9)", "乌姆古拉历推算 (holidays 0.109),当地以见月为准,可差一天"
NOTICED = {  # Ningxia's yearly holiday notices, as reprinted; the nearest official dates there are
    ("eid_al_fitr", 2019): dt.date(2019, 6, 5),
    ("eid_al_adha", 2019): dt.date(2019, 8, 12),
    ("eid_al_adha", 2020): dt.date(2020, 7, 31),
    ("eid_al_fitr", 2021): dt.date(2021, 5, 13),
    ("eid_al_adha", 2021): dt.date(2021, 7, 20),
}
NINGXIA = "宁夏回族自治区部分节假日安排通知(转载)"


def calendar_days() -> Iterator[dict]:
    """Holidays and make-up working days, one row a day; ordinary days and weekends are left out."""
    table = chinese_calendar.constants
    reached = {day.year for day in table.workdays}  # a year is known once its make-up days are
    for day, festival in table.holidays.items():
        if FIRST <= day.year <= LAST and day.year in reached:
            yield _row(day, "holiday", FESTIVAL_IDS[festival], NOTICE, "sourced")
    for day, festival in table.workdays.items():
        if FIRST <= day.year <= LAST:
            yield _row(day, "makeup", FESTIVAL_IDS[festival], NOTICE, "sourced")
    for year in sorted(set(range(FIRST, LAST + 1)) - reached):
        for day, name in country_holidays("CN", years=year, language="en_US").items():
            yield _row(day, "holiday", _estimated_festival(name), ESTIMATED, "estimated")


def _row(day: dt.date, kind: str, festival: str, source: str, mark: str) -> dict:
    return {"date": day.isoformat(), "kind": kind, "festival": festival, "source": source, "mark": mark}


def _estimated_festival(name: str) -> str:
    text = name.lower().replace("chinese new year", "spring festival").replace("labor", "labour")
    found = [i for key, i in FESTIVAL_IDS.items() if key.lower().split()[0] in text]
    return found[-1] if found else "spring_festival"


def festival_days() -> Iterator[dict]:
    """The festivals people buy for: one row a festival and year."""
    for year in range(FIRST, LAST + 1):
        spring = Converter.Lunar2Solar(Lunar(year, 1, 1)).to_date()
        yield _festival("spring_festival", spring, LUNAR)
        yield _festival("lantern_festival", spring + dt.timedelta(days=14), LUNAR)
        yield _festival("mid_autumn", Converter.Lunar2Solar(Lunar(year, 8, 15)).to_date(), LUNAR)
        yield _festival("national_day", dt.date(year, 10, 1), FIXED) | {"mark": "sourced"}
        for festival, dates in (
            ("ramadan_begins", _IslamicLunar.RAMADAN_BEGINNING_DATES),
            ("eid_al_fitr", _IslamicLunar.EID_AL_FITR_DATES),
            ("eid_al_adha", _IslamicLunar.EID_AL_ADHA_DATES),
        ):
            yield _festival(festival, dt.date(year, *dates[year]), HIJRI)


def _festival(festival: str, day: dt.date, source: str) -> dict:
    noticed = NOTICED.get((festival, day.year))
    return {
        "festival": festival,
        "name": NAMES[festival],
        "date": (noticed or day).isoformat(),
        "source": NINGXIA if noticed else source,
        "mark": "sourced" if noticed else "calculated",
    }


def write(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["date"], row.get("festival"))))


def build(folder: Path) -> None:
    """Write both files into the pack's folder."""
    write(folder / "calendar.csv", list(calendar_days()))
    write(folder / "festivals.csv", list(festival_days()))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
