"""The steps of `create_app`, in the order in which they build on each other."""

from collections.abc import Callable
from functools import cached_property
from types import NoneType
from typing import Any

from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from flask_babel import Babel
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from photoalbum import schema
from photoalbum.accounts import household
from photoalbum.api import site
from photoalbum.core import presence
from photoalbum.core.db import assert_durable, db
from photoalbum.delivery import cors, limits, token_rules
from photoalbum.jobs import queue
from photoalbum.photos import files, processing
from photoalbum.settings import Settings
from photoalbum.web import (
    account,
    admin,
    album_order,
    album_places,
    album_sharing,
    albums,
    all_links,
    api_tokens,
    assets,
    audience,
    auth,
    authenticator,
    circles,
    comments,
    compression,
    current,
    downloads,
    drawn,
    drops,
    errors,
    filters,
    grid,
    guest_queue,
    health,
    inventory,
    jobs,
    keeper_acts,
    media,
    members,
    my_links,
    near_duplicates,
    passkeys,
    photo_dates,
    photo_edits,
    photo_words,
    photos,
    progress,
    search,
    second_step,
    security,
    selection,
    share_adding,
    share_files,
    share_guests,
    share_previews,
    share_uploads,
    shares,
    status,
    storage_use,
    timeline,
    trash,
    tus,
    uploads,
    ways_in,
    web_copies,
)

LANGUAGES = ["en", "en_GB", "en_US", "en_AU", "en_CA", "en_IE", "en_NZ"]
OLDEST_WAIT_SECONDS = 600
MOST_ADDRESSES = 4096

csrf = token_rules.CSRFUnlessToken()


class KeptSessions(SecureCookieSessionInterface):
    """Flask puts the serializer of its session together anew in each request. Here it is kept."""

    _kept: tuple[object, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (app.secret_key, *(app.config.get("SECRET_KEY_FALLBACKS") or ()))
        made_for, serializer = self._kept
        if made_for != keys:
            serializer = super().get_signing_serializer(app)
            self._kept = (keys, serializer)
        return serializer


class Site(Flask):
    """Flask asks of each hook in each request whether it is a coroutine. Here none is.

    And it puts each of the forty addresses of a page together anew. Here they are remembered.
    """

    session_interface = KeptSessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def url_for(self, endpoint: str, **values: Any) -> str:
        # With `_external` the host comes in, and True would be found where 1 was put.
        plain = all(type(value) in (str, int, NoneType) for value in values.values())
        if not plain or "_scheme" in values or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        key = (request.script_root, endpoint, *values.items())
        found = self._addresses.get(key)
        if found is None:
            found = super().url_for(endpoint, **values)
            if len(self._addresses) >= MOST_ADDRESSES:
                self._addresses.clear()
            self._addresses[key] = found
        return found

    @cached_property
    def _addresses(self) -> dict[tuple[object, ...], str]:
        return {}


def bare_app(settings: Settings) -> Flask:
    app = Site(
        "photoalbum",
        instance_path=str(settings.instance),
        template_folder=str(assets.package_folder("templates")),
        static_folder=None,
    )
    app.config.from_mapping(settings.as_flask_config())
    health.init_app(app, list(settings.rows()))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def add_extensions(app: Flask) -> None:
    db.init_app(app)
    files.init_app(app)
    queue.init_app(app)
    Babel(app, locale_selector=language)
    drawn.init_app(app)
    # Before CSRF, so that a foreign host or a cross-site request is refused before any form is read.
    security.init_app(app)
    presence.init_app(app)
    cors.init_app(app)
    current.init_app(app)
    auth.init_app(app)
    token_rules.init_app(app)
    csrf.init_app(app)
    limits.init_app(app)
    assets.init_app(app)
    filters.init_app(app)
    compression.init_app(app)
    grid.init_app(app)


def add_pages(app: Flask) -> None:
    for pages in (
        auth,
        second_step,
        account,
        authenticator,
        passkeys,
        api_tokens,
        admin,
        albums,
        album_sharing,
        album_order,
        album_places,
        photos,
        timeline,
        search,
        photo_words,
        photo_dates,
        photo_edits,
        comments,
        selection,
        trash,
        media,
        uploads,
        drops,
        tus,
        shares,
        share_files,
        share_previews,
        share_guests,
        share_adding,
        guest_queue,
        my_links,
        downloads,
        web_copies,
        near_duplicates,
        progress,
        jobs,
        audience,
        circles,
        keeper_acts,
        members,
        inventory,
        storage_use,
        all_links,
        ways_in,
        health,
    ):
        app.register_blueprint(pages.bp)
    app.register_blueprint(share_uploads.drops_bp)
    app.register_blueprint(share_uploads.tus_bp)
    site.init_app(app)
    status.init_app(app, [("database", _database_answers), ("queue", _queue_moves)])
    errors.init_app(app)
    if app.config["DEBUG"]:
        from photoalbum.web import patterns

        app.register_blueprint(patterns.bp)

    @app.context_processor
    def of_every_page() -> dict[str, object]:
        return {"family_name": household.family_name() or "photoalbum"}


def language() -> str:
    """The asker's English, for dates and numbers; commands and workers speak plain English."""
    if not has_request_context():
        return "en"
    return request.accept_languages.best_match(LANGUAGES, "en") or "en"


def _database_answers() -> bool:
    with db.engine.connect() as connection:
        assert_durable(connection)
        return bool(connection.scalar(select(1)))


def _queue_moves() -> bool:
    return processing.oldest_wait_seconds() < OLDEST_WAIT_SECONDS


__all__ = ["add_extensions", "add_pages", "bare_app", "schema"]
