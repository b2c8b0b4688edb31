"""Those who report: enterprises' systems through the interface, markets' files through the door of the command line."""

import asyncio
import datetime as dt
import logging
from concurrent.futures import Executor
from dataclasses import dataclass, field

import httpx

from bench.load.stage import Report
from data.intake import Refused, Reporter, receive
from data.reference.region import Region, load_region
from data.store import markets, supply
from data.store.engine import Store
from data.store.scope import EVERYTHING
from data.store.unserved import Busy

DOORS = 2  # processes beside the server that read files, as the command line does
TRIES, PAUSE = 30, 2.0  # of an enterprise's system whose server does not answer


@dataclass
class Sent:
    """Seconds until a report was acknowledged, which were, how often one was sent anew, and what was never taken."""

    seconds: list[float] = field(default_factory=list)
    acknowledged: list[Report] = field(default_factory=list)
    repeats: int = 0
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Roads:
    """The two ways in: the server's address, and processes of the command line (begun with :meth:`Door.open`)."""

    host: str
    doors: Executor


@dataclass(frozen=True, kw_only=True)
class Door:
    """What a process of the command line has open."""

    store: Store
    region: Region
    now: dt.datetime

    @staticmethod
    def open(url: str, pack: str, now: dt.datetime) -> None:
        """Open it for this process."""
        logging.disable(logging.WARNING)
        _DOORS.append(Door(store=Store(url), region=load_region(pack), now=now))


_DOORS: list[Door] = []


async def send(report: Report, roads: Roads, sent: Sent, client: httpx.AsyncClient, *, at: float) -> None:
    """Send one report at its moment (the loop's clock), again under the same key while nobody answers."""
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(max(0.0, at - clock()))
    begun = clock()
    for _ in range(TRIES):
        try:
            trouble = await _once(report, roads, client)
            break
        except httpx.HTTPError as broken:
            trouble = f"{type(broken).__name__}: {broken}"
            sent.repeats += 1
            await asyncio.sleep(PAUSE)
    if trouble:
        sent.errors.append(f"{report.sender}: {trouble}"[:300])
        return
    sent.seconds.append(clock() - begun)
    sent.acknowledged.append(report)


async def _once(report: Report, roads: Roads, client: httpx.AsyncClient) -> str | None:
    if report.token:
        return await _through_the_interface(report, roads, client)
    return await asyncio.get_running_loop().run_in_executor(roads.doors, _through_the_command_line, report)


async def _through_the_interface(report: Report, roads: Roads, client: httpx.AsyncClient) -> str | None:
    answer = await client.post(
        f"http://{roads.host}/api/v1/reports/supply", json={"rows": list(report.rows)},
        headers={"Authorization": f"Bearer {report.token}", "Idempotency-Key": report.key},
    )  # fmt: skip
    return None if answer.status_code in (200, 201) else f"{answer.status_code} {answer.text}"


def _through_the_command_line(report: Report) -> str | None:
    door = _DOORS[-1]
    try:
        receive(
            door.store, door.region, report.content, filename=f"{report.sender}.csv", received_at=door.now,
            reporter=Reporter(name=report.sender, scope=EVERYTHING, role="bureau"), topic="market_status",
            because=lambda _: "压力测试",
        )  # fmt: skip
    except (Refused, Busy) as no:
        return f"{type(no).__name__}: {no}"
    return None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Rows acknowledged, those of them the store lacks, and reports the store holds in part."""

    acknowledged: int
    lost: int
    partial: int


def compare(store: Store, sent: list[Report], acknowledged: list[Report], *, since: dt.date) -> Kept:
    """What was acknowledged against what is stored."""
    with store.reading() as conn:
        lines = supply.daily(conn, scope=EVERYTHING, as_known=None, since=since)
        reports = markets.status_reports(conn, scope=EVERYTHING, as_known=None, since=since)
    stored = {*zip(lines["enterprise"], lines["category"], lines["date"].dt.date)}
    stored |= {(market, None, day) for market, day in zip(reports["market"], reports["date"].dt.date)}
    promised = set().union(*(report.names for report in acknowledged))
    partial = sum(0 < len(report.names & stored) < len(report.names) for report in sent)
    return Kept(acknowledged=len(promised), lost=len(promised - stored), partial=partial)
