"""`photoalbum backup`, `restore` and `verify FOLDER`: there and back again, and never over anything."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from photoalbum.cli.backup import backup
from photoalbum.cli.restore import restore
from photoalbum.cli.verify import verify
from photoalbum.work.restore import BEGUN

from ..cast import Person
from ..conftest import SECRET_KEY
from ..contracts.files import ROOT

Run = Callable[..., Result]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a site is restored to: nothing is there yet."""
    # What this process becomes nicer by, it never gets back.
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    for name in [name for name in os.environ if name.startswith("PHOTOALBUM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PHOTOALBUM_INSTANCE", str(tmp_path / "new/instance"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "new/instance"


@pytest.fixture
def back_up(app: Flask, household: dict[str, int], home: Path) -> Run:
    site = ScriptInfo(create_app=lambda: app, set_debug_flag=False, load_dotenv_defaults=False)
    return lambda *args: CliRunner().invoke(backup, [str(arg) for arg in args], obj=site)


@pytest.fixture
def made(back_up: Run, mum: Person, make_photo: Callable[..., str], process: Callable, disk: Path) -> Path:
    """A backup of a site with two photos, processed."""
    for _ in range(2):
        make_photo(mum)
    process()
    done = back_up(disk)
    assert done.exit_code == 0, done.output
    (folder,) = disk.iterdir()
    return folder


def run(command: object, *args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args])  # type: ignore[arg-type]


def state(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }


def test_075_there_and_back_again(made: Path, home: Path, instance: Path) -> None:
    before = state(made)
    done = run(restore, made)
    assert done.exit_code == 0, done.output
    assert "Restored 4 files" in done.stdout
    assert "There are 0 albums, 6 members, 2 originals, 2 photos." in done.stdout
    assert (home / "secret_key").read_text().strip() == SECRET_KEY
    assert (home / "secret_key").stat().st_mode & 0o777 == 0o600
    originals = sorted((home / "media/originals").rglob("*.jpg"))
    assert {path.stat().st_mode & 0o777 for path in originals} == {0o444}
    for path in originals:
        assert path.read_bytes() == (instance / path.relative_to(home)).read_bytes()
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    assert not (home / BEGUN).exists()
    assert state(made) == before, "a backup is only read"


def test_075_nothing_is_ever_overwritten(made: Path, home: Path) -> None:
    for name in ("photoalbum.sqlite3", "media/originals/mine.jpg", "settings.toml", "anything"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text("# mine")
        before = state(home)
        refused = run(restore, made)
        assert (refused.exit_code, f"{home} is not empty" in refused.output) == (2, True)
        assert state(home) == before
        shutil.rmtree(home)
    home.mkdir()
    (home / "README.md").write_text("What this folder is for.")
    assert run(restore, made).exit_code == 0


def test_075_settings_of_the_backup_say_where_photos_go(
    made: Path, back_up: Run, home: Path, instance: Path, disk: Path, tmp_path: Path
) -> None:
    (instance / "settings.toml").write_text(f'media_root = "{tmp_path / "photos"}"\n')
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/old.jpg").write_text("mine")
    assert back_up(disk).exit_code == 0
    newest = max(disk.iterdir())
    refused = run(restore, newest)
    assert (refused.exit_code, "photos is not empty: old.jpg" in refused.output) == (2, True)
    assert not home.exists()
    (tmp_path / "photos/old.jpg").unlink()
    assert run(restore, newest).exit_code == 0
    assert len(list((tmp_path / "photos/originals").rglob("*.jpg"))) == 2
    assert not (home / "media").exists()


def test_075_an_interrupted_restore_is_gone_on_with(made: Path, home: Path) -> None:
    """All of it was copied but the database; then the machine stopped."""
    assert run(restore, made).exit_code == 0
    for path in home.iterdir():
        if path.name not in ("media", "secret_key"):
            path.unlink()
    manifest = json.loads((made / "manifest.json").read_text())
    (home / BEGUN).write_text(manifest["sums_sha256"])
    before = state(home / "media/originals")
    assert run(restore, made).exit_code == 0
    assert state(home / "media/originals") == before
    assert (home / "photoalbum.sqlite3").is_file()
    # The mark of another backup opens nothing.
    (home / BEGUN).write_text("another")
    assert run(restore, made).exit_code == 2


def test_075_what_is_broken_is_refused_or_left_out(made: Path, home: Path) -> None:
    first, second = sorted((made / "media").rglob("*.jpg"))
    first.unlink()
    second.chmod(0o644)
    second.write_bytes(second.read_bytes()[:-1] + b"x")
    refused = run(restore, made)
    assert (refused.exit_code, "nothing was restored" in refused.output) == (2, True)
    assert first.name in refused.output
    assert not home.exists()
    done = run(restore, made, "--anyway")
    assert done.exit_code == 1
    assert done.stdout.count("stays in the backup") == 2
    assert list((home / "media/originals").rglob("*.jpg")) == []
    shutil.rmtree(home)
    (made / "photoalbum.sqlite3").unlink()
    broken = run(restore, made, "--anyway")
    assert (broken.exit_code, "database or the key" in broken.output) == (2, True)
    assert not (home / "photoalbum.sqlite3").exists()


def test_075_a_newer_one_and_none_at_all_are_refused(made: Path, home: Path, tmp_path: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text())
    (made / "manifest.json").write_text(json.dumps({**manifest, "schema": "from-the-future"}))
    newer = run(restore, made)
    assert (newer.exit_code, "newer version" in newer.output) == (2, True)
    none = run(restore, tmp_path / "disk")
    assert (none.exit_code, "is no whole backup" in none.output) == (2, True)
    assert not home.exists()


def test_another_key_is_told(made: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTOALBUM_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyzABCD")
    done = run(restore, made)
    assert (done.exit_code, "Another SECRET_KEY is set" in done.stdout) == (0, True)


def test_074_verify_works_on_a_backup(made: Path) -> None:
    whole = run(verify, made)
    assert whole.exit_code == 0
    assert ": 4 files (" in whole.stdout
    assert whole.stdout.endswith(" compared. Everything is as it should be.\n")
    path = next((made / "media").rglob("*.jpg"))
    path.chmod(0o644)
    os.truncate(path, 100)
    assert run(verify, made, "--quick").exit_code == 0
    broken = run(verify, made, "--rate", "20 MB")
    assert broken.exit_code == 1
    assert broken.stdout.startswith(f"cut: {path.relative_to(made)}: ")
    (made / "SHA256SUMS").write_text("")
    assert "is damaged" in run(verify, made).output
    for option in (["--repair"], ["--again"], ["--time", "2h"], ["--owner", "a@example.org"]):
        assert run(verify, made, *option).exit_code == 2


def test_what_backup_says(made: Path, back_up: Run, disk: Path, app: Flask, instance: Path) -> None:
    nowhere = back_up()
    assert (nowhere.exit_code, "Say where to" in nowhere.output) == (1, True)
    app.config.update(BACKUP_FOLDER=str(disk), BACKUP_KEEP=1)
    again = back_up()
    assert again.exit_code == 0
    assert "New since the backup before: 0 (0.0 MB)." in again.stdout
    assert f"Older backups removed: {made.name}." in again.stdout
    assert back_up(disk / "gone").exit_code == 1
    assert back_up(disk, "--keep", "0").exit_code == 2
    shutil.rmtree(disk)
    disk.mkdir()
    path = next((instance / "media/originals").rglob("*.jpg"))
    path.unlink()
    broken = back_up(disk)
    assert broken.exit_code == 1
    assert broken.stdout.startswith(f"originals/{path.relative_to(instance / 'media/originals')}: The file")


def test_the_guide_names_these_commands() -> None:
    guide = (ROOT / "docs/self-hosting.md").read_text()
    for command in (
        "photoalbum backup /",
        "photoalbum restore /",
        "photoalbum verify /",
        "photoalbum doctor",
    ):
        assert command in guide
