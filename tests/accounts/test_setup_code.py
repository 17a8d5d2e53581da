"""The one-time code in the instance folder."""

import re
import stat
import threading
from pathlib import Path

from photoalbum.accounts import setup_code


def test_the_code_is_made_once_and_readable_by_its_owner_only(tmp_path: Path):
    code = setup_code.read_or_make(tmp_path, done=False)
    assert code is not None
    assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", code)
    assert stat.S_IMODE((tmp_path / setup_code.FILE_NAME).stat().st_mode) == 0o600
    assert setup_code.read_or_make(tmp_path, done=False) == code
    assert [path.name for path in tmp_path.iterdir()] == [setup_code.FILE_NAME]


def test_the_code_goes_when_the_site_is_set_up(tmp_path: Path):
    setup_code.read_or_make(tmp_path, done=False)
    assert setup_code.read_or_make(tmp_path, done=True) is None
    assert setup_code.read_or_make(tmp_path, done=True) is None
    assert list(tmp_path.iterdir()) == []


def test_the_instance_folder_is_made_if_need_be(tmp_path: Path):
    assert setup_code.read_or_make(tmp_path / "new" / "instance", done=False)


def test_a_torn_file_is_replaced(tmp_path: Path):
    (tmp_path / setup_code.FILE_NAME).write_text("")
    code = setup_code.read_or_make(tmp_path, done=False)
    assert code
    assert setup_code.read_or_make(tmp_path, done=False) == code


def test_spaces_dashes_and_capitals_do_not_matter(tmp_path: Path):
    code = setup_code.read_or_make(tmp_path, done=False) or ""
    assert setup_code.is_right(tmp_path, code)
    assert setup_code.is_right(tmp_path, code.upper().replace("-", " "))
    assert not setup_code.is_right(tmp_path, "")
    assert not setup_code.is_right(tmp_path, code[:-1])
    assert not setup_code.is_right(tmp_path, "ä" * 12)


def test_processes_that_start_at_once_print_one_code(tmp_path: Path):
    seen: list[str | None] = []
    start = threading.Barrier(8)

    def run() -> None:
        start.wait()
        seen.append(setup_code.read_or_make(tmp_path, done=False))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1
