"""The parts of the API, in the order in which they are described."""

from flask import Flask

from photoalbum.api import (
    albums,
    around_photos,
    circles,
    docs,
    finding,
    keeping,
    links,
    media,
    openapi,
    plain,
    sharing,
)

PARTS = (
    albums.bp,
    media.bp,
    around_photos.bp,
    sharing.bp,
    links.bp,
    circles.bp,
    finding.bp,
    keeping.bp,
    plain.albums_bp,
    plain.media_bp,
)


def init_app(app: Flask) -> None:
    described = openapi.describe(app)
    for part in PARTS:
        described.register_blueprint(part)
    app.register_blueprint(docs.bp)
    app.extensions["api_description"] = described
