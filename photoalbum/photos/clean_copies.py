"""Clean copies of originals: what leaves the house by a link. A row tells how each one comes about.

Most are told as pieces of the original and cost no disk (`media/clean.py`). What browsers do not show, and
videos, are files of their own. A row that is missing, of an older version or of a file that has gone is
simply made anew.
"""

import hashlib
import io
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.core.clock import now
from photoalbum.core.db import Model, db, writing
from photoalbum.jobs import queue
from photoalbum.media import clean
from photoalbum.media.pieces import PiecesFile, from_plain, to_plain
from photoalbum.photos import files
from photoalbum.photos.models import FAILED, READY, WAITING, Original, Photo
from photoalbum.photos.processing import MAX_ATTEMPTS

JOB = "make_clean_copies"
# What a web process tells by itself, without a worker: some tens of milliseconds of reading.
MOST_TOLD_AT_ONCE = 64_000_000
BLOCK, BUFFER = 1 << 20, 1 << 16


class CleanCopy(Model):
    """The clean copy of one original, or of one version of it that somebody has edited."""

    __tablename__ = "clean_copies"

    id: Mapped[int] = mapped_column(primary_key=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("originals.id", ondelete="CASCADE"))
    # Names the edits that it shows; empty for the picture as it was taken.
    edits: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(500), default="")
    media_type: Mapped[str] = mapped_column(String(60), default="")
    extension: Mapped[str] = mapped_column(String(10), default="")
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    crc32: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    # Either pieces of the original, or the key of a file.
    pieces: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    file_key: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    original: Mapped[Original] = relationship()

    __table_args__ = (UniqueConstraint("original_id", "edits"), Index(None, "state", "id"))


# An original, and the edits with which it is to leave; empty for the picture as it was taken.
Wish = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent: its type and checksums, and where it comes from."""

    media_type: str
    extension: str
    bytes: int
    crc32: int
    sha256: str
    pieces: list[Any] | None = None
    file_key: str = ""


def find(original: Original, edits: str = "") -> CleanCopy | None:
    """The copy, if it is ready to be sent."""
    copy = _row(original.id, edits)
    return copy if copy is not None and is_ready(copy) else None


def is_ready(copy: CleanCopy) -> bool:
    if copy.state != READY or copy.version != clean.CLEAN_VERSION:
        return False
    return not copy.file_key or files.storage().exists(copy.file_key)


def ready_for(wishes: Collection[Wish]) -> dict[Wish, CleanCopy]:
    """The ready copies, by what was wished for."""
    return {wish: copy for wish, copy in _rows(wishes).items() if is_ready(copy)}


def find_or_tell(original: Original, edits: str = "") -> CleanCopy | None:
    """The copy; told here and now when that is quick, and else asked for: None until a worker has made it."""
    copy = find(original, edits)
    if copy is not None:
        return copy
    original_id = original.id
    content = None if edits else _told_at_once(original)
    if content is None:
        want([(original_id, edits)])
        return None
    with writing():
        note(original_id, content)
    return _row(original_id, "")


def want(wishes: Iterable[Wish]) -> None:
    """Note which copies are wanted, also while reading, and hint to a worker."""
    wanted, fresh = set(wishes), False
    with writing():
        known = _rows(wanted)
        for original_id, edits in sorted(wanted):
            copy = known.get((original_id, edits))
            if copy is None:
                fresh = True
                db.session.add(CleanCopy(original_id=original_id, edits=edits))
            elif copy.state == READY and not is_ready(copy):
                fresh = True
                copy.state, copy.attempts = WAITING, 0
    ask(again=fresh)


def ask(*, again: bool = False) -> None:
    """Hint to a worker that copies wait; `again` also when that was said a moment ago."""
    hint = queue.enqueue if again else queue.enqueue_once
    hint(JOB, priority=queue.Priority.ON_REQUEST)


def waiting() -> Sequence[int]:
    """Ids of the copies that are still to be made, those first that were tried least."""
    return db.session.scalars(
        select(CleanCopy.id).where(CleanCopy.state == WAITING).order_by(CleanCopy.attempts, CleanCopy.id)
    ).all()


def are_waiting() -> bool:
    return bool(db.session.scalar(select(exists().where(CleanCopy.state == WAITING))))


def count_unmade(wishes: Collection[Wish]) -> int:
    """How many of these are neither ready nor known to be impossible."""
    settled = sum(copy.state == FAILED or is_ready(copy) for copy in _rows(wishes).values())
    return len(set(wishes)) - settled


def drop_unused(original_id: int) -> None:
    """Forget the copies of edits that no photo has any more. They can be made again at any time."""
    wanted = set(db.session.scalars(select(Photo.edit_key).where(Photo.original_id == original_id)))
    copies = select(CleanCopy).where(CleanCopy.original_id == original_id, CleanCopy.edits != "")
    for copy in db.session.scalars(copies):
        if copy.edits not in wanted:
            if copy.file_key:
                files.storage().delete(copy.file_key)
            db.session.delete(copy)


def content_of_pieces(path: Path, media_type: str, extension: str, plain: list[Any]) -> Content:
    """Read the copy through once. Takes as long as the file is large: never inside a writing unit."""
    with _pieces_of(path, plain) as source:
        return Content(media_type, extension, *_checksums(source), pieces=plain)


def content_of_file(key: str, media_type: str) -> Content:
    """The same of a copy that is a file of its own, under this key."""
    with files.storage().open(key) as source:
        return Content(media_type, key.rpartition(".")[2], *_checksums(source), file_key=key)


def note(original_id: int, content: Content, edits: str = "") -> None:
    """Write down what the copy is. Nothing happens when the original has gone meanwhile."""
    if db.session.get(Original, original_id) is None:
        return
    copy = _row(original_id, edits) or CleanCopy(original_id=original_id, edits=edits)
    copy.media_type, copy.extension = content.media_type, content.extension
    copy.bytes, copy.crc32, copy.sha256 = content.bytes, content.crc32, content.sha256
    copy.pieces, copy.file_key = content.pieces, content.file_key
    copy.version, copy.state, copy.reason = clean.CLEAN_VERSION, READY, ""
    db.session.add(copy)


def note_fault(copy: CleanCopy, reason: str, *, for_good: bool) -> None:
    copy.attempts += 1
    copy.reason = reason[:500]
    if for_good or copy.attempts >= MAX_ATTEMPTS:
        copy.state = FAILED


def opener(copy: CleanCopy, original: Original) -> Callable[[], BinaryIO]:
    """Opens the bytes of a ready copy, also when nobody's request is there any more. Can be sought in."""
    if copy.file_key:
        return files.opener(files.storage().path(copy.file_key))
    return partial(_pieces_of, files.path_of_original(original), copy.pieces or [])


