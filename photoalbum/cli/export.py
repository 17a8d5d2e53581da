"""`photoalbum export DEST`: everything as plain files, for a life without photoalbum."""

import sys
from pathlib import Path

import click
from flask.cli import ScriptInfo

from photoalbum.cli.owners import member_called
from photoalbum.serving import export as serving
from photoalbum.serving.export import CannotExport, Done

STOPPED_BY_HAND = 130


@click.command()
@click.argument("destination", metavar="DEST", type=click.Path(file_okay=False, path_type=Path))
@click.option("--member", metavar="NAME", help="Only the photos of one member: their name or e-mail address.")
@click.pass_context
def export(ctx: click.Context, destination: Path, member: str | None) -> None:
    """Write everything into DEST as plain files: originals in folders of members and albums, notes (XMP)
    beside them, albums.json, and SHA256SUMS for `sha256sum -c`.

    The site may go on running. Run again, it goes on where it was and writes nothing twice. What is in the
    trash is left out. Exit status 1: it is not whole, and each line of the report says what is missing.
    """
    site = ctx.find_object(ScriptInfo)
    assert site is not None
    app = site.load_app()
    member_id = member_called(app, member) if member is not None else None
    try:
        length = serving.how_many(app, member_id)
        with click.progressbar(length=length, label="Originals", file=sys.stderr) as bar:
            done = serving.run(app, destination, member_id, bar.update)
    except CannotExport as fault:
        raise click.ClickException(str(fault)) from None
    except KeyboardInterrupt:
        click.echo("\nStopped. Start it again to go on.", err=True)
        sys.exit(STOPPED_BY_HAND)
    _report(done, destination)
    sys.exit(1 if done.faults else 0)


def _report(done: Done, destination: Path) -> None:
    for place, sentence in done.faults.items():
        click.echo(f"{place}: {sentence}")
    click.echo(
        f"{destination}: {done.photos} photos and videos ({done.bytes / 1e6:,.1f} MB),"
        f" {done.copied} copied now."
    )
    click.echo(f"{done.files} files are in SHA256SUMS, each read again from the disk.")
    if done.others:
        click.echo(
            f"{done.others} more are there that this run knows nothing of: of photos that were deleted or"
            " renamed since an earlier one, for example. They were left alone."
        )
    if done.faults:
        click.echo(
            f"{len(done.faults)} originals are not right; `photoalbum verify` says whose photos they are."
        )
