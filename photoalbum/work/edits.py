"""Making the pictures of a photo that its owner has turned, straightened or cropped."""

import logging

from photoalbum.albums import tally
from photoalbum.core.db import db
from photoalbum.media.faults import CannotShow, MediaFault
from photoalbum.media.limits import budget_for
from photoalbum.photos import clean_copies, edits, files
from photoalbum.photos.models import READY, Photo
from photoalbum.work.bench import Bench, work_folder

log = logging.getLogger(__name__)


def make_edits(bench: Bench, photo_id: int) -> None:
    """Make what a photo's wish asks for. Running it twice, or twice at once, is harmless."""
    with bench.app.app_context():
        photo = db.session.get(Photo, photo_id)
        if photo is None or photo.original.state != READY or edits.is_made(photo):
            db.session.rollback()
            return
        photo.edit_attempts += 1
        original, key, wish = photo.original, photo.edit_key, photo.edits
        original_id, sha256 = original.id, original.sha256
        words = (str(files.path_of_original(original)), original.media_type, wish)
        budget = budget_for(original.media_type, original.width * original.height)
        db.session.commit()
        with work_folder() as folder:
            try:
                made = bench.sandbox.run("make_edited", *words, str(folder), budget=budget)
            except MediaFault as fault:
                _note_fault(bench, photo_id, key, fault)
                return
            for name in made["files"]:
                files.keep_derivative(edits.storage_key(sha256, key, name), folder / name)
        _finish(photo_id, key, made)
        edits.drop_unused(original_id, sha256)
        clean_copies.drop_unused(original_id)
        db.session.commit()


def _finish(photo_id: int, key: str, made: dict[str, str]) -> None:
    photo = db.session.get(Photo, photo_id)
    # Another wish may have come meanwhile: it has a job of its own.
    if photo is not None and photo.edit_key == key:
        photo.edit_made, photo.edit_attempts = key, 0
        photo.edit_placeholder, photo.edit_tint = made["placeholder"], made["tint"]
        tally.refresh_around([photo_id])
    db.session.commit()


def _note_fault(bench: Bench, photo_id: int, key: str, fault: MediaFault) -> None:
    photo = db.session.get(Photo, photo_id)
    if photo is not None and photo.edit_key == key:
        if bench.stopping.is_set():
            photo.edit_attempts -= 1
        elif isinstance(fault, CannotShow):
            photo.edit_attempts = edits.MOST_ATTEMPTS
        log.warning("The edits of photo %s could not be made: %s", photo_id, fault.sentence)
    db.session.commit()
