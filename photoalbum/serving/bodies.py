"""How much one request may bring along, decided when its headers are in and its body is not.

Waitress takes in a whole body before the application is asked anything, so by itself anybody could fill the
disk. Here an ordinary request may bring ORDINARY bytes, which is room for every form of the site but one;
who may send more is asked of the application by method, path and headers. A refused body is never kept.
"""

import copy
import logging
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error, RequestEntityTooLarge

from photoalbum.serving.held import HeldBody, Places

ORDINARY = 1 << 20
# So much is taken from one sender before others have their turn.
AT_A_TIME = 1 << 20
log = logging.getLogger(__name__)


class NoRoom(Error):
    code = 507
    reason = "Insufficient Storage"


@dataclass(frozen=True)
class BodyRules:
    """`allowance(method, path, headers)` is for those who send files, `room` counts free bytes."""

    allowance: Callable[[str, str, Mapping[str, str]], int]
    room: Callable[[], int]
    places: Places = field(default_factory=Places)


class ServerSettings(Adjustments):
    """Waitress's own settings, which reach every parser, and ours beside them."""

    def __init__(self, rules: BodyRules, **values: Any) -> None:
        # Waitress refuses from this size on, we from the next byte on.
        super().__init__(max_request_body_size=ORDINARY + 1, **values)
        self.rules = rules


class BoundedParser(HTTPRequestParser):
    adj: ServerSettings

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        rules = getattr(self.adj, "rules", None)
        if rules is None or not (self.chunked or self.content_length > ORDINARY):
            return
        largest = self._allowance(rules)
        if largest <= ORDINARY:
            return
        room = max(0, rules.room())
        if room < max(self.content_length, ORDINARY):
            self.error = NoRoom("no room")
        self.adj = copy.copy(self.adj)
        self.adj.max_request_body_size = (min(largest, room) if self.chunked else largest) + 1
        if not self.chunked and self.content_length <= largest and self.error is None:
            self._hold(rules)

    def received(self, data: bytes) -> int:
        consumed = super().received(data)
        if self.error is not None:
            self.completed = True
            # A client that waits for "100 Continue" must not be asked for what was just refused.
            self.expect_continue = False
        return consumed

    def receive_into_place(self, wire: socket.socket) -> bool:
        """Take what a socket has of a held body, but for its last byte; False where the ordinary way is due.

        The last byte comes by `received`, which knows what is to be done at the end.
        """
        receiver: Any = self.body_rcv
        if self.completed or receiver is None or not isinstance(receiver.getbuf(), HeldBody):
            return False
        most = min(receiver.remain - 1, AT_A_TIME)
        if most < 1:
            return False
        came: int = receiver.getbuf().fill(wire, most)
        receiver.remain -= came
        self.body_bytes_received += came
        return came > 0

    @property
    def is_refused_body(self) -> bool:
        return isinstance(self.error, RequestEntityTooLarge | NoRoom)

    def _hold(self, rules: BodyRules) -> None:
        held = rules.places.lend(self.content_length)
        if held is not None and self.body_rcv is not None:
            # Waitress only asks for what both buffers have: append, length, getfile and close.
            self.body_rcv.buf = held  # type: ignore[assignment]

    def _allowance(self, rules: BodyRules) -> int:
        try:
            return rules.allowance(str(self.command), str(getattr(self, "path", "")), self.headers)
        except Exception:
            log.exception("Whether a large body may be sent could not be found out")
            return 0
