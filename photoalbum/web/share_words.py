"""What stands beside a photo under a share link that lets people comment: hearts, and what was said."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from photoalbum.albums.models import ShareLink
from photoalbum.photos.guests import Guest
from photoalbum.photos.models import Comment, Photo
from photoalbum.sharing import guests
from photoalbum.web.forms.links import NameForm
from photoalbum.web.forms.photos import CommentForm
from photoalbum.web.photo_care import Said
from photoalbum.web.redirects import with_query


def around(photo: Photo, link: ShareLink, guest: Guest | None, token: str) -> dict[str, Any]:
    here = with_query(fragment=None)
    return {
        "here": here,
        "guest": guest,
        "comments": [_said(comment, photo, guest, token) for comment in guests.comments_under(photo, link)],
        "comment_form": CommentForm(),
        "name_form": None if guest else NameForm(),
        "name_href": url_for("share_guests.name", token=token, next=here),
    }


def _said(comment: Comment, photo: Photo, guest: Guest | None, token: str) -> Said:
    own = guest is not None and comment.guest_id == guest.id
    href = url_for("share_guests.delete_comment", token=token, uid=photo.uid, comment=comment.uid)
    return Said(
        uid=comment.uid,
        name=comment.author.name if comment.author else comment.author_name,
        words=comment.words,
        at=comment.created_at,
        edited=comment.edited_at is not None,
        edit_href=None,
        delete_href=href if own else None,
        note=_("you") if own else "",
    )
