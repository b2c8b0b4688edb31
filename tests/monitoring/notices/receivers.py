"""A real mail server and a real web hook on this machine, and the list of people that points at them."""

import contextlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

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
def web_hook(taken: list[dict], status: int = 200):
    """Yields the address of a hook that writes down what it is sent and answers with a status."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def people_file(folder: Path, *entries: dict, **head) -> None:
    """Write notify.toml."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in head.items()]
    for entry in entries:
        lines += ["[[to]]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in entry.items())]
    (folder / "notify.toml").write_text("\n".join(lines), encoding="utf-8")
