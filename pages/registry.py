"""The table of pages: the menu, the access matrix and the tests read it, and nothing else decides who sees what.

Who sees what, and why: the leader looks and does not type; a bureau (a department of the prefecture) and the
office's staff look, act and report; a clerk does the same for one county; an enterprise sees its own supply and
reports it; the administrator keeps accounts and the machine and sees no business figures (separation of duties).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ROLES = {
    "leader": "领导",
    "bureau": "州级部门",
    "staff": "专班人员",
    "clerk": "县市填报员",
    "enterprise": "保供企业",
    "admin": "系统管理员",
}

_LOOK = frozenset({"leader", "bureau", "staff", "clerk"})
_ACT = frozenset({"bureau", "staff", "clerk"})
_REPORT = frozenset({"bureau", "staff", "clerk", "enterprise"})


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One page: its address, its place in the menu, who may open it and who may act on it."""

    path: str
    title: str
    icon: str
    section: str
    module: str
    roles: frozenset[str]
    actions: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))


def _page(path: str, title: str, icon: str, section: str, module: str, roles: frozenset[str], **actions) -> PageEntry:
    assert roles <= ROLES.keys()
    assert all(allowed <= roles for allowed in actions.values()), f"{path}: an action for a role that cannot open it"
    return PageEntry(
        path=path,
        title=title,
        icon=f":material/{icon}:",
        section=section,
        module=f"pages.{module}",
        roles=roles,
        actions=MappingProxyType(actions),
    )


PAGES: tuple[PageEntry, ...] = (
    _page("overview", "总览", "dashboard", "监测", "situation.overview", _LOOK, export=_LOOK,
          decide=frozenset({"leader", "bureau", "staff"})),
    _page("meeting", "会议议程", "co_present", "监测", "situation.meeting", _LOOK),
    _page("county", "县市档案", "location_city", "监测", "situation.county", _LOOK, export=_ACT),
    _page("entities", "市场主体", "storefront", "监测", "situation.entities", _LOOK, export=_ACT),
    _page("markets", "农贸市场", "local_grocery_store", "监测", "situation.markets", _LOOK, export=_ACT),
    _page(
        "supply", "生活必需品", "rice_bowl", "监测", "situation.supply",
        _LOOK | {"enterprise"}, export=_ACT | {"enterprise"},
    ),
    _page("prices", "价格预警", "price_change", "监测", "situation.prices", frozenset({"leader", "bureau", "staff"}),
          report=frozenset({"bureau", "staff"}), export=frozenset({"bureau", "staff"})),
    _page("arrears", "清欠", "account_balance_wallet", "监测", "situation.arrears", _LOOK, export=_ACT),
    _page("outlook", "展望", "query_stats", "监测", "situation.outlook", _LOOK, export=_LOOK),
    _page("scenarios", "情景推演", "alt_route", "监测", "situation.scenarios", _LOOK, make=_LOOK, export=_LOOK),
    _page(
        "alerts", "预警", "notifications_active", "处置", "response.alerts",
        _LOOK | {"enterprise"}, act=_ACT, export=_ACT,
    ),
    _page("dispatch", "调运建议", "local_shipping", "处置", "response.dispatch",
          frozenset({"leader", "bureau", "staff"}), export=frozenset({"bureau", "staff"})),
    _page("cases", "处置件", "assignment_turned_in", "处置", "response.cases", _LOOK, act=_LOOK, export=_LOOK),
    _page("notices", "通知", "campaign", "处置", "response.notices", _LOOK, export=_LOOK, reveal=_ACT),
    _page(
        "problems", "问题需求清单", "contact_support", "处置", "response.problems",
        _LOOK | {"enterprise"}, act=_ACT | {"enterprise"}, merge=frozenset({"bureau", "staff"}), export=_ACT,
    ),
    _page("liaison", "联络员与预案", "handshake", "处置", "response.liaison", _LOOK, act=_ACT, export=_ACT),
    _page("alarm_review", "预警评估", "query_stats", "处置", "response.alarm_review", _LOOK, export=_ACT),
    _page("measures", "任务台账", "fact_check", "任务", "measures.measures", _LOOK, export=_ACT),
    _page("upload", "数据报送", "upload_file", "报送", "intake.upload", _REPORT, send=_REPORT, export=_REPORT,
          evaluate=frozenset({"staff"})),
    _page("forms", "在线填报", "edit_note", "报送", "intake.forms", _REPORT, send=_REPORT),
    _page("completeness", "报送情况", "fact_check", "报送", "intake.completeness", _LOOK, reveal=_ACT, export=_ACT),
    _page("approval", "审核签发", "approval", "报送", "intake.approval", _ACT, sign=frozenset({"bureau", "clerk"}),
          export=_ACT),
    _page("origin", "数从何来", "account_tree", "报送", "intake.origin", _LOOK | {"enterprise"}, reveal=_ACT),
    _page(
        "accounts", "账号管理", "manage_accounts", "管理", "administration.accounts",
        frozenset({"admin"}), change=frozenset({"admin"}),
    ),
    _page("audit", "操作日志", "history", "管理", "administration.audit", frozenset({"admin"}),
          export=frozenset({"admin"})),
    _page("health", "运行状况", "monitor_heart", "管理", "administration.health", frozenset({"staff", "admin"}),
          evaluate=frozenset({"staff", "admin"})),
)  # fmt: skip


def page_at(path: str) -> PageEntry | None:
    """The page at an address, or None."""
    return next((entry for entry in PAGES if entry.path == path), None)


def pages_for(role: str) -> list[PageEntry]:
    """The pages a role may open, in the menu's order; the first is the role's home."""
    return [entry for entry in PAGES if role in entry.roles]


def may(role: str, path: str, action: str | None = None) -> bool:
    """Whether a role may open a page, or do something on it. What the table does not name is refused."""
    entry = page_at(path)
    if entry is None or role not in entry.roles:
        return False
    return action is None or role in entry.actions.get(action, frozenset())
