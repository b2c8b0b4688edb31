"""A real mail server and a real web hook on this machine, and the list of people that points at them."""

import contextlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps every mail; refuses the first ones it is told to refuse."""

    def __init__(self, refuse: int = 0) -> None:
        self.mails: list[tuple[list[str], bytes]] = []
        self.refuse = refuse

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuse:
            self.refuse -= 1
            return "451 try again later"
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 kept"


@contextlib.contextmanager
def mail_server(mailbox: Mailbox):
    """Yields the address of a person whose mail arrives there."""
    with socket.socket() as asked:  # the library looks whether it answers, so it must know its port
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"mailto://127.0.0.1:{port}?from=monitor@example.cn&to=duty@example.cn&mode=insecure"
    finally:
        controller.stop()


@contextlib.contextmanager
def _served(handler: type[BaseHTTPRequestHandler]):
    """Yields the port on which a handler answers."""
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def web_hook(taken: list[dict], status: int = 200):
    """Yields the address of a hook that writes down what it is sent and answers with a status."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with _served(Hook) as port:
        yield f"json://127.0.0.1:{port}/hook"


def people_file(folder: Path, *entries: dict, **head) -> None:
    """Write notify.toml."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in head.items()]
    for entry in entries:
        lines += ["[[to]]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in entry.items())]
    (folder / "notify.toml").write_text("\n".join(lines), encoding="utf-8")


@contextlib.contextmanager
def robot(taken: list[tuple[str, dict[str, str], dict]], *, codes: list[int]):
    """Yields the server of group robots: keeps path, query and message, and answers 200 with one code after another."""
    left = iter(codes)

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = urlsplit(self.path)
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])).decode())
            taken.append((asked.path, dict(parse_qsl(asked.query, strict_parsing=True)), message))
            answer = json.dumps({"errcode": next(left), "errmsg": "as told"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    with _served(Robot) as port:
        yield f"http://127.0.0.1:{port}"
