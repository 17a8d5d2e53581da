"""The page of one photo: the large picture, and what is known of it in words."""

from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.core.db import db
from photoalbum.photos import edits
from photoalbum.photos.models import READY, Favourite, Photo
from photoalbum.photos.queries import hearts_of
from photoalbum.web import films, sending, tiles, web_copies, wording
from photoalbum.web.filters import filesize
from photoalbum.web.tiles import Fact, Links, PhotoPage

LARGE = 2048
MIDDLE = 1024


def member_page(
    photo: Photo, viewer: Viewer, *, previous: str | None, following: str | None, close: str
) -> PhotoPage:
    mine = viewer.is_member and db.session.get(Favourite, (viewer.member_id, photo.id)) is not None
    page = page_of(
        photo,
        tiles.member_links(),
        previous=previous,
        following=following,
        close=close,
        video_src=url_for("media.video", uid=photo.uid),
        original_href=url_for("media.original", uid=photo.uid)
        if access.gives_original(viewer, photo)
        else None,
        facts=facts_of(photo),
        hearts=hearts_of(photo),
        mine=mine,
        file_name=photo.file_name,
    )
    part = url_for("media.original", uid=photo.uid, part=films.PART)
    if photo.kind == "photo" and not photo.edit_key and photo.original.media_type in sending.INLINE_TYPES:
        page = replace(page, zoom_src=page.original_href)
    page = web_copies.for_member(page, photo, viewer)
    if page.original_href is None:
        return page
    return films.add(page, photo, url_for("media.video", uid=photo.uid), part)


def page_of(
    photo: Photo,
    links: Links,
    *,
    previous: str | None,
    following: str | None,
    close: str,
    video_src: str | None,
    original_href: str | None,
    facts: list[Fact],
    hearts: int,
    mine: bool,
    file_name: str,
) -> PhotoPage:
    """The page for whoever comes by these links; what a guest must not know is left out by the caller."""
    original = photo.original
    width, height = (side or fallback for side, fallback in zip(edits.size_of(photo), (4, 3), strict=True))
    large, middle = (links.src(photo.uid, name, photo.edit_key) for name in ("large.jpg", "middle.jpg"))
    is_video, words = photo.kind == "video", links.words(photo)
    return PhotoPage(
        uid=photo.uid,
        src=large,
        srcset=", ".join(
            f"{src} {_shown_width(width, height, box)}w" for src, box in ((middle, MIDDLE), (large, LARGE))
        ),
        width=width,
        height=height,
        alt=links.alt(photo) or file_name,
        caption=words,
        kind=photo.kind,
        video_src=video_src if is_video else None,
        video_type=_playable_type(original.media_type) if is_video else None,
        poster=large if is_video and original.state == READY else None,
        file_name=file_name,
        original_href=original_href,
        previous=previous,
        next=following,
        close=close,
        state=edits.state_of(photo),
        reason=original.reason or (_("This change could not be made.") if photo.edit_key else ""),
        hearts=hearts,
        mine=mine,
        facts=facts,
    )


def facts_of(photo: Photo) -> list[Fact]:
    """Date, place, camera and file, each in one or two lines."""
    details = photo.details
    facts = [Fact("calendar", wording.taken_lines(photo))]
    if place := _place(details):
        facts.append(Fact("map-pin", [place]))
    if camera := _camera(details):
        facts.append(Fact("camera", camera))
    facts.append(Fact("file", _file(photo)))
    if photo.original.damaged:
        facts.append(Fact("alert-circle", [_("The file is damaged; this is as much of it as can be shown.")]))
    facts.append(Fact("user", [_("added by %(name)s", name=photo.owner.name)]))
    return facts


def _place(details: dict[str, Any]) -> str:
    gps = details.get("gps")
    if not gps:
        return ""
    return ", ".join(format_decimal(gps[axis], "0.0####") for axis in ("lat", "lon"))


def _camera(details: dict[str, Any]) -> list[str]:
    camera = details.get("camera") or {}
    first = ", ".join(part for part in (camera.get("name"), _focal(camera)) if part)
    second = " · ".join(
        part
        for part in (
            f"f/{camera['f_number']:g}" if camera.get("f_number") else "",
            camera.get("exposure") or "",
            f"ISO {camera['iso']}" if camera.get("iso") else "",
        )
        if part
    )
    return [line for line in (first, second) if line]


def _focal(camera: dict[str, Any]) -> str:
    return f"{camera['focal_length']:g} mm" if camera.get("focal_length") else ""


def _file(photo: Photo) -> list[str]:
    original = photo.original
    size = [f"{original.width} × {original.height}"] if original.width else []
    return [
        " · ".join([photo.file_name, *size, filesize(original.bytes)]),
        _("original kept, byte for byte"),
    ]


def _shown_width(width: int, height: int, box: int) -> int:
    return round(width * min(1.0, box / max(width, height)))


def _playable_type(media_type: str) -> str:
    # Browsers refuse "video/quicktime" by name but play the same bytes when they hold H.264.
    return "video/mp4" if media_type == "video/quicktime" else media_type
