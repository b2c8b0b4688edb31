"""Daily run and demo as commands: python -m monitoring evaluate | notify | scenarios | demo | replay | status."""

import argparse
import datetime as dt
import gc
import sys
from zoneinfo import ZoneInfo

import structlog
from tqdm import tqdm

from data.demo.scene import FULL, LAST_DAY, QUICK, default_seed
from data.reference.region import Region, load_region
from data.settings import load_settings
from data.store import alerts, outbox, runs, setting
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from monitoring.config import Config, load_config
from monitoring.demo import StoreNotEmpty, play
from monitoring.evaluate import evaluate
from monitoring.notices.channels import send
from monitoring.notices.notify import notify
from monitoring.notices.people import BadPeople
from monitoring.notices.sending import MOST_TRIES
from monitoring.replay import replay, run_again
from monitoring.scenarios import daily as scenarios
from monitoring.span import NothingReported

DAY = dt.timedelta(days=1)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    asked = _parser().parse_args(arguments)
    log_json()
    settings = load_settings()
    region = load_region(settings.region)
    config = load_config(settings.config, region)
    migrate(settings.url)
    store = Store(settings.url)
    try:
        return asked.command(store, region, config, asked)
    finally:
        store.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m monitoring")
    commands = parser.add_subparsers(required=True)
    daily = commands.add_parser("evaluate", help="answer every day since the last run")
    daily.add_argument("--on", type=dt.date.fromisoformat, help="the last day to answer for")
    daily.add_argument("--since", type=dt.date.fromisoformat, help="answer from this day again")
    daily.add_argument("--at", type=_moment, help="as known at this moment (a story's own present)")
    daily.set_defaults(command=_evaluate)
    telling = commands.add_parser("notify", help="write the day's digest and call list; send what is to be sent")
    telling.add_argument("--at", type=_moment, help="as of this moment (a story's own present)")
    telling.add_argument("--again", action="store_true", help="try anew what has failed for good")
    telling.set_defaults(command=_notify)
    demo = commands.add_parser("demo", help="play the simulated prefecture into an empty database")
    demo.add_argument("--seed", type=int, help="another prefecture with the same kinds of trouble")
    demo.add_argument("--until", type=dt.date.fromisoformat, default=LAST_DAY)
    demo.add_argument("--quick", action="store_true", help="a smaller and shorter one")
    demo.set_defaults(command=_demo)
    again = commands.add_parser("replay", help="run the rules again over the past: what each budget would have meant")
    again.add_argument("--at", type=_moment, help="as known at this moment")
    again.set_defaults(command=_replay)
    what_if = commands.add_parser("scenarios", help="answer the cards that wait, and score those whose days have come")
    what_if.add_argument("--at", type=_moment, help="as known at this moment")
    what_if.set_defaults(command=_scenarios)
    status = commands.add_parser("status", help="say what was last evaluated and what is alarming")
    status.set_defaults(command=_status)
    return parser


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("a moment needs its zone: 2020-10-01T12:00:00+08:00")
    return moment


