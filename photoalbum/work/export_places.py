"""Which files an export has, and where: one folder per member, in it those of the albums, nested as they are.

A member's folder holds their own photos, so that each is there once and belongs to whom it belonged. Names
depend on what there is and on nothing else: an export that is gone on with has each file where it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from photoalbum.accounts import members
from photoalbum.accounts.models import Member
from photoalbum.albums.models import Album, AlbumEntry
from photoalbum.core.db import db
from photoalbum.photos.models import Original, Photo
from photoalbum.sharing.file_names import Names
from photoalbum.uploads import sidecars
from photoalbum.uploads.names import NO_ALBUM
from photoalbum.work.verify_files import Expected

SUMS, WORDS, DAMAGED = "SHA256SUMS", "albums.json", "Damaged"


@dataclass(frozen=True, slots=True)
class Leaving:
    """One file: its bytes, and the names that it has in the export by the album (None: in no album)."""

    photo_id: int
    expected: Expected
    places: dict[int | None, str]


@dataclass
class Plan:
    """What leaves, in plain values: no row is held while files are copied."""

    folders: dict[int, str] = field(default_factory=dict)
    leaving: list[Leaving] = field(default_factory=list)


def plan(member_id: int | None) -> Plan:
    """All that everybody has, or one member. What lies in the trash was thrown away, and stays."""
    found = Plan()
    names = Names((SUMS, WORDS, DAMAGED))
    for member in members.everyone():
        # Everybody has a name here, so that one person's folder is called the same in every export.
        folder = names.unique(member.name)
        if member_id in (None, member.id):
            found.folders[member.id] = folder
            found.leaving += _of_member(member, folder)
    return found


def count(member_id: int | None) -> int:
    """How many files there are to bring, for a progress bar."""
    wanted = select(func.count()).select_from(Photo).join(Member, Member.id == Photo.owner_id)
    whose = members.HERE if member_id is None else Photo.owner_id == member_id
    return db.session.scalar(wanted.where(whose, Photo.trashed_at.is_(None))) or 0


def _of_member(member: Member, folder: str) -> Iterable[Leaving]:
    albums = _albums_of_photos_of(member)
    folders = _Folders(folder)
    for album_id in sorted({album_id for ids in albums.values() for album_id in ids}):
        folders.of_album(db.session.get_one(Album, album_id))
    rows = db.session.execute(
        select(
            Photo.id,
            Photo.companion_of_id,
            Photo.file_name,
            Original.id,
            Original.sha256,
            Original.bytes,
            Original.extension,
        )
        .join(Original, Original.id == Photo.original_id)
        .where(Photo.owner_id == member.id, Photo.trashed_at.is_(None))
        .order_by(Photo.id)
    )
    for photo_id, still_id, file_name, original_id, sha256, size, extension in rows:
        expected = Expected(original_id, sha256, size, extension)
        # The film of a Live Photo goes where its still goes.
        places = {
            album_id: folders.place(album_id, file_name, extension)
            for album_id in albums.get(still_id or photo_id, (None,))
        }
        yield Leaving(photo_id, expected, places)


def _albums_of_photos_of(member: Member) -> dict[int, Sequence[int]]:
    """The albums that each of somebody's photos is in, whosever they are."""
    found: dict[int, list[int]] = defaultdict(list)
    entries = (
        select(AlbumEntry.photo_id, AlbumEntry.album_id)
        .join(Photo, Photo.id == AlbumEntry.photo_id)
        .join(Album, Album.id == AlbumEntry.album_id)
        .where(Photo.owner_id == member.id, Album.trashed_at.is_(None))
        .order_by(AlbumEntry.album_id)
    )
    for photo_id, album_id in db.session.execute(entries):
        found[photo_id].append(album_id)
    return dict(found)


class _Folders:
    """The names in one member's folder: no two alike in any folder of it, and none that notes files have."""

    def __init__(self, root: str) -> None:
        self._names = {root: Names((NO_ALBUM,))}
        self._of: dict[int | None, str] = {None: f"{root}/{NO_ALBUM}"}
        self._root = root

    def of_album(self, album: Album) -> str:
        if album.id not in self._of:
            above = album.parent if album.parent and album.parent.trashed_at is None else None
            parent = self.of_album(above) if above else self._root
            self._of[album.id] = f"{parent}/{self._unique(parent, album.title, '_')}"
        return self._of[album.id]

    def place(self, album_id: int | None, file_name: str, extension: str) -> str:
        folder = self._of[album_id]
        return f"{folder}/{self._unique(folder, file_name, f'.{extension}')}"

    def _unique(self, folder: str, name: str, otherwise: str) -> str:
        plain = f"{name}{otherwise}" if sidecars.is_named_so(name.rstrip(" .")) else name
        return self._names.setdefault(folder, Names()).unique(plain)
