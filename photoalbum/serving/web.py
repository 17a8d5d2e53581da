"""A web process: waitress on the socket that the supervisor bound, until SIGTERM."""

import os
import shutil
import signal
import socket
from functools import partial

from photoalbum.core import logs
from photoalbum.serving import process, site, start
from photoalbum.serving.bodies import BodyRules
from photoalbum.serving.server import AlbumServer
from photoalbum.settings import Settings
from photoalbum.web.body_limits import allowance


def main(parent: str, listening: str, ready: str) -> None:
    process.die_with(int(parent))
    process.allow_many_files()
    settings = start.settings()
    logs.set_up(settings.log_level)
    app = site.application(settings)
    rules = BodyRules(allowance(app), partial(room, settings))
    server = AlbumServer(app, socket.socket(fileno=int(listening)), settings, rules)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.stop())
    process.settle_heap()
    os.write(int(ready), b"1")
    server.run()


def room(settings: Settings) -> int:
    """How many bytes the disk of the media takes before it comes down to the reserve."""
    return shutil.disk_usage(settings.media_root).free - settings.free_disk_reserve_bytes


if __name__ == "__main__":
    start.run(main)
