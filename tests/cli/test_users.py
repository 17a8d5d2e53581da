"""`photoalbum users`: members from the command line."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from photoalbum.accounts import setup_code
from photoalbum.accounts.authenticator import AuthenticatorApp
from photoalbum.accounts.models import Household, LoginSession, Member
from photoalbum.accounts.sign_ins import SignIn
from photoalbum.cli.users import users
from tests.cast import PASSWORD, Person
from tests.web.steps import give_app

NEW = "three wet geese at noon"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    return lambda *args, typed="": CliRunner().invoke(users, args, obj=site, input=typed)


def named(rows, email: str) -> Member:
    return next(member for member in rows(Member) if member.email == email)


def can_log_in(app: Flask, email: str, password: str) -> bool:
    return Person(app).post("/login", {"email": email, "password": password}).status_code == 303


def test_the_first_keeper_from_the_command_line(app: Flask, run: Run, rows):
    code = setup_code.read_or_make(app.config["INSTANCE"], done=False)
    assert code
    answer = run(
        "create",
        "Anna@Example.org",
        "--name",
        "Anna",
        "--keeper",
        "--family",
        "The Meyers",
        typed=f"{NEW}\n{NEW}\n",
    )
    assert answer.exit_code == 0, answer.output
    assert NEW not in answer.output
    assert rows(Household)[0].family_name == "The Meyers"
    assert named(rows, "anna@example.org").role == "keeper"
    assert not (app.config["INSTANCE"] / setup_code.FILE_NAME).exists()
    assert can_log_in(app, "anna@example.org", NEW)
    assert Person(app).get("/setup").status_code == 404


def test_somebody_must_be_the_keeper(run: Run, rows):
    answer = run("create", "anna@example.org", "--name", "Anna", "--password-stdin", typed=NEW)
    assert answer.exit_code == 1
    assert "--keeper" in answer.output
    assert rows(Member) == []


def test_one_more_member(app: Flask, household: dict[str, int], run: Run, rows):
    answer = run("create", "clara@example.org", "--name", "Clara", "--password-stdin", typed=f"{NEW}\n")
    assert answer.exit_code == 0, answer.output
    assert named(rows, "clara@example.org").role == "member"
    assert can_log_in(app, "clara@example.org", NEW)


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("mum@example.org", NEW, "already"),
        ("no address", NEW, "like anna@example.org"),
        ("clara@example.org", "short", "at least 12"),
        ("clara@example.org", "clara@example", "too much like"),
    ],
)
@pytest.mark.usefixtures("household")
def test_what_is_not_right_is_said_in_a_sentence(run: Run, rows, email: str, password: str, sentence: str):
    answer = run("create", email, "--name", "Clara", "--password-stdin", typed=f"{password}\n")
    assert answer.exit_code == 1
    assert sentence in answer.output
    assert "Traceback" not in answer.output
    assert len(rows(Member)) == 6


def test_the_list(household: dict[str, int], run: Run):
    run("disable", "uncle@example.org")
    lines = run("list").output.splitlines()
    assert len(lines) == 6
    assert [line.split()[0] for line in lines if "keeper@" in line] == ["keeper"]
    assert [line.split()[:2] for line in lines if "uncle@" in line] == [["kept", "out"]]
    assert "argon2" not in "".join(lines)


def test_005_a_new_password_ends_all_sessions(app: Flask, mum: Person, run: Run):
    answer = run("set-password", "MUM@example.org", typed=f"{NEW}\n{NEW}\n")
    assert answer.exit_code == 0, answer.output
    assert mum.get("/account/").status_code == 302
    assert can_log_in(app, "mum@example.org", NEW)
    assert not can_log_in(app, "mum@example.org", PASSWORD)


def test_a_weak_new_password_changes_nothing(app: Flask, mum: Person, run: Run):
    assert run("set-password", "mum@example.org", "--password-stdin", typed="short").exit_code == 1
    assert mum.get("/account/").status_code == 200
    assert can_log_in(app, "mum@example.org", PASSWORD)


def test_007_keeping_out_and_letting_in(app: Flask, mum: Person, run: Run, rows):
    assert run("disable", "mum@example.org").exit_code == 0
    assert mum.get("/account/").status_code == 302
    assert rows(LoginSession) == []
    assert not can_log_in(app, "mum@example.org", PASSWORD)
    assert run("enable", "mum@example.org").exit_code == 0
    assert can_log_in(app, "mum@example.org", PASSWORD)


def test_012_the_last_keeper_stays(household: dict[str, int], run: Run, rows):
    answer = run("disable", "keeper@example.org")
    assert answer.exit_code == 1
    assert "only keeper" in answer.output
    assert named(rows, "keeper@example.org").disabled_at is None


@pytest.mark.parametrize("command", ["set-password", "disable", "enable"])
def test_nobody_of_that_address(household: dict[str, int], run: Run, command: str):
    answer = run(command, "nobody@example.org", typed=f"{NEW}\n{NEW}\n")
    assert answer.exit_code == 1
    assert "Nobody here" in answer.output


def test_a_lost_phone(app: Flask, mum: Person, run: Run, rows):
    give_app(app, mum)
    assert run("reset-second-factor", "mum@example.org").exit_code == 0
    assert rows(AuthenticatorApp) == []
    assert rows(SignIn)[-1].way == "second step removed by a keeper"
    assert mum.get("/account/").status_code == 302
    assert can_log_in(app, "mum@example.org", PASSWORD)
    again = run("reset-second-factor", "mum@example.org")
    assert again.exit_code == 1
    assert "has no second step" in again.output
