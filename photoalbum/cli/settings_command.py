"""`photoalbum settings`: what is set, what it means, and where it was written."""

import textwrap

import click

from photoalbum.serving import start


@click.command()
def settings() -> None:
    """Show every setting with its meaning, its value and where it comes from."""
    rows = start.settings(make_key=False).rows()
    for row in rows:
        click.echo(click.style(row.name, bold=True) + f" = {row.value or '(not set)'}")
        click.echo(textwrap.fill(row.meaning, 100, initial_indent="    ", subsequent_indent="    "))
        click.echo(f"    From: {row.source}\n")