def log_json() -> None:
    """One JSON object a line on standard error, as the log keeper wants it."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def last_due_day(region: Region, now: dt.datetime) -> dt.date:
    """The last day whose daily reports are due by now, at the latest today."""
    today = now.astimezone(ZoneInfo(region.timezone)).date()
    ruling = (region.reporting_on(topic, today) for topic in {rule["topic"] for rule in region.reporting})
    lags = [rule.get("lag_days", 0) for rule in ruling if rule is not None and rule["cadence"] == "daily"]
    return today - max(lags, default=0) * DAY


def _evaluate(store: Store, region: Region, config: Config, asked) -> int:
    now = asked.at or dt.datetime.now(dt.UTC)
    with store.reading() as conn:
        demo = setting.get(conn, setting.DEMO)
    # A demo lives in its own time: left alone, it is not answered for the years since.
    end = dt.date.fromisoformat(demo["until"]) if demo and not asked.at else last_due_day(region, now)
    try:
        run = evaluate(store, config, on=asked.on or end, now=now, since=asked.since)
    except NothingReported:
        print("nothing to evaluate: no observation has been reported yet")
        return 0
    print(f"evaluated {run.since} to {run.until} in {run.seconds:.1f} s: {run.detail}")
    return _tell(store, config, now, again=False)


def _notify(store: Store, region: Region, config: Config, asked) -> int:
    return _tell(store, config, asked.at or dt.datetime.now(dt.UTC), again=asked.again)


def _tell(store: Store, config: Config, now: dt.datetime, *, again: bool) -> int:
    """Also ends the daily run: a reader without any network finds the files in the local folder."""
    if again:
        with store.noting() as conn:
            outbox.again(conn, at=now, most_tries=MOST_TRIES)
    try:
        done = notify(store, config, load_settings().local, now=now, send=send)
    except BadPeople as bad:
        print(f"nothing sent: {bad}")
        return 1
    print(f"notices: {len(done.files)} files, {done.laid} new messages, {done.sent} sent, {done.failed} failed")
    return 0


def _demo(store: Store, region: Region, config: Config, asked) -> int:
    size = QUICK if asked.quick else FULL
    seed = default_seed(region) if asked.seed is None else asked.seed
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))  # the bar speaks
    with tqdm(total=None, unit="day", desc="demo", bar_format="{desc} {n_fmt} {unit}s [{elapsed}] {postfix}") as bar:
        first: list[dt.date] = []

        def told(day: dt.date, what: str) -> None:
            first.append(day) if not first else None
            bar.update(max((day - first[0]).days - bar.n, 0))
            bar.set_postfix_str(f"{day} {what}", refresh=False)

        try:
            count = play(store, region, config, seed=seed, until=asked.until, size=size, told=told)
        except StoreNotEmpty:
            bar.write("the database is not empty: the demo is played into an empty one only")
            return 1
    print(f"demo up to {asked.until}: {count} evaluations")
    return 0


def _replay(store: Store, region: Region, config: Config, asked) -> int:
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
    if last is None:
        print("never evaluated")
        return 1
    result = replay(store, config, now=asked.at or last["known_at"])
    agreement = run_again(store, config, last)
    print(f"last run again: {agreement.alike} of {agreement.told} signals alike, "
          f"{agreement.exact} to the last bit")  # fmt: skip
    for row in result["budgets"]:
        print(f"  {row['indicator']} {row['severity']}: budget {row['a_year']:g} a year, line {row['line']}, "
              f"false {row['false_a_year']} a year, missed {row['missed']} of {row['events']}")  # fmt: skip
    return 0


def _scenarios(store: Store, region: Region, config: Config, asked) -> int:
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
    if last is None:
        print("never evaluated")
        return 1
    now = asked.at or dt.datetime.now(dt.UTC)
    done = scenarios.work(store, config, on=last["valid_for"], now=now)
    with store.writing(at=now) as conn:
        kept = scenarios.keep(conn, done, at=now)
    print(f"scenario cards: {kept['answered']} answered, {kept['scored']} scores new or corrected")
    return 0


def _status(store: Store, region: Region, config: Config, asked) -> int:
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
        living = alerts.living(conn, scope=EVERYTHING, as_known=None)
    if last is None:
        print("never evaluated")
        return 1
    print(f"last run {last['known_at']:%Y-%m-%d %H:%M} UTC for {last['valid_for']}, {last['seconds']:.1f} s")
    active = living[living["active"]]
    print(f"{len(active)} active alerts, {len(living) - len(active)} quiet ones not yet closed")
    for severity, count in active["severity"].value_counts().items():
        print(f"  {severity}: {count}")
    return 0


if __name__ == "__main__":
    gc.freeze()  # what is imported stays: every full collection of garbage walks all of pandas otherwise
    sys.exit(main())
