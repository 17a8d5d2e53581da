"""`photoalbum import DIR`: takes in a folder of photos and videos, with the folders in it as albums."""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import ScriptInfo

from photoalbum.cli.owners import owner_or_keeper
from photoalbum.core.errors import NoSpace
from photoalbum.uploads.importers.folder import KNOWN, LEFT, NEW, NOTES, FolderImport, Outcome, count_files
from photoalbum.uploads.importers.tree import readable_name

STOPPED_BY_HAND = 130
MOST_SHOWN = 20


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--owner", metavar="EMAIL", help="Whose photos they become. Default: the keeper, if there is one."
)
@click.option("--album", default="", metavar="TITLE", help="Put everything into an album of this title.")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken in, and what not.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was left alone, and why, to a file.",
)
@click.pass_context
def import_command(
    ctx: click.Context, *, folder: Path, owner: str | None, album: str, dry_run: bool, report: Path | None
) -> None:
    """Take in all photos and videos below FOLDER; the folders in it become albums, one inside the other.

    Nothing in FOLDER is moved or changed. Run again, it goes on where it was and takes nothing in twice.
    """
    site = ctx.find_object(ScriptInfo)
    assert site is not None
    app = site.load_app()
    owner_id = owner_or_keeper(app, owner)
    ctx.with_resource(app.app_context())
    run = FolderImport(folder, owner_id, album.strip(), dry_run)
    outcomes: list[Outcome] = []
    broken_off, status = "", 0
    try:
        with click.progressbar(length=count_files(folder), label="Files", file=sys.stderr) as bar:
            for outcome in run.run():
                outcomes.append(outcome)
                bar.update(1)
    except NoSpace as fault:
        broken_off, status = fault.sentence, 1
    except KeyboardInterrupt:
        broken_off, status = "Stopped.", STOPPED_BY_HAND
    _say(outcomes, folder.resolve(), dry_run=dry_run, report=report)
    if broken_off:
        click.echo(f"{broken_off} What was taken in stays; run the same command again to go on.", err=True)
    sys.exit(status)


def _say(outcomes: list[Outcome], root: Path, *, dry_run: bool, report: Path | None) -> None:
    number = Counter(outcome.what for outcome in outcomes)
    left = [outcome for outcome in outcomes if outcome.what == LEFT]
    verb = "would be taken in" if dry_run else "taken in"
    click.echo(f"{number[NEW]} photos and videos {verb}, {number[KNOWN]} were here already.")
    if number[NOTES]:
        click.echo(f"{number[NOTES]} notes files (XMP) {'would be ' if dry_run else ''}read.")
    if left:
        click.echo(f"{len(left)} files were left alone:")
    for line in _lines(left[: None if report is None else MOST_SHOWN], root):
        click.echo(f"  {os.fsencode(line).decode('utf-8', 'replace')}")
    if report is not None:
        # Names as they are on the disk, byte for byte, also where they are not UTF-8.
        text = "".join(f"{line}\n" for line in _lines(left, root))
        report.write_bytes(text.encode("utf-8", "surrogateescape"))
        click.echo(f"The whole list is in {report}.")


def _lines(left: Iterable[Outcome], root: Path) -> list[str]:
    return [f"{_below(outcome.path, root)}: {outcome.reason}" for outcome in left]


def _below(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path != root else readable_name(root.name)
