"""python -m bench.load [--minutes 10] [--runs 3]: a prefecture's morning on this machine; writes docs/bench/load.md.

Each run begins on a fresh copy of the whole demo. 50 viewers sign in and open the overview within a minute (the ramp),
then wish for a page every 30 seconds on average while 42 enterprises' systems and 91 markets' files report 200 rows
each at random moments; then all 133 report in the same second; then twice the load, with the server killed in its midst
and started again. Afterwards the rows acknowledged are compared with the rows stored. The rival in the same run: the
same facts in a plain script that reads and draws everything anew (bench/load/naive_app.py), under the viewers alone.
"""

import argparse
import asyncio
import dataclasses
import logging
import multiprocessing
import os
import shutil
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import httpx
import numpy as np

from bench.load.report import Phase, Run, table, written
from bench.load.reporters import DOORS, Door, Roads, Sent, compare, send
from bench.load.server import ROOT, Server
from bench.load.stage import BEGINS, FIRST, PASSWORD, ROWS, enterprise_reports, make_viewers, market_reports
from bench.load.viewers import Looked, look
from data.reference.region import Region, load_region
from data.store.engine import Store

VIEWERS, THINK, RAMP = 50, 30.0, 60.0
CALM, BURST, DOUBLE = 0, 1, 2  # the rounds of reports


def main() -> None:
    """Run, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="of the steady load")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--demo", type=Path, default=None, help="a finished demo database; else one is made (minutes)")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    demo, runs = asked.demo or _made(), []
    beside = os.getloadavg()[0]
    for seed in range(asked.runs):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(_run(demo, Path(folder), np.random.default_rng(seed), asked.minutes * 60))
        print(table(runs[-1:], asked.minutes, beside), flush=True)
    written(ROOT / "docs" / "bench" / "load.md", table(runs, asked.minutes, beside))


def _made() -> Path:
    from tests.demo_prefecture import full_demo

    return full_demo()


def _run(demo: Path, folder: Path, rng: np.random.Generator, seconds: float) -> Run:
    region = load_region("linxia")
    database = Path(shutil.copyfile(demo, folder / "load.db"))
    store = Store(f"sqlite:///{database}")
    viewers = make_viewers(store, 2 * VIEWERS)
    sizes = (ROWS, 1, ROWS)
    rounds = [a + b for a, b in zip(enterprise_reports(store, rng, sizes), market_reports(store, region, sizes))]
    server = Server(script="app.py", url=store.url, local=folder, now=BEGINS.isoformat())
    server.start("/healthz")
    jars = [_signed_in(server.host, uid) for uid in viewers]
    with ProcessPoolExecutor(
        DOORS, mp_context=multiprocessing.get_context("spawn"), initializer=Door.open,
        initargs=(store.url, "linxia", BEGINS),
    ) as doors:  # fmt: skip
        roads = Roads(host=server.host, doors=doors)
        phases = asyncio.run(_phases(server, roads, list(region.counties["county"]), jars, rounds, rng, seconds))
    acknowledged = [report for phase in phases for report in phase.sent.acknowledged]
    kept = compare(store, [report for reports in rounds for report in reports], acknowledged, since=FIRST)
    memory = server.used()[1]
    server.kill()
    naive = Server(script="bench/load/naive_app.py", url=store.url, local=folder, now=BEGINS.isoformat())
    naive.start("/_stcore/health")
    phases.append(asyncio.run(_viewers_alone(naive, rng, region)))
    naive.kill()
    store.close()
    return Run(phases=phases, kept=kept, memory=memory, back=server.started)


def _signed_in(host: str, uid: str) -> httpx.Cookies:
    from tests.pages.door.serving import enter

    with httpx.Client(base_url=f"http://{host}", timeout=30) as client:
        enter(client, uid, PASSWORD)
        return client.cookies


async def _phases(
    server: Server, roads: Roads, counties: list[str], jars: list, rounds: list, rng, seconds: float
) -> list[Phase]:
    half = len(jars) // 2
    steady = await _phase("steady", server, roads, jars[:half], rounds[CALM], rng, counties, seconds, THINK)
    burst = await _burst(server, roads, rounds[BURST])
    double = asyncio.create_task(
        _phase("twice the load, killed", server, roads, jars, rounds[DOUBLE], rng, counties, seconds / 2, THINK)
    )
    await asyncio.sleep(RAMP + seconds / 4)
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start, "/healthz")
    broken = dataclasses.replace(await double, cpu=0.0)  # of two processes, one of them dead
    return [steady, burst, broken]


async def _phase(name, server, roads, jars, reports, rng, counties, seconds, think) -> Phase:
    """The ramp, then viewers and reporters side by side."""
    looked, sent, before, own = Looked(), Sent(), server.used()[0], time.process_time()
    begun = asyncio.get_running_loop().time()
    async with httpx.AsyncClient(timeout=60) as client:
        at = begun + RAMP + rng.random(len(reports)) * seconds
        sending = [send(report, roads, sent, client, at=moment) for report, moment in zip(reports, at)]
        await asyncio.gather(_look_together(server.host, jars, looked, rng, counties, RAMP + seconds, think), *sending)
    lasted = asyncio.get_running_loop().time() - begun
    cpu, own = max(server.used()[0] - before, 0.0), time.process_time() - own
    return Phase(name=name, looked=looked, sent=sent, cpu=cpu, own=own, seconds=lasted)


async def _look_together(host, jars, looked, rng, counties, seconds, think) -> None:
    now = asyncio.get_running_loop().time()
    await asyncio.gather(
        *(
            look(host, jar, looked, child, counties=counties, starts=now + float(rng.random()) * min(RAMP, seconds),
                 until=now + seconds, think=think)
            for jar, child in zip(jars, rng.spawn(len(jars)))
        )
    )  # fmt: skip


async def _burst(server: Server, roads: Roads, reports: list) -> Phase:
    sent, before, own, now = Sent(), server.used()[0], time.process_time(), asyncio.get_running_loop().time()
    async with httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=None)) as client:
        await asyncio.gather(*(send(report, roads, sent, client, at=now) for report in reports))
    lasted = asyncio.get_running_loop().time() - now
    cpu, own = server.used()[0] - before, time.process_time() - own
    return Phase(name="same second", looked=Looked(), sent=sent, cpu=cpu, own=own, seconds=lasted)


async def _viewers_alone(server: Server, rng, region: Region) -> Phase:
    """The rival's viewers: they have one page and no menu."""
    looked, before, own = Looked(), server.used()[0], time.process_time()
    begun = asyncio.get_running_loop().time()
    jars = [httpx.Cookies() for _ in range(VIEWERS)]
    await _look_together(server.host, jars, looked, rng, list(region.counties["county"]), RAMP + 60, THINK)
    lasted = asyncio.get_running_loop().time() - begun
    cpu, own = server.used()[0] - before, time.process_time() - own
    return Phase(name="rival: plain script", looked=looked, sent=Sent(), cpu=cpu, own=own, seconds=lasted)


if __name__ == "__main__":
    main()
