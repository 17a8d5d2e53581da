"""How often one may try. Counted by Flask-Limiter's storage: memory, or what RATELIMIT_STORAGE_URI names.

Counters in memory are those of one process and are empty after a restart.
"""

import math
import time
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import Flask, Response, g, request
from flask_babel import gettext as _
from flask_limiter import Limiter
from limits import RateLimitItem, parse

from photoalbum.core.errors import TooMany
from photoalbum.core.tokens import digest


def network() -> str:
    """Who asks, as far as the connection tells. What a client writes into its headers is not asked.

    A household has one IPv4 address, or 2^64 IPv6 addresses that are all its own.
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or "unknown"
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or IPv6Network((address.packed[:8] + bytes(8), 64)))
    return str(address)


class Counters(Limiter):
    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        """Nothing is counted by itself: that cost every thumbnail a seventh of its time for nothing."""


limiter = Counters(key_func=network, strategy="moving-window")


@dataclass(frozen=True)
class Allowance:
    """So many tries in so much time, counted apart for each set of keys.

    `demand` before the act and `count` after a failed one: then only failures use it up, and a right
    password is refused as well while it is used up.
    """

    name: str
    rate: str

    def demand(self, *keys: str) -> None:
        """Raise TooMany when these keys have had all their tries."""
        if not limiter.enabled or limiter.limiter.test(self._item, *self._parts(keys)):
            return
        reset_at = limiter.limiter.get_window_stats(self._item, *self._parts(keys)).reset_time
        g.retry_after = max(1, math.ceil(reset_at - time.time()))
        raise TooMany(_("That was too often. Please wait a while before you try again."))

    def count(self, *keys: str) -> None:
        """Use up one try."""
        if limiter.enabled:
            limiter.limiter.hit(self._item, *self._parts(keys))

    def left(self, *keys: str) -> tuple[int, int, int]:
        """How many tries there are in how many seconds, and how many of them are left."""
        item = self._item
        left = limiter.limiter.get_window_stats(item, *self._parts(keys)).remaining
        return item.amount, item.get_expiry(), left

    @property
    def _item(self) -> RateLimitItem:
        return parse(self.rate)

    def _parts(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        # Digests, so that no e-mail address lies in the counters and a long one costs no memory.
        return (self.name, *(digest(key)[:32] for key in keys))


COMMENTS = Allowance("comments", "30 per 10 minutes")
_LINKS = Allowance("links", "60 per hour")
_SEARCHES_OF_MEMBERS = Allowance("search", "120 per minute")
_SEARCHES_OF_STRANGERS = Allowance("search of strangers", "30 per minute")


def count_search(member_uid: str | None) -> None:
    """Searching costs much, so it has a bound of its own."""
    allowance = _SEARCHES_OF_MEMBERS if member_uid else _SEARCHES_OF_STRANGERS
    allowance.demand(member_uid or network())
    allowance.count(member_uid or network())


def count_link(member_uid: str) -> None:
    """Links cannot be made without end."""
    _LINKS.demand(member_uid)
    _LINKS.count(member_uid)


def init_app(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
    limiter.init_app(app)
    app.after_request(_say_when_to_retry)


def _say_when_to_retry(response: Response) -> Response:
    if response.status_code == 429 and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(g.get("retry_after") or 60)
    return response
