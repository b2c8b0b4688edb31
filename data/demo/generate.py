"""The whole simulated prefecture as files, in the order in which they are sent."""

import datetime as dt
import heapq
from collections.abc import Iterator
from operator import attrgetter

from data.demo.arrears.reports import item_parcels, payment_parcels, plan_parcels
from data.demo.entities.counts import count_parcels
from data.demo.entities.registry import registry_parcels
from data.demo.liaison import reports as liaison_reports
from data.demo.markets import reports as market_reports
from data.demo.measures.reports import progress_parcels
from data.demo.scene import FULL, LAST_DAY, Scene, Size
from data.demo.sending import Sending, sendings
from data.demo.supply import reports as supply_reports
from data.reference.region import Region


def generate(region: Region, *, seed: int, until: dt.date = LAST_DAY, size: Size = FULL) -> Iterator[Sending]:
    """Every file that has come in by noon after the last day, in order of moment.

    The same arguments give the same bytes; another seed gives another prefecture with the same kinds of trouble.
    """
    scene = Scene(region=region, seed=seed, until=until, size=size)
    for sending in heapq.merge(*_streams(scene), key=attrgetter("moment")):
        if sending.moment <= scene.now:
            yield sending


def _streams(scene: Scene) -> list[Iterator[Sending]]:
    """One stream a topic; of two files of one moment the earlier stream's goes first."""
    return [
        sendings(scene, "entity_registry", registry_parcels(scene)),
        sendings(scene, "markets", market_reports.list_parcels(scene), workbook=True),
        sendings(scene, "enterprises", supply_reports.list_parcels(scene), workbook=True),
        sendings(scene, "arrears_items", item_parcels(scene), workbook=True),
        sendings(scene, "arrears_plan", plan_parcels(scene), workbook=True),
        sendings(scene, "arrears_payments", payment_parcels(scene), workbook=True),
        sendings(scene, "liaison", liaison_reports.list_parcels(scene)),
        sendings(scene, "contingency_plans", liaison_reports.plan_parcels(scene)),
        sendings(scene, "visits", liaison_reports.visit_parcels(scene)),
        sendings(scene, "drills", liaison_reports.drill_parcels(scene)),
        sendings(scene, "measure_progress", progress_parcels(scene)),
        sendings(scene, "market_status", market_reports.status_parcels(scene), workbook=True),
        sendings(scene, "entity_counts", count_parcels(scene)),
        sendings(scene, "supply", supply_reports.supply_parcels(scene)),
    ]
