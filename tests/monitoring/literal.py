"""A tiny region and short ways to write the frames indicators are handed."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd

from monitoring.outlook_warning.rules import OutlookRules, read_outlook_rules
from monitoring.price_warning.rules import PriceRules, read_price_rules

NOW = dt.datetime(2021, 6, 30, 12, tzinfo=dt.UTC)  # long after every deadline of the examples
PARAMETERS = {
    "smallest_cell": 50,
    "smallest_flow": 10,
    "complete_share": 0.9,
    "usable_share": 0.5,
    "demand_share": 0.5,
}


def region(**more):
    """Region R of the counties C1 and C2, two kinds and two categories; reports are due daily at noon."""
    places = pd.DataFrame({"county": ["C1", "C2"], "name": ["First", "Second"], "short": ["First", "Second"]})
    places = places.assign(lon=[103.0, 103.5], lat=[35.5, 35.5])
    facts = {
        "code": "R",
        "short": "Region",
        "name": "Region",
        "timezone": "UTC",
        "population": 365_000,
        "counties": places,
        "kinds": pd.DataFrame({"kind": ["individual", "enterprise"], "name": ["shops", "companies"]}),
        "sections": pd.DataFrame({"section": ["F", "H"], "short": ["批零", "餐饮"]}),
        "festivals": pd.DataFrame({"festival": [], "name": [], "date": []}),
        "categories": pd.DataFrame(
            {
                "category": ["rice", "oil"],
                "name": ["Rice", "Oil"],
                "kg_per_head_year": [10.0, 1.0],
                "shelf_life_days": [365.0, 540.0],
                "perishable": [False, False],
            }
        ),
        "distances": pd.DataFrame({"origin": [], "destination": [], "km": []}),
        "targets": {},
        "reporting": (),
        "measures": pd.DataFrame({"measure": [], "leads": []}),
        "measure_targets": measure_targets(),
        "measure_plan": measure_plan(),
        "calendar": pd.DataFrame({"date": [], "kind": [], "festival": []}),
        "thresholds": [],
        "is_workday": lambda day: day.isoweekday() <= 5,
    }
    return SimpleNamespace(**(facts | more))


def days(first: str, last: str | None = None) -> pd.DatetimeIndex:
    """A window of consecutive days."""
    return pd.date_range(first, last or first, unit="us")


def moment(text: str) -> pd.Timestamp:
    """A moment in UTC."""
    return pd.Timestamp(text, tz="UTC")


def counts(rows: list[dict]) -> pd.DataFrame:
    """Daily counts; what is not said is 0, county C1, kind individual, known at noon of the day."""
    blank = dict.fromkeys(
        ("opening", "entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified", "closing"), 0
    )
    return _dated(rows, {"county": "C1", "kind": "individual", **blank})


def series(first: str, values: list[float | None], column: str, **more) -> list[dict]:
    """A row a day with the value in ``column``; None is a day without a report."""
    dates = days(first, str(pd.Timestamp(first) + pd.Timedelta(days=len(values) - 1)))
    return [{"date": day, column: value, **more} for day, value in zip(dates, values) if value is not None]


def firms(rows: list[dict]) -> pd.DataFrame:
    """The list of enterprises."""
    return pd.DataFrame(rows, columns=["enterprise", "county", "categories"]).assign(name="a firm")


def supply(rows: list[dict]) -> pd.DataFrame:
    """Supply reports; what is not said is enterprise E1 of C1, rice, a stock of 10 and sales of 1."""
    return _dated(
        rows,
        {
            "enterprise": "E1", "county": "C1", "category": "rice", "on_hand": 10.0, "inflow": 0.0, "outflow": 1.0,
            "in_transit": float("nan"), "wholesale_price": float("nan"), "retail_price": float("nan"),
            "stockout": False,
        },
    )  # fmt: skip


def price_months(rows: list[dict]) -> pd.DataFrame:
    """Mean prices by month; what is not said is E1 of C1, rice, no price."""
    nan = float("nan")
    blank = {"enterprise": "E1", "county": "C1", "category": "rice", "retail_price": nan, "wholesale_price": nan}
    frame = pd.DataFrame([{**blank, **row} for row in rows], columns=[*blank, "month"])
    prices = {name: frame[name].astype("float64") for name in ("retail_price", "wholesale_price")}
    return frame.assign(month=pd.to_datetime(frame["month"]).astype("datetime64[us]"), **prices)


def price_rules() -> PriceRules:
    """The rules of config.toml as it came, in force since 2015."""
    return read_price_rules(
        [
            {"kind": "emergency", "from": dt.date(2015, 1, 1), "rise": [30, 50, 100], "stockout": [3, 7], "wide": 2,
             "source": "a plan", "mark": "E"},
            {"kind": "seasonal", "from": dt.date(2015, 1, 1), "history_months": 36, "coverage": 0.7, "recent_months": 6,
             "quarter_weight": 0.4, "moderate": 0.5, "high": 1.0, "source": "a guide", "mark": "E"},
        ]
    )  # fmt: skip


def outlook_rules(**more) -> OutlookRules:
    """Every outlook trusted from 60 % of 10 checks on, raised 30 to 240 days before its end (a stockout 7 to 14)."""
    common = {"from": dt.date(2015, 1, 1), "least_coverage": 60, "least_checks": 10, "least_days": 30,
              "most_days": 240, "false_a_year": 1, "source": "a plan", "mark": "E"}  # fmt: skip
    near = {"days_to_stockout": {"least_days": 7, "most_days": 14},
            "festival_demand": {"least_days": 3, "most_days": 28},
            "full_reopening": {"deadline": dt.date(2020, 6, 30)}}  # fmt: skip
    names = ("year_end_stock", "full_reopening", "days_to_stockout", "festival_demand", "clearance")
    return read_outlook_rules([common | {"outlook": name} | more | near.get(name, {}) for name in names])


def outlooks(rows: list[dict]) -> pd.DataFrame:
    """Outlooks as stored; what is not said is ok, with a record of 80 % in 40 checks."""
    record = {"coverage": 80.0, "checks": 40.0, "fit": "true"}
    frame = _dated(
        rows, {"outlook": "", "subject": "", "county": "C1", "enterprise": None, "state": "ok", "answer": None}
    )
    answers = pd.Series([{"record": record} | (answer or {}) for answer in frame["answer"]], dtype="object")
    return frame.assign(answer=answers, enterprise=frame["enterprise"].astype("str"))


def market_list(rows: list[dict]) -> pd.DataFrame:
    """The register of markets."""
    blank = {"name": "a market", "county": "C1", "kind": "urban", "special": False, "stalls_total": 100}
    return pd.DataFrame([{**blank, **row} for row in rows], columns=["market", *blank])


def market_status(rows: list[dict]) -> pd.DataFrame:
    """Status reports of markets; known at noon of the day."""
    return _dated(rows, {"market": "M1", "county": "C1", "status": "open", "stalls_open": 100})


def items(rows: list[dict]) -> pd.DataFrame:
    """The ledger of arrears, by the store's column names."""
    blank = {
        "item": "Q1", "county": "C1", "debtor": "a bureau", "undisputed": 100.0, "disputed": 0.0,
        "formed": "2018-01-01", "due": "2018-06-30", "listed": False, "complex_case": False, "new_arrears": False,
    }  # fmt: skip
    frame = pd.DataFrame([{**blank, **row} for row in rows], columns=list(blank))
    return frame.assign(**{name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in ("formed", "due")})


