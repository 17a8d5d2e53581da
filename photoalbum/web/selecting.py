"""What a page with a grid needs so that many of its photos can be chosen: `?select=1` shows boxes to tick."""

from dataclasses import dataclass

from flask import request

from photoalbum.web.bulk_actions import ACTIONS, Action
from photoalbum.web.current import current_viewer
from photoalbum.web.redirects import with_query


@dataclass(frozen=True, slots=True)
class Selection:
    on: bool
    back: str
    toggle_href: str
    actions: tuple[tuple[str, Action], ...]
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
        actions=tuple((name, action) for name, action in ACTIONS.items() if album or not action.in_album),
        album=album,
    )
