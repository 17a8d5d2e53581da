"""`photoalbum serve` for real: what it prints, what it survives, how it ends."""

import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from photoalbum.core.tokens import seal

from .commands import ROOT, command, eventually, served

TOKEN = seal("a key", "share", "7HqKz3vWmN2p", 1)


def test_the_supervisor_stays_small():
    """It runs for as long as the site does and answers no request: no heavy library belongs in it."""
    code = (
        "import sys, photoalbum.cli.serve;"
        "print(sorted({'flask', 'sqlalchemy', 'PIL', 'waitress'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["application", "for_workers"])
def test_what_rests_has_not_loaded_what_only_some_requests_need(tmp_path, kind):
    """Pillow is for processes that decode; the rest is for few sites, or few pages of one."""
    code = (
        "import sys, pathlib; from photoalbum.settings import Settings;"
        "from photoalbum.serving import site, web, work;"
        f"site.{kind}(Settings(instance=pathlib.Path({str(tmp_path)!r}), secret_key='x' * 64));"
        "needless = {'PIL', 'av', 'numpy', 'segno', 'webauthn', 'alembic', 'sqlalchemy.dialects.postgresql'};"
        "print(sorted(needless & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_first_start_and_all_that_may_happen_to_it(tmp_path):
    with served(tmp_path) as site:
        printed = "".join(site.printed)
        code = (tmp_path / "instance/setup-code").read_text().strip()
        assert f"Setup code  {code} " in printed
        assert "plain http" not in printed
        assert site.get("/healthz") == 200
        assert site.get("/setup") == 200
        eventually(lambda: site.get("/readyz") == 200)

        # The whole site, idle: the budget of DESIGN section 9.
        everybody = [
            psutil.Process(site.process.pid),
            *psutil.Process(site.process.pid).children(recursive=True),
        ]
        assert sum(each.memory_full_info().pss for each in everybody) < 150 << 20

        # A killed worker has a successor, and nobody who looks at the site notices.
        (worker,) = site.children("work")
        worker.kill()
        eventually(lambda: [each.pid for each in site.children("work")] not in ([], [worker.pid]))
        assert site.get("/healthz") == 200

        # A killed web process has one too; whoever comes meanwhile only waits.
        (web,) = site.children("web")
        web.kill()
        assert site.get("/healthz") == 200
        assert site.children("web")[0].pid != web.pid

        # What is on its way is kept beside the media (ACCEPTANCE 77).
        temporary = {child.environ()["TMPDIR"] for child in psutil.Process(site.process.pid).children()}
        assert temporary == {str(tmp_path / "instance/media/tmp")}

        # Each web process may have many connections (ACCEPTANCE D13).
        soft, hard = site.children("web")[0].rlimit(psutil.RLIMIT_NOFILE)
        assert soft >= min(4096, hard)

        # What would let a reader of the log in is not in it (ACCEPTANCE 89).
        for path in ("/s/", "/join/", "/password/", "/login?next="):
            site.get(f"{path}{TOKEN}")

        everybody = psutil.Process(site.process.pid).children(recursive=True)
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(40) == 0
        assert not [each for each in everybody if each.is_running()]

        log = "".join(site.logged)
        assert "GET /s/*** " in log
        assert TOKEN not in log


def test_children_do_not_outlive_a_killed_supervisor(tmp_path):
    with served(tmp_path, "--processes", "2") as site:
        assert len(site.children("web")) == 2
        everybody = psutil.Process(site.process.pid).children(recursive=True)
        site.process.kill()
        site.process.wait()
        gone, left = psutil.wait_procs(everybody, timeout=40)
    assert len(gone) >= 3
    assert not left


def test_ctrl_c_reaches_the_supervisor_alone(tmp_path):
    """A terminal sends SIGINT to a whole process group; the others are to be stopped in order."""
    with served(tmp_path, "--workers", "0") as site:
        assert site.children("work") == []
        assert os.getpgid(site.children("web")[0].pid) != os.getpgid(site.process.pid)
        site.process.send_signal(signal.SIGINT)
        assert site.process.wait(40) == 0


def test_the_home_network_is_chosen_by_name_and_said_what_it_costs(tmp_path):
    """DESIGN ruling 6."""
    with served(tmp_path, "--lan", "--workers", "0") as site:
        printed = "".join(site.printed)
        (web,) = site.children("web")
        addresses = {each.laddr.ip for each in web.net_connections() if each.status == "LISTEN"}
    assert addresses == {"0.0.0.0"}
    assert "It is plain http" in printed


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = command(tmp_path, "serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be had: it is in use")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PHOTOALBUM_THREADS", "many", "PHOTOALBUM_THREADS is 'many' (environment): write a whole number"),
        ("SECRET_KEY", "short", "SECRET_KEY (environment) is too short to be safe"),
        ("PHOTOALBUM_MEDIA_ROOT", "/proc/nowhere", "/proc/nowhere"),
        ("PHOTOALBUM_DATABASE_URL", "sqlite:////proc/none.sqlite3", "The database cannot be used"),
    ],
)
def test_what_cannot_work_stops_the_start_with_one_sentence(tmp_path, setting, value, sentence):
    done = command(tmp_path, "serve", "--port", "0", **{setting: value})
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_lan_and_host_are_one_too_many(tmp_path):
    done = command(tmp_path, "serve", "--lan", "--host", "127.0.0.1")
    assert done.returncode == 2
    assert "leave --host out" in done.stderr
