"""What the other commands say, and that each can be found."""

import pytest

from photoalbum.cli import COMMANDS
from photoalbum.settings import env_name, known

from .commands import command

KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCD"


def test_settings_are_shown_with_their_place_and_secrets_masked(tmp_path):
    (tmp_path / ".env").write_text("ALLOWED_HOSTS=nas.local\n")
    done = command(tmp_path, "settings", SECRET_KEY=KEY)
    assert done.returncode == 0
    assert all(f"{env_name(item)} = " in done.stdout for item in known())
    assert f"    From: ALLOWED_HOSTS in {tmp_path}/.env" in done.stdout
    assert "PHOTOALBUM_SECRET_KEY = (set, not shown)" in done.stdout
    assert KEY not in done.stdout + done.stderr
    assert not (tmp_path / "instance").exists()


def test_help_names_every_command_without_reading_it(tmp_path):
    done = command(tmp_path, "--help")
    assert all(f"  {name}  " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there(tmp_path, name):
    done = command(tmp_path, name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: photoalbum ")


def test_a_command_that_needs_the_site_stops_at_a_wrong_setting(tmp_path):
    done = command(tmp_path, "users", "list", PHOTOALBUM_PORT="eighty")
    assert done.returncode == 2
    assert done.stderr.startswith("PHOTOALBUM_PORT is 'eighty' (environment): ")
    assert done.stderr.count("\n") == 1


def test_a_command_that_needs_the_site_migrates_it_first(tmp_path):
    done = command(tmp_path, "users", "list")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "instance/photoalbum.sqlite3").is_file()
