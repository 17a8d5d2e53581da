"""`photoalbum restore`: puts a backup back where nothing is yet."""

import sys
from pathlib import Path

import click

from photoalbum.serving import backup as serving
from photoalbum.serving import site
from photoalbum.serving.backup import CannotRestore, NotABackup, Restored

STOPPED_BY_HAND = 130


@click.command()
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--anyway", is_flag=True, help="Restore what there is of a backup that is not whole.")
def restore(backup: Path, *, anyway: bool) -> None:
    """Put a BACKUP back into an instance folder that is empty. Nothing is ever overwritten.

    Each file is compared with the list of the backup on its way. Interrupted, the same command goes on.
    """
    try:
        with site.plain_faults(NotABackup, CannotRestore, serving.NewerDatabase):
            length = serving.manifest_of(backup).files
            with click.progressbar(length=length, label="Files", file=sys.stderr) as bar:
                done = serving.put_back(backup, bar.update, anyway=anyway)
    except KeyboardInterrupt:
        click.echo("\nStopped. Start it again to go on.", err=True)
        sys.exit(STOPPED_BY_HAND)
    _report(done)
    sys.exit(1 if done.left_out else 0)


def _report(done: Restored) -> None:
    for key in done.left_out:
        click.echo(f"{key}: Its bytes are not those that were backed up. It stays in the backup.")
    counts = ", ".join(f"{number} {name}" for name, number in done.manifest.counts.items())
    click.echo(f"Restored {done.files} files ({done.bytes / 1e6:,.1f} MB) of {done.manifest.started_at} UTC.")
    click.echo(f"There are {counts}.")
    click.echo(f"Database, key and settings are in {done.places.instance}, photos in {done.places.media}.")
    for key in done.manifest.faults:
        click.echo(
            f"{key} was not right when the backup was made. What there was of it is in “damaged” there."
        )
    if done.has_other_key:
        click.echo(
            "Another SECRET_KEY is set outside of the backup. With it everybody has to sign in again and no"
            " link works: take that setting out."
        )
    click.echo("Now start the site: photoalbum serve. Its pictures are made again from the originals.")
