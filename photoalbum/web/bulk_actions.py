"""What can be done with many photos at once: each with its words, its form and what it does.

Whoever adds another one adds a line to `ACTIONS`; the bar, the page and the route take it from there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import abort, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from photoalbum.albums import access, bulk
from photoalbum.albums.access import Ability
from photoalbum.albums.bulk import Chosen
from photoalbum.albums.models import Album
from photoalbum.core.db import db
from photoalbum.core.errors import Rejected
from photoalbum.delivery.identity import current_viewer
from photoalbum.delivery.limits import count_link
from photoalbum.photos import tags
from photoalbum.sharing import links
from photoalbum.web.forms.albums import AddToAlbumForm, PlainForm, choices
from photoalbum.web.forms.base import SiteForm
from photoalbum.web.forms.links import LinkForm
from photoalbum.web.forms.photos import DateForm, ShiftForm, TagsForm
from photoalbum.web.lookup import album_or_404, member_or_login


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to be done: to these photos, on the page of this album if it was one."""

    chosen: Chosen
    form: SiteForm
    album: Album | None
    # Where to go next, if what was made has a page of its own.
    leads_to: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """`act` gives how many photos were changed. `form` is asked for first; without one it is done at once."""

    label: str
    icon: str
    act: Callable[[Asked], int]
    done: Callable[[int, Asked], str]
    form: Callable[[], SiteForm] | None = None
    in_album: bool = False
    note: str | None = None
    danger: bool = False


def _album_form() -> SiteForm:
    form = AddToAlbumForm()
    addable = db.session.scalars(access.addable_by(current_viewer())).all()
    form.album.choices = choices((found.slug, found.title) for found in addable)
    return form


def _target(asked: Asked) -> Album:
    return album_or_404(asked.form["album"].data or "", to=Ability.ADD)


def _source(asked: Asked) -> Album:
    if asked.album is None:
        abort(400)
    return asked.album


def _add(asked: Asked) -> int:
    return bulk.add_to_album(asked.chosen, _target(asked))


def _move(asked: Asked) -> int:
    return bulk.move(asked.chosen, _source(asked), _target(asked))


def _tag(asked: Asked) -> int:
    try:
        words = tags.parse(asked.form["tags"].data or "")
    except Rejected as fault:
        asked.form["tags"].errors = [fault.sentence]
        raise
    return bulk.tag(asked.chosen, words)


def _date(asked: Asked) -> int:
    form = asked.form
    assert isinstance(form, DateForm)
    return bulk.set_date(asked.chosen, form.moment)


def _shift(asked: Asked) -> int:
    form: Any = asked.form
    by = timedelta(days=form.days.data or 0, hours=form.hours.data or 0, minutes=form.minutes.data or 0)
    return bulk.shift_dates(asked.chosen, by if form.way.data == "later" else -by)


def _link(asked: Asked) -> int:
    form, member_id = asked.form, member_or_login().id
    assert isinstance(form, LinkForm)
    own = [photo.id for photo in asked.chosen.own()]
    if own:
        count_link(member_or_login().uid)
        db.session.rollback()  # Hashing takes long, and no other writer should wait for it.
        link = links.create_for_photos(own, member_id, password=form.password.data or "", **form.rules)
        asked.leads_to.append(url_for("my_links.show", uid=link.uid))
    return len(own)


def _in_album_words(count: int, asked: Asked) -> str:
    title = _target(asked).title
    return ngettext(
        "%(num)d photo is in “%(title)s” now.", "%(num)d photos are in “%(title)s” now.", count, title=title
    )


def _changed_words(count: int, _asked: Asked) -> str:
    return ngettext("%(num)d photo was changed.", "%(num)d photos were changed.", count)


ACTIONS: dict[str, Action] = {
    "favourite": Action(
        _l("Favourite"),
        "heart",
        lambda asked: bulk.love(asked.chosen),
        lambda count, _asked: ngettext(
            "%(num)d photo is among your favourites.", "%(num)d photos are among your favourites.", count
        ),
    ),
    "album": Action(_l("Add to album"), "folder-plus", _add, _in_album_words, _album_form),
    "move": Action(
        _l("Move"),
        "folder",
        _move,
        _in_album_words,
        _album_form,
        in_album=True,
        note=_l("They are taken out of this album and put into another one."),
    ),
    "link": Action(
        _l("Share by a link"),
        "share",
        _link,
        lambda count, _asked: ngettext(
            "The link to %(num)d photo is ready. Copy it and send it.",
            "The link to %(num)d photos is ready. Copy it and send it.",
            count,
        ),
        LinkForm,
        note=_l("Whoever has the link sees these photos and nothing else. Only your own can go into it."),
    ),
    "tag": Action(_l("Tag"), "tag", _tag, _changed_words, TagsForm),
    "date": Action(
        _l("Set the date"),
        "calendar",
        _date,
        _changed_words,
        DateForm,
        note=_l("All get this date. What the files say is kept, and can be brought back."),
    ),
    "shift": Action(
        _l("Shift the time"),
        "calendar-time",
        _shift,
        _changed_words,
        ShiftForm,
        note=_l("For a camera whose clock was wrong. Photos without a date stay without one."),
    ),
    "file-date": Action(
        _l("Date of the file"),
        "history",
        lambda asked: bulk.take_back_dates(asked.chosen),
        _changed_words,
        PlainForm,
        note=_l("What people said of the date is forgotten, and what the files say holds again."),
    ),
    "take-out": Action(
        _l("Take out"),
        "x",
        lambda asked: bulk.take_out(asked.chosen, _source(asked)),
        lambda count, _asked: ngettext(
            "%(num)d photo was taken out of this album.",
            "%(num)d photos were taken out of this album.",
            count,
        ),
        PlainForm,
        in_album=True,
        note=_l("The photos themselves are kept."),
    ),
    "trash": Action(
        _l("Delete"),
        "trash",
        lambda asked: bulk.trash(asked.chosen),
        lambda count, _asked: ngettext(
            "%(num)d photo is in the trash.", "%(num)d photos are in the trash.", count
        ),
        PlainForm,
        note=_l("They go to the trash, from all albums, and can be brought back for a while."),
        danger=True,
    ),
}


def left_words(count: int) -> str:
    """What is said of photos that were chosen and not changed."""
    return ngettext(
        "%(num)d photo was left as it was: this is not yours to do, or cannot be done with it.",
        "%(num)d photos were left as they were: this is not yours to do, or cannot be done with them.",
        count,
    )


__all__ = ["ACTIONS", "Action", "Asked"]
