"""Forms of the keeper's pages."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

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
