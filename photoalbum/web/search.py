"""The page of what was searched for."""

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from photoalbum.browse import question, search
from photoalbum.browse.search import COUNTED, Found
from photoalbum.delivery.identity import current_member, current_viewer
from photoalbum.delivery.limits import count_search
from photoalbum.web import photo_ways, selecting, tiles

bp = Blueprint("search", __name__)


@bp.get("/search")
def index() -> ResponseReturnValue:
    typed = request.args.get("q", "")[: question.LONGEST].strip()
    asked = question.read(typed, photo_ways.today())
    if asked.is_empty:
        return _page(typed, None)

    member = current_member()
    count_search(member.uid if member else None)
    size = int(current_app.config["PHOTOS_PER_PAGE"])
    found = search.find(asked, current_viewer(), size, request.args.get("after"))
    return _page(typed, found)


def _page(typed: str, found: Found | None) -> ResponseReturnValue:
    links = tiles.member_links(origin=photo_ways.from_search(typed))
    days = tiles.days_of(found.page.rows, links, with_year=True) if found else []
    after = found.page.after if found else None
    next_href = url_for("search.index", q=typed, after=after, select=selecting.kept()) if after else None
    if request.args.get("fragment"):
        return render_template("albums/_photo_rows.html", days=days, next_href=next_href)
    viewer = current_viewer()
    return render_template(
        "search/index.html",
        typed=typed,
        days=days,
        next_href=next_href,
        cards=tiles.cards_of(viewer, found.albums) if found and not request.args.get("after") else [],
        is_answer=found is not None,
        summary=_summary(found) if found and found.total else None,
        examples=_examples(),
        longest=question.LONGEST,
        selection=selecting.of_page(),
        earlier_href=url_for("search.index", q=typed, select=selecting.kept())
        if request.args.get("after")
        else None,
        current_section="search",
    )


def _summary(found: Found) -> str:
    if found.is_more:
        return _("More than %(number)s photos and videos", number=format_decimal(COUNTED))
    return ngettext("%(num)d photo or video", "%(num)d photos and videos", found.total)


def _examples() -> list[tuple[str, str]]:
    """What one can type, and what it finds."""
    examples = [
        ("birthday", _("words of captions and albums; the beginning of a word is enough")),
        ("august 2014", _("a month, a year or a day")),
        ("last summer", _("also as one says it")),
        ("is:video", _("videos only, and photos with is:photo")),
        ('in:"summer"', _("in albums with this title")),
    ]
    if current_viewer().is_member:
        examples += [
            ("is:favourite", _("photos with your heart")),
            ("by:anna", _("what Anna has added")),
            ("camera:canon", _("taken with this camera")),
        ]
    return examples
