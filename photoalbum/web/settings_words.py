"""Settings said to people: how large a file may be."""

from flask import current_app

from photoalbum.web.filters import filesize


def largest_file() -> str:
    return filesize(min(current_app.config["MAX_FILE_BYTES"], current_app.config["MAX_FORM_BYTES"]))
