"""ACCEPTANCE D11 and 94: what may come in is decided when the headers are there and the body is not."""

import json
import socket
import threading

import pytest

from photoalbum.serving.bodies import ORDINARY

from .servers import read_all, running

GIB = 1 << 30


def head(method: str = "POST", path: str = "/albums/", *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


def test_an_ordinary_body_arrives(tmp_path):
    with running(tmp_path) as site:
        assert site.request("POST", "/albums/", bytes(ORDINARY)).body == str(ORDINARY).encode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "GET"])
def test_one_byte_more_is_refused_before_it_is_sent(tmp_path, method):
    with running(tmp_path) as site:
        answer = site.send(head(method, "/albums/", f"Content-Length: {ORDINARY + 1}"))
        assert site.application.asked == []
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"Connection: close" in answer
    assert b"<h1>That is too much at once</h1>" in answer
    assert b"X-Content-Type-Options: nosniff" in answer


def test_a_client_that_waits_for_a_word_is_not_asked_to_go_on(tmp_path):
    with running(tmp_path) as site:
        answer = site.send(head("POST", "/", "Expect: 100-continue", f"Content-Length: {GIB}"))
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_client_that_may_go_on_is_told_so(tmp_path):
    with running(tmp_path) as site, site.connect() as wire:
        wire.sendall(head("POST", "/", "Expect: 100-continue", "Content-Length: 5", "Connection: close"))
        assert wire.recv(1000).startswith(b"HTTP/1.1 100 ")
        wire.sendall(b"12345")
        assert read_all(wire).endswith(b"5")


def test_a_body_of_unknown_length_is_cut_off_at_the_same_bound(tmp_path):
    with running(tmp_path) as site:
        most = chunk(bytes(ORDINARY - 100))
        fits = site.send(
            head("POST", "/a", "Transfer-Encoding: chunked", "Connection: close"), most, b"0\r\n\r\n"
        )
        over = site.send(head("POST", "/b", "Transfer-Encoding: chunked"), most, chunk(bytes(200)))
        assert site.application.asked == ["/a"]
    assert fits.endswith(str(ORDINARY - 100).encode())
    assert over.startswith(b"HTTP/1.1 413 ")


def only_the_form(path: str, cookies: str) -> bool:
    return path == "/uploads/new" and "photoalbum=good" in cookies


@pytest.mark.parametrize("length", ["fixed", "chunked"])
@pytest.mark.parametrize(
    ("path", "cookie", "status"),
    [
        ("/uploads/new?album=summer", "photoalbum=good", b"200"),
        ("/uploads/new", "photoalbum=bad", b"413"),
        ("/uploads/new", "", b"413"),
        ("/albums/", "photoalbum=good", b"413"),
    ],
)
def test_only_the_upload_form_of_somebody_signed_in_may_bring_more(tmp_path, length, path, cookie, status):
    size = 3 << 20
    with running(tmp_path, may_send_large=only_the_form) as site:
        if length == "fixed":
            lines, body = [f"Content-Length: {size}"], [bytes(size)]
        else:
            lines, body = ["Transfer-Encoding: chunked"], [*[chunk(bytes(1 << 20))] * 3, b"0\r\n\r\n"]
        answer = site.send(head("POST", path, *lines, f"Cookie: {cookie}", "Connection: close"), *body)
    assert answer.split()[1] == status
    if status == b"200":
        assert answer.endswith(str(size).encode())


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_the_form_is_posted(tmp_path, method):
    with running(tmp_path, may_send_large=lambda path, cookies: True) as site:
        answer = site.send(head(method, "/uploads/new", f"Content-Length: {GIB}"))
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_even_the_form_has_its_bound(tmp_path):
    with running(tmp_path, may_send_large=lambda path, cookies: True, largest=2 << 20) as site:
        fixed = site.send(head("POST", "/uploads/new", f"Content-Length: {(2 << 20) + 1}"))
        chunked = site.send(
            head("POST", "/uploads/new", "Transfer-Encoding: chunked"), *[chunk(bytes(1 << 20))] * 3
        )
        assert site.application.asked == []
    assert fixed.startswith(b"HTTP/1.1 413 ")
    assert chunked.startswith(b"HTTP/1.1 413 ")


def test_what_the_disk_cannot_hold_is_not_begun(tmp_path):
    with running(tmp_path, may_send_large=lambda path, cookies: True, room=4 << 20) as site:
        answer = site.send(head("POST", "/uploads/new", f"Content-Length: {5 << 20}"))
        assert site.application.asked == []
    assert answer.startswith(b"HTTP/1.1 507 ")
    assert b"The disk is full" in answer


def test_programs_that_send_in_pieces_are_told_as_programs(tmp_path):
    lines = [f"Content-Length: {5 << 20}", "Tus-Resumable: 1.0.0"]
    with running(tmp_path, may_send_large=lambda path, cookies: True, room=4 << 20) as site:
        full = site.send(head("PATCH", "/uploads/x", *lines))
    with running(tmp_path) as site:
        large = site.send(head("PATCH", "/uploads/x", *lines))
    assert full.startswith(b"HTTP/1.1 507 ")
    assert b"\r\nRetry-After: 60\r\n" in full
    for answer, status in ((full, 507), (large, 413)):
        top, _, body = answer.partition(b"\r\n\r\n")
        assert b"application/problem+json" in top
        assert json.loads(body)["status"] == status


def test_an_error_in_the_question_refuses(tmp_path):
    def broken(path: str, cookies: str) -> bool:
        raise RuntimeError

    with running(tmp_path, may_send_large=broken) as site:
        answer = site.send(head("POST", "/uploads/new", f"Content-Length: {GIB}"))
        assert site.request("GET", "/").status == 200
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_the_reason_reaches_a_client_that_sends_on(tmp_path):
    with running(tmp_path) as site, site.connect() as wire:
        wire.sendall(head("POST", "/uploads/new", f"Content-Length: {16 << 20}"))
        for _ in range(16):
            wire.sendall(bytes(1 << 20))
        assert read_all(wire).startswith(b"HTTP/1.1 413 ")


def test_a_request_inside_a_refused_body_is_not_heard(tmp_path):
    with running(tmp_path) as site:
        inner = head("GET", "/admin/")
        answer = site.send(head("POST", "/", f"Content-Length: {GIB}") + inner * 3, inner)
        assert site.application.asked == []
    assert answer.count(b"HTTP/1.1") == 1


def test_twenty_anonymous_gibibytes_leave_nothing_on_the_disk(tmp_path, spool):
    """They declare a gibibyte each and send as fast as they are let."""
    sent: list[int] = []
    most = 0

    def flood(port: int, line: str) -> None:
        total = 0
        with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
            try:
                wire.sendall(head("POST", "/uploads/new", line))
                while total < GIB:
                    wire.sendall(chunk(bytes(1 << 20)) if "chunked" in line else bytes(1 << 20))
                    total += 1 << 20
            except OSError:
                pass
        sent.append(total)

    with running(tmp_path, may_send_large=only_the_form) as site:
        lines = [f"Content-Length: {GIB}", "Transfer-Encoding: chunked"] * 10
        clients = [threading.Thread(target=flood, args=(site.port, line)) for line in lines]
        for client in clients:
            client.start()
        while any(client.is_alive() for client in clients):
            most = max(most, sum(file.stat().st_size for file in spool.iterdir()))
            assert site.request("GET", "/").status == 200
    assert len(sent) == 20
    assert max(sent) < GIB // 4
    assert most <= 20 * ORDINARY
    assert site.application.asked == ["/"] * len(site.application.asked)
