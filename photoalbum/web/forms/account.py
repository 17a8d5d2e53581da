"""Forms of one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from photoalbum.web.forms.auth import NewPasswordForm, password_field
from photoalbum.web.forms.second_factor import CodeForm


class ChangePasswordForm(NewPasswordForm):
    current = password_field(_l("Current password"))


class ConfirmForm(CodeForm):
    """The view takes the code out for those whose login asks for none."""

    password = password_field(_l("Your password"))
    next = HiddenField()
