"""`photoalbum verify FOLDER`: proves that a backup is what it was when it was made."""

import sys
from pathlib import Path

import click

from photoalbum.serving import backup as serving
from photoalbum.serving.backup import NotABackup


def verify_backup(folder: Path, *, quick: bool, rate: int) -> None:
    try:
        manifest = serving.manifest_of(folder)
        with click.progressbar(length=manifest.files, label="Files", file=sys.stderr) as bar:
            faults = serving.compare(folder, manifest, quick=quick, rate=rate, step=bar.update)
    except NotABackup as broken:
        raise click.ClickException(str(broken)) from None
    for fault in faults:
        click.echo(f"{fault.kind}: {fault.about}: {fault.sentence}")
    made = f"The backup of {manifest.started_at} UTC: {manifest.files} files ({manifest.bytes / 1e6:,.1f} MB)"
    how = "looked for" if quick else "compared"
    if faults:
        click.echo(f"{made} {how}; {len(faults)} things are not right.")
        sys.exit(1)
    click.echo(f"{made} {how}. Everything is as it should be.")
