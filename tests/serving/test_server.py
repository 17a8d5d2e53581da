"""Connections that misbehave, proxies, and how the server comes to an end."""

import logging
import re
import socket
import threading
import time

import pytest

from photoalbum.serving.server import AlbumServer

from .servers import read_all, running


class Impatient(AlbumServer):
    header_seconds = 1.0
    drain_seconds = 4.0


def test_nothing_says_which_server_this_is(tmp_path):
    with running(tmp_path) as site:
        good = site.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        bad = site.send(b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n")
    assert b" 400 " in bad.splitlines()[0]
    for answer in (good, bad):
        assert b"waitress" not in answer.lower()
        assert not re.search(rb"(?im)^server:", answer)


def test_huge_headers_are_refused(tmp_path):
    with running(tmp_path) as site:
        answer = site.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Pad: " + b"a" * 70_000 + b"\r\n\r\n")
    assert b" 431 " in answer.splitlines()[0]


def test_a_client_that_drips_its_headers_is_let_go(tmp_path):
    with running(tmp_path, kind=Impatient) as site, site.connect() as wire:
        until, let_go = time.monotonic() + 60, False
        while not let_go and time.monotonic() < until:
            try:
                wire.sendall(b"G")
                time.sleep(0.2)
            except OSError:
                let_go = True
        assert let_go


def test_a_hundred_and_fifty_half_open_requests_do_not_stop_the_site(tmp_path):
    with running(tmp_path) as site:
        wires = [site.connect() for _ in range(150)]
        for wire in wires:
            wire.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert site.request("GET", "/").status == 200
        for wire in wires:
            wire.close()


def test_clients_that_never_read_a_file_hold_no_thread(tmp_path):
    with running(tmp_path, kind=Impatient) as site:
        wires = [socket.socket() for _ in range(12)]
        for wire in wires:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.connect(("127.0.0.1", site.port))
            wire.sendall(b"GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")
        began = time.monotonic()
        assert site.request("GET", "/").status == 200
        assert time.monotonic() < began + 5
        for wire in wires:
            wire.close()


@pytest.mark.parametrize(
    ("settings", "address", "scheme", "host"),
    [
        ({}, "127.0.0.1", "http", "localhost"),
        ({"behind_proxy": True}, "203.0.113.9", "https", "photos.example.org"),
        ({"behind_proxy": True, "trusted_proxy": "192.0.2.7"}, "127.0.0.1", "http", "localhost"),
    ],
)
def test_only_a_configured_proxy_says_who_asks(tmp_path, settings, address, scheme, host):
    """ACCEPTANCE 59 and D10."""
    with running(tmp_path, **settings) as site:
        forwarded = {
            "X_Forwarded_For": "203.0.113.9",
            "X_Forwarded_Proto": "https",
            "X_Forwarded_Host": "photos.example.org",
        }
        site.request("GET", "/", Host="localhost", **forwarded)
        seen = site.application.environs[0]
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == (address, scheme, host)


def test_what_a_client_adds_before_the_proxy_does_not_count(tmp_path):
    with running(tmp_path, behind_proxy=True) as site:
        site.request("GET", "/", X_Forwarded_For="198.51.100.1, 203.0.113.9")
        assert site.application.environs[0]["REMOTE_ADDR"] == "203.0.113.9"


def test_each_request_is_one_line_without_secrets(tmp_path, caplog):
    caplog.set_level(logging.INFO, "photoalbum.requests")
    with running(tmp_path) as site:
        site.request("GET", "/albums/summer?q=grandma", Cookie="photoalbum=verysecret")
        site.send(b"GET /\x1b[31mred HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        site.send(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\n")
        site.request("HEAD", "/file")
    lines = [record.getMessage() for record in caplog.records if record.name == "photoalbum.requests"]
    assert re.fullmatch(r"GET /albums/summer 200 1 \d+ms cafe", lines[0])
    assert lines[1].startswith("GET /\\x1b[31mred 200 ")
    assert re.fullmatch(r"POST / 413 \d+ \d+ms", lines[2])
    assert re.fullmatch(r"HEAD /file 200 0 \d+ms", lines[3])
    assert "secret" not in "".join(lines)


def test_a_running_request_is_finished_and_a_new_one_refused(tmp_path):
    """ACCEPTANCE 98."""
    answers: list[bytes] = []
    with running(tmp_path, kind=Impatient) as site:
        ask = b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
        asking = threading.Thread(target=lambda: answers.append(site.send(ask)))
        idle = site.connect()
        asking.start()
        while "/slow" not in site.application.asked:
            time.sleep(0.01)
        site.server.stop()
        assert read_all(idle) == b""
        with pytest.raises(ConnectionRefusedError):
            site.connect()
        asking.join(60)
        site.thread.join(60)
        assert not site.thread.is_alive()
    assert answers[0].endswith(b"\r\n\r\n0")


def test_a_request_that_never_comes_to_an_end_does_not_hold_up_the_stop(tmp_path):
    with running(tmp_path, kind=Impatient) as site, site.connect() as wire:
        wire.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        time.sleep(0.3)
        site.server.stop()
        site.thread.join(60)
        assert not site.thread.is_alive()
