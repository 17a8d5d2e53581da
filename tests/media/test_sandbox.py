"""The pool of decoding children: limits really kill, nothing lingers, and the next job is served."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from photoalbum.media.facts import Facts
from photoalbum.media.faults import DecoderDied, DecoderFailed, DecoderTimeout
from photoalbum.media.limits import MIB, Budget, budget_for
from photoalbum.media.sandbox import Sandbox

from ..corpus import bombs
from ..corpus.pictures import encoded, scene

SMALL = Budget(memory=400 * MIB, cpu=1, file_size=2 * MIB, seconds=60)
MakeSandbox = Callable[..., Sandbox]


@pytest.fixture
def make_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeSandbox]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    made: list[Sandbox] = []

    def make(size: int = 1, *, idle_seconds: float = 60.0, jobs_per_child: int = 200) -> Sandbox:
        made.append(
            Sandbox(size, idle_seconds=idle_seconds, jobs_per_child=jobs_per_child, tasks="misbehaving")
        )
        return made[-1]

    yield make
    for sandbox in made:
        sandbox.close()


@pytest.fixture
def sandbox(make_sandbox: MakeSandbox) -> Sandbox:
    return make_sandbox()


def is_gone(pid: int) -> bool:
    """Whether a process ends within half a minute; a zombie counts as gone."""
    for _ in range(600):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_child_serves_many_jobs(sandbox: Sandbox) -> None:
    first = sandbox.run("who")
    assert first != os.getpid()
    assert sandbox.run("say", "grüezi") == "grüezi"
    assert sandbox.run("who") == first


def test_023_memory_is_bounded_and_the_next_job_served(sandbox: Sandbox) -> None:
    assert sandbox.run("eat", 50, budget=SMALL) == 50 * MIB
    with pytest.raises(DecoderFailed, match="memory"):
        sandbox.run("eat", 2000, budget=SMALL)
    assert sandbox.run("say", "still here") == "still here"


def test_023_memory_limits_are_set_anew_for_each_job(sandbox: Sandbox) -> None:
    with pytest.raises(DecoderFailed):
        sandbox.run("eat", 600, budget=SMALL)
    child = sandbox.run("who", budget=SMALL)
    assert sandbox.run("eat", 600) == 600 * MIB
    assert sandbox.run("who") == child


def test_023_processor_time_is_bounded(sandbox: Sandbox) -> None:
    child = sandbox.run("who")
    with pytest.raises(DecoderDied, match="computing"):
        sandbox.run("spin", budget=SMALL)
    assert is_gone(child)
    assert sandbox.run("say", "next") == "next"


def test_processor_time_is_counted_from_the_start_of_each_job(sandbox: Sandbox) -> None:
    child = sandbox.run("who")
    for _ in range(3):
        with pytest.raises(DecoderTimeout):
            sandbox.run("spin", budget=Budget(cpu=30), deadline=0.2)
    assert is_gone(child)


def test_023_the_clock_ends_what_only_waits(sandbox: Sandbox) -> None:
    child = sandbox.run("who")
    start = time.monotonic()
    with pytest.raises(DecoderTimeout, match="too long"):
        sandbox.run("sleep", 60, deadline=0.3)
    assert time.monotonic() - start < 50
    assert is_gone(child)


def test_a_crash_costs_one_job(sandbox: Sandbox) -> None:
    with pytest.raises(DecoderDied, match="unexpectedly"):
        sandbox.run("crash")
    assert sandbox.run("say", "next") == "next"


def test_files_are_bounded(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(DecoderFailed):
        sandbox.run("write", str(tmp_path / "large"), 5, budget=SMALL)
    assert (tmp_path / "large").stat().st_size <= 2 * MIB


def test_a_reason_for_people_is_passed_on(sandbox: Sandbox) -> None:
    with pytest.raises(DecoderFailed, match=r"There is nothing to see here\."):
        sandbox.run("refuse")


def test_an_unforeseen_error_is_logged_and_told_in_words(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DecoderFailed, match="could not be read"):
        sandbox.run("stumble")
    assert "something nobody thought of" in caplog.text


def test_what_libraries_print_is_no_answer(sandbox: Sandbox) -> None:
    assert sandbox.run("chatter") == "done"


def test_children_get_none_of_our_settings(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("PHOTOALBUM_SECRET_KEY", "hush")
    assert not [name for name in sandbox.run("environment") if "SECRET" in name]


def test_children_let_everybody_else_go_first(sandbox: Sandbox) -> None:
    child = sandbox.run("who")
    assert psutil.Process(child).nice() >= min(psutil.Process().nice() + 10, 19)
    assert os.sched_getscheduler(child) == os.SCHED_BATCH


def test_025_children_have_no_network(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = sandbox.run("connect", server.getsockname()[1])
    if answer == "connected":
        assert not subprocess.run(
            [sys.executable, "-c", "from photoalbum.media.seclusion import *; exit(forbid_network())"],
            check=False,
        ).returncode
        pytest.skip("this kernel has no seccomp filters")
    assert answer == "PermissionError"


def test_children_are_replaced_after_so_many_jobs(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox(jobs_per_child=3)
    children = [sandbox.run("who") for _ in range(9)]
    assert [children.count(each) for each in dict.fromkeys(children)] == [3, 3, 3]


def test_idle_children_leave(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox(idle_seconds=0.3)
    child = sandbox.run("who")
    assert is_gone(child)
    assert sandbox.run("who") != child


def test_a_pool_works_in_parallel_and_never_more_than_its_size(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox(2)
    seen: set[int] = set()

    def work() -> None:
        for _ in range(5):
            seen.add(sandbox.run("who"))
            sandbox.run("sleep", 0.01)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(seen) <= 2


def test_a_child_outlives_the_thread_that_first_used_it(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox()
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(sandbox.run("who")))
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert sandbox.run("who") == seen[0]


def test_what_a_child_started_dies_with_it(sandbox: Sandbox) -> None:
    child = sandbox.run("who")
    with pytest.raises(DecoderTimeout):
        sandbox.run("start_something", 60, deadline=1.0)
    assert is_gone(child)
    leftover = [process for process in psutil.process_iter(["pid"]) if _group(process.pid) == child]
    assert all(is_gone(process.pid) for process in leftover)


def test_closing_ends_the_jobs_that_run(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox()
    ends: list[BaseException] = []

    def work() -> None:
        try:
            sandbox.run("sleep", 60)
        except DecoderDied as end:
            ends.append(end)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.5)
    sandbox.close()
    thread.join(60)
    assert len(ends) == 1
    with pytest.raises(DecoderDied, match="being stopped"):
        sandbox.run("say", "anything")


def test_096_children_die_with_a_worker_that_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "from photoalbum.media.sandbox import Sandbox\n"
        f"Sandbox(1, tasks='misbehaving').run('note_pid_and_sleep', {str(note)!r}, 60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    paths = os.pathsep.join((str(root), str(Path(__file__).parent)))
    worker = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": paths})
    try:
        for _ in range(1200):
            if note.exists() and note.read_text():
                break
            time.sleep(0.05)
        child = int(note.read_text())
        os.kill(worker.pid, signal.SIGKILL)
        assert is_gone(child)
    finally:
        worker.kill()
        worker.wait()


def test_examine_through_the_sandbox(tmp_path: Path) -> None:
    source = tmp_path / "IMG_20240803_194210.jpg"
    source.write_bytes(encoded(scene((800, 600))))
    with Sandbox(1) as sandbox:
        plain = sandbox.run("examine", str(source), "image/jpeg", source.name, str(tmp_path))
        facts = Facts.from_plain(plain)
        late = sandbox.run("make_derivative", str(source), "image/jpeg", "thumb2x", str(tmp_path))
    assert (facts.width, facts.height, facts.kind) == (800, 600, "photo")
    assert facts.taken_at == "2024-08-03T19:42:10"
    assert facts.taken_source == "file-name"
    assert set(facts.files) == {"thumb", "middle", "large"}
    assert (late["width"], late["height"]) == (800, 600)
    for made in facts.files.values():
        assert (tmp_path / made.file_name).stat().st_size == made.bytes


@pytest.mark.slow
def test_023_the_largest_allowed_pictures_stay_within_the_budget(tmp_path: Path) -> None:
    flat = tmp_path / "flat.png"
    flat.write_bytes(bombs.flat_png(10_000, 10_000))
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (16_000, 12_500), "olive").save(photo, quality=30)
    with Sandbox(1) as sandbox:
        for source, media_type in ((photo, "image/jpeg"), (flat, "image/png")):
            start = time.monotonic()
            facts = Facts.from_plain(sandbox.run("examine", str(source), media_type, "", str(tmp_path)))
            assert facts.files["thumb"].height == 320
            assert time.monotonic() - start < 60


def test_only_the_largest_heic_gets_more_memory() -> None:
    assert budget_for("image/heic", 200_000_000).memory > budget_for("image/heic", 48_000_000).memory
    assert budget_for("image/png", 200_000_000) == budget_for("image/jpeg", 12_000_000)


def test_forbidding_the_network_twice_does_no_harm() -> None:
    code = "from photoalbum.media.seclusion import forbid_network as f; assert f() == f()"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0
