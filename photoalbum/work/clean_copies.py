"""Making clean copies of originals, one after the other, behind nothing but fresh uploads."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoalbum.core.db import db
from photoalbum.media import limits
from photoalbum.media.faults import CannotShow, MediaFault
from photoalbum.photos import clean_copies, files, films
from photoalbum.photos import edits as photo_edits
from photoalbum.photos.clean_copies import CleanCopy, Content
from photoalbum.work.bench import Bench, only_one, work_folder

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Wish:
    """What is to be made, as plain values that outlive the session."""

    copy_id: int
    original_id: int
    edit_key: str
    edits: dict[str, Any] | None
    sha256: str
    source: Path
    media_type: str
    extension: str
    # Of a video: the copy for browsers, where that was made without touching pictures and sound.
    film: str


def make_all(bench: Bench) -> None:
    """Make every copy that somebody wants. Only one worker at a time does so; the others need not wait."""
    with bench.app.app_context(), only_one(files.scratch() / "clean-copies.lock") as mine:
        while mine and not bench.stopping.is_set():
            ids = clean_copies.waiting()
            db.session.rollback()
            if not ids:
                return
            for copy_id in ids:
                if bench.stopping.is_set():
                    return
                _make(bench, copy_id)


def _make(bench: Bench, copy_id: int) -> None:
    copy = db.session.get(CleanCopy, copy_id)
    if copy is None or clean_copies.is_ready(copy):
        db.session.rollback()
        return
    original = copy.original
    edits = photo_edits.of_key(original.id, copy.edits) if copy.edits else None
    if copy.edits and edits is None:
        # Its owner has changed it again meanwhile: nobody can want this version any more.
        db.session.delete(copy)
        db.session.commit()
        return
    web_copy = films.web_copy(original)
    copied = web_copy is not None and not web_copy.heavy and films.is_there(web_copy)
    wish = _Wish(
        copy_id,
        original.id,
        copy.edits,
        edits,
        original.sha256,
        files.path_of_original(original),
        original.media_type,
        original.extension,
        film=web_copy.file_name if web_copy is not None and copied else "",
    )
    # Nothing stays open while the file is taken apart, which may take minutes.
    db.session.rollback()
    with work_folder() as folder:
        try:
            content = _made(bench, wish, folder)
        except MediaFault as fault:
            log.warning("No clean copy could be made of original %s", wish.original_id, exc_info=True)
            if (unmade := db.session.get(CleanCopy, copy_id)) is not None:
                clean_copies.note_fault(unmade, fault.sentence, for_good=isinstance(fault, CannotShow))
        else:
            clean_copies.note(wish.original_id, content, wish.edit_key)
        db.session.commit()


def _made(bench: Bench, wish: _Wish, folder: Path) -> Content:
    if wish.film:
        # The copy that is played through links is the very same: pictures and sound, and nothing else.
        return clean_copies.content_of_file(
            films.key_of(wish.sha256, wish.film), films.TYPES[wish.film.rpartition(".")[2]]
        )
    made = _ask_for(bench, wish, folder)
    if made.get("pieces") is not None:
        return clean_copies.content_of_pieces(wish.source, wish.media_type, wish.extension, made["pieces"])
    name = f"{wish.edit_key}-{made['file_name']}" if wish.edit_key else made["file_name"]
    key = clean_copies.key_of(wish.sha256, name)
    files.keep_derivative(key, folder / made["file_name"])
    return clean_copies.content_of_file(key, made["media_type"])


def _ask_for(bench: Bench, wish: _Wish, folder: Path) -> dict[str, Any]:
    is_video = wish.media_type.startswith("video/")
    size = wish.source.stat().st_size
    budget = limits.copying(size) if is_video else limits.budget_for(wish.media_type)
    words = (str(wish.source), wish.media_type, str(folder), wish.edits)
    made = bench.sandbox.run("make_clean", *words, budget=budget)
    return made if isinstance(made, dict) else {}
