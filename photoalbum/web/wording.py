"""Sentences about albums and photos that several pages share."""

from datetime import datetime

from flask_babel import format_date, format_datetime, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from photoalbum.albums.models import CONTRIBUTOR, EDITOR, FAMILY, PRIVATE, PUBLIC, VIEWER, Album
from photoalbum.albums.totals import Total
from photoalbum.photos import dating
from photoalbum.photos.models import Photo


def counted(photo_count: int, video_count: int) -> str:
    """How much there is: "148 photos, 6 videos"."""
    parts = []
    if photo_count or not video_count:
        parts.append(ngettext("%(num)d photo", "%(num)d photos", photo_count))
    if video_count:
        parts.append(ngettext("%(num)d video", "%(num)d videos", video_count))
    return ", ".join(parts)


def date_range(first: datetime | None, last: datetime | None) -> str:
    """The days between two moments, without saying a year or a month twice: "3 to 24 August 2024"."""
    if first is None or last is None:
        return ""
    end = format_date(last, "d MMMM y")
    if first.date() == last.date():
        return end
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)s to %(last)s", first=format_date(first, "d"), last=end)
    short = "d MMMM" if first.year == last.year else "d MMMM y"
    return _("%(first)s to %(last)s", first=format_date(first, short), last=end)


ROLES = {
    VIEWER: _l("may look"),
    CONTRIBUTOR: _l("may look and add photos"),
    EDITOR: _l("may look, add, and put in order"),
}


def audience_words(album: Album) -> str:
    """Who can see an album, for its head and its sharing page."""
    if album.reach == PUBLIC:
        return _("anyone can see it, also without an account")
    if album.reach == FAMILY:
        return _("everyone in the family can see it")
    return _("only you and people you choose can see it")


def album_note(album: Album, viewer_id: int | None) -> str:
    """The short word on a card."""
    if album.owner_id != viewer_id and viewer_id is not None:
        return _("by %(name)s", name=album.owner.name)
    if album.reach == PUBLIC:
        return _("public")
    if album.reach == FAMILY:
        return _("shared with everyone")
    return _("private")


def album_summary(album: Album, total: Total, viewer_id: int | None) -> str:
    """The line under an album's title."""
    parts = [counted(total.photo_count, total.video_count), date_range(total.first_taken, total.last_taken)]
    if album.reach != PRIVATE or album.owner_id == viewer_id:
        parts.append(audience_words(album))
    return " · ".join(part for part in parts if part)


def greeting(name: str, hour: int) -> str:
    """Good morning, in the hours of the house where the site stands."""
    if 4 <= hour < 12:
        return _("Good morning, %(name)s", name=name)
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s", name=name)
    return _("Good evening, %(name)s", name=name)


PATTERNS = {"year": "y", "month": "MMMM y", "day": "EEEE d MMMM y"}
TO_THE_MINUTE = "EEEE d MMMM y, HH:mm"


def taken_lines(photo: Photo) -> list[str]:
    """When a photo was taken, by the clock of the place, as exactly as is known, and how we know."""
    if photo.taken_at is None:
        return [_("Date not known")]
    said = photo.taken_source == dating.PERSON
    precision = "" if said else (photo.details.get("taken") or {}).get("precision", "")
    lines = [format_datetime(photo.taken_at, PATTERNS.get(precision, TO_THE_MINUTE))]
    if photo.taken_offset is not None and precision not in PATTERNS:
        lines.append(_offset_words(photo.taken_offset))
    if photo.taken_source == "file-name":
        lines.append(_("from the name of the file"))
    elif photo.taken_source == dating.FILE_DATE:
        lines.append(_("from the date of the file"))
    elif said:
        lines.append(_("set by hand"))
    return lines


def claim_words(photo: Photo) -> str:
    """When the file says that it was taken, whatever people say."""
    claimed = dating.claim_of(photo)
    return format_datetime(claimed, TO_THE_MINUTE) if claimed else _("The file says nothing.")


def _offset_words(minutes: int) -> str:
    if minutes == 0:
        return _("the same as UTC")
    hours, rest = divmod(abs(minutes), 60)
    amount = ngettext("%(num)d hour", "%(num)d hours", hours)
    if rest:
        amount = f"{hours}:{rest:02d} h"
    if minutes > 0:
        return _("%(amount)s ahead of UTC", amount=amount)
    return _("%(amount)s behind UTC", amount=amount)
