"""Forms of the circles, and of what is granted to them."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired

from photoalbum.albums.models import VIEWER
from photoalbum.web.forms.albums import ROLE_CHOICES
from photoalbum.web.forms.auth import name_field
from photoalbum.web.forms.base import SiteForm


class CircleForm(SiteForm):
    name = name_field(_l("Name of the circle"), _l("For example: Mum's side."))


class CircleMemberForm(SiteForm):
    member = SelectField(_l("Person"), validators=[DataRequired(_l("Choose a person."))])


class CircleGrantForm(SiteForm):
    circle = SelectField(_l("Circle"), validators=[DataRequired(_l("Choose a circle."))])
    role = SelectField(_l("What they may do"), choices=ROLE_CHOICES, default=VIEWER, id="circle-role")
