"""Guests of a share link: what the link lets them do, and who this browser said it is.

A guest is known by the name that `share_door` has given their browser; a row keeps its digest alone.
"""

from collections.abc import Collection
from typing import Literal, NoReturn

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from photoalbum.albums.models import ShareLink
from photoalbum.delivery.limits import Allowance, network
from photoalbum.photos.guests import Guest
from photoalbum.sharing import guests
from photoalbum.web import share_door
from photoalbum.web.redirects import safe_next, this_page

Rule = Literal["may_add", "may_comment"]

NAMES = Allowance("guests' names", "30 per hour")


def page_link_or_404(token: str, *rules: Rule) -> ShareLink:
    """A link that allows one of these, for a page; whoever has not given the password is led to the door."""
    link = share_door.link_or_404(token)
    if not share_door.is_unlocked(link) or not share_door.was_let_in(link):
        abort(redirect(url_for("shares.show", token=token), 303))
    return link if _allows(link, rules) else abort(404)


def link_or_404(token: str, *rules: Rule) -> ShareLink:
    """The same for what is sent: without the password there is nothing here."""
    link = share_door.open_link_or_404(token)
    return link if _allows(link, rules) else abort(404)


def _allows(link: ShareLink, rules: tuple[Rule, ...]) -> bool:
    return any(getattr(link, rule) for rule in rules)


def guest_of(link: ShareLink) -> Guest | None:
    return guests.find(link, share_door.browser_key(link.uid))


def guest_or_401(link: ShareLink) -> Guest:
    """The guest, for programs, which no page helps."""
    return guest_of(link) or abort(401)


def guest_or_name(link: ShareLink, token: str) -> Guest:
    """The guest, or the page that asks for a name and leads back here."""
    return guest_of(link) or _ask_for_name(token)


def hearts_among(link: ShareLink, photo_ids: Collection[int]) -> Collection[int]:
    """Which of these photos have this guest's heart. Whoever is not known has given none."""
    key = share_door.browser_key(link.uid) if link.may_comment else None
    return guests.hearts_among(link, key, photo_ids) if key is not None else ()


def introduce(link: ShareLink, name: str) -> Guest:
    """Write down a name, and give this browser a key by which it is known from now on. The caller commits."""
    NAMES.demand(link.uid, network())
    NAMES.count(link.uid, network())
    return guests.introduce(link, share_door.know_browser(link.uid), name)


def next_in(token: str, raw: str | None, otherwise: str) -> str:
    """Where somebody wishes to go on, as far as it lies under their link."""
    wish = safe_next(raw)
    return wish if wish is not None and wish.startswith(f"/s/{token}/") else otherwise


def back_in(token: str, otherwise: str, anchor: str = "") -> ResponseReturnValue:
    address = next_in(token, request.form.get("next"), otherwise)
    return redirect(f"{address}#{anchor}" if anchor else address, 303)


def _ask_for_name(token: str) -> NoReturn:
    wish = this_page() if request.method == "GET" else request.form.get("next")
    abort(redirect(url_for("share_guests.name", token=token, next=wish), 303))
