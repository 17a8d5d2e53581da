"""`photoalbum doctor`: is all well with this site, and what is to be done?"""

import sys
import textwrap

import click

from photoalbum.core import logs
from photoalbum.serving import doctor as serving
from photoalbum.serving.doctor import State

# A path or an id is never cut in two: people copy them.
LINES = textwrap.TextWrapper(110, subsequent_indent=" " * 20, break_long_words=False, break_on_hyphens=False)
COLOURS = {State.WELL: "green", State.NOTE: "yellow", State.WRONG: "red"}


@click.command()
def doctor() -> None:
    """Look at: settings, permissions, disk, database, files, decoders, clock, worker and backups.

    Nothing is changed, and the site may go on running. Exit status 1: something is wrong, and its line says
    what to do. A note is worth reading.
    """
    logs.set_up("error")
    ill = 0
    for finding in serving.look():
        ill += finding.state is State.WRONG
        head = click.style(f"{finding.state:5}", fg=COLOURS[finding.state])
        text = f"{finding.subject:12} {finding.sentence}"
        click.echo(f"{head}  {LINES.fill(text)}")
    click.echo(f"{ill} things are wrong." if ill else "All is well.")
    sys.exit(1 if ill else 0)
