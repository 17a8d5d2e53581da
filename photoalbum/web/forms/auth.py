"""Forms of people without a session: setting up, logging in, joining, a new password."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from photoalbum.accounts import members, passwords
from photoalbum.web.forms.base import SiteForm

REQUIRED = _l("Please fill in this field.")
PASSWORD_HINT = _l("At least 12 characters. Three or four words in a row are easy to remember.")


def clean_email(raw: str | None) -> str:
    return members.clean_email(raw or "")


def clean_name(raw: str | None) -> str:
    return members.clean_name(raw or "")


def is_email(_form: SiteForm, field: Field) -> None:
    if not members.is_email(field.data):
        raise ValidationError(_l("Please write an e-mail address, like anna@example.org."))


def name_field(label: str, hint: str = "") -> StringField:
    too_long = Length(max=80, message=_l("Please keep this under 80 letters."))
    return StringField(
        label, description=hint, filters=[clean_name], validators=[DataRequired(REQUIRED), too_long]
    )


def email_field(*extra: object) -> EmailField:
    return EmailField(
        _l("E-mail address"), filters=[clean_email], validators=[DataRequired(REQUIRED), *extra]
    )


def password_field(label: str) -> PasswordField:
    """A password that somebody has already."""
    too_long = Length(max=passwords.LONGEST, message=_l("This is too long for a password."))
    return PasswordField(label, validators=[InputRequired(REQUIRED), too_long])


class NewPasswordForm(SiteForm):
    """A new password, which must not be easy to guess nor like its owner's name."""

    password = PasswordField(
        _l("New password"), description=PASSWORD_HINT, validators=[InputRequired(REQUIRED)]
    )

    # What the view knows of the person beyond what they type here.
    about: tuple[str, ...] = ()

    def validate_password(self, field: PasswordField) -> None:
        own = (self[name].data for name in ("name", "email", "family_name") if name in self)
        try:
            passwords.demand_strong(field.data or "", about=(*self.about, *own))
        except passwords.WeakPassword as weak:
            raise ValidationError(weak.sentence) from None


class SetupForm(NewPasswordForm):
    code = StringField(
        _l("Setup code"),
        description=_l("It was printed when the site was started, and stands in the file “setup-code”."),
        validators=[DataRequired(REQUIRED), Length(max=100)],
    )
    family_name = name_field(_l("Name of the family"), _l("It stands on top of every page."))
    name = name_field(_l("Your name"))
    email = email_field(is_email)
    password = PasswordField(_l("Password"), description=PASSWORD_HINT, validators=[InputRequired(REQUIRED)])


class JoinForm(NewPasswordForm):
    name = name_field(_l("Your name"), _l("As the family knows you."))
    email = email_field(is_email)
    password = PasswordField(_l("Password"), description=PASSWORD_HINT, validators=[InputRequired(REQUIRED)])


class LoginForm(SiteForm):
    email = email_field(Length(max=254))
    password = password_field(_l("Password"))
    next = HiddenField()
