"""Forms of the album pages."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length

from photoalbum.albums.models import FAMILY, PRIVATE, PUBLIC, VIEWER
from photoalbum.web import wording
from photoalbum.web.forms.base import SiteForm

AUDIENCE_CHOICES = [
    SelectChoice(PRIVATE, _l("Only me and people I choose")),
    SelectChoice(FAMILY, _l("Everyone in the family")),
    SelectChoice(
        PUBLIC,
        _l("Anyone, also without an account. The files can be downloaded with the place they were taken at"),
    ),
]
ROLE_CHOICES = [SelectChoice(role, words) for role, words in wording.ROLES.items()]


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Values and their words, as a select field wants them."""
    return [SelectChoice(value, words) for value, words in pairs]


def tidy(value: str | None) -> str:
    return " ".join((value or "").split())


class AlbumForm(SiteForm):
    title = StringField(
        _l("Title"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Give the album a title.")),
            Length(max=200, message=_l("Please keep the title under 200 letters.")),
        ],
    )
    description = TextAreaField(
        _l("What is it about?"),
        filters=[lambda value: (value or "").strip()],
        validators=[Length(max=5000, message=_l("Please keep this under 5,000 letters."))],
    )
    audience = RadioField(
        _l("Who can see it?"),
        choices=AUDIENCE_CHOICES,
        default=PRIVATE,
        validate_choice=True,
    )
    parent = SelectField(
        _l("Inside another album"),
        description=_l("Whoever may see that album, or add to it, may do the same here."),
        validate_choice=True,
        default="",
    )
    alone = BooleanField(
        _l("Keep away who sees the album above"),
        description=_l(
            "For a private album inside another one: then only you and people you choose here see it."
        ),
    )
    # The people whom the question named, when it was answered with yes.
    confirmed = HiddenField()
    # What the album was when its form was opened, so that nobody overwrites a change they have not seen.
    version = HiddenField()


class DeleteAlbumForm(SiteForm):
    also_photos = BooleanField(_l("Move my photos that are in no other album to the trash too"))


class GrantForm(SiteForm):
    member = SelectField(_l("Person"), validators=[DataRequired(_l("Choose a person."))])
    role = SelectField(_l("What they may do"), choices=ROLE_CHOICES, default=VIEWER)


class AddToAlbumForm(SiteForm):
    album = SelectField(
        _l("Album"),
        description=_l("Whoever made the album may share it with others, your photo included."),
        validators=[DataRequired(_l("Choose an album."))],
    )


class PlainForm(SiteForm):
    """No fields of its own: for buttons that only need the token."""
