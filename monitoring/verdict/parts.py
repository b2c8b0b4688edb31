"""What an adverse change of one subject is made of: entities lost or not gained, by the cause they point to."""

from dataclasses import dataclass

import numpy as np

from monitoring.verdict.books import LEAST_WEEKS, Books
from monitoring.verdict.shared import PEERS, level

RECENT, LONGEST = 28, 91  # days a change is looked at over, and a slow one looked back over
NOTED = 0.05  # a middle county this far off its usual is seen to be
BY_CHANCE = 1.5  # and so many deviations of what the counties report
BATCH_DAYS = 3  # more days than that are no batch but a wave
BATCH_TIMES, BATCH_LEAST = 4, 8  # a batch day has so many times the other days' exits, and so many more
LIKE_A_FESTIVAL = 0.8  # a common fall deeper than last year's by more than a fifth is no longer the season's
QUIET_OFFICES = 0.5  # the level of a festival not yet seen in a year of counts
SHORT_DAYS = 0.8  # and of an Eid
FESTIVE = 0.15  # share of a span around a festival from which it is looked at


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Entities by cause (none negative), what was usual, and the share of reports heard."""

    true_entries: float = 0.0
    true_exits: float = 0.0
    cleanup: float = 0.0
    batch: float = 0.0
    move: float = 0.0
    definition: float = 0.0
    unreported: float = 0.0
    season: float = 0.0
    common: float = 0.0
    usual_entries: float = 0.0  # expected in the time: the measure of chance; none for a stock, which is exact
    usual_exits: float = 0.0
    doubt_entries: float = 0.0  # variance of what is off without anything of the county's own having happened
    doubt_exits: float = 0.0
    heard: float = 1.0


def recent_parts(books: Books, column: int, day: int, first: int, before: int | None = None) -> Parts:
    """A change since ``first``, set against the usual half year before it and against the other counties.

    ``before``: the day the trouble began, where that is earlier: a long fall must not become the usual.
    """
    length, before = day - first + 1, first if before is None else min(before, first)
    usual = {name: books.usual(name, before, length)[column] for name in ("entries", "deregistrations")}
    come, gone = (books.total(name, first, day)[column] for name in ("entries", "deregistrations"))
    heard = float(books.heard_share(first, day)[column])
    if not np.isfinite(usual["entries"]):
        return Parts(heard=heard)
    batch = _batch(books, column, first, day)
    lacking = max(usual["entries"] - come, 0.0)
    unreported = min(lacking, (1 - heard) * usual["entries"])
    lacking -= unreported
    more = max(gone - batch - usual["deregistrations"] * heard, 0.0)
    span = (first, day, before)
    entries = _shared(books, column, span, lacking, "entries")
    exits = _shared(books, column, span, more, "deregistrations")
    return Parts(
        true_entries=lacking - entries.season - entries.common,
        true_exits=more - exits.common,
        cleanup=_beyond(books, "revocations", column, first, day),
        batch=batch,
        move=max(-_net(books, "moves", column, first, day), 0.0),
        definition=max(-_net(books, "reclassified", column, first, day), 0.0),
        unreported=unreported,
        season=entries.season,
        common=entries.common + exits.common,
        usual_entries=usual["entries"],
        usual_exits=usual["deregistrations"],
        doubt_entries=entries.doubt,
        doubt_exits=exits.doubt,
        heard=heard,
    )


def standing_parts(books: Books, column: int, day: int, first: int) -> Parts:
    """A stock's loss since a base day: more left than came, and what the register alone took out."""
    come, gone = (books.total(name, first, day)[column] for name in ("entries", "deregistrations"))
    batch = _batch(books, column, first, day)
    lost = max(gone - batch - come, 0.0)
    season, common = _of_a_loss(books, column, (first, day, first), lost, batch)
    return Parts(
        true_exits=lost - season - common,
        cleanup=max(books.total("revocations", first, day)[column], 0.0),
        batch=batch,
        move=max(-_net(books, "moves", column, first, day), 0.0),
        season=season,
        common=common,
        heard=float(books.heard_share(max(day - RECENT + 1, first), day)[column]),
    )


def _of_a_loss(books: Books, column: int, span: tuple[int, int, int], lost: float, batch: float) -> tuple[float, float]:
    """Of a stock's loss what a festival and what all counties share: as of the flows that led to it.

    A stock is lost where what is shared and what is the county's own outweigh its growth together: each has its share
    of the loss. Where the middle county lost stock too, at least that is common.
    """
    first, day, before = span
    usual = {name: books.usual(name, before, day - first + 1)[column] for name in ("entries", "deregistrations")}
    others = books.peers(books.subjects[column])
    if not lost or len(others) < PEERS or not np.isfinite(usual["entries"]):
        return 0.0, 0.0
    change = books.total("entries", first, day) - books.total("deregistrations", first, day)
    growth = np.median(change[others] / np.maximum(books.closing[day][others], 1))
    falling = min(lost, max(-growth, 0.0) * books.closing[day][column])
    come, gone = (books.total(name, first, day)[column] for name in ("entries", "deregistrations"))
    excess = {"entries": usual["entries"] - come, "deregistrations": gone - batch - usual["deregistrations"]}
    excess = {name: max(amount, 0.0) for name, amount in excess.items()}
    told = [_shared(books, column, span, amount, name) for name, amount in excess.items()]
    season, common = sum(one.season for one in told), sum(one.common for one in told)
    share = min(lost / max(sum(excess.values()), 1.0), 1.0)
    season *= share
    return season, min(max(common * share, falling), lost - season)


