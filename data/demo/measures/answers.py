"""What the system must say of the planted slippage."""

from collections.abc import Iterator

from data.demo.expected import Expectation, Incident, living, quiet
from data.demo.measures.plan import BEGINS, measures_plan, report_days
from data.demo.scene import Scene


def measure_incidents(scene: Scene) -> Iterator[Incident]:
    """Every planted slip, and one county that only looks late."""
    plan, region = measures_plan(scene), scene.region.code
    if len(report_days(scene)) < 3:
        return

    def incident(kind, subject, size, unit, *expected: Expectation, true=True) -> Incident:
        return Incident(kind=kind, true=true, subject=subject, county=subject.partition(":")[0], first=BEGINS,
                        last=None, size=size, unit=unit, expected=expected)  # fmt: skip

    cloud, service = f"{plan.slow_cloud}:cloud_firms", f"{plan.slow_service}:service_visits"
    yield incident("measure_far_behind", cloud, 68, "%", living(cloud, "red", "measure_pace"))
    yield incident("measure_behind", service, 88, "%", living(service, "yellow", "measure_pace"))
    shops = f"{plan.unopened}:commerce_firms_reopened"
    yield incident("measure_overdue", shops, 94, "%", living(shops, "red", "measure_overdue"))
    yield incident("measure_level_missed", plan.dear, 1.2, "%", living(plan.dear, "yellow", "guarantee_fee_rate"))
    tail = living(plan.long_tail, "yellow", "opening_days_p95")
    calm = quiet(plan.long_tail, "yellow", BEGINS, scene.until, "opening_days")
    yield incident("measure_tail_missed", plan.long_tail, 4.5, "个工作日", tail, calm)
    yield incident("measure_silent", plan.silent, 30, "天", living(plan.silent, "orange", "measure_silence"))
    rules, course = f"{region}:departments_with_rules", f"{region}:manager_trainees"
    yield incident("measure_overdue_region", rules, 7, "个部门", living(rules, "red", "measure_overdue"))
    yield incident("measure_behind_region", course, plan.short_course, "人", living(course, "yellow", "measure_pace"))
    on_plan = f"{plan.unopened}:cloud_firms"
    calm = quiet(on_plan, "yellow", BEGINS, scene.until, "measure_pace", "measure_overdue")
    yield incident("measure_on_plan", on_plan, 104, "%", calm, true=False)
    # What follows from the planted ones for the region as a whole.
    shops, tail = f"{region}:commerce_firms_reopened", living(region, "yellow", "opening_days_p95")
    yield incident("measure_overdue_whole", shops, 99, "%", living(shops, "red", "measure_overdue"))
    yield incident("measure_level_whole", region, 4.5, "个工作日", tail)
