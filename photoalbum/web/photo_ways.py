"""Which way a photo's page was reached: what stands before and behind it there, and where closing leads.

Albums have addresses of their own for their photos. Timeline and search add `from` to the address, and the
search what was typed; anything else are one's own photos.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from flask import request, url_for

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import queries
from photoalbum.browse import grid, question, search, timeline
from photoalbum.delivery.limits import Allowance, network
from photoalbum.photos.models import Photo

ORIGIN = "from"
STEPS = Allowance("steps through timeline and search", "240 per minute")

# The names of the photos before and behind.
Around = tuple[str | None, str | None]
TIMELINE, SEARCH = "timeline", "search"


@dataclass(frozen=True, slots=True)
class Way:
    previous: str | None
    following: str | None
    close: str


def from_timeline() -> dict[str, Any]:
    return {ORIGIN: TIMELINE}


def from_search(typed: str) -> dict[str, Any]:
    return {ORIGIN: SEARCH, "q": typed}


def of(photo: Photo, viewer: Viewer) -> Way:
    """As the address says. What the asker does not see is no neighbour of anything."""
    origin = request.args.get(ORIGIN)
    if origin == TIMELINE:
        return _way("timeline.index", _around(photo, viewer, timeline.neighbours), from_timeline())
    typed = request.args.get("q", "")[: question.LONGEST].strip()
    asked = question.read(typed, today())
    if origin == SEARCH and not asked.is_empty:
        around = _around(photo, viewer, partial(search.neighbours, asked))
        return _way("search.index", around, from_search(typed), q=typed)
    if viewer.is_member and photo.owner_id == viewer.member_id:
        return _way("photos.index", queries.neighbours_owned(photo), {})
    return Way(None, None, url_for("albums.index"))


def today() -> date:
    return datetime.now(UTC).astimezone().date()


def _around(photo: Photo, viewer: Viewer, neighbours: Callable[[Viewer, int], Around]) -> Around:
    """Over a grid its own order holds, and nobody asks for this one."""
    if request.args.get("fragment"):
        return None, None
    STEPS.demand(network())
    STEPS.count(network())
    place = grid.place_of(viewer, photo.uid)
    return (None, None) if place is None else neighbours(viewer, place)


def _way(grid_page: str, around: Around, origin: dict[str, Any], **query: Any) -> Way:
    """Closing leads to where the photo stands in the grid: to the page that begins with it."""
    before, behind = around
    return Way(
        url_for("photos.show", uid=before, **origin) if before else None,
        url_for("photos.show", uid=behind, **origin) if behind else None,
        url_for(grid_page, after=before if origin else None, **query),
    )
