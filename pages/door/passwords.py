"""Passwords: how they are hashed, made once, and refused when they are easy to guess.

Argon2id with OWASP's smallest recommended cost (19 MiB, 2 passes, 1 lane). Two hashes at a time and no more:
fifty people signing in at 08:30 must not take the machine from those already inside.
"""

import re
import secrets
import threading
from collections.abc import Iterable

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from pages.door.limits import Limits

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_AT_A_TIME = threading.BoundedSemaphore(2)
# The hash of a random password nobody kept: an unknown user costs as much time as a wrong password.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$iwP12eLkPApa2UulDm2uEQ$7dDNuPJHHozMcseCrNFV+jLFm+KF+yo1L04RiwfcdBU"
_LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyz"
_CONTEXT = ("监测", "预警", "市场", "主体", "平台", "密码", "admin", "jiance", "yujing", "mima", "monitor", "password")
_GUESSES = 4  # zxcvbn's top class: 10^10 guesses and more
_OWN_CHARACTERS = 6


class WeakPassword(Exception):
    """The password is too short, too long, too common or made of words anybody here would try."""


def make_hash(password: str) -> str:
    """The hash to store, with its parameters inside."""
    with _AT_A_TIME:
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the one behind a stored hash; without one the answer is no, after the same work."""
    with _AT_A_TIME:
        try:
            return _HASHER.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def one_time_password() -> str:
    """A random first password, legible on paper: 79 bits."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(4))


def check_strength(password: str, *, limits: Limits, context: Iterable[str]) -> None:
    """Refuse what is easy to guess. `context`: the names an attacker of this place would try first.

    Raises WeakPassword with the reason in Chinese. There are no rules about kinds of characters (NIST SP 800-63B):
    length, and distance from what is common, are what counts.
    """
    if len(password) < limits.password_shortest:
        raise WeakPassword(f"密码至少 {limits.password_shortest} 个字符。")
    if len(password) > limits.password_longest:
        raise WeakPassword(f"密码至多 {limits.password_longest} 个字符。")
    if password.strip() != password or re.search(r"[\x00-\x1f\x7f]", password):
        raise WeakPassword("密码首尾不能是空格，也不能含控制字符。")
    words = sorted({w.lower() for w in (*_CONTEXT, *context) if len(w) > 1}, key=len, reverse=True)
    if zxcvbn(password, user_inputs=words, max_length=limits.password_longest)["score"] < _GUESSES:
        raise WeakPassword("这个密码太常见或容易猜到。可用三四个互不相干的词连起来。")
    if _own_characters(password, words) < _OWN_CHARACTERS:
        raise WeakPassword("密码主要由地名、人名、数字等容易想到的内容组成，请换一个。")


def _own_characters(password: str, words: list[str]) -> int:
    left = password.lower()
    for word in words:
        left = left.replace(word, "")
    return len(set(re.sub(r"[\d\W_]", "", left)))
