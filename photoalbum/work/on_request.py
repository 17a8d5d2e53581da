"""Pictures that are made when somebody first asks for them: double thumbnails."""

import logging

from photoalbum.core.db import db
from photoalbum.media.faults import MediaFault
from photoalbum.photos import derivatives, files
from photoalbum.photos.models import Original
from photoalbum.work.bench import Bench, work_folder

log = logging.getLogger(__name__)


def make_derivative(bench: Bench, original_id: int, file_name: str) -> None:
    """Make one picture that was asked for, from the large still."""
    with bench.app.app_context():
        original = db.session.get(Original, original_id)
        if original is None or derivatives.path_of(original, file_name).exists():
            return
        if derivatives.is_outdated(original):
            return
        source, key = derivatives.source_of(original), files.derivative_key(original.sha256, file_name)
        db.session.rollback()
        with work_folder() as folder:
            try:
                name = file_name.partition(".")[0]
                bench.sandbox.run("make_derivative", str(source), "image/jpeg", name, str(folder))
            except MediaFault:
                log.warning("No %s could be made of original %s", file_name, original_id, exc_info=True)
                return
            files.keep_derivative(key, folder / file_name)
