"""Waitress, set up for a family: many slow phones, big uploads, one small machine."""

import socket
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from photoalbum.serving.bodies import BodyRules, ServerSettings
from photoalbum.serving.channel import AlbumChannel
from photoalbum.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECTIONS = 500


class AlbumServer(TcpWSGIServer):
    channel_class = AlbumChannel
    header_seconds = 20.0
    drain_seconds = 28.0

    def __init__(
        self, application: "WSGIApplication", listening: socket.socket, settings: Settings, rules: BodyRules
    ) -> None:
        self.connections: dict[int, Any] = {}
        self._asked_to_stop = False
        self._places = rules.places
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(settings.threads)
        super().__init__(
            application,
            map=self.connections,
            _sock=listening,
            dispatcher=dispatcher,
            adj=ServerSettings(rules, sockets=[listening], **adjustments(settings)),
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )

    def maintenance(self, now: float) -> None:
        super().maintenance(now)  # type: ignore[arg-type]  # The stub says int, waitress hands over time.time().
        self._places.rest()
        for channel in self._channels():
            if channel.is_overdue(now, self.header_seconds):
                channel.will_close = True

    def stop(self) -> None:
        """Take no new connection and come to an end. To be called from a signal handler."""
        self._asked_to_stop = True
        self.pull_trigger()

    def run(self) -> None:
        while not self._asked_to_stop:
            self._turn(1.0)
        self._drain()

    def _drain(self) -> None:
        """Finish what was begun. A thread that hangs does not hold up the stop for ever."""
        wasyncore.dispatcher.close(self)
        deadline = time.monotonic() + self.drain_seconds
        while time.monotonic() < deadline:
            now = time.time()
            channels = tuple(self._channels())
            if not channels:
                break
            for channel in channels:
                if channel.is_idle(now):
                    channel.will_close = True
            self._turn(0.1)
        self.task_dispatcher.shutdown(timeout=1)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self.connections, count=1)

    def _channels(self) -> Iterable[AlbumChannel]:
        return [each for each in self.connections.values() if isinstance(each, AlbumChannel)]


def adjustments(settings: Settings) -> dict[str, Any]:
    """Waitress's own settings. Its defaults serve 100 connections and name the server and its version."""
    chosen: dict[str, Any] = {
        "threads": settings.threads,
        "connection_limit": CONNECTIONS,
        "asyncore_use_poll": True,
        "recv_bytes": 262_144,
        "max_request_header_size": 65_536,
        "cleanup_interval": 2,
        "channel_timeout": 120,
        "ident": "",
        "expose_tracebacks": False,
        "log_socket_errors": False,
        "server_name": "nameless.invalid",
        "clear_untrusted_proxy_headers": True,
    }
    if settings.behind_proxy:
        chosen |= {
            "trusted_proxy": settings.trusted_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        }
    return chosen
