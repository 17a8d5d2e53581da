"""Forms of the second step: codes and passkeys."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from photoalbum.web.forms.auth import REQUIRED, name_field
from photoalbum.web.forms.base import SiteForm

_TOO_LONG = _l("This is too long for a code.")


class CodeForm(SiteForm):
    code = StringField(
        _l("Code"),
        description=_l("Six digits from the app, or one of your recovery codes."),
        validators=[DataRequired(REQUIRED), Length(max=40, message=_TOO_LONG)],
    )


class FirstCodeForm(SiteForm):
    code = StringField(
        _l("Code from the app"),
        description=_l("The six digits that it shows now."),
        validators=[DataRequired(REQUIRED), Length(max=40, message=_TOO_LONG)],
    )


class PasskeyForm(SiteForm):
    """The answer of a passkey, which a script puts in."""

    credential = HiddenField(validators=[DataRequired(), Length(max=20_000)])
    next = HiddenField()


class NewPasskeyForm(SiteForm):
    name = name_field(_l("Name of the passkey"), _l("So that you know it again, like “My phone”."))
    guards = BooleanField(
        _l("Ask for it after my password, too"),
        description=_l("Without this it is one more way in. With it your password alone is not enough."),
    )
    credential = HiddenField(validators=[DataRequired(), Length(max=20_000)])
