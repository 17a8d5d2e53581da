"""What a guest of a share link does under their name: gives it, comments, gives hearts, takes photos back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from photoalbum.core.db import db
from photoalbum.delivery.limits import COMMENTS, Allowance, network
from photoalbum.photos import comments, trash
from photoalbum.photos import guests as hearts
from photoalbum.photos.guests import ACCEPTED, PENDING, REFUSED, GuestUpload
from photoalbum.photos.models import Photo
from photoalbum.sharing import guests
from photoalbum.uploads import deciding
from photoalbum.web import guest_door, share_places
from photoalbum.web.filters import filesize
from photoalbum.web.forms.links import NameForm
from photoalbum.web.forms.photos import CommentForm

bp = Blueprint("share_guests", __name__, url_prefix="/s/<token>")

HEARTS = Allowance("guests' hearts", "120 per 10 minutes")


@bp.get("/name")
def name(token: str) -> ResponseReturnValue:
    link = guest_door.page_link_or_404(token, "may_add", "may_comment")
    guest = guest_door.guest_of(link)
    return _name_page(token, NameForm(data={"name": guest.name if guest else ""}))


@bp.post("/name")
def say_name(token: str) -> ResponseReturnValue:
    link = guest_door.link_or_404(token, "may_add", "may_comment")
    form = NameForm()
    if not form.validate_on_submit():
        return _name_page(token, form), 422

    guest_door.introduce(link, form.name.data or "")
    db.session.commit()
    return guest_door.back_in(token, url_for("shares.show", token=token))


@bp.get("/mine")
def mine(token: str) -> ResponseReturnValue:
    """What this guest has sent by the link, and what became of it."""
    link = guest_door.page_link_or_404(token, "may_add")
    guest = guest_door.guest_or_name(link, token)
    sent = [_sent(offer, token) for offer in deciding.of_guest(guest.id)]
    return render_template("shares/mine.html", token=token, guest=guest, sent=sent)


@bp.post("/mine/<uid>/delete")
def take_back(token: str, uid: str) -> ResponseReturnValue:
    link = guest_door.link_or_404(token, "may_add")
    guest = guest_door.guest_or_name(link, token)
    offer = deciding.find_of_guest(guest.id, uid) or abort(404)
    let_go = deciding.withdraw(offer)
    db.session.commit()
    trash.drop_all([let_go] if let_go else [])
    flash(_("Taken back."))
    return redirect(url_for("share_guests.mine", token=token), 303)


@bp.post("/photos/<uid>/comments/")
def comment(token: str, uid: str) -> ResponseReturnValue:
    """Say something; whoever has not given a name yet gives it with the first comment."""
    link = guest_door.link_or_404(token, "may_comment")
    photo = share_places.photo_anywhere_or_404(link, uid)
    guest, form, name_form = guest_door.guest_of(link), CommentForm(), NameForm()
    is_fine = form.validate_on_submit()
    if not (guest is not None or name_form.validate_on_submit()) or not is_fine:
        known = guest is not None
        page = {"token": token, "photo": photo, "form": form, "name_form": None if known else name_form}
        back = guest_door.next_in(token, request.form.get("next"), _photo_page(token, photo))
        return render_template("shares/comment.html", back=back, **page), 422

    COMMENTS.demand(link.uid, network())
    COMMENTS.count(link.uid, network())
    guest = guest or guest_door.introduce(link, name_form.name.data or "")
    guests.say(photo, guest, form.words.data or "")
    db.session.commit()
    return guest_door.back_in(token, _photo_page(token, photo), "comments")


@bp.post("/photos/<uid>/comments/<comment>/delete")
def delete_comment(token: str, uid: str, comment: str) -> ResponseReturnValue:
    link = guest_door.link_or_404(token, "may_comment")
    photo = share_places.photo_anywhere_or_404(link, uid)
    guest = guest_door.guest_or_name(link, token)
    comments.delete(guests.find_comment(photo, guest, comment) or abort(404))
    db.session.commit()
    flash(_("The comment is deleted."))
    return guest_door.back_in(token, _photo_page(token, photo), "comments")


@bp.post("/photos/<uid>/heart")
def give_heart(token: str, uid: str) -> ResponseReturnValue:
    return _heart(token, uid, given=True)


@bp.post("/photos/<uid>/heart/delete")
def take_heart_back(token: str, uid: str) -> ResponseReturnValue:
    return _heart(token, uid, given=False)


def _heart(token: str, uid: str, *, given: bool) -> ResponseReturnValue:
    link = guest_door.link_or_404(token, "may_comment")
    photo = share_places.photo_anywhere_or_404(link, uid)
    guest = guest_door.guest_or_name(link, token)
    HEARTS.demand(link.uid, network())
    HEARTS.count(link.uid, network())
    change = hearts.give_heart if given else hearts.take_heart_back
    change(guest.id, photo)
    db.session.commit()
    return guest_door.back_in(token, _photo_page(token, photo))


def _photo_page(token: str, photo: Photo) -> str:
    return url_for("shares.photo", token=token, uid=photo.uid)


def _name_page(token: str, form: NameForm) -> str:
    back = guest_door.next_in(token, request.values.get("next"), url_for("shares.show", token=token))
    return render_template("shares/name.html", token=token, form=form, back=back)


def _sent(offer: GuestUpload, token: str) -> dict[str, object]:
    """One file in the guest's own list."""
    there = offer.photo is not None and offer.photo.trashed_at is None
    state = offer.state if offer.state != ACCEPTED or there else "gone"
    sentences = {
        PENDING: _("Safe. It is shown here once it has been looked at."),
        ACCEPTED: _("Safe, and among the photos."),
        REFUSED: _("It was not taken into the album. Nothing of it was kept."),
        "gone": _("It has been taken out of the album."),
    }
    return {
        "uid": offer.uid,
        "file_name": offer.file_name,
        "size": filesize(offer.bytes),
        "at": offer.created_at,
        "state": state,
        "sentence": sentences[state],
        "may_take_back": state in (PENDING, ACCEPTED),
        "take_back": url_for("share_guests.take_back", token=token, uid=offer.uid),
    }
