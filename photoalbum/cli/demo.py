"""`photoalbum demo`: fills an empty site with an invented family, to look at and to try things out."""

import sys
import time

import click
from flask.cli import ScriptInfo

from photoalbum.accounts import setup_code
from photoalbum.core.errors import AlbumError
from photoalbum.demo.fill import Filled, fill, require_empty
from photoalbum.demo.orders import all_orders
from photoalbum.serving import start
from photoalbum.serving.banner import url


@click.command()
@click.option("--photos", type=click.IntRange(min=1), help="So many photos instead of all of them.")
@click.pass_context
def demo(ctx: click.Context, photos: int | None) -> None:
    """Fill an empty site with an invented family, its albums and pictures made by code.

    The passwords are made by chance and printed once, at the end.
    """
    began = time.monotonic()
    site = ctx.find_object(ScriptInfo)
    assert site is not None
    app = site.load_app()
    ctx.with_resource(app.app_context())
    number = len(all_orders(photos))
    try:
        require_empty()
        # To stderr, so that what is printed at the end can be kept by itself.
        with click.progressbar(length=number, label="Painting", file=sys.stderr) as bar:
            filled = fill(app, photos=photos, step=lambda: bar.update(1))
    except AlbumError as fault:
        raise click.ClickException(fault.sentence) from None
    settings = start.settings()
    setup_code.read_or_make(settings.instance, done=True)
    address = settings.public_url.rstrip("/") or url(settings.host, settings.port).rstrip("/")
    click.echo(_report(filled, address, time.monotonic() - began))


def _report(filled: Filled, address: str, seconds: float) -> str:
    width = max(len(person.email) for person, _password in filled.people)
    lines = [
        "",
        f"{filled.albums} albums with {filled.photos} photos and videos, made in {seconds:.0f} seconds.",
        *(
            [f"{filled.unready} of them are not ready yet; the site's workers will see to them."]
            if filled.unready
            else []
        ),
        "",
        "Log in as",
    ]
    for person, password in filled.people:
        lines += [f"  {person.email:{width}}  {password}", f"  {'':{width}}  {person.name}: {person.part}"]
    lines += ["", "Links that need no account"]
    for link in filled.links:
        lock = f", password {link.password}" if link.password else ""
        lines += [f"  {link.album} ({link.label}{lock})", f"  {address}/s/{link.token}/"]
    return "\n".join(
        [*lines, "", "Now run `photoalbum serve` on the same folder and open", f"  {address}/", ""]
    )
