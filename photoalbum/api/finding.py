"""Finding again: search, and the timeline by months."""

from datetime import UTC, date, datetime
from typing import Any

import marshmallow as ma
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from photoalbum.api import bodies
from photoalbum.api.openapi import PREFIX
from photoalbum.api.paging import PageQuery, next_url, page_of
from photoalbum.api.resource import Resource
from photoalbum.api.schemas import AlbumSchema, MediaPage
from photoalbum.browse import question, search, timeline
from photoalbum.browse.periods import Period
from photoalbum.browse.question import Question
from photoalbum.delivery.identity import current_member, current_viewer
from photoalbum.delivery.limits import count_search

bp = Resource("finding", PREFIX, about="Search and timeline.")

Said = dict[str, Any]


class SearchQuery(PageQuery):
    q = fields.String(required=True, validate=validate.Length(1, question.LONGEST))


class FoundSchema(MediaPage):  # type: ignore[misc,valid-type]
    total = fields.Integer(
        required=True, metadata={"description": "Counted up to 1001, which stands for more."}
    )
    albums = fields.List(fields.Nested(AlbumSchema), required=True)


class MonthSchema(ma.Schema):
    month = fields.String(required=True)
    count = fields.Integer(required=True)


class MonthsSchema(ma.Schema):
    months = fields.List(fields.Nested(MonthSchema), required=True)
    undated = fields.Integer(required=True)
    total = fields.Integer(required=True)


class MonthQuery(PageQuery):
    month = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{4}-(0[1-9]|1[0-2])$"))


@bp.get("/search")
@bp.arguments(SearchQuery, location="query")
@bp.response(200, FoundSchema)
def find(query: Said) -> ResponseReturnValue:
    """What the caller sees and what matches, in the words of the search box: "lake is:video"."""
    viewer, member = current_viewer(), current_member()
    count_search(member.uid if member else None)
    asked = question.read(query["q"], datetime.now(UTC).astimezone().date())
    found = search.find(asked, viewer, query["limit"], query.get("after"))
    return {
        "results": bodies.media_in_order([row.uid for row in found.page.rows], viewer),
        "next": next_url(found.page.after),
        "total": found.total,
        "albums": bodies.albums(found.albums, viewer),
    }


@bp.get("/timeline/")
@bp.response(200, MonthsSchema)
def months() -> ResponseReturnValue:
    """How many photos the caller sees of each month, the newest first."""
    found = timeline.months_of(current_viewer())
    return {
        "months": [
            {"month": f"{month.year:04}-{month.month:02}", "count": count}
            for month, count in found.counts.items()
        ],
        "undated": found.undated,
        "total": found.total,
    }


@bp.get("/timeline/media/")
@bp.arguments(MonthQuery, location="query")
@bp.response(200, MediaPage)
def of_month(query: Said) -> ResponseReturnValue:
    """The photos of a month, the newest first."""
    year, month = max(int(query["month"][:4]), 1), int(query["month"][5:])
    end = date(year + (month == 12), month % 12 + 1, 1) if year < 9999 else date.max
    asked = Question(period=Period(date(year, month, 1), end))
    page = search.page(asked, current_viewer(), query["limit"], query.get("after"))
    return page_of(bodies.media_in_order([row.uid for row in page.rows], current_viewer()), page.after)
