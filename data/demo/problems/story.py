"""The planted problems: solved, overdue, merged across counties, handed to the province, and not satisfying."""

from collections.abc import Iterator
from dataclasses import dataclass

from data.demo.deeds import Deed
from data.demo.scene import Scene

# about, role of the county, days ago, category, entity, title, detail, measure
RAISED = (
    ("rent_a", 0, 24, "rent", "演示某家政服务部", "承租国有门面未享受免租", "已停业两月,免租手续未办", "7(3)"),
    ("rent_b", 3, 20, "rent", "演示某理发店", "承租国有门面未享受免租", "产权单位称未接到通知", "7(3)"),
    ("rent_c", 6, 12, "rent", "演示某培训部", "承租国有门面未享受免租", "转租户未传导到位", "7(3)"),
    ("staff", 2, 38, "staff", "演示某建材厂", "技术骨干未返岗", "电工、窑炉工缺12人", "17"),
    ("cash", 5, 16, "cash", "演示某食品加工厂", "流动资金周转困难", "应收账款集中在三季度,急需30万元", "6(2)"),
    ("feed_a", 1, 30, "materials", "演示某养殖合作社", "饲料原料运不进来", "外省玉米车辆受阻", "19"),
    ("feed_b", 4, 29, "materials", "演示某牛羊养殖场", "饲料原料运不进来", "同一运输线路受阻", "19"),
    ("sales", 7, 34, "sales", "演示某百合种植合作社", "鲜百合滞销", "预计滞销60吨", "23"),
    ("orders", 0, 27, "orders", "演示某皮革厂", "外贸订单延期", "客户要求延期三个月", "19"),
    ("policy", 4, 9, "policy", "演示某小吃店", "不清楚社保减免怎么办", "窗口说法不一", "5"),
    ("demand", 2, 6, "demand", "演示某旅行社", "客流恢复慢", "上半年接待量为去年两成", "2"),
    ("loan", 5, 3, "cash", "演示某食品加工厂", "贷款担保费偏高", "担保公司报价1.8%", "6(3)"),
)  # fmt: skip
SHARED = ("rent_a", "rent_b", "rent_c")
"""One cause in three counties that nobody has put together yet."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """How the story must end: the problems' labels by where they stand."""

    closed: tuple[str, ...] = ("sales", "orders")
    answered: tuple[str, ...] = ("policy",)
    merged: tuple[str, ...] = ("feed_b",)
    prefecture: tuple[str, ...] = ("feed_a",)
    province: tuple[str, ...] = ("staff",)
    reopened: tuple[str, ...] = ("cash",)
    overdue: tuple[str, ...] = ("rent_a", "rent_b", "cash")


def problem_deeds(scene: Scene) -> Iterator[Deed]:
    """Every deed of the story, in no order."""
    places = {about: scene.role(role) for about, role, *_ in RAISED}
    since = {about: days for about, _, days, *_ in RAISED}

    def deed(about: str, days: int, clock: str, action: str, *, office: bool = False, **said) -> Deed:
        return Deed(moment=scene.moment(scene.before(days), clock), county=None if office else places[about],
                    kind="problem", action=action, about=about, said=said)  # fmt: skip

    for about, _, days, category, entity, title, detail, measure in RAISED:
        said = {"category": category, "entity": f"{scene.short[places[about]]}{entity}", "title": title,
                "detail": detail, "measure": measure, "phone": "13900000000"}  # fmt: skip
        yield deed(about, days, "10:00", "report", **said)
        if about not in ("rent_b", "rent_c", "demand", "loan", "feed_b", "rent_a"):
            yield deed(about, days, "15:00", "accept")
    yield deed("feed_a", 28, "09:30", "merge", office=True, others=["feed_b"], note="同一条运输线路受阻,合并协调(演示)")
    yield deed("feed_a", 27, "10:00", "accept", office=True)
    yield deed("staff", 33, "10:00", "escalate", note="本县无法解决,请州里协调(演示)")
    yield deed("staff", 32, "10:00", "escalate", office=True, note="需跨省劳务协作,提请省专班(演示)")
    for about, answer in (("sales", "对接电商平台直播,已签收购协议"), ("orders", "协助转内销并延长信用证"),
                          ("policy", "已上门讲解,由社保窗口代办"), ("cash", "推荐到银行审核")):  # fmt: skip
        yield deed(about, since[about] - 3, "11:00", "answer", note=f"{answer}(演示)")
    for about in ("sales", "orders"):
        yield deed(about, since[about] - 8, "11:00", "satisfied")
    yield deed("cash", 11, "11:00", "unsatisfied", note="银行未放款,主体不满意(演示)")
