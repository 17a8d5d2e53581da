"""`photoalbum backup`: a copy of the whole site on another disk."""

import sys

import click
from flask.cli import ScriptInfo

from photoalbum.serving import backup as serving
from photoalbum.serving.backup import CannotBackUp, Done
from photoalbum.serving.verify import how_many

STOPPED_BY_HAND = 130


@click.command()
@click.argument("folder", required=False)
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but so many of the newest backups.")
@click.pass_context
def backup(ctx: click.Context, folder: str | None, keep: int | None) -> None:
    """Make a backup of the whole site in FOLDER, which should be on another disk.

    The site may go on running. Only what is new is copied: backups share the rest. Without FOLDER it goes
    where the settings say. Exit status 1: there is no new backup, or a photo in it is not right.
    """
    site = ctx.find_object(ScriptInfo)
    assert site is not None
    try:
        app = site.load_app()
        with click.progressbar(length=how_many(app), label="Originals", file=sys.stderr) as bar:
            done = serving.make(app, folder, keep, bar.update)
    except CannotBackUp as fault:
        raise click.ClickException(str(fault)) from None
    except KeyboardInterrupt:
        click.echo("\nStopped. There is no new backup; the next one goes on from here.", err=True)
        sys.exit(STOPPED_BY_HAND)
    _report(done)
    sys.exit(1 if done.faults else 0)


def _report(done: Done) -> None:
    for key, sentence in done.faults.items():
        click.echo(f"{key}: {sentence}")
    counted = done.counted
    click.echo(f"{done.folder}: {counted.files} files ({counted.bytes / 1e6:,.1f} MB).")
    click.echo(f"New since the backup before: {counted.copied_files} ({counted.copied_bytes / 1e6:,.1f} MB).")
    if done.purged:
        click.echo(f"{done.purged} originals were deleted for good meanwhile, and are not in it.")
    if done.removed:
        click.echo(f"Older backups removed: {', '.join(done.removed)}.")
    if done.faults:
        click.echo(
            f"{len(done.faults)} originals are not right; `photoalbum verify` says whose photos they are."
        )
    if done.kept_for_faults:
        click.echo("So no older backup was removed: one of them may have them whole.")
