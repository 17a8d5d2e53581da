"""How often one may try a password, and who is held up by it."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from photoalbum.web.auth import FAILED_LOGINS_OF_A_NETWORK
from tests.cast import PASSWORD, Person

HERE = "203.0.113.5"
ELSEWHERE = "198.51.100.7"


@pytest.fixture
def attempt(visitor: Person, household: dict[str, int]):
    def log_in(
        email: str = "mum@example.org", password: str = "wrong wrong", *, address: str = HERE, **headers: str
    ) -> TestResponse:
        return visitor.post(
            "/login",
            {"email": email, "password": password},
            environ_overrides={"REMOTE_ADDR": address},
            headers=headers,
        )

    return log_in


def test_058_ten_failures_then_wait_even_with_the_right_password(attempt):
    assert [attempt().status_code for _ in range(11)] == [422] * 10 + [429]
    limited = attempt(password=PASSWORD)
    assert limited.status_code == 429
    assert 0 < int(limited.headers["Retry-After"]) <= 15 * 60
    assert "wait a while" in limited.text
    assert "<main" in limited.text
    assert "Set-Cookie" not in limited.headers or "photoalbum=" not in limited.headers["Set-Cookie"]


def test_058_the_owner_can_log_in_from_elsewhere(attempt):
    for _ in range(11):
        attempt()
    assert attempt(password=PASSWORD, address=ELSEWHERE).status_code == 303


def test_058_another_member_behind_the_same_network_can_log_in(attempt):
    for _ in range(11):
        attempt()
    assert attempt("dad@example.org", PASSWORD).status_code == 303


def test_058_an_address_in_other_letters_is_the_same_account(attempt):
    for number in range(10):
        attempt("Mum@Example.org " if number % 2 else "MUM@EXAMPLE.ORG")
    assert attempt(password=PASSWORD).status_code == 429


def test_058_thirty_failures_of_a_network_whatever_the_account(attempt):
    for number in range(30):
        assert attempt(f"nobody{number}@example.org").status_code == 422
    assert attempt("dad@example.org", PASSWORD).status_code == 429
    assert attempt("dad@example.org", PASSWORD, address=ELSEWHERE).status_code == 303


def test_058_logging_in_uses_nothing_up(app: Flask, household: dict[str, int]):
    fields = {"email": "mum@example.org", "password": PASSWORD}
    assert [Person(app).post("/login", fields).status_code for _ in range(12)] == [303] * 12


def test_058_one_household_has_many_ipv6_addresses(attempt):
    for number in range(10):
        attempt(address=f"2001:db8:1:2::{number:x}")
    assert attempt(password=PASSWORD, address="2001:db8:1:2:aaaa::1").status_code == 429
    assert attempt(password=PASSWORD, address="2001:db8:1:3::1").status_code == 303


def test_058_ipv4_written_as_ipv6_is_the_same_network(attempt):
    for _ in range(10):
        attempt(address=f"::ffff:{HERE}")
    assert attempt(password=PASSWORD).status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip", "Client-Ip"])
def test_059_what_a_client_writes_into_its_headers_changes_nothing(attempt, header: str):
    for number in range(10):
        attempt(**{header: f"for=192.0.2.{number}" if header == "Forwarded" else f"192.0.2.{number}"})
    assert attempt(password=PASSWORD, **{header: "192.0.2.99"}).status_code == 429


def test_089_the_counters_hold_no_address(app: Flask, attempt):
    attempt()
    from photoalbum.delivery.limits import limiter  # noqa: PLC0415

    keys = " ".join(limiter.storage.events)
    assert FAILED_LOGINS_OF_A_NETWORK.name in keys
    assert "mum@example.org" not in keys


def test_058_links_cannot_be_guessed_for_long(visitor: Person, household: dict[str, int]):
    here = {"REMOTE_ADDR": HERE}
    for number in range(30):
        place = "join" if number % 2 else "password"
        assert visitor.get(f"/{place}/unknown.{'x' * 32}", environ_overrides=here).status_code == 404
    limited = visitor.get(f"/join/unknown.{'x' * 32}", environ_overrides=here)
    assert limited.status_code == 429
    assert int(limited.headers["Retry-After"]) > 0
    elsewhere = {"REMOTE_ADDR": ELSEWHERE}
    assert visitor.get(f"/join/unknown.{'x' * 32}", environ_overrides=elsewhere).status_code == 404
