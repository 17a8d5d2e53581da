"""Forms for the care of photos: words, dates, edits, comments."""

import math
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FloatField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from photoalbum.media.editing import WHOLE, Edits
from photoalbum.photos import captioning, comments, dating
from photoalbum.web.forms.base import SiteForm

# More than this off any side, and nothing would be left to see.
MOST_PERCENT = 95
LEFT_OUT_AT_MOST = NumberRange(0, MOST_PERCENT, _l("Give a number from 0 to 95."))


def stripped(value: str | None) -> str:
    """Words as typed, with line ends as everywhere but on the wire."""
    return (value or "").replace("\r\n", "\n").strip()


class WordsForm(SiteForm):
    caption = TextAreaField(
        _l("Caption"),
        filters=[stripped],
        validators=[Length(max=captioning.LONGEST, message=_l("Please keep this under 5,000 letters."))],
    )
    alt_text = TextAreaField(
        _l("Description for those who cannot see it"),
        description=_l("What the picture shows, in a sentence. It is read out by screen readers."),
        filters=[stripped],
        validators=[
            Length(max=captioning.LONGEST_ALT_TEXT, message=_l("Please keep this under 1,000 letters."))
        ],
    )
    tags = StringField(
        _l("Tags"),
        description=_l("Words to find the photo by, with commas between: lake, Frieda, birthday"),
        filters=[stripped],
        validators=[Length(max=4000, message=_l("These are too many tags."))],
    )
    version = HiddenField()


class CommentForm(SiteForm):
    words = TextAreaField(
        _l("Your comment"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Write something first.")),
            Length(max=comments.LONGEST, message=_l("Please keep this under 2,000 letters.")),
        ],
    )


class DateForm(SiteForm):
    day = DateField(_l("Day"), validators=[InputRequired(_l("Choose a day."))])
    clock = TimeField(
        _l("Time"),
        description=_l("By the clock of the place where it was taken. Without a time, noon is taken."),
        format=["%H:%M:%S", "%H:%M"],
        validators=[Optional()],
    )
    version = HiddenField()

    @property
    def moment(self) -> datetime:
        assert self.day.data is not None
        return datetime.combine(self.day.data, self.clock.data or time(12))

    def validate_day(self, field: DateField) -> None:
        if field.data and not dating.EARLIEST.date() <= field.data < dating.LATEST.date():
            raise ValidationError(_l("Choose a day between the years 1800 and 2200."))


class EditsForm(SiteForm):
    """Quarter turns, a small turn, and how much is cut off from each side in percent."""

    turns = SelectField(
        _l("Turn"),
        choices=[
            SelectChoice("0", _l("not at all")),
            SelectChoice("1", _l("a quarter to the right")),
            SelectChoice("2", _l("upside down")),
            SelectChoice("3", _l("a quarter to the left")),
        ],
        default="0",
    )
    angle = FloatField(
        _l("Straighten"),
        description=_l("Degrees to the right; less than 0 turns to the left."),
        default=0,
        validators=[Optional(), NumberRange(-45, 45, _l("Give a number from -45 to 45."))],
    )
    left = FloatField(_l("Left"), default=0, validators=[Optional(), LEFT_OUT_AT_MOST])
    top = FloatField(_l("Top"), default=0, validators=[Optional(), LEFT_OUT_AT_MOST])
    right = FloatField(_l("Right"), default=0, validators=[Optional(), LEFT_OUT_AT_MOST])
    bottom = FloatField(_l("Bottom"), default=0, validators=[Optional(), LEFT_OUT_AT_MOST])
    version = HiddenField()

    @staticmethod
    def values_of(edits: Edits) -> dict[str, Any]:
        return {
            "turns": str(edits.turns),
            "angle": edits.angle / 10,
            "left": edits.left / 100,
            "top": edits.top / 100,
            "right": (WHOLE - edits.left - edits.width) / 100,
            "bottom": (WHOLE - edits.top - edits.height) / 100,
        }

    @property
    def edits(self) -> Edits:
        left, top, right, bottom = (
            _whole(field, 100) for field in (self.left, self.top, self.right, self.bottom)
        )
        width, height = WHOLE - left - right, WHOLE - top - bottom
        angle = _whole(self.angle, 10)
        return Edits(int(self.turns.data or 0), angle, left, top, width, height)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each number by itself, and then whether enough is left of the picture."""
        if not super().validate(extra_validators):
            return False
        if not self.edits.is_possible:
            self.right.errors = [_("At least a twentieth of the picture must be left each way.")]
            return False
        return True


def _whole(field: FloatField, parts: int) -> int:
    value = field.data or 0.0
    return round(value * parts) if math.isfinite(value) else 0


class ShiftForm(SiteForm):
    """By how much a clock was wrong."""

    way = SelectField(
        _l("Which way?"),
        choices=[SelectChoice("later", _l("later")), SelectChoice("earlier", _l("earlier"))],
        default="later",
    )
    days = IntegerField(_l("Days"), default=0, validators=[Optional(), NumberRange(0, 36_600)])
    hours = IntegerField(_l("Hours"), default=0, validators=[Optional(), NumberRange(0, 10_000)])
    minutes = IntegerField(_l("Minutes"), default=0, validators=[Optional(), NumberRange(0, 10_000)])

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not any(field.data for field in (self.days, self.hours, self.minutes)):
            self.hours.errors = [_("Say by how much.")]
            return False
        return True


class TagsForm(SiteForm):
    tags = StringField(
        _l("Tags"),
        description=_l("Words to find the photos by, with commas between: lake, Frieda, birthday"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Write at least one tag.")),
            Length(max=4000, message=_l("These are too many tags.")),
        ],
    )