def key_of(sha256: str, name: str) -> str:
    return f"{files.derivative_folder(sha256)}/clean{clean.CLEAN_VERSION}/{name}"


def _told_at_once(original: Original) -> Content | None:
    if not clean.can_be_told(original.media_type) or original.bytes > MOST_TOLD_AT_ONCE:
        return None
    path = files.path_of_original(original)
    try:
        told = clean.pieces_of(path, original.media_type)
    except clean.NotClean:
        return None
    return content_of_pieces(path, original.media_type, original.extension, to_plain(told))


def _pieces_of(path: Path, plain: list[Any]) -> BinaryIO:
    # Buffered, for most pieces of a picture's head are a few bytes long.
    return io.BufferedReader(PiecesFile(path.open("rb"), from_plain(plain)), BUFFER)


def _checksums(source: BinaryIO) -> tuple[int, int, str]:
    """Length, CRC-32 and SHA-256."""
    sha256, crc32, size = hashlib.sha256(), 0, 0
    while block := source.read(BLOCK):
        sha256.update(block)
        crc32 = zlib.crc32(block, crc32)
        size += len(block)
    return size, crc32, sha256.hexdigest()


def _row(original_id: int, edits: str) -> CleanCopy | None:
    return db.session.scalar(
        select(CleanCopy).where(CleanCopy.original_id == original_id, CleanCopy.edits == edits)
    )


def _rows(wishes: Collection[Wish]) -> dict[Wish, CleanCopy]:
    """What is known of these, in lots, so that no statement grows too long."""
    ids = sorted({original_id for original_id, _edits in wishes})
    found: dict[Wish, CleanCopy] = {}
    for start in range(0, len(ids), 500):
        lot = select(CleanCopy).where(CleanCopy.original_id.in_(ids[start : start + 500]))
        found.update({(copy.original_id, copy.edits): copy for copy in db.session.scalars(lot)})
    wanted = set(wishes)
    return {wish: copy for wish, copy in found.items() if wish in wanted}