def plan(rows: list[dict]) -> pd.DataFrame:
    """The monthly plan."""
    frame = pd.DataFrame(rows, columns=["item", "county", "month", "planned"])
    return frame.assign(month=pd.to_datetime(frame["month"]).astype("datetime64[us]"))


def measure_targets() -> pd.DataFrame:
    """Cloud firms and reopened shops by county, a course by the region, and the four levels."""
    rows = [
        ("12", "cloud_firms", 30.0, "count", "counties", "2020-12-31"),
        ("6", "reopened", 100.0, "share", "counties", "2020-03-05"),
        ("16", "courses", 1.0, "count", "region", None),
        ("22", "opening_workdays", 2.0, "most", "counties", None),
        ("22", "opening_workdays_p95", 2.0, "most", "counties", None),
        ("6(3)", "guarantee_fee_rate", 1.0, "most", "counties", None),
        ("7(2)", "power_price_share", 95.0, "most", "counties", None),
        ("24", "work", float("nan"), "work", "region", None),
    ]
    frame = pd.DataFrame(rows, columns=["measure", "target", "value", "way", "reporter", "deadline"])
    deadline = pd.to_datetime(frame["deadline"]).astype("datetime64[us]")
    return frame.assign(title=frame["target"], unit="", indicator="", note="", deadline=deadline)


def measure_plan() -> pd.DataFrame:
    """C1 plans 20 cloud firms and C2 10, half of them by 31 January; shops are to be open by 5 March."""
    rows = [
        ("cloud_firms", "C1", "2020-01-31", 10.0), ("cloud_firms", "C1", "2020-12-31", 20.0),
        ("cloud_firms", "C2", "2020-01-31", 5.0), ("cloud_firms", "C2", "2020-12-31", 10.0),
        ("reopened", "", "2020-01-31", 80.0), ("reopened", "", "2020-03-05", 100.0),
        ("courses", "R", "2020-01-31", 1.0),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["target", "county", "date", "planned"])
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[us]"))


def measure_progress(rows: list[dict]) -> pd.DataFrame:
    """Reports on measures; what is not said is cloud firms of C1, five of them."""
    blank = {"county": "C1", "target": "cloud_firms", "done": 5.0, "total": float("nan"), "stage": None}
    return _dated(rows, blank)


def payments(rows: list[dict]) -> pd.DataFrame:
    """What was paid."""
    return _dated(rows, {"item": "Q1", "county": "C1", "voucher": "V1", "paid": 0.0})


def _dated(rows: list[dict], blank: dict) -> pd.DataFrame:
    filled = [{**blank, **row} for row in rows]
    frame = pd.DataFrame(filled, columns=[*blank, "date", *({"known_at"} & {k for row in rows for k in row})])
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[us]")
    noon = (frame["date"] + pd.Timedelta(hours=12)).dt.tz_localize("UTC")
    known = pd.to_datetime(frame["known_at"], utc=True) if "known_at" in frame else noon
    return frame.assign(known_at=known.fillna(noon), first_known_at=known.fillna(noon))


def value_of(answer: pd.DataFrame, subject: str, day: str) -> float:
    """One value of an answer."""
    return float(_one(answer, subject, day)["value"])


def state_of(answer: pd.DataFrame, subject: str, day: str) -> str:
    """One state of an answer."""
    return str(_one(answer, subject, day)["state"])


def _one(answer: pd.DataFrame, subject: str, day: str) -> pd.Series:
    found = answer[(answer["subject"] == subject) & (answer["date"] == pd.Timestamp(day))]
    assert len(found) == 1, f"{len(found)} rows of {subject} on {day}"
    return found.iloc[0]
