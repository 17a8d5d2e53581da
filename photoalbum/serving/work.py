"""A worker process: prepares pictures until SIGTERM, then hands back what it had begun."""

from photoalbum.core import logs
from photoalbum.serving import process, site, start
from photoalbum.worker import Worker


def main(parent: str) -> None:
    process.die_with(int(parent))
    work()


def work(threads: int | None = None) -> None:
    settings = start.settings()
    logs.set_up(settings.log_level)
    app = site.for_workers(settings)
    Worker(app, threads or settings.decoders).run()


if __name__ == "__main__":
    start.run(main)
