"""操作日志: one row an action, filtered, exported, and able to show that somebody touched it."""

import pytest

from data.intake.approval import Step as SigningStep
from data.store import events
from monitoring.alerts.lifecycle import Action
from monitoring.price_warning.duties import KINDS
from monitoring.problems.lifecycle import Step
from pages.administration.audit import ACTIONS, log_file, matrix_file
from pages.registry import may
from tests.pages.conftest import NOW
from tests.pages.reading import listing, user_of


@pytest.fixture
def told(page_store):
    with page_store.noting() as conn:
        for action, kind, who in (
            ("sign_in", "account", "clerk"),
            ("export", "export", "bureau"),
            ("submission.issue", "submission", "bureau"),
        ):
            events.append(conn, at=NOW, actor=who, action=action, object_kind=kind, object_id="=1+1", detail={"n": 1})
    return page_store


def test_the_newest_stands_first_in_words(signed_in, told):
    table = listing(signed_in("admin", "audit"), "操作日志")

    assert list(table["操作"]) == ["签发", "导出", "登录"]
    assert list(table["操作人"]) == ["bureau", "bureau", "clerk"]


def test_the_log_is_narrowed_by_kind_and_by_person(signed_in, told):
    by_kind = listing(signed_in("admin", "audit", kind="read"), "操作日志")
    by_person = listing(signed_in("admin", "audit", actor="clerk"), "操作日志")

    assert list(by_kind["操作"]) == ["导出"]
    assert list(by_person["操作"]) == ["登录"]


def test_a_user_name_finds_what_its_owner_reported_and_the_county_has_its_name(signed_in, told):
    with told.noting() as conn:
        for actor in ("张三（clerk）", "李四（clerk2）"):
            events.append(conn, at=NOW, actor=actor, action="receive_file", object_kind="source_file", object_id="R1",
                          county="622921", detail={})  # fmt: skip

    table = listing(signed_in("admin", "audit", actor="clerk"), "操作日志")

    assert list(table["操作人"]) == ["张三（clerk）", "clerk"]
    assert list(table["县（市）"]) == ["临夏县", ""]


def test_the_chain_is_checked_at_a_click(signed_in, told):
    app = signed_in("admin", "audit")

    app.button(key="audit_verify").click().run()

    assert "共 3 条，前后连贯，没有改动" in app.info[0].value


def test_the_exported_log_is_the_one_filtered(told):
    assert list(log_file(user_of("admin"), kind="login")["操作"]) == ["登录"]


def test_the_matrix_says_what_the_registry_says():
    matrix = matrix_file(user_of("admin")).set_index(["页面", "操作"])

    assert matrix.at[("审核签发", "审核签发"), "州级部门"] == "√"
    assert matrix.at[("审核签发", "审核签发"), "专班人员"] == ""
    assert matrix.at[("操作日志", "打开"), "系统管理员"] == "√"
    assert (matrix.at[("预警", "处置"), "领导"] == "√") == may("leader", "alerts", "act")


def test_every_step_of_the_loop_has_its_word():
    steps = {f"{kind}.{one.value}" for kind in ("alert", "case") for one in Action}
    steps |= {f"problem.{one.value}" for one in Step} | {f"price_report.{kind}" for kind in KINDS}
    steps |= {f"submission.{one.value}" for one in SigningStep}

    assert steps - ACTIONS.keys() == set()
