"""What is done by the clock: asking again for what waits, sweeping, emptying the trash."""

from photoalbum.accounts import sessions, sign_ins
from photoalbum.albums import actions, entries, shelves, tally
from photoalbum.core import ballast, crash
from photoalbum.core.db import db, folder_of
from photoalbum.photos import clean_copies, edits, films, near_duplicates, processing, trash
from photoalbum.photos.models import Photo
from photoalbum.sharing import selections, visits
from photoalbum.uploads.sweep import sweep_parts, sweep_scratch, sweep_uploads
from photoalbum.work.bench import Bench

# Few, for each lot is one writing unit, and uploads wait for it.
COMPARED_AT_A_TIME = 20


def sweep(bench: Bench) -> None:
    """Ask again for what has waited too long, and tidy up after uploads that broke off."""
    with bench.app.app_context():
        processing.ask_for(processing.overdue())
        db.session.rollback()
        sweep_parts()
        sweep_uploads()
        sweep_scratch()
        if folder := folder_of(db.engine):
            ballast.put(folder)
        finish_purges()
        sessions.forget_expired()
        sign_ins.forget_old()
        selections.forget_old()
        visits.forget_old()
        for original in films.unplanned():
            films.plan(original)
        db.session.commit()
        for photo_id in edits.unmade():
            edits.ask_for(photo_id)
        if films.overdue():
            films.ask_for_all()
        if clean_copies.are_waiting():
            clean_copies.ask()


def empty_trash(bench: Bench) -> None:
    """Delete for good what has lain in the trash for its thirty days."""
    with bench.app.app_context():
        days = int(bench.app.config["TRASH_DAYS"])
        for photo_id in [photo.id for photo in trash.due(days)]:
            purge_photo(photo_id)
        for album in actions.due_for_purge(days):
            actions.purge(album)
        db.session.flush()
        shelves.forget_empty()
        db.session.commit()


def start_lost_films_again(bench: Bench) -> None:
    """Once a start: every film has its file, and is of the newest version, or is made anew."""
    with bench.app.app_context():
        lost = films.start_lost_again()
        db.session.commit()
        if lost:
            films.ask_for_all()


def compare_photos(bench: Bench) -> None:
    """Look for look-alikes of what became ready before anybody did."""
    last = 0
    with bench.app.app_context():
        while not bench.stopping.is_set():
            ids = near_duplicates.not_compared(COMPARED_AT_A_TIME, after=last)
            if not ids:
                break
            for photo_id in ids:
                near_duplicates.compare(db.session.get_one(Photo, photo_id))
            db.session.commit()
            last = ids[-1]
        db.session.rollback()


def purge_photo(photo_id: int) -> None:
    """Delete one photo for good, and its bytes when nobody else has them. Commits: rows first, bytes last."""
    photo = db.session.get(Photo, photo_id)
    if photo is None:
        return
    original_id, sha256, extension = photo.original_id, photo.original.sha256, photo.original.extension
    notes = (photo.notes or {}).get("sha256")
    around = entries.albums_holding(photo)
    trash.purge(photo)
    tally.refresh(around)
    db.session.commit()
    crash.point("purged")
    if not trash.drop_bytes(sha256, extension):
        edits.drop_unused(original_id, sha256)
        if notes:
            trash.drop_notes(sha256, notes)
    db.session.commit()


def finish_purges() -> None:
    """Delete the bytes of what was purged when the machine stopped in between."""
    for sha256, extension in trash.purged():
        trash.drop_bytes(sha256, extension)
        db.session.commit()
    db.session.rollback()
