"""Files that are made when somebody first asks for them: double thumbnails, clean copies of videos."""

import logging

from photoalbum.core.db import db
from photoalbum.media.faults import MediaFault
from photoalbum.media.limits import copying
from photoalbum.photos import derivatives, files
from photoalbum.photos.models import Original
from photoalbum.sharing import playable
from photoalbum.work.bench import Bench, work_folder

log = logging.getLogger(__name__)


def make_derivative(bench: Bench, original_id: int, file_name: str) -> None:
    """Make one picture that was asked for, from the large still."""
    with bench.app.app_context():
        original = db.session.get(Original, original_id)
        if original is None or derivatives.path_of(original, file_name).exists():
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


def make_playable(bench: Bench, original_id: int) -> None:
    """Make the clean copy of a video that people with a link play."""
    with bench.app.app_context():
        original = db.session.get(Original, original_id)
        if original is None or playable.is_ready(original):
            return
        source, media_type, size = files.path_of_original(original), original.media_type, original.bytes
        key, name = playable.key_of(original), playable.name_of(original)
        db.session.rollback()
        with work_folder() as folder:
            try:
                words = (str(source), media_type, str(folder / name))
                bench.sandbox.run("remux_clean", *words, budget=copying(size))
            except MediaFault:
                log.warning("No clean copy could be made of original %s", original_id, exc_info=True)
                return
            files.keep_derivative(key, folder / name)
