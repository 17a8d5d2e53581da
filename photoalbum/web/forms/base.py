"""What all forms of the site have in common."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm


class SiteForm(FlaskForm):
    """Reads the fields of an HTML form and nothing else.

    By itself it would take a file or a number from JSON where text is meant, and break on it. Views find
    files in `request.files`.
    """

    def __init__(self, **values: Any) -> None:
        sent = request.form if self.is_submitted() else None
        super().__init__(formdata=sent or None, **values)
