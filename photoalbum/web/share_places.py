"""What of a link is being looked at: its album, one of the albums below, or the photos picked for it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access, entries, order, queries, totals, tree
from photoalbum.albums.models import BY_HAND, Album, ShareLink
from photoalbum.albums.queries import Page
from photoalbum.core.db import db
from photoalbum.media.recipes import RECIPE_VERSION
from photoalbum.photos.models import Photo
from photoalbum.sharing import links
from photoalbum.web import tiles
from photoalbum.web.tiles import AlbumCard, Day, Links
from photoalbum.web.wording import counted, date_range


@dataclass(frozen=True, slots=True)
class Place:
    """`album` is None where the photos were picked by hand."""

    token: str
    link: ShareLink
    viewer: Viewer
    album: Album | None

    @property
    def is_top(self) -> bool:
        return self.album is None or self.album.id == self.link.album_id

    @property
    def title(self) -> str:
        return self.album.title if self.album is not None else self.link.label or _("Photos for you")

    def href(self, endpoint: str, **values: Any) -> str:
        """An address in this place. `endpoint` has a twin for the albums below, behind `_below`."""
        if self.album is None or self.is_top:
            return url_for(f"shares.{endpoint}", token=self.token, **values)
        return url_for(f"shares.{endpoint}_below", token=self.token, below=self.album.uid, **values)

    @property
    def links(self) -> Links:
        picture = url_for(
            "share_files.derivative", token=self.token, uid=tiles.UID, version=RECIPE_VERSION, name=""
        )
        page = self.href("photo", uid=tiles.UID)
        return Links(page, picture, names=False, captions=self.link.show_captions)

    def photos(self, size: int, after: str | None) -> Page:
        if self.album is None:
            return queries.photos_picked(self.viewer, size, after)
        return queries.photos_of(self.album, self.viewer, size, after)

    def days(self, page: Page, loved: Collection[int] = ()) -> list[Day]:
        """`loved` are the photos with the heart of the guest who looks."""
        album = self.album
        with_year = album is None or tiles.spans_years(album.first_taken, album.last_taken)
        by_day = album is None or album.order != BY_HAND
        return tiles.days_of(page.rows, self.links, with_year=with_year, by_day=by_day, loved=loved)

    def photo_or_404(self, uid: str) -> Photo:
        found = (
            access.find_photo_in(self.viewer, self.album, uid)
            if self.album is not None
            else access.find_photo(self.viewer, uid)
        )
        return found or abort(404)

    def neighbours(self, photo: Photo) -> tuple[str | None, str | None]:
        if self.album is None:
            return queries.neighbours_picked(self.viewer, photo)
        return queries.neighbours(self.album, photo)

    def ids(self) -> Select[Any]:
        """All photos of the link, for its ZIP."""
        if self.album is None or self.link.with_albums_below:
            return entries.ids_seen_by(self.viewer)
        return entries.ids_in_order(self.album)

    def summary(self) -> str:
        if self.album is None:
            count = links.photos_of([self.link]).get(self.link.id, 0)
            return ngettext("%(num)d photo", "%(num)d photos", count)
        total = totals.of(self.viewer, [self.album])[self.album.id]
        dates = date_range(total.first_taken, total.last_taken)
        return " · ".join(part for part in (counted(total.photo_count, total.video_count), dates) if part)

    def children(self) -> list[AlbumCard]:
        """The albums inside this one, as far as the link opens them."""
        if self.album is None or not self.link.with_albums_below:
            return []
        albums = tree.children(self.viewer, self.album)
        sums, covers = totals.of(self.viewer, albums), totals.covers(self.viewer, albums)
        return [
            AlbumCard(
                href=url_for("shares.show_below", token=self.token, below=album.uid),
                title=album.title,
                covers=[self.links.cover(shown) for shown in covers.get(album.id, ())],
                photo_count=sums[album.id].photo_count,
                video_count=sums[album.id].video_count,
                note="",
            )
            for album in albums
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        """The way back up, as far as the link opens it."""
        if self.album is None or self.is_top:
            return []
        top = self.link.album_id
        return [
            (
                album.title,
                url_for("shares.show", token=self.token)
                if album.id == top
                else url_for("shares.show_below", token=self.token, below=album.uid),
            )
            for album in tree.ancestors(self.viewer, self.album)
        ]

    def cover(self) -> str | None:
        """The name of the picture that stands for it, as `albums.tally` writes it."""
        if self.album is not None:
            return next(iter(totals.covers(self.viewer, [self.album]).get(self.album.id, ())), None)
        first = queries.photos_picked(self.viewer, 1).rows
        return f"{first[0].uid}.{first[0].edit_key}" if first else None

    def number_of(self, photo: Photo) -> int:
        """The so-manyth of its place: by that it is named when it is taken along."""
        if self.album is None:
            ids = list(db.session.scalars(self.ids()))
            return ids.index(photo.id) + 1 if photo.id in ids else 1
        return order.number_of(self.album, photo)


def top(token: str, link: ShareLink) -> Place:
    return Place(token, link, links.viewer_of(link), link.album)


def of(token: str, link: ShareLink, album_uid: str | None) -> Place:
    """The place in a link, or 404 where the link does not open that album."""
    if album_uid is None:
        return top(token, link)
    viewer = links.viewer_of(link)
    album = db.session.scalar(access.albums_visible_to(viewer).where(Album.uid == album_uid))
    return Place(token, link, viewer, album) if album is not None else abort(404)


def photo_anywhere_or_404(link: ShareLink, uid: str) -> Photo:
    """A photo that the link shows anywhere."""
    viewer = links.viewer_of(link)
    if link.album is not None and not link.with_albums_below:
        return access.find_photo_in(viewer, link.album, uid) or abort(404)
    return access.find_photo(viewer, uid) or abort(404)
