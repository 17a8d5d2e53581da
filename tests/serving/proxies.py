"""The proxies of `deploy/`, run for real: the shipped files, on other ports and without https."""

import http.client
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from .commands import ROOT, eventually

# How long a proxy waits for headers here, instead of the ten seconds that are shipped.
HEADER_SECONDS = 3


@dataclass
class Proxy:
    port: int
    cookie: str = ""

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": "localhost", "Cookie": self.cookie, **sent})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz").status == 200
        except OSError:
            return False


@contextmanager
def nginx(folder: Path, upstream: str, media: Path) -> Iterator[Proxy]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    port = free_port()
    site = (ROOT / "deploy/nginx.conf").read_text().partition("\n}\n\n")[2]
    site = re.sub(r"\n *listen \[::\].*|\n *ssl_certificate.*", "", site)
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    site = site.replace("server_name photos.example.org;", "server_name localhost;")
    site = site.replace("127.0.0.1:8000", upstream).replace("/var/lib/photoalbum/media/", f"{media}/")
    site = site.replace("client_header_timeout 10s", f"client_header_timeout {HEADER_SECONDS}s")
    assert all(part in site for part in (upstream, f"{media}/", f"timeout {HEADER_SECONDS}s"))
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"user root; daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/errors.log;"
        f"events {{ worker_connections 2048; }} http {{ access_log off; {places}\n{site}}}\n"
    )
    command = [program, "-p", str(folder), "-e", f"{folder}/errors.log", "-c", str(configuration)]
    with _running(command, port) as proxy:
        yield proxy


@contextmanager
def caddy(folder: Path, upstream: str, media: Path) -> Iterator[Proxy]:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("caddy is not installed")
    port = free_port()
    site = (ROOT / "deploy/Caddyfile").read_text()
    site = site.replace("\tservers {", "\tadmin off\n\tauto_https off\n\tservers {", 1)
    site = site.replace("photos.example.org {", f"http://:{port} {{").replace("127.0.0.1:8000", upstream)
    site = site.replace("read_header 10s", f"read_header {HEADER_SECONDS}s")
    assert all(part in site for part in (upstream, f":{port} ", f"read_header {HEADER_SECONDS}s"))
    configuration = folder / "Caddyfile"
    configuration.write_text(site)
    command = [program, "run", "--config", str(configuration), "--adapter", "caddyfile"]
    with _running(command, port, HOME=str(folder), XDG_DATA_HOME=str(folder)) as proxy:
        yield proxy


@contextmanager
def _running(command: list[str], port: int, **environment: str) -> Iterator[Proxy]:
    process = subprocess.Popen(
        command,
        env={"PATH": "/usr/bin:/bin", **environment},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    proxy = Proxy(port)
    try:
        eventually(lambda: process.poll() is not None or proxy.answers())
        assert process.poll() is None
        yield proxy
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
