"""The timeline: everything that the asker may see, by months."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums.queries import Page
from photoalbum.albums.shelves import BEHIND_ALL, WITHOUT_DATE
from photoalbum.browse import grid, timeline
from photoalbum.browse.timeline import Month, Months
from photoalbum.delivery.identity import current_viewer
from photoalbum.photos.models import UNDATED
from photoalbum.web import photo_ways, selecting, tiles
from photoalbum.web.tiles import Day

bp = Blueprint("timeline", __name__)

UNDATED_NAME = "undated"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A year or a month in the scrubber: a link to where it begins."""

    name: str
    href: str
    photo_count: int
    current: bool = False


@bp.get("/timeline/")
def index() -> ResponseReturnValue:
    viewer = current_viewer()
    months = timeline.months_of(viewer)
    shown, page = _asked_for(viewer, months)
    days = _by_month(page)
    next_href = _next_href(page, months, shown)
    fragment = request.args.get("fragment")
    if fragment and fragment != "jump":
        return render_template("albums/_photo_rows.html", days=days, next_href=next_href)
    newer = months.newer_than(shown) if shown else None
    return render_template(
        "timeline/_page.html" if fragment else "timeline/index.html",
        days=days,
        next_href=next_href,
        newer=_mark(newer, months.counts[newer]) if newer else None,
        years=_years(months, shown),
        months=[
            _mark(month, count, "MMMM", current=month == shown)
            for month, count in months.counts.items()
            if shown and month.year == shown.year
        ],
        undated=Mark(_("Without a date"), _href(UNDATED_NAME), months.undated, current=shown is None)
        if months.undated
        else None,
        steps=" ".join(_name(month) for month in months.counts),
        total=months.total,
        selection=selecting.of_page(),
        current_section="timeline",
    )


def _asked_for(viewer: Viewer, months: Months) -> tuple[Month | None, Page]:
    """The month in which the page begins, None for the photos without a date, and the page."""
    size = int(current_app.config["PHOTOS_PER_PAGE"])
    name = request.args.get("month", "")
    place = grid.place_of(viewer, request.args.get("after"))
    only_undated = not months.counts and months.undated > 0
    if place is None and (name == UNDATED_NAME or only_undated):
        place = BEHIND_ALL
    if place is not None and place >= WITHOUT_DATE:
        return None, timeline.undated_page(viewer, months, size, place)
    match = _MONTH.fullmatch(name)
    asked = Month(int(match[1]), int(match[2])) if match and int(match[1]) > 0 else None
    if place is None:
        start = months.nearest(asked) if asked else next(iter(months.counts), None)
        place = start.end if start else WITHOUT_DATE
    page = timeline.page(viewer, months, size, min(place, WITHOUT_DATE))
    if not page.rows and months.undated:
        return None, timeline.undated_page(viewer, months, size)
    first = page.rows[0].sort_at if page.rows else UNDATED
    return Month(first.year, first.month), page


def _by_month(page: Page) -> list[Day]:
    """Months are the headings here: a row for each day would be a page of single photos."""
    links = tiles.member_links(origin=photo_ways.from_timeline())
    return [
        Day(
            _words(Month(*month)) if month < (UNDATED.year, 1) else _("Without a date"),
            "",
            [tiles.tile_of(row, links) for row in group],
        )
        for month, group in groupby(page.rows, key=lambda row: (row.sort_at.year, row.sort_at.month))
    ]


def _next_href(page: Page, months: Months, shown: Month | None) -> str | None:
    if page.after:
        return url_for("timeline.index", after=page.after, select=selecting.kept())
    return _href(UNDATED_NAME) if shown and months.undated else None


def _years(months: Months, shown: Month | None) -> Sequence[Mark]:
    """Each leads to the newest month of its year."""
    marks = []
    for year, of_year in groupby(months.counts.items(), key=lambda item: item[0].year):
        counted = list(of_year)
        total = sum(count for _month, count in counted)
        current = shown is not None and shown.year == year
        marks.append(Mark(str(year), _href(_name(counted[0][0])), total, current))
    return marks


def _mark(month: Month, count: int, pattern: str = "MMMM y", *, current: bool = False) -> Mark:
    return Mark(_words(month, pattern), _href(_name(month)), count, current)


def _words(month: Month, pattern: str = "MMMM y") -> str:
    return str(format_date(date(month.year, month.month, 1), pattern))


def _name(month: Month) -> str:
    return f"{month.year:04}-{month.month:02}"


def _href(name: str) -> str:
    return url_for("timeline.index", month=name, select=selecting.kept())
