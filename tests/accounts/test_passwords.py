"""How passwords are kept, and which are refused."""

import threading

import argon2
import pytest
from flask import Flask
from zxcvbn.matching import RANKED_DICTIONARIES

from photoalbum.accounts import passwords
from photoalbum.accounts.passwords import WeakPassword, demand_strong, hash_password, is_outdated, matches

GOOD = "three wet geese at noon"


@pytest.fixture(autouse=True)
def _texts(app: Flask):
    with app.app_context():
        yield


def test_002_hashes_are_argon2id_with_todays_parameters():
    kept = hash_password(GOOD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert matches(kept, GOOD)
    assert not matches(kept, GOOD + " ")
    assert not is_outdated(kept)


def test_002_weaker_hashes_are_outdated_and_still_fit():
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    assert matches(old, GOOD)
    assert is_outdated(old)


@pytest.mark.parametrize("length", [12, 64, 72, 73, 128, 1024])
def test_002_every_character_counts(length: int):
    password = ("Äpfel und Birnen, 梨 " * 60)[:length]
    kept = hash_password(password)
    assert matches(kept, password)
    assert not matches(kept, password[:-1])
    assert not matches(kept, password[:-1] + "ß")


def test_002_one_letter_typed_in_two_ways_is_one_letter():
    assert matches(hash_password("cafe\u0301 au lait noir"), "caf\u00e9 au lait noir")


def test_002_spaces_at_the_ends_are_kept():
    assert not matches(hash_password(f" {GOOD} "), GOOD)


def test_002_the_3000_commonest_are_refused():
    commonest = sorted(RANKED_DICTIONARIES["passwords"], key=RANKED_DICTIONARIES["passwords"].get)[:3000]
    assert len(commonest) == 3000
    for password in commonest:
        with pytest.raises(WeakPassword):
            demand_strong(password)


def test_002_common_ones_that_are_long_enough_are_refused():
    for password in RANKED_DICTIONARIES["passwords"]:
        if len(password) >= 12:
            with pytest.raises(WeakPassword):
                demand_strong(password)


@pytest.mark.parametrize(
    ("password", "about", "hint"),
    [
        ("short", (), "at least 12"),
        ("elevenchars", (), "at least 12"),
        ("x" * 1025, (), "at most 1024"),
        ("9174036285513", (), "digits only"),
        ("passwordpassword", (), "easy to guess"),
        ("Password1234", (), "easy to guess"),
        ("qwertyuiopas", (), "easy to guess"),
        ("maria schneider", ("Maria Schneider", "m@example.org"), "too much like"),
        ("MariaSchneider1", ("Maria Schneider", "m@example.org"), "too much like"),
        ("schneider1234", ("Maria Schneider", "m@example.org"), "too much like"),
        ("maria.s@example.org", ("Someone", "maria.s@example.org"), "too much like"),
    ],
)
def test_weak_ones_are_refused_with_a_reason(password: str, about: tuple[str, ...], hint: str):
    with pytest.raises(WeakPassword) as refused:
        demand_strong(password, about=about)
    assert hint in refused.value.sentence
    assert password not in refused.value.sentence


@pytest.mark.parametrize(
    "password",
    [GOOD, "correct horse battery staple", "  leading and trailing  ", "Ωμέγα και άλφα", "x9$kQ2!vbn7L" * 80],
)
def test_good_ones_pass(password: str):
    demand_strong(password, about=("Al", "al@example.org"))


def test_a_name_inside_a_long_password_is_no_harm():
    demand_strong("schneider cuts seven blue coats", about=("Maria Schneider", "m@example.org"))


def test_nobodys_password_never_fits():
    assert not matches(None, "a password that opens nothing")
    assert not matches("not a hash at all", GOOD)


def test_060_at_most_two_hashes_at_once(monkeypatch: pytest.MonkeyPatch):
    running, most, lock = 0, 0, threading.Lock()
    real = passwords._hasher

    class Counting:
        def hash(self, raw: bytes) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            try:
                return real.hash(raw)
            finally:
                with lock:
                    running -= 1

    monkeypatch.setattr(passwords, "_hasher", Counting())
    threads = [threading.Thread(target=hash_password, args=(GOOD,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2
