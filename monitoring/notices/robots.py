"""Group robots of 企业微信 and 钉钉, whose answers and limits Apprise's own plugins do not keep to.

Measured on Apprise 2.3.0: an answer of HTTP 200 with an ``errcode`` counts as sent; 钉钉's sign is percent-encoded
twice, so every signed message is refused; limits are counted in characters where 企业微信 counts bytes. Protocols:
developer.work.weixin.qq.com/document/path/91770, open.dingtalk.com/document/robots/custom-robot-access.
"""

import json

import requests
from apprise import exception
from apprise.manager_plugins import NotificationManager
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot

CUT = "……全文见平台“通知”页。"
WECOM_TEXT, WECOM_MARKDOWN, DINGTALK = 2048, 4096, 19_000
"""Bytes of a message: 钉钉 allows 20,000 for the whole request."""


def fitting(text: str, most: int) -> str:
    """The text, or as many whole lines of it as ``most`` bytes hold, and a word that there is more."""
    if len(text.encode()) <= most:
        return text
    room = most - len(f"\n{CUT}".encode())
    kept = text.encode()[: room + 1]
    whole, _, part = kept.rpartition(b"\n")
    return f"{(whole or part[:room]).decode(errors='ignore')}\n{CUT}"


class _Robot:
    """What both have in common: a body in JSON to one address, and an answer that says itself whether it took it."""

    server = ""  # of a place of its own (政务微信, 专有钉钉): ?server=https://…; empty: the public one

    def __init__(self, server: str = "", **kwargs) -> None:
        super().__init__(**kwargs)
        if server and not server.startswith(("https://", "http://127.0.0.1:")):
            raise exception.AppriseImproperlyConfigured("server must be an https address")
        self.server = server.rstrip("/") or self.server

    @classmethod
    def parse_url(cls, url: str) -> dict | None:
        """As the plugin's own, and the server."""
        found = super().parse_url(url)
        return found and found | {"server": found["qsd"].get("server", "")}

    def send(self, body: str, title: str = "", **_kwargs) -> bool:
        """Whether the robot's owner took the message; why not goes to Apprise's log, as its plugins do it."""
        address, query = self.where()
        content = json.dumps(self.payload(title, body), ensure_ascii=False).encode()
        try:
            answer = requests.post(
                f"{self.server}{address}", params=query, data=content, timeout=self.request_timeout,
                headers={"Content-Type": "application/json; charset=utf-8"}, verify=self.verify_certificate,
                allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException:
            self.logger.warning("Connection error")
            return False
        if answer.status_code != requests.codes.ok:
            self.logger.warning("error=%d", answer.status_code)
            return False
        try:
            code = answer.json()["errcode"]
        except (ValueError, KeyError, TypeError):
            code = "missing"
        if code != 0:
            self.logger.warning("errcode=%s", code)
        return code == 0


class WeCom(_Robot, NotifyWeComBot):
    """``wecombot://KEY``: text, which every client shows; what is too long for text goes as markdown."""

    server = "https://qyapi.weixin.qq.com"

    def where(self) -> tuple[str, dict]:
        """Path and query."""
        return "/cgi-bin/webhook/send", {"key": self.key}

    def payload(self, title: str, body: str) -> dict:
        """The message; Apprise has put the title on the first line."""
        assert not title
        short = len(body.encode()) <= WECOM_TEXT
        kind = "text" if short else "markdown"
        return {"msgtype": kind, kind: {"content": fitting(body, WECOM_MARKDOWN)}}


class DingTalk(_Robot, NotifyDingTalk):
    """``dingtalk://TOKEN`` or, for a robot that wants its messages signed (加签), ``dingtalk://SECRET@TOKEN``."""

    server = "https://oapi.dingtalk.com"

    def where(self) -> tuple[str, dict]:
        """Path and query, signed where there is a secret."""
        query = {"access_token": self.token}
        if self.secret:
            moment, sign = self.get_signature()
            query |= {"timestamp": moment, "sign": self.unquote(sign)}  # requests encodes it once more
        return "/robot/send", query

    def payload(self, title: str, body: str) -> dict:
        """The message, and whom it calls by number."""
        text = fitting(f"{title}\n{body}" if title else body, DINGTALK)
        return {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": self.targets, "isAtAll": False}}


def register() -> None:
    """Let Apprise use these for their addresses."""
    manager = NotificationManager()
    for plugin in (WeCom, DingTalk):
        manager.add(plugin, force=True)
