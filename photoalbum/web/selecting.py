"""What a page with a grid needs so that many of its photos can be chosen: `?select=1` shows boxes to tick."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from photoalbum.delivery.identity import current_viewer
from photoalbum.web.bulk_actions import ACTIONS
from photoalbum.web.redirects import with_query


@dataclass(frozen=True, slots=True)
class Way:
    """A button of the bar: to where it posts what was chosen."""

    href: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Selection:
    on: bool
    back: str
    toggle_href: str
    ways: tuple[Way, ...]
    album: str | None


def of_page(album: str | None = None) -> Selection | None:
    """For members on the page that was asked for; `album` is the one whose photos it shows."""
    if not current_viewer().is_member:
        return None
    on = bool(request.args.get("select"))
    return Selection(
        on=on,
        back=with_query(select=None, fragment=None),
        toggle_href=with_query(select=None if on else "1", fragment=None),
        ways=(
            *(
                Way(url_for("selection.act", name=name), str(action.label), action.icon)
                for name, action in ACTIONS.items()
                if album or not action.in_album
            ),
            Way(url_for("downloads.create"), _("Download as ZIP"), "zip"),
        ),
        album=album,
    )


def kept() -> str | None:
    """What the address of the next page of photos takes along, so that it has boxes to tick as well."""
    return request.args.get("select") or None
