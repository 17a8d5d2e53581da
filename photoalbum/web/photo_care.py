"""What the panel of a photo page shows for its care: tags, comments, and what this person may change."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import url_for
from flask_babel import gettext as _

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums.access import Ability
from photoalbum.photos import comments, tags
from photoalbum.photos.models import READY, Comment, Photo
from photoalbum.web.forms.photos import CommentForm
from photoalbum.web.redirects import with_query


@dataclass(frozen=True, slots=True)
class Said:
    """One comment, as this person sees it."""

    uid: str
    name: str
    words: str
    at: Any
    edited: bool
    edit_href: str | None
    delete_href: str | None
    # Behind the name: who that is, where it is no member.
    note: str = ""


def around(photo: Photo, viewer: Viewer, can: frozenset[Ability]) -> dict[str, Any]:
    """Strangers see neither comments nor tags: they were written for the family."""
    if not viewer.is_member:
        return {"tags": [], "comments": [], "comment_form": None, "care": {}, "shares_by_link": False}
    back = with_query(fragment=None)
    links = {
        "words": ("photo_words.edit", Ability.DESCRIBE),
        "date": ("photo_dates.edit", Ability.EDIT),
        "edits": ("photo_edits.edit", Ability.EDIT),
    }
    care = {
        name: url_for(endpoint, uid=photo.uid, next=back)
        for name, (endpoint, needed) in links.items()
        if needed in can and (name != "edits" or _can_be_turned(photo))
    }
    return {
        "tags": [(word, f"/search?q={_quoted(word)}") for word in tags.of(photo.id)],
        "comments": [_said(comment, photo, viewer, can) for comment in comments.under(photo)],
        "comment_form": CommentForm(),
        "care": care,
        "shares_by_link": photo.owner_id == viewer.member_id,
    }


def _can_be_turned(photo: Photo) -> bool:
    return photo.kind != "video" and photo.original.state == READY


def _said(comment: Comment, photo: Photo, viewer: Viewer, can: frozenset[Ability]) -> Said:
    own = comment.author_id is not None and comment.author_id == viewer.member_id
    return Said(
        uid=comment.uid,
        name=comment.author.name if comment.author else comment.author_name,
        words=comment.words,
        at=comment.created_at,
        edited=comment.edited_at is not None,
        edit_href=url_for("comments.edit", uid=photo.uid, comment=comment.uid, next=with_query(fragment=None))
        if own
        else None,
        delete_href=url_for("comments.delete", uid=photo.uid, comment=comment.uid)
        if own or Ability.MANAGE in can
        else None,
        note=_("by a link") if comment.guest_id is not None else "",
    )


def _quoted(word: str) -> str:
    """A search for exactly this tag."""
    return quote(f'tag:"{word}"' if " " in word else f"tag:{word}")
