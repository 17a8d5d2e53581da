"""`photoalbum verify`: proves that every photo is still there, byte for byte."""

import re
import sys
from pathlib import Path

import click
from flask.cli import ScriptInfo

from photoalbum.cli.owners import owner_or_keeper
from photoalbum.cli.verify_backup import verify_backup
from photoalbum.serving import verify as serving
from photoalbum.serving.verify import AlreadyRunning, Result, Wish

STOPPED_BY_HAND = 130
_TIME = re.compile(r"(\d{1,6}) ?(s|m|h)")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def _size(_ctx: click.Context, _option: click.Parameter, raw: str | None) -> int:
    try:
        return serving.size(raw) if raw else 0
    except ValueError as hint:
        raise click.BadParameter(f"{hint}.") from None


def _seconds(_ctx: click.Context, _option: click.Parameter, raw: str | None) -> float | None:
    if raw is None:
        return None
    found = _TIME.fullmatch(raw.strip().lower())
    if found is None:
        raise click.BadParameter("write a time like 90s, 30m or 2h.")
    return float(found[1]) * _SECONDS[found[2]]


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--quick", is_flag=True, help="Look at names and sizes, without reading the files.")
@click.option(
    "--again", is_flag=True, help="Begin anew instead of going on where the last run was interrupted."
)
@click.option("--rate", callback=_size, metavar="SIZE", help="Read at most so much a second, like 20MB.")
@click.option(
    "--time", "seconds", callback=_seconds, metavar="TIME", help="Stop after a time like 30m or 2h."
)
@click.option("--repair", is_flag=True, help="Mend what can be mended. No original is ever deleted.")
@click.option("--owner", metavar="EMAIL", help="Whose photos become of files that no photo belongs to.")
@click.pass_context
def verify(
    ctx: click.Context,
    *,
    folder: Path | None,
    quick: bool,
    again: bool,
    rate: int,
    seconds: float | None,
    repair: bool,
    owner: str | None,
) -> None:
    """Compare every original with the SHA-256 it had when it came, and rows with files.

    The site may go on running. Exit status 0: all is well as far as was looked; 1: something is not, and each
    line of the report says what. Interrupted or out of time, the next run goes on where this one was.

    With the FOLDER of a backup, that one is compared with its list instead; no site is needed for it.
    """
    if folder is not None:
        if again or seconds is not None or repair or owner:
            raise click.UsageError("With a backup only --quick and --rate mean something.")
        verify_backup(folder, quick=quick, rate=rate)
        return
    site = ctx.find_object(ScriptInfo)
    assert site is not None
    app = site.load_app()
    owner_id = owner_or_keeper(app, owner) if repair else None
    try:
        with click.progressbar(length=serving.how_many(app), label="Originals", file=sys.stderr) as bar:
            wish = Wish(quick=quick, anew=again, bytes_per_second=rate, seconds=seconds, step=bar.update)
            result = serving.run(app, wish)
    except AlreadyRunning:
        raise click.ClickException("Another verification is running. Its findings will be kept.") from None
    except KeyboardInterrupt:
        click.echo("\nStopped. What was read need not be read again: start it again to go on.", err=True)
        sys.exit(STOPPED_BY_HAND)
    _report(result)
    if repair and result.faults:
        mended = serving.repair(app, result, owner_id)
        click.echo(f"{mended} of {len(result.faults)} mended, or a worker was asked to.")
    sys.exit(1 if result.faults else 0)


def _report(result: Result) -> None:
    if result.went_on:
        click.echo("Went on where the last run was interrupted.", err=True)
    for fault in result.faults:
        click.echo(f"{fault.kind}: {fault.about}: {fault.sentence}")
    size = f"{result.bytes / 1e6:,.1f} MB"
    if not result.finished:
        click.echo(f"Time is up after {result.files} originals ({size}). Start it again to go on.")
    elif result.faults:
        click.echo(f"{result.files} originals ({size}) compared; {len(result.faults)} things are not right.")
    else:
        click.echo(f"{result.files} originals ({size}) compared. Everything is as it should be.")
