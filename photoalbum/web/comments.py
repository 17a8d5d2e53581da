"""Comments of members under a photo."""

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.albums import access
from photoalbum.albums.access import Ability
from photoalbum.core.db import db
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import COMMENTS
from photoalbum.photos import comments
from photoalbum.photos.models import Comment, Photo
from photoalbum.web.forms.photos import CommentForm
from photoalbum.web.lookup import member_or_login, photo_or_404, refused
from photoalbum.web.redirects import back_to, safe_next

bp = Blueprint("comments", __name__, url_prefix="/photos/<uid>/comments")


@bp.post("/")
def create(uid: str) -> ResponseReturnValue:
    member = member_or_login()
    photo = photo_or_404(uid)
    form = CommentForm()
    if not form.validate_on_submit():
        return _page(photo, form), 422

    COMMENTS.demand(member.uid)
    COMMENTS.count(member.uid)
    comments.say(photo, member, form.words.data or "")
    db.session.commit()
    return back_to(url_for("photos.show", uid=uid), anchor="comments")


@bp.get("/<comment>/edit")
def edit(uid: str, comment: str) -> ResponseReturnValue:
    photo, found = _own_or_403(uid, comment)
    return _page(photo, CommentForm(obj=found), found)


@bp.post("/<comment>/edit")
def change(uid: str, comment: str) -> ResponseReturnValue:
    photo, found = _own_or_403(uid, comment)
    form = CommentForm()
    if not form.validate_on_submit():
        return _page(photo, form, found), 422

    comments.change(found, form.words.data or "")
    db.session.commit()
    return back_to(url_for("photos.show", uid=uid), anchor="comments")


@bp.post("/<comment>/delete")
def delete(uid: str, comment: str) -> ResponseReturnValue:
    """One's own, or any under a photo that is one's own affair."""
    photo, found = _comment_or_404(uid, comment)
    viewer = current_viewer()
    if found.author_id != viewer.member_id and Ability.MANAGE not in access.abilities(viewer, photo):
        refused(_("This comment does not belong to you."))
    comments.delete(found)
    db.session.commit()
    flash(_("The comment is deleted."))
    return back_to(url_for("photos.show", uid=uid), anchor="comments")


def _comment_or_404(uid: str, name: str) -> tuple[Photo, Comment]:
    member_or_login()
    photo = photo_or_404(uid)
    found = comments.find(photo, name)
    if found is None:
        abort(404)
    return photo, found


def _own_or_403(uid: str, name: str) -> tuple[Photo, Comment]:
    photo, found = _comment_or_404(uid, name)
    if found.author_id != current_viewer().member_id:
        refused(_("This comment does not belong to you."))
    return photo, found


def _page(photo: Photo, form: CommentForm, comment: Comment | None = None) -> str:
    return render_template(
        "photos/comment.html",
        photo=photo,
        form=form,
        comment=comment,
        back=safe_next(request.values.get("next")) or url_for("photos.show", uid=photo.uid),
    )
