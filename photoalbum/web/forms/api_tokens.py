"""The form that makes a token for a program."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from photoalbum.accounts.api_tokens import Scope
from photoalbum.core.clock import now
from photoalbum.web.forms.albums import choices, tidy
from photoalbum.web.forms.base import SiteForm

SCOPE_WORDS = (
    (Scope.READ, _l("Look at what I may see")),
    (Scope.UPLOAD, _l("Send photos and videos in my name")),
    (Scope.MANAGE, _l("Change, share and delete what is mine")),
)


class TokenForm(SiteForm):
    name = StringField(
        _l("What is it for?"),
        description=_l("For example: backup of the laptop."),
        filters=[tidy],
        validators=[
            DataRequired(_l("Write what the token is for.")),
            Length(max=80, message=_l("Please keep the name under 80 letters.")),
        ],
    )
    read = BooleanField(SCOPE_WORDS[0][1], default=True)
    upload = BooleanField(SCOPE_WORDS[1][1])
    manage = BooleanField(SCOPE_WORDS[2][1])
    days = SelectField(
        _l("How long does it work?"),
        choices=choices(
            [
                ("30", _l("30 days")),
                ("90", _l("90 days")),
                ("365", _l("One year")),
                ("0", _l("Until I end it")),
            ]
        ),
        default="90",
    )

    def validate_manage(self, _field: Any) -> None:
        if not self.chosen:
            raise ValidationError(_l("Choose at least one thing that the program may do."))

    @property
    def chosen(self) -> frozenset[Scope]:
        return frozenset(scope for scope in Scope if self[scope.value].data)

    @property
    def expires_at(self) -> datetime | None:
        days = int(self.days.data)
        return now() + timedelta(days=days) if days else None
