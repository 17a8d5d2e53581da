"""`photoalbum search`: the words by which photos are found, and their order in the timeline."""

import sys

import click
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy import func, select

from photoalbum.browse import search as searching
from photoalbum.core.db import db
from photoalbum.photos.models import Photo

search = AppGroup("search", help="The search index and the timeline.")


@search.command(with_appcontext=False)
@click.pass_context
def rebuild(ctx: click.Context) -> None:
    """Read every photo anew into search and timeline, which otherwise follow each change by themselves.

    For a database that somebody has worked on by hand. The site may go on running.
    """
    site = ctx.find_object(ScriptInfo)
    assert site is not None
    with site.load_app().app_context():
        number = db.session.scalar(select(func.count()).select_from(Photo)) or 0
        last = db.session.scalar(select(func.max(Photo.id))) or 0
        db.session.rollback()
        with click.progressbar(length=last, label="Photos", file=sys.stderr) as bar:
            for done in searching.rebuild():
                bar.update(done - bar.pos)
    click.echo(f"{number} photos read anew.")
