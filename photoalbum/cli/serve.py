"""`photoalbum serve`: the site and its workers under one supervisor."""

import sys

import click

from photoalbum.core import logs
from photoalbum.serving import start
from photoalbum.serving.banner import banner
from photoalbum.serving.supervisor import Supervisor, listen, prepare

NUMBER = click.IntRange(min=1)


@click.command()
@click.option("--host", help="Address to listen at. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen at. Default: 8000.")
@click.option("--lan", is_flag=True, help="Listen for the whole home network, by plain http.")
@click.option("--threads", type=NUMBER, help="Requests answered at the same time by each web process.")
@click.option("--processes", type=NUMBER, help="Web processes on the same port.")
@click.option("--workers", type=click.IntRange(min=0), help="Processes that prepare pictures.")
@click.option("--behind-proxy", is_flag=True, help="Trust the X-Forwarded headers of a proxy in front.")
def serve(
    *,
    host: str | None,
    port: int | None,
    lan: bool,
    threads: int | None,
    processes: int | None,
    workers: int | None,
    behind_proxy: bool,
) -> None:
    """Run the site and print its address. Ctrl-C stops it."""
    if lan and host:
        raise click.UsageError("--lan already says which address to listen at: leave --host out.")
    chosen = {
        "PHOTOALBUM_HOST": "0.0.0.0" if lan else host,  # noqa: S104  Asked for by name.
        "PHOTOALBUM_PORT": port,
        "PHOTOALBUM_THREADS": threads,
        "PHOTOALBUM_PROCESSES": processes,
        "PHOTOALBUM_WORKERS": workers,
        "PHOTOALBUM_BEHIND_PROXY": "yes" if behind_proxy else None,
    }
    settings = start.settings({name: str(value) for name, value in chosen.items() if value is not None})
    logs.set_up(settings.log_level)
    start.make_folders(settings)
    listening = listen(settings.host, settings.port)
    setup_code = prepare()

    def welcome() -> None:
        click.echo(banner(settings, listening, setup_code))

    sys.exit(Supervisor(settings, listening, welcome).run())
