"""Forms for share links."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from photoalbum.core.clock import now
from photoalbum.sharing.links import Rules
from photoalbum.web.filters import eve
from photoalbum.web.forms.albums import tidy
from photoalbum.web.forms.base import SiteForm

LAST_DAY = date(9999, 12, 30)


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

    @staticmethod
    def values_of(rules: Rules) -> dict[str, Any]:
        values = {name: getattr(rules, name) for name in Rules.__slots__}
        return {**values, "expires_on": eve(rules.expires_at) if rules.expires_at else None}


class AlbumLinkForm(LinkForm):
    with_albums_below = BooleanField(_l("They see the albums inside this one, too"))


class UnlockForm(SiteForm):
    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Type the password of this link."))])
