"""Pretends that pictures were made by another recipe: their folder and their row name its version."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import files
from photoalbum.photos.models import Original, Photo

OTHER = RECIPE_VERSION + 6


def original_of(uid: str) -> Original:
    return db.session.scalars(select(Original).join(Photo).where(Photo.uid == uid)).one()


def folder_of(app: Flask, uid: str, version: int = RECIPE_VERSION) -> Path:
    with app.app_context():
        return (
            files.storage().path(files.derivative_key(original_of(uid).sha256, "thumb.webp", version)).parent
        )


def age(app: Flask, uid: str) -> Path:
    """Make a photo's pictures those of another recipe; gives their folder."""
    other = folder_of(app, uid, OTHER)
    folder_of(app, uid).rename(other)
    with app.app_context():
        original_of(uid).recipe_version = OTHER
        db.session.commit()
    return other
