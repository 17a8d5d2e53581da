"""What grids, cards and photo pages are drawn from: plain values with finished addresses."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Row

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import totals
from photoalbum.albums.models import Album
from photoalbum.albums.totals import Total
from photoalbum.media.playback import PREVIEW
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos import captioning
from photoalbum.photos.models import READY, UNDATED, Photo
from photoalbum.web.filters import written_day
from photoalbum.web.wording import album_note

THUMB_HEIGHT = 320
UID = "UID"
NO_ORIGIN: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of one photo's page and pictures, as patterns: `url_for` once a page, not once a tile."""

    page: str
    picture: str
    # Whether names of files may be said, and words that a file brought along: through a share link they may
    # not, for nobody has read them with strangers in mind.
    names: bool = True
    # Whether anything is said that people wrote under a photo.
    captions: bool = True

    def href(self, uid: str) -> str:
        # Once: what somebody searched for may follow, and may be anything.
        return self.page.replace(UID, uid, 1)

    def words(self, photo: Photo | Row[Any]) -> str:
        """The caption, as far as it may be said here."""
        told = self.names or photo.caption_source != captioning.FILE
        return photo.caption if told and self.captions else ""

    def alt(self, photo: Photo | Row[Any]) -> str:
        """What a screen reader says, if anybody wrote it."""
        return (photo.alt_text if self.captions else "") or self.words(photo)

    def src(self, uid: str, name: str, edits: str = "") -> str:
        """Edits change the address, so that nobody is shown a remembered picture from before them."""
        return self.picture.replace(UID, uid) + name + (f"?e={edits}" if edits else "")

    def cover(self, shown: str) -> str:
        """A picture of an album's collage, named as `albums.tally` does."""
        uid, _dot, edits = shown.partition(".")
        return self.src(uid, "thumb.webp", edits)


def member_links(album_slug: str | None = None, origin: Mapping[str, Any] = NO_ORIGIN) -> Links:
    """`origin` tells the photo's page which way it was reached (see `photo_ways`)."""
    picture = url_for("media.derivative", uid=UID, version=RECIPE_VERSION, name="")
    if album_slug is None:
        return Links(url_for("photos.show", uid=UID, **origin), picture)
    return Links(url_for("photos.in_album", slug=album_slug, uid=UID), picture)


@dataclass(slots=True)
class Tile:
    """Not frozen, for that costs three times as much to make, and a page makes 120. Nobody changes one."""

    uid: str
    href: str
    src: str
    srcset: str
    width: int
    height: int
    placeholder: str
    tint: str
    kind: str
    duration: float | None
    hearts: int
    mine: bool
    label: str
    state: str
    # A silent film of three seconds, for those who point at the tile.
    preview: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    heading: str
    note: str
    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True)
class AlbumCard:
    href: str
    title: str
    covers: Sequence[str]
    photo_count: int
    video_count: int
    note: str
    # Somebody else has added to it since the last visit.
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    icon: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class FilmNote:
    """Why there is nothing to play, in a sentence, and what this person may do about it."""

    sentence: str
    # None when nobody is at it.
    percent: int | None = None
    stop_href: str | None = None
    start_href: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoPage:
    uid: str
    src: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str
    kind: str
    video_src: str | None
    video_type: str | None
    poster: str | None
    file_name: str
    original_href: str | None
    previous: str | None
    next: str | None
    close: str
    state: str
    reason: str
    hearts: int = 0
    mine: bool = False
    facts: Sequence[Fact] = field(default_factory=tuple)
    # Of a photo that moves: what plays, and the film's own original when it came as a file beside the photo.
    film_src: str | None = None
    film_original_href: str | None = None
    # Of a video that browsers cannot play yet, or not at all.
    film_note: FilmNote | None = None
    # The original, where a browser can show it: what the viewer zooms into.
    zoom_src: str | None = None


def tile_of(row: Row[Any], links: Links, loved: Collection[int] = ()) -> Tile:
    # Before a worker has looked at it, a file may not say how large it is: a 4:3 frame waits for it then.
    width, height = row.width or 4, row.height or 3
    pictures = links.src(row.uid, "")
    edits = f"?e={row.edit_key}" if row.edit_key else ""
    thumb, double = f"{pictures}thumb.webp{edits}", f"{pictures}thumb2x.webp{edits}"
    single, twice = _thumb_widths(width, height)
    return Tile(
        uid=row.uid,
        href=links.href(row.uid),
        src=thumb,
        srcset=f"{thumb} {single}w, {double} {twice}w" if twice > single else "",
        width=width,
        height=height,
        placeholder=row.placeholder,
        tint=row.tint,
        kind=row.kind,
        duration=row.duration,
        hearts=row.hearts,
        mine=bool(row.mine) or row.id in loved,
        label=links.alt(row) or (row.file_name if links.names else _("Photo")),
        state=row.state,
        preview=pictures + PREVIEW if row.previewed and row.state == READY else "",
    )


@lru_cache(maxsize=4096)
def _thumb_widths(width: int, height: int) -> tuple[int, int]:
    """How wide the thumbnail and the double one of such a picture are."""
    single, twice = (min(times * THUMB_HEIGHT, height) * width / height for times in (1, 2))
    return round(single), round(twice)


def days_of(
    rows: Iterable[Row[Any]],
    links: Links,
    *,
    with_year: bool,
    by_day: bool = True,
    loved: Collection[int] = (),
) -> list[Day]:
    """Tiles under a heading for each day; photos without a known date under one that says so.

    An order by hand mixes the days: its tiles are all in one, without a heading. `loved` are photos with the
    heart of somebody whom the rows do not know, a guest.
    """
    if not by_day:
        all_of_them = [tile_of(row, links, loved) for row in rows]
        return [Day("", "", all_of_them)] if all_of_them else []
    return [
        Day(_heading(day, with_year), "", [tile_of(row, links, loved) for row in group])
        for day, group in groupby(rows, key=lambda row: row.sort_at.date())
    ]


def _heading(day: Any, with_year: bool) -> str:
    if day == UNDATED.date():
        return _("Date not known")
    return written_day(day, "EEEE d MMMM y" if with_year else "EEEE d MMMM")


def picture_of(photo: Photo) -> str | None:
    """A picture beside a form about one photo, where there is one yet."""
    if photo.original.state != READY:
        return None
    return member_links().src(photo.uid, "middle.jpg", photo.edit_key)


def cards_of(
    viewer: Viewer,
    albums: Sequence[Album],
    sums: Mapping[int, Total] | None = None,
    *,
    fresh: Collection[int] = (),
) -> list[AlbumCard]:
    """Albums with all that can be seen in them; `sums` when they were asked for already."""
    sums, covers = sums or totals.of(viewer, albums), totals.covers(viewer, albums)
    return [
        card_of(album, sums[album.id], covers.get(album.id, ()), viewer.member_id, fresh=album.id in fresh)
        for album in albums
    ]


def card_of(
    album: Album, total: Total, collage: Iterable[str], viewer_id: int | None, *, fresh: bool = False
) -> AlbumCard:
    """An album with all that can be seen in it and below it."""
    links = member_links()
    return AlbumCard(
        href=url_for("albums.show", slug=album.slug),
        title=album.title,
        covers=[links.cover(shown) for shown in collage],
        photo_count=total.photo_count,
        video_count=total.video_count,
        note=album_note(album, viewer_id),
        fresh=fresh,
    )


def spans_years(first: datetime | None, last: datetime | None) -> bool:
    return first is not None and last is not None and first.year != last.year
