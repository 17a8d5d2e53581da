"""Forms of one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from photoalbum.web.forms.auth import NewPasswordForm, password_field
from photoalbum.web.forms.base import SiteForm


class ChangePasswordForm(NewPasswordForm):
    current = password_field(_l("Current password"))


class ConfirmForm(SiteForm):
    password = password_field(_l("Your password"))
    next = HiddenField()
