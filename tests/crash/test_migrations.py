"""A migration that is killed leaves the old schema or the new one; of two at once, one migrates."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from ..serving.commands import ROOT, command

OLDEST = ROOT / "tests/corpus/database-part-1.sql"
# Every statement when asked for more rounds, and every seventh otherwise.
STEP = 1 if int(os.environ.get("PHOTOALBUM_TEST_ROUNDS", "3")) > 3 else 7

pytestmark = pytest.mark.crash


@pytest.fixture
def old_database(tmp_path: Path) -> Path:
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLDEST.read_text("utf-8"))
    return path


def test_078_killed_at_a_statement_the_schema_is_old_or_new(old_database: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.migrating", str(old_database), str(tmp_path / "copy"), str(STEP)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) >= 5
    assert {signal for _number, signal, _state in found} == {9}
    assert {state for _number, _signal, state in found} <= {"old", "new"}, found
    assert found[0][2] == "old"


def test_078_of_two_that_start_at_once_one_migrates(old_database: Path, tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    shutil.copy(old_database, tmp_path / "instance/photoalbum.sqlite3")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _number: command(tmp_path, "users", "list"), range(2)))
    assert [(answer.returncode, answer.stderr) for answer in answers] == [(0, "")] * 2
    assert answers[0].stdout == answers[1].stdout != ""
    assert len(list((tmp_path / "instance/backups").iterdir())) == 1
