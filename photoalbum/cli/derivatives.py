"""`photoalbum derivatives`: the pictures that are made from originals, and can always be made again."""

import sys
from collections import Counter

import click
from flask.cli import AppGroup, ScriptInfo

from photoalbum.serving.rebuild import Outcome, Rebuild

derivatives = AppGroup("derivatives", help="The pictures that are made from originals.")

STOPPED_BY_HAND = 130


@derivatives.command(with_appcontext=False)
@click.option("--all", "everything", is_flag=True, help="Every picture, also those that are in order.")
@click.option("--outdated", is_flag=True, help="Those that an older version of photoalbum made.")
@click.option("--missing", is_flag=True, help="Those whose files are not there.")
@click.option("--threads", type=click.IntRange(min=1), help="Pictures prepared at the same time.")
@click.pass_context
def rebuild(ctx: click.Context, everything: bool, outdated: bool, missing: bool, threads: int | None) -> None:
    """Make pictures anew: those that are outdated or missing, unless you say which.

    The site may go on running, and shows the older pictures meanwhile. Ctrl-C stops it; started again, it
    goes on where it was.
    """
    site = ctx.find_object(ScriptInfo)
    assert site is not None
    both = outdated == missing
    run = Rebuild(site.load_app(), everything=everything, outdated=outdated or both, missing=missing or both)
    if run.goes_on:
        click.echo("Going on where it was stopped.", err=True)
    try:
        with click.progressbar(length=run.number, label="Pictures", file=sys.stderr) as bar:
            outcomes = run.run(threads, lambda: bar.update(1))
    except KeyboardInterrupt:
        click.echo("\nStopped. What is done stays done; start it again to go on.", err=True)
        sys.exit(STOPPED_BY_HAND)
    _report(outcomes)


def _report(outcomes: Counter[Outcome]) -> None:
    click.echo(f"{outcomes.total()} looked at, {outcomes[Outcome.MADE]} made anew.")
    if outcomes[Outcome.BUSY]:
        number = outcomes[Outcome.BUSY]
        click.echo(f"{number} were being worked on by somebody else. Start it again in two minutes.")
    if outcomes[Outcome.FAILED]:
        click.echo(f"{outcomes[Outcome.FAILED]} could not be made. What was there before stays.", err=True)
        sys.exit(1)
