"""Many who guess passwords at once: the others are served meanwhile, and memory stays bounded."""

import http.client
import re
import threading
from urllib.parse import urlencode

import pytest

from ..serving.commands import Site, served
from .conftest import House

GUESSERS, GUESSES = 12, 10
MOST_MEMORY = 200 << 20

pytestmark = pytest.mark.crash


def ask(
    site: Site, method: str, path: str, body: str = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    wire = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=60)
    try:
        known = {"Host": "localhost", **{name.replace("_", "-"): value for name, value in headers.items()}}
        wire.request(method, path, body or None, known)
        answer = wire.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        wire.close()


def guess(site: Site, number: int, statuses: list[int]) -> None:
    """Each try from a network of its own, as a botnet does, so that none is refused before it is hashed."""
    _status, headers, page = ask(site, "GET", "/login")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    cookie = headers["Set-Cookie"].partition(";")[0]
    for turn in range(GUESSES):
        form = {
            "csrf_token": token[1],
            "email": f"u{number}-{turn}@example.org",
            "password": "seven swans up",
        }
        status, _headers, _page = ask(
            site,
            "POST",
            "/login",
            urlencode(form),
            Cookie=cookie,
            Content_Type="application/x-www-form-urlencoded",
            X_Forwarded_For=f"203.0.{number}.{turn}",
        )
        statuses.append(status)


def test_060_pages_are_answered_while_many_guess(house: House) -> None:
    more = {"PHOTOALBUM_SECURE_COOKIES": "no", "PHOTOALBUM_ALLOWED_HOSTS": "localhost"}
    with served(house.folder, "--behind-proxy", "--workers", "0", **more) as site:
        (web,) = site.children("web")
        assert ask(site, "GET", "/photos/", Cookie=house.cookie)[0] == 200
        before, statuses, pages = web.memory_info().rss, [], []
        guessers = [
            threading.Thread(target=guess, args=(site, number, statuses)) for number in range(GUESSERS)
        ]
        for each in guessers:
            each.start()
        most = before
        while any(each.is_alive() for each in guessers):
            pages.append(ask(site, "GET", "/photos/", Cookie=house.cookie)[0])
            most = max(most, web.memory_info().rss)
        for each in guessers:
            each.join(60)
    assert statuses == [422] * GUESSERS * GUESSES
    assert set(pages) == {200}
    assert len(pages) > 3, "nobody waits until the flood is over"
    assert most - before < MOST_MEMORY
