"""The database against itself: its structure, what albums say of their photos, and work that stands still."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import case, func, select

from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.clock import now
from photoalbum.core.db import db, reading
from photoalbum.photos.films import Film
from photoalbum.photos.models import WAITING, WORKING, Original, Photo
from photoalbum.photos.verifications import Kind
from photoalbum.work.findings import Found, about_original, photos_of

MOST_BROKEN = 20
LEASE_OVER = timedelta(minutes=10)
# Much may wait for hours after a large import; but then something is finished every now and then.
STANDSTILL = timedelta(hours=1)


def broken_tables() -> Iterator[Found]:
    """What SQLite itself finds wrong with its file, and rows that point at nothing."""
    if db.engine.dialect.name != "sqlite":
        return
    # On the driver's own connection: reading takes a while, and need not keep anybody from writing.
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        told = [str(row[0]) for row in cursor.execute(f"PRAGMA quick_check({MOST_BROKEN})").fetchall()]
        loose = cursor.execute("PRAGMA foreign_key_check").fetchmany(MOST_BROKEN)
        cursor.close()
    finally:
        raw.close()
    for line in told:
        if line != "ok":
            yield Found(Kind.DATABASE, line, _("The database file is damaged. Restore a backup."))
    for table, row_id, parent, _number in loose:
        yield Found(Kind.DATABASE, f"{table} {row_id}", _("A row points at nothing in “%(t)s”.", t=parent))


def wrong_counts() -> Iterator[Found]:
    """Albums whose head says another number of photos than they hold."""
    videos = func.coalesce(func.sum(case((Photo.kind == "video", 1), else_=0)), 0)
    held = (
        select(AlbumEntry.album_id, func.count().label("total"), videos.label("videos"))
        .join(Photo, Photo.id == AlbumEntry.photo_id)
        .where(Photo.trashed_at.is_(None))
        .group_by(AlbumEntry.album_id)
        .subquery()
    )
    total, of_videos = func.coalesce(held.c.total, 0), func.coalesce(held.c.videos, 0)
    said = Album.photo_count + Album.video_count
    wrong = (
        select(Album.id, Album.slug, said.label("said"), total.label("total"))
        .outerjoin(held, held.c.album_id == Album.id)
        .where((said != total) | (Album.video_count != of_videos))
        .order_by(Album.id)
    )
    with reading():
        rows = db.session.execute(wrong).all()
    for row in rows:
        sentence = _("It says %(said)d photos and videos, and holds %(held)d.", said=row.said, held=row.total)
        yield Found(Kind.COUNT, f"album {row.id} {row.slug}", sentence)


def stuck_jobs() -> Iterator[Found]:
    """Originals and films that a worker left in its hands, or that nobody has taken for an hour."""
    moment = now()
    db.session.rollback()
    last = db.session.scalar(select(func.max(Original.finished_at)))
    stands_still = last is None or last < moment - STANDSTILL
    found: list[tuple[str, int, str]] = []
    for thing, name in ((Original, "original"), (Film, "film")):
        left = (thing.state == WORKING) & (thing.leased_until < moment - LEASE_OVER)
        waits = (thing.state == WAITING) & (thing.waits_until < moment - STANDSTILL)
        wanted = select(thing.id, thing.state).where(left | waits if stands_still else left)
        found += [(name, id_, state) for id_, state in db.session.execute(wanted.order_by(thing.id)).all()]
    db.session.rollback()
    for name, id_, state in found:
        sentence = (
            _("A worker left it in the middle.")
            if state == WORKING
            else _("It has been waiting for a worker for more than an hour.")
        )
        photos = photos_of(id_) if name == "original" else ""
        db.session.rollback()
        about = about_original(id_) if name == "original" else f"film {id_}"
        yield Found(Kind.STUCK, about, f"{sentence} {photos}".strip())
