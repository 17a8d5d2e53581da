"""Forms for share links."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, IntegerField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from photoalbum.core.clock import now
from photoalbum.sharing.links import Rules
from photoalbum.web.filters import eve
from photoalbum.web.forms.albums import tidy
from photoalbum.web.forms.base import SiteForm

LAST_DAY = date(9999, 12, 30)
GIGABYTE = 10**9
# What holds where nobody says another number.
MOST_FILES, MOST_GIGABYTES = Rules().most_files, Rules().most_bytes // GIGABYTE


class LinkForm(SiteForm):
    label = StringField(
        _l("Name of the link"),
        description=_l("For yourself, so that you know later whom you gave it to."),
        filters=[tidy],
        validators=[Length(max=100, message=_l("Please keep the name under 100 letters."))],
    )
    password = PasswordField(
        _l("Password"),
        validators=[Optional(), Length(min=6, max=200, message=_l("Please use at least 6 letters."))],
    )
    drop_password = BooleanField(_l("Open without a password from now on"))
    expires_on = DateField(_l("Works until"), validators=[Optional()])
    view_limit = IntegerField(
        _l("How many may open it"),
        description=_l("Phones and computers that open it are counted once. Empty: as many as like."),
        validators=[Optional(), NumberRange(1, 100_000, _l("Give a number from 1 to 100,000."))],
    )
    may_download = BooleanField(_l("They may download the photos"), default=True)
    keep_metadata = BooleanField(
        _l("With the place and the camera"),
        description=_l("Otherwise what they download says neither where it was taken nor by which phone."),
    )
    show_captions = BooleanField(_l("They see the captions"), default=True)
    may_comment = BooleanField(
        _l("They may comment and give hearts"),
        description=_l("They give a name first. They see what you and others with this link have written."),
    )

    def validate_expires_on(self, field: DateField) -> None:
        if field.data is not None and self.expires_at is not None and self.expires_at <= now():
            raise ValidationError(_l("This day is over already."))

    @property
    def expires_at(self) -> datetime | None:
        """The end of the chosen day."""
        day = self.expires_on.data
        return datetime.combine(min(day, LAST_DAY), time()) + timedelta(days=1) if day else None

    @property
    def rules(self) -> dict[str, Any]:
        """As `sharing.links` takes them."""
        named = {name: field.data for name, field in self._fields.items() if name in Rules.__slots__}
        return {**named, "label": self.label.data or "", "expires_at": self.expires_at}

    @classmethod
    def values_of(cls, rules: Rules) -> dict[str, Any]:
        values = {name: getattr(rules, name) for name in Rules.__slots__}
        return {**values, "expires_on": eve(rules.expires_at) if rules.expires_at else None}


class AlbumLinkForm(LinkForm):
    with_albums_below = BooleanField(_l("They see the albums inside this one, too"))
    may_add = BooleanField(
        _l("They may add photos"),
        description=_l(
            "They give a name first. What they add becomes yours and counts on your share of the disk."
        ),
    )
    needs_approval = BooleanField(
        _l("What they add waits until I have looked at it"),
        description=_l("Nobody sees it before."),
        default=True,
    )
    most_files = IntegerField(
        _l("How many files they may add"),
        default=MOST_FILES,
        validators=[Optional(), NumberRange(1, 100_000, _l("Give a number from 1 to 100,000."))],
    )
    most_gigabytes = IntegerField(
        _l("How many gigabytes"),
        default=MOST_GIGABYTES,
        validators=[Optional(), NumberRange(1, 10_000, _l("Give a number from 1 to 10,000."))],
    )

    @property
    def rules(self) -> dict[str, Any]:
        limits = {
            "most_files": self.most_files.data or MOST_FILES,
            "most_bytes": (self.most_gigabytes.data or MOST_GIGABYTES) * GIGABYTE,
        }
        return {**super().rules, **limits}

    @classmethod
    def values_of(cls, rules: Rules) -> dict[str, Any]:
        return {**super().values_of(rules), "most_gigabytes": rules.most_bytes // GIGABYTE}


class NameForm(SiteForm):
    name = StringField(
        _l("Your name"),
        description=_l("So that everybody knows who it is from. It is asked for once."),
        filters=[tidy],
        validators=[
            DataRequired(_l("Tell your name first.")),
            Length(max=80, message=_l("Please keep the name under 80 letters.")),
        ],
    )


class GuestFilesForm(SiteForm):
    files = MultipleFileField(_l("Photos and videos"))


class UnlockForm(SiteForm):
    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Type the password of this link."))])
