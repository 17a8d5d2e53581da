"""The plain upload form."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import SelectField, StringField
from wtforms.validators import Length

from photoalbum.web.forms.albums import tidy
from photoalbum.web.forms.base import SiteForm


class UploadForm(SiteForm):
    # The view looks the album up, and answers 404 or 403 as everywhere.
    album = SelectField(
        _l("Into the album"),
        description=_l("Whoever made the album may share it with others, your photos included."),
        default="",
        validate_choice=False,
    )
    new_album = StringField(
        _l("Or into a new album named"),
        filters=[tidy],
        validators=[Length(max=200, message=_l("Please keep the title under 200 letters."))],
    )
    files = MultipleFileField(_l("Photos and videos"))
