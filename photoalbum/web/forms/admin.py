"""Forms of the keeper's pages."""

import math
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import FloatField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from photoalbum.web.forms.albums import choices, tidy
from photoalbum.web.forms.auth import name_field
from photoalbum.web.forms.base import SiteForm


class InviteForm(SiteForm):
    name = name_field(_l("Whom do you invite?"), _l("For example: Aunt Clara."))
    days = SelectField(
        _l("How long does the invitation last?"),
        choices=choices([("7", _l("7 days")), ("3", _l("3 days")), ("1", _l("1 day"))]),
        default="7",
    )

    @property
    def life(self) -> timedelta:
        return timedelta(days=int(self.days.data))


class ActForm(SiteForm):
    member = SelectField(_l("Whose albums?"), validators=[DataRequired(_l("Choose a person."))])
    reason = StringField(
        _l("Why?"),
        description=_l("They will read this in their account."),
        filters=[tidy],
        validators=[
            DataRequired(_l("Please say why. The owner will read it.")),
            Length(max=300, message=_l("Please keep this under 300 letters.")),
        ],
    )


class RoomForm(SiteForm):
    gigabytes = FloatField(
        _l("Room for originals, in GB"),
        description=_l("Empty for what the site gives everybody."),
        validators=[
            Optional(),
            NumberRange(min=0, max=1_000_000, message=_l("Write a number of GB, like 200.")),
        ],
    )

    def validate_gigabytes(self, field: FloatField) -> None:
        if field.data is not None and not math.isfinite(field.data):
            raise ValidationError(_l("Write a number of GB, like 200."))


class LeaveForm(SiteForm):
    fate = RadioField(
        _l("What becomes of their albums and photos?"),
        choices=choices(
            [
                ("move", _l("They move to another member, as open or closed as they are")),
                ("trash", _l("They go to the trash, and after the usual days they are gone")),
            ]
        ),
        validators=[DataRequired(_l("Choose what becomes of them."))],
    )
    heir = SelectField(
        _l("Who gets everything?"), description=_l("Only if they move."), validate_choice=False
    )

    @property
    def hands_over(self) -> bool:
        return bool(self.fate.data == "move")
