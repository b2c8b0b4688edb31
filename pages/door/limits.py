"""How long a session lives and how often one may guess: the constants of the door, from config.toml's [sign_in].

Idle 30 minutes and 12 hours in all follow the checklist of GB/T 22239 and OWASP ASVS 7.3. The delays leave an
attacker at most nine guesses at one account in a quarter of an hour: five at once, then after 1, 2, 4 and 8 minutes.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pages.door.open_store import settings


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The numbers of the door."""

    idle_minutes: int = 30
    absolute_hours: int = 12
    account_failures: int = 5
    address_failures: int = 30
    window_minutes: int = 15
    longest_lock_minutes: int = 30
    password_shortest: int = 12
    password_longest: int = 128

    @property
    def idle(self) -> dt.timedelta:
        """How long a session may lie unused."""
        return dt.timedelta(minutes=self.idle_minutes)

    @property
    def absolute(self) -> dt.timedelta:
        """How long a session may live at all."""
        return dt.timedelta(hours=self.absolute_hours)

    @property
    def window(self) -> dt.timedelta:
        """How far back failures of an address count."""
        return dt.timedelta(minutes=self.window_minutes)

    def lock_after(self, failures: int) -> dt.timedelta | None:
        """How long an account refuses everyone after its n-th failure in a row; it doubles each time."""
        if failures < self.account_failures:
            return None
        return self._delay(failures - self.account_failures)

    def wait_after(self, failures: int) -> dt.timedelta | None:
        """How long an address waits after its n-th failure within the window; it doubles every five."""
        if failures < self.address_failures:
            return None
        return self._delay((failures - self.address_failures) // 5)

    def _delay(self, doublings: int) -> dt.timedelta:
        return dt.timedelta(minutes=min(2 ** min(doublings, 16), self.longest_lock_minutes))


def read_limits(config: Path) -> Limits:
    """The [sign_in] table of a configuration file; what it does not say keeps its default."""
    written = tomllib.loads(config.read_text(encoding="utf-8")) if config.exists() else {}
    return Limits(**written.get("sign_in", {}))


@cache
def limits() -> Limits:
    """The limits of this process."""
    return read_limits(settings().config)