def _net(books: Books, name: str, column: int, first: int, day: int) -> float:
    return float(books.total(name, first, day)[column])


def _beyond(books: Books, name: str, column: int, first: int, day: int) -> float:
    usual = np.nan_to_num(books.usual(name, first, day - first + 1)[column])
    return max(_net(books, name, column, first, day) - float(usual), 0.0)


def _batch(books: Books, column: int, first: int, day: int) -> float:
    """Exits of the few days that stand far above every other: files booked out, not businesses closing that day."""
    exits = books.flows["deregistrations"][first : day + 1, column]
    offices = exits[books.workday[first : day + 1]]
    before = books.flows["deregistrations"][max(first - 182, 0) : first, column]
    before = before[books.workday[max(first - 182, 0) : first]]
    most = len(exits) // RECENT * BATCH_DAYS + (BATCH_DAYS if len(exits) < RECENT else 0)
    ordered = np.sort(exits)[::-1]
    rest = np.sort(offices)[::-1][most:]
    level = max(rest.mean() if len(rest) else 0.0, before.mean() if len(before) else 0.0)
    tall = ordered[:most][ordered[:most] >= BATCH_TIMES * level + BATCH_LEAST]
    # The tallest of an ordinary wave's days are no batch: a batch stands apart from the day next to it.
    following = ordered[len(tall)] if len(tall) < len(ordered) else 0
    if not len(tall) or tall[-1] < 2 * following:
        return 0.0
    return float((tall - level).sum())


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """Of an excess the part a festival explains and the part the other counties have too; the variance of the rest."""

    season: float = 0.0
    common: float = 0.0
    doubt: float


def _shared(books: Books, column: int, span: tuple[int, int, int], excess: float, name: str) -> _Shared:
    """What is shared. A common fall much deeper than last year's around the same festival is a shock, not the season.

    While nothing is shared, a county is judged by its own counting noise; how far the counties lie apart, and that the
    worst of them is looked at, counts as far as they are seen to fall together.
    """
    first, day, before = span
    length = day - first + 1
    usual = float(books.usual(name, before, length)[column])
    festive = name == "entries" and length <= LONGEST and festive_share(books, first, day) >= FESTIVE
    told = level(books, column, name, span)
    if told is None:
        return _Shared(season=excess if festive else 0.0, doubt=usual)
    off = 1 - told.middle if name == "entries" else told.middle - 1
    if off <= 0:
        return _Shared(doubt=usual)
    evident = min(off / max(NOTED, BY_CHANCE * told.error), 1.0)
    doubt = told.worst_of * told.doubt(usual, usual + excess if name == "deregistrations" else 0.0, length)
    doubt = usual + evident * max(doubt - usual, 0.0)
    shared = min(excess, off * usual)
    others = books.peers(books.subjects[column].partition(":")[0])
    if festive and told.middle >= LIKE_A_FESTIVAL * _last_year(books, first, day, others):
        return _Shared(season=shared, doubt=doubt)
    return _Shared(common=shared, doubt=doubt)


def festive_share(books: Books, first: int, day: int) -> float:
    """The share of a span that lies around a festival which empties the offices."""
    return float(books.festive[first : day + 1].mean())


def _last_year(books: Books, first: int, day: int, others: list[int]) -> float:
    """The level of entries in the same span from the festival a year ago, against that time's usual."""
    dates, middle = books.springs, books.days[(first + day) // 2]
    nearest = min(range(len(dates)), key=lambda n: abs((dates[n] - middle).days), default=0)
    if not dates or abs((dates[nearest] - middle).days) > 60:
        return 1 - (1 - SHORT_DAYS) * festive_share(books, first, day)
    unseen = 1 - (1 - QUIET_OFFICES) * festive_share(books, first, day)
    back = (dates[nearest] - dates[nearest - 1]).days if nearest else first
    if first - back < 7 * LEAST_WEEKS or not others:
        return unseen
    usual = books.usual("entries", first - back, day - first + 1)[others]
    seen = books.total("entries", first - back, day - back)[others]
    known = np.isfinite(usual) & (usual > 0)
    return float(np.median(seen[known] / usual[known])) if known.any() else unseen
