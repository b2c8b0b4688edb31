"""Group robots of 企业微信 and 钉钉: what is sent is what their published webhooks demand, and their no is a no."""

import base64
import datetime as dt
import hashlib
import hmac

import pytest

from data.store import outbox
from data.store.scope import EVERYTHING
from monitoring.notices.channels import send
from monitoring.notices.people import People, Person
from monitoring.notices.robots import fitting
from monitoring.notices.sending import MOST_A_MINUTE, send_waiting
from tests.monitoring.cases.office import START
from tests.monitoring.notices.receivers import robot

MINUTE = dt.timedelta(minutes=1)
LINES = "\n".join(f"{n}. 康乐县 · 生活必需品请签收并组织核实" for n in range(1, 41))  # 2,300 bytes


def test_a_short_message_reaches_wecom_as_text():
    taken = []
    with robot(taken, codes=[0]) as server:
        assert send(f"wecombot://693a91f6-7xxx?server={server}", "标题", "正文") is None

    told = {"msgtype": "text", "text": {"content": "标题\r\n正文"}}
    assert taken == [("/cgi-bin/webhook/send", {"key": "693a91f6-7xxx"}, told)]


@pytest.mark.parametrize("times", [1, 2])
def test_a_long_one_is_within_wecoms_4096_bytes_and_says_that_it_was_cut(times):
    taken = []
    with robot(taken, codes=[0]) as server:
        send(f"wecombot://key?server={server}", "标题", "\n".join([LINES] * times))

    message = taken[0][2]
    content = message["markdown"]["content"]
    assert message["msgtype"] == "markdown"
    assert len(content.encode()) <= 4096
    assert content.endswith("。") == (times == 2)
    assert content.endswith("核实") == (times == 1)


def test_dingtalk_gets_a_sign_it_can_check_and_the_numbers_to_call():
    taken = []
    with robot(taken, codes=[0]) as server:
        assert send(f"dingtalk://SECabc@token1/13800000000?server={server}", "标题", "正文") is None

    path, query, message = taken[0]
    signed = hmac.new(b"SECabc", f"{query['timestamp']}\nSECabc".encode(), hashlib.sha256).digest()
    assert path == "/robot/send"
    assert (query["access_token"], query["sign"]) == ("token1", base64.b64encode(signed).decode())
    assert set(query) == {"access_token", "timestamp", "sign"}
    assert message == {
        "msgtype": "text", "text": {"content": "标题\n正文"}, "at": {"atMobiles": ["13800000000"], "isAtAll": False}
    }  # fmt: skip


@pytest.mark.parametrize(("address", "code"), [("wecombot://key", 45009), ("dingtalk://token1", 310000)])
def test_a_robots_no_is_a_failure_though_it_answers_200(address, code):
    with robot([], codes=[code]) as server:
        assert send(f"{address}?server={server}", "标题", "正文") == f"refused errcode {code}"


def test_a_robot_may_stand_on_a_server_of_ones_own_but_not_behind_open_http():
    assert send("wecombot://key?server=http://robots.example.cn", "标题", "正文") == "malformed"


def test_a_refused_message_is_sent_again_and_no_more_than_twenty_go_out_in_a_minute(store):
    taken, codes = [], [0] * 3 + [130101] + [0] * 30
    with store.noting() as conn:
        for number in range(30):
            outbox.put(conn, message=f"case/{number}", channel="A", title=f"{number}", body="x", at=START)
    with robot(taken, codes=codes) as server:
        person = Person(name="A", scope=EVERYTHING, address=f"dingtalk://token1?server={server}")
        moments = (0, 0.5, 1, 5)
        rounds = [
            send_waiting(store, People(everyone=(person,)), now=START + minutes * MINUTE, send=send)
            for minutes in moments
        ]

    assert [(done["sent"], done["failed"]) for done in rounds] == [(19, 1), (1, 0), (10, 0), (0, 0)]
    assert MOST_A_MINUTE == 20
    told = [message["text"]["content"].split("\n")[0] for _, _, message in taken]
    assert (len(told), len(set(told)), told.count("3")) == (31, 30, 2)


def test_a_text_is_cut_between_lines_and_a_line_that_is_too_long_within_itself():
    assert fitting("甲\n乙", 100) == "甲\n乙"
    assert fitting("甲乙\n丙丁" * 20, 60).split("\n")[:2] == ["甲乙", "丙丁甲乙"]
    assert len(fitting("甲" * 100, 61).encode()) <= 61
    assert fitting("甲" * 100, 61).startswith("甲甲")
