"""Words in SQLite's own full-text index (FTS5).

The index is kept by triggers (migration 0010). A photo's row there is numbered by its place in the order of
all photos: what matches comes out newest first, a page begins at a number, a date is a range of numbers. The
column `marks` holds words of ours: the photo's shelf, owner and kind.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, column, literal_column, select, table, text

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums.shelves import ShelvedPhoto
from photoalbum.browse.question import Question
from photoalbum.core.db import db

PLACE: ColumnElement[int] = literal_column("photo_search.rowid")
_PHOTOS = table("photo_search", column("rowid"))
_ALBUMS = table("album_search", column("rowid"))

# Strangers search what people wrote with others in mind: neither names of files nor words that came in files.
FOR_MEMBERS, FOR_STRANGERS = "{caption tags said file_name camera}", "{caption tags}"


def photos(
    question: Question,
    viewer: Viewer,
    owners: Iterable[int],
    shelves: Iterable[int],
    *,
    rising: bool = False,
) -> Select[int]:
    """Places of photos that match, newest first: on these shelves, or without any on all (see `seen_on`)."""
    asked = " AND ".join(_about(question, viewer, owners, shelves))
    return (
        select(PLACE)
        .select_from(_PHOTOS)
        .where(literal_column("photo_search").op("MATCH")(asked))
        .order_by(PLACE.asc() if rising else PLACE.desc())
    )


def seen_on(shelves: Select[int]) -> ColumnElement[bool]:
    """The condition on a match, for viewers whose shelves are too many to be named."""
    shelf = select(ShelvedPhoto.shelf_id).where(ShelvedPhoto.place == PLACE).scalar_subquery()
    return shelf.in_(shelves)


def albums(words: Iterable[str], *, only_titles: bool = False) -> Select[int]:
    """Ids of albums whose title, or description, has all of these words."""
    asked = _all(words)
    rowid: ColumnElement[int] = literal_column("album_search.rowid")
    return (
        select(rowid)
        .select_from(_ALBUMS)
        .where(literal_column("album_search").op("MATCH")(f"title : ({asked})" if only_titles else asked))
    )


def read_again(first: int, end: int) -> None:
    """Let the triggers do their work once more, for photos and albums with these ids."""
    for touch in (
        "UPDATE photos SET sort_at = sort_at WHERE id >= :first AND id < :end",
        "UPDATE albums SET title = title WHERE id >= :first AND id < :end",
    ):
        db.session.execute(text(touch), {"first": first, "end": end})


def mend() -> None:
    """Take out what belongs to nothing, count shelves and months from scratch, tidy the index."""
    for statement in _MEND:
        db.session.execute(text(statement))


_MEND = (
    "DELETE FROM shelved_photos WHERE photo_id NOT IN (SELECT id FROM photos)",
    "DELETE FROM photo_search WHERE rowid NOT IN (SELECT place FROM shelved_photos)",
    "DELETE FROM album_search WHERE rowid NOT IN (SELECT id FROM albums)",
    "DELETE FROM shelf_months",
    """
    INSERT INTO shelf_months (shelf_id, month, photo_count)
    SELECT shelf_id, month, count(*) FROM shelved_photos GROUP BY shelf_id, month
    """,
    "UPDATE shelves SET photo_count = (SELECT count(*) FROM shelved_photos s WHERE s.shelf_id = shelves.id)",
    "DELETE FROM shelves WHERE photo_count = 0",
    """
    DELETE FROM shelf_albums WHERE NOT EXISTS (
      SELECT 1 FROM shelved_photos s JOIN album_entries e ON e.photo_id = s.photo_id
      WHERE s.shelf_id = shelf_albums.shelf_id AND e.album_id = shelf_albums.album_id)
    """,
    "INSERT INTO photo_search (photo_search) VALUES ('optimize')",
    "INSERT INTO album_search (album_search) VALUES ('optimize')",
)


def _about(
    question: Question, viewer: Viewer, owners: Iterable[int], shelves: Iterable[int]
) -> Iterable[str]:
    if question.words or question.phrases:
        columns = FOR_MEMBERS if viewer.is_member else FOR_STRANGERS
        phrases = [_quoted(phrase) for phrase in question.phrases]
        yield f"{columns} : ({' AND '.join([*phrases, *map(_beginning, question.words)])})"
    if question.tags:
        yield f"tags : ({_all(question.tags)})"
    if question.cameras:
        yield f"camera : ({_all(question.cameras)})"
    if question.kind:
        yield f"marks : {_quoted('k' + question.kind)}"
    for letter, numbers in (("o", owners), ("s", shelves)):
        if marks := " OR ".join(f"{letter}{number}" for number in numbers):
            yield f"marks : ({marks})"


def _all(words: Iterable[str]) -> str:
    return " AND ".join(map(_beginning, words))


def _beginning(word: str) -> str:
    # A single letter begins too many words to be of any help.
    return f"{_quoted(word)}*" if len(word) > 1 else _quoted(word)


def _quoted(word: str) -> str:
    """Inside quotation marks nothing is an operator."""
    return '"' + word.replace('"', '""') + '"'
