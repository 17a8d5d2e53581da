"""Importing a folder: every file goes through the same door as an upload, and folders become albums.

Run again it takes in what is new and nothing twice: a file is known by its bytes, an album by its title
under its parent. The files themselves are only read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from photoalbum.accounts.models import Member
from photoalbum.albums import actions, entries
from photoalbum.albums.models import Album
from photoalbum.albums.tree import DEEPEST
from photoalbum.core.db import db, disk_is_full
from photoalbum.core.errors import AlbumError, NoSpace, Rejected
from photoalbum.media import probe
from photoalbum.photos import live, processing, queries
from photoalbum.photos.models import Original, Photo
from photoalbum.storage.base import fingerprint
from photoalbum.uploads import ingest, receipts, sidecars
from photoalbum.uploads.importers import tree
from photoalbum.uploads.importers.tree import Folder
from photoalbum.uploads.models import Receipt
from photoalbum.uploads.names import NO_ALBUM, clean_name
from photoalbum.uploads.receive import no_space, receive

NEW, KNOWN, NOTES, LEFT = "new", "known", "notes", "left"


@dataclass(frozen=True)
class Outcome:
    """What became of one file, and for what was left alone the reason in words."""

    path: Path
    what: str
    reason: str = ""


@dataclass
class FolderImport:
    """One import. Outside its short writing units no row is held: files are read and hashed in between."""

    root: Path
    owner_id: int
    album: str = ""
    dry_run: bool = False
    _sizes: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        mine = select(Original.bytes).join(Photo).where(Photo.owner_id == self.owner_id).distinct()
        self._sizes = set(db.session.scalars(mine))
        db.session.rollback()

    def run(self) -> Iterator[Outcome]:
        """Take in everything, one outcome a file. NoSpace ends it, and what is in stays in."""
        for folder in tree.walk(self.root):
            for path, reason in folder.left:
                yield Outcome(path, LEFT, reason)
            yield from _OneFolder(self, folder).run()

    def titles(self, folder: Folder) -> tuple[str, ...]:
        """The albums, outermost first, that the files of a folder go into.

        Without a wish for an album around everything, files that lie in the root itself go into one of its
        name, and the folders in it become albums of their own. What lies in a folder "No album", as exports
        have it, is in the one around it, if there is one.
        """
        around = (self.album,) if self.album else ()
        if folder.names[-1:] == (NO_ALBUM,):
            return (*around, *folder.names[:-1])
        if around or folder.names:
            return (*around, *folder.names)
        return (tree.readable_name(self.root.resolve().name),)

    def may_be_known(self, size: int) -> bool:
        """Whether the owner has anything of this size: only then a file is read an extra time to compare."""
        if size in self._sizes:
            return True
        self._sizes.add(size)
        return False


class _OneFolder:
    """The files of one folder: one drop, with one receipt, if anything of it is new."""

    def __init__(self, whole: FolderImport, folder: Folder) -> None:
        self.whole, self.folder = whole, folder
        self._receipt_id: int | None = None
        self._photos: list[tuple[str, int]] = []
        self._to_process: list[int] = []

    def run(self) -> Iterator[Outcome]:
        try:
            for path in self.folder.files:
                yield self._take_in(path)
        finally:
            processing.ask_for(self._to_process)

    def _take_in(self, path: Path) -> Outcome:
        name = tree.readable_name(path.name)
        try:
            with tree.opened(path, self.whole.root) as source:
                if sidecars.is_named_so(name):
                    return self._notes(path, name, source)
                return self._photo(path, name, source)
        except NoSpace:
            db.session.rollback()
            raise
        except AlbumError as fault:
            db.session.rollback()
            return Outcome(path, LEFT, fault.sentence)
        except (OSError, DBAPIError) as fault:
            db.session.rollback()
            if disk_is_full(fault):
                raise no_space() from fault
            if isinstance(fault, DBAPIError):
                raise
            reason = fault.strerror or str(fault)
            return Outcome(path, LEFT, _("This file cannot be read: %(reason)s.", reason=reason))

    def _photo(self, path: Path, name: str, source: BinaryIO) -> Outcome:
        status = path.stat()
        if self.whole.may_be_known(status.st_size) and (known := self._known(source)):
            return self._again(path, name, *known)
        if self.whole.dry_run:
            probe.probe(path.resolve(), name)
            self._photos.append((name, 0))
            return Outcome(path, NEW)
        received = receive(source)
        found = ingest.keep(received, name)
        outcome = ingest.record(
            received,
            found,
            file_name=name,
            owner=db.session.get_one(Member, self.whole.owner_id),
            album=self._album(),
            receipt=self._receipt(),
            # The wall clock of the machine, for what says nothing of its own date.
            file_dated_at=datetime.fromtimestamp(status.st_mtime).replace(microsecond=0),  # noqa: DTZ006
        )
        self._photos.append((name, outcome.photo.id))
        if outcome.wants_processing:
            self._to_process.append(outcome.photo.original_id)
        db.session.commit()
        return Outcome(path, KNOWN if outcome.duplicate else NEW)

    def _known(self, source: BinaryIO) -> tuple[int, bool] | None:
        """The owner's photo of the same bytes, and whether it is in the trash."""
        sha256, _size = fingerprint(source)
        source.seek(0)
        photo = queries.of_owner_with_sha256(self.whole.owner_id, sha256)
        told = (photo.id, photo.trashed_at is not None) if photo else None
        db.session.rollback()
        return told

    def _again(self, path: Path, name: str, photo_id: int, in_trash: bool) -> Outcome:
        if in_trash:
            return Outcome(
                path, LEFT, _("You have moved this one to the trash. You can bring it back there.")
            )
        self._photos.append((name, photo_id))
        if not self.whole.dry_run:
            photo = live.shown(db.session.get_one(Photo, photo_id))
            if (album := self._album()) is not None:
                entries.add(album, photo, self.whole.owner_id)
            db.session.commit()
        return Outcome(path, KNOWN)

    def _notes(self, path: Path, name: str, source: BinaryIO) -> Outcome:
        ids = sidecars.named_alike(self._photos, name)
        if not ids:
            raise Rejected(_("This is a notes file (XMP), and no photo of its name lies beside it."))
        if self.whole.dry_run:
            return Outcome(path, NOTES)
        received = receive(source)
        photos = [db.session.get_one(Photo, photo_id) for photo_id in ids]
        if all((photo.notes or {}).get("sha256") == received.sha256 for photo in photos):
            received.let_go()
            db.session.rollback()
            return Outcome(path, KNOWN)
        if not sidecars.is_one(received, name):
            received.let_go()
            raise Rejected(_("This is named like a notes file (XMP), and is none."))
        sidecars.take_in(received, name, self._receipt(), photos)
        db.session.commit()
        return Outcome(path, NOTES)

    def _receipt(self) -> Receipt:
        """The receipt of this folder, opened with the first file that is new."""
        known = db.session.get(Receipt, self._receipt_id) if self._receipt_id else None
        if known is not None:
            return known
        album = self._album()
        receipt = receipts.open_receipt(self.whole.owner_id, album.id if album else None)
        self._receipt_id = receipt.id
        return receipt

    def _album(self) -> Album | None:
        """The album of this folder: the one there is by its title, or a new one.

        Where folders lie deeper than albums can, the deepest album takes in all that is below.
        """
        album: Album | None = None
        for title in self.whole.titles(self.folder)[:DEEPEST]:
            album = self._child(album, clean_name(title)[:200])
        return album

    def _child(self, parent: Album | None, title: str) -> Album:
        wanted = select(Album).where(
            Album.owner_id == self.whole.owner_id,
            Album.title == title,
            Album.parent_id == parent.id if parent else Album.parent_id.is_(None),
            Album.trashed_at.is_(None),
        )
        found = db.session.scalars(wanted.order_by(Album.id).limit(1)).one_or_none()
        return found or actions.create(self.whole.owner_id, actions.Wish(title, parent=parent))


def count_files(root: Path) -> int:
    """How many files there are to look at, for a progress bar."""
    return sum(len(folder.files) + len(folder.left) for folder in tree.walk(root))
