"""`photoalbum worker`: workers alone, on the same machine or on another one that shares the data."""

import click

from photoalbum.serving.work import work


@click.command()
@click.option("--threads", type=click.IntRange(min=1), help="Pictures prepared at the same time.")
def worker(threads: int | None) -> None:
    """Prepare pictures until SIGTERM or Ctrl-C."""
    work(threads)
