"""Which passwords are refused, and how the others are kept."""

import re
import threading
import time

import pytest

from pages.door import passwords
from pages.door.limits import Limits
from pages.door.passwords import WeakPassword, check_strength

CONTEXT = ["zhangwei", "张伟", "linxia", "临夏回族自治州", "临夏州", "和政县", "和政", "东乡"]


def check(password):
    check_strength(password, limits=Limits(), context=CONTEXT)


@pytest.mark.parametrize(
    "password",
    [
        "short1!aZ",
        "elevenchars",
        "password123456",
        "Passw0rd2026!",
        "P@ssw0rd2026!",
        "qwertyuiop123",
        "1qaz2wsx3edc",
        "aaaaaaaaaaaa",
        "123456789012",
        "abcdefghijkl",
        "iloveyou2020",
        "linxia2026jiance",
        "临夏监测2026临夏",
        "Linxia@2026@Linxia",
        "临夏州市场监测平台预警",
        "和政县和政县和政县和政",
        "zhangwei19880808",
        "张伟张伟张伟张伟张伟张伟",
        "13893012345138930",
        "admin123admin123",
        "jiance-yujing-2026",
        " otter lantern gravel",
        "otter lantern\ngravel",
        "x" * 129,
    ],
)
def test_short_common_local_and_numeric_passwords_are_refused(password):
    with pytest.raises(WeakPassword):
        check(password)


@pytest.mark.parametrize(
    "password",
    [
        "otter lantern gravel",
        "k7mq-x3wp-9dta-hr5n",
        "春风又绿江南岸明月何时照我还",
        "Tg7#vLq2!mZp",
        "correct horse battery",
        "z" + "kiwi meadow copper " * 6 + "end",
    ],
)
def test_long_unrelated_words_and_random_characters_are_accepted(password):
    check(password)


def test_common_passwords_are_refused_in_every_usual_disguise():
    common = ["password", "qwerty", "iloveyou", "dragon", "monkey", "sunshine", "princess", "football", "welcome"]
    disguised = [
        dressed
        for word in common
        for dressed in (
            f"{word}{word}"[:128].ljust(12, "1"),
            f"{word.capitalize()}2026".ljust(12, "!"),
            f"{word}123456".ljust(12, "1"),
            word.replace("o", "0").replace("a", "@").ljust(12, "1"),
        )
    ]

    accepted = []
    for password in disguised:
        try:
            check(password)
        except WeakPassword:
            continue
        accepted.append(password)

    assert len(disguised) == 36
    assert accepted == []


def test_a_hash_says_how_it_was_made_and_two_of_the_same_differ():
    first, second = passwords.make_hash("otter lantern"), passwords.make_hash("otter lantern")

    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert passwords.matches(first, "otter lantern")
    assert not passwords.matches(first, "otter lanterN")
    assert not passwords.outdated(first)


def test_nobody_and_nonsense_match_nothing():
    assert not passwords.matches(None, "anything")
    assert not passwords.matches("not a hash", "anything")


def test_one_time_passwords_are_legible_and_never_repeat():
    made = {passwords.one_time_password() for _ in range(500)}

    assert len(made) == 500
    assert all(re.fullmatch(r"[2-9a-hj-km-np-z]{4}(-[2-9a-hj-km-np-z]{4}){3}", password) for password in made)


def test_no_more_than_two_hashes_are_made_at_a_time(monkeypatch):
    busy, most, lock = 0, 0, threading.Lock()

    def slow(_self, _stored, _password):
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.01)
        with lock:
            busy -= 1
        return True

    monkeypatch.setattr(passwords._HASHER.__class__, "verify", slow)
    threads = [threading.Thread(target=passwords.matches, args=("x", "y")) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 2
