"""For the keeper: every album and every photo of the site, to search, sort and page through."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from photoalbum.accounts import members
from photoalbum.albums import inventory
from photoalbum.albums.inventory import NEWEST, SORTS, Listed, Question
from photoalbum.delivery.identity import current_viewer
from photoalbum.web.current import keeper_required

bp = Blueprint("inventory", __name__, url_prefix="/admin")

KINDS = ("photo", "video")
LONGEST = 100


@bp.get("/albums/")
@keeper_required
def albums() -> ResponseReturnValue:
    question = _question()
    return _page("albums", question, inventory.albums(current_viewer(), question))


@bp.get("/media/")
@keeper_required
def media() -> ResponseReturnValue:
    question = _question()
    return _page("media", question, inventory.photos(current_viewer(), question))


def _question() -> Question:
    """What the address asks for; what makes no sense counts as not asked."""
    sort, kind, after = (request.args.get(name, "") for name in ("sort", "kind", "after"))
    return Question(
        words=request.args.get("q", "").replace("\0", "").strip()[:LONGEST],
        owner=request.args.get("owner", "")[:20],
        kind=kind if kind in KINDS else "",
        sort=sort if sort in SORTS else NEWEST,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 16 else None,
    )


def _page(name: str, question: Question, listed: Listed) -> str:
    endpoint = f"inventory.{name}"
    asked: dict[str, Any] = {
        "q": question.words or None,
        "owner": question.owner or None,
        "kind": question.kind or None,
        "sort": None if question.sort == NEWEST else question.sort,
    }
    return render_template(
        f"admin/{name}.html",
        question=question,
        rows=listed.rows,
        members=members.everyone(),
        first_href=url_for(endpoint, **asked) if question.after else None,
        next_href=url_for(endpoint, **asked, after=listed.after) if listed.after else None,
    )
