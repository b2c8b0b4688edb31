"""The application as it is served, in a process of its own that can be watched and killed."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Server:
    """A script served by Streamlit on a database; ``started`` says how many seconds the start took."""

    script: str
    url: str
    local: Path
    now: str
    port: int = 0
    started: float = 0.0
    process: subprocess.Popen | None = None

    @property
    def host(self) -> str:
        """Its address."""
        return f"127.0.0.1:{self.port}"

    def start(self, healthy: str) -> None:
        """Start it and wait until ``healthy`` answers. Started again it keeps its port, as browsers expect."""
        self.port = self.port or _free_port()
        environment = os.environ | {"DATABASE_URL": self.url, "MONITOR_LOCAL": str(self.local), "MONITOR_NOW": self.now}
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", str(self.port)]
        begun = time.perf_counter()
        with (self.local / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        while not _answers(f"http://{self.host}{healthy}"):
            if self.process.poll() is not None or time.perf_counter() - begun > 90:
                raise RuntimeError((self.local / "server.log").read_text())
            time.sleep(0.1)
        self.started = time.perf_counter() - begun

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait(timeout=20)

    def used(self) -> tuple[float, float]:
        """Seconds of CPU so far and megabytes of memory now."""
        of = psutil.Process(self.process.pid)
        times = of.cpu_times()
        return times.user + times.system, of.memory_info().rss / 1e6


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
