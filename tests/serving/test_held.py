"""Bodies in memory: bytes as they were sent, few places, each free again whatever happens to its sender."""

import gc
import socket
import time

import pytest

from photoalbum.serving import held
from photoalbum.serving.held import HeldBody, Places

from .servers import running
from .test_bodies import head

MIB = 1 << 20


def test_a_body_is_read_as_it_came():
    body = Places(1, 100).lend(11)
    for piece in (b"one ", b"two ", b"six"):
        body.append(piece)
    assert (len(body), bytes(body.getbuffer())) == (11, b"one two six")
    assert (body.getfile().read(5), body.read(), body.read()) == (b"one t", b"wo six", b"")


def test_one_place_serves_one_body_after_the_other_and_shows_nothing_of_the_last():
    places = Places(1, 100)
    first = places.lend(100)
    first.append(b"secret of mum's side")
    assert places.lend(1) is None
    first.close()
    second = places.lend(3)
    second.append(b"dad")
    assert second.read() == b"dad"
    with pytest.raises(ValueError, match="closed"):
        first.read()
    with pytest.raises(ValueError, match="closed"):
        first.getbuffer()


def test_closing_twice_gives_back_once():
    places = Places(1, 100)
    body = places.lend(1)
    body.close()
    body.close()
    only = places.lend(1)
    assert (only is not None, places.lend(1)) == (True, None)


def test_what_nobody_closes_is_free_when_nobody_has_it():
    places = Places(1, 100)
    body = places.lend(1)
    del body
    gc.collect()
    assert places.lend(1) is not None


def test_what_is_too_large_has_no_place():
    assert Places(1, 100).lend(101) is None


def test_memory_that_rests_is_given_back_and_made_anew(monkeypatch):
    places = Places(2, 100)
    for body in (places.lend(1), places.lend(1)):
        body.close()
    places.rest()
    assert len(places._free) == 2
    monkeypatch.setattr(held, "REST_SECONDS", -1.0)
    places.rest()
    assert places._free == []
    anew = [places.lend(1) for _again in range(3)]
    assert [type(body) for body in anew] == [HeldBody, HeldBody, type(None)]


def test_no_piece_goes_through_a_temporary_file_until_all_places_are_taken(tmp_path, spool):
    """Four slow senders hold the places; the fifth comes by a file; one that is gone frees its own."""
    with running(tmp_path, may_send_large=lambda path, cookies: True) as site:
        slow = [_half_sent(site.port) for _sender in range(held.PLACES)]
        _until(lambda: len(site.application.asked) == 0 and _held(site) == held.PLACES)
        assert list(spool.iterdir()) == []
        assert site.request("POST", "/late", bytes(4 * MIB)).body == str(4 * MIB).encode()
        assert "getbuffer" not in dir(site.application.environs[-1]["wsgi.input"])

        slow.pop().close()
        _until(lambda: _held(site) == held.PLACES - 1)
        assert site.request("POST", "/in-time", bytes(4 * MIB)).body == str(4 * MIB).encode()
        assert isinstance(site.application.environs[-1]["wsgi.input"], HeldBody)

        for each in slow:
            each.sendall(bytes(2 * MIB))
            assert each.recv(100).startswith(b"HTTP/1.1 200 ")
            each.close()


def _half_sent(port: int) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port), timeout=20)
    wire.sendall(head("POST", "/slow-phone", f"Content-Length: {4 * MIB}") + bytes(2 * MIB))
    return wire


def _held(site) -> int:
    bodies = [getattr(each.request, "body_rcv", None) for each in site.server._channels() if each.request]
    return sum(isinstance(body.buf, HeldBody) for body in bodies if body and len(body.buf) == 2 * MIB)


def _until(is_so) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
