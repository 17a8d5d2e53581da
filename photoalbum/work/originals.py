"""Processing one original: metadata, stills, and what follows from them for photos and albums."""

import logging
from typing import Any

from photoalbum.albums import entries, live
from photoalbum.core.db import db
from photoalbum.media.facts import Facts
from photoalbum.media.faults import CannotShow, MediaFault
from photoalbum.media.limits import budget_for
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import files, films, near_duplicates, processing, queries, trash
from photoalbum.photos.models import Original
from photoalbum.work.bench import Bench, work_folder

log = logging.getLogger(__name__)


def process_original(bench: Bench, original_id: int) -> None:
    """Do what is still to do for one original. Running it twice, or twice at once, is harmless."""
    with bench.app.app_context():
        if not processing.claim(original_id):
            db.session.rollback()
            return
        db.session.commit()
        original = db.session.get_one(Original, original_id)
        if processing.is_hopeless(original):
            processing.give_up(original, processing.DIED_EACH_TIME)
            db.session.commit()
            return
        source, media_type, sha256 = files.path_of_original(original), original.media_type, original.sha256
        extension = original.extension
        budget = budget_for(media_type, original.width * original.height)
        name = queries.file_name_of(original_id)
        db.session.rollback()
        with bench.lease(original_id), work_folder() as folder:
            try:
                words = (str(source), media_type, name, str(folder))
                facts = Facts.from_plain(bench.sandbox.run("examine", *words, budget=budget))
            except MediaFault as fault:
                told = _told_all_the_same(bench, (str(source), media_type, name), fault)
                _note_fault(bench, original_id, fault, told)
                return
            for made in facts.files.values():
                files.keep_derivative(files.derivative_key(sha256, made.file_name), folder / made.file_name)
        if not _finish(original_id, facts):
            # It was deleted for good meanwhile: nobody is left to show these pictures to.
            trash.drop_bytes(sha256, extension)
            db.session.commit()


def _finish(original_id: int, facts: Facts) -> bool:
    original = db.session.get(Original, original_id)
    if original is None:
        return False
    processing.finish(original, row_values(facts))
    photos = queries.photos_of(original_id)
    entries.follow_dates(photo.id for photo in photos)
    for photo in photos:
        live.join(photo)
        near_duplicates.compare(photo)
    films.plan(original)
    is_video = original.kind == "video"
    db.session.commit()
    if is_video:
        films.ask_for_all()
    return True


def _told_all_the_same(bench: Bench, words: tuple[str, ...], fault: MediaFault) -> Facts | None:
    """What a file says of itself though no picture of it can be shown: its date keeps its place in albums."""
    if bench.stopping.is_set():
        return None
    try:
        return Facts.from_plain(bench.sandbox.run("read_facts", *words))
    except MediaFault:
        log.warning("Nothing could be read of a file that failed: %s", fault.sentence)
        return None


def _note_fault(bench: Bench, original_id: int, fault: MediaFault, told: Facts | None) -> None:
    original = db.session.get(Original, original_id)
    if original is None:
        db.session.rollback()
        return
    if told is not None:
        processing.keep_details(original, details_of(told))
        entries.follow_dates(photo.id for photo in queries.photos_of(original_id))
    if bench.stopping.is_set():
        processing.hand_back(original)
    elif isinstance(fault, CannotShow):
        processing.give_up(original, fault.sentence)
    else:
        processing.try_later(original, fault.sentence)
    db.session.commit()


def row_values(facts: Facts) -> dict[str, Any]:
    """What a worker found, as columns of `originals`."""
    return {
        "width": facts.width,
        "height": facts.height,
        "duration": facts.duration,
        "plays_in_browsers": bool(facts.plays_in_browsers),
        "damaged": facts.damaged,
        "details": details_of(facts),
        "placeholder": facts.placeholder,
        "tint": facts.tint,
        "dhash": facts.dhash,
        "content_id": facts.content_id,
        "recipe_version": RECIPE_VERSION,
    }


def details_of(facts: Facts) -> dict[str, Any]:
    """What the file says of itself, grouped as pages and the API read it."""
    gps = None
    if facts.latitude is not None and facts.longitude is not None:
        gps = {"lat": facts.latitude, "lon": facts.longitude, "alt": facts.altitude}
    return {
        "taken": {
            "at": facts.taken_at,
            "offset": facts.taken_offset,
            "offset_source": facts.offset_source,
            "source": facts.taken_source,
            "precision": facts.taken_precision,
        },
        "gps": gps,
        "camera": {
            "name": camera_name(facts.camera_make, facts.camera_model),
            "lens": facts.lens,
            "exposure": facts.exposure,
            "f_number": facts.f_number,
            "iso": facts.iso,
            "focal_length": facts.focal_length,
        },
        "caption": facts.caption,
        "title": facts.title,
        "keywords": facts.keywords,
        "rating": facts.rating,
        "motion": facts.motion,
        "panorama": facts.panorama,
        "file": facts.details,
    }


def camera_name(make: str, model: str) -> str:
    """Make and model without saying the make twice, as in "Canon Canon EOS R6".

    >>> camera_name("Canon", "Canon EOS R6")
    'Canon EOS R6'
    """
    return model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()
