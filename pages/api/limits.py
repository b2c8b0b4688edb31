"""How often one may ask: a window of a minute for each token's enterprise and each address without one."""

import threading
import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0
PER_ENTERPRISE = 120
PER_STRANGER = 30
_MOST_KEPT = 10_000


class Turnstile:
    """Lets so many through a minute under one name."""

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._came: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, name: str) -> int:
        """0 when this one may pass, else the seconds until the next may."""
        with self._lock:
            now = self._clock()
            if len(self._came) > _MOST_KEPT:
                self._came = {one: came for one, came in self._came.items() if came and now - came[-1] < WINDOW_SECONDS}
            came = self._came.setdefault(name, deque())
            while came and now - came[0] >= WINDOW_SECONDS:
                came.popleft()
            if len(came) >= self._most:
                return int(WINDOW_SECONDS - (now - came[0])) + 1
            came.append(now)
            return 0
