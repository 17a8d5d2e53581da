"""Videos for people with a link: the web copy, which holds pictures and sound and nothing else.

An original says where it was filmed and by which phone; through a link only the copy is played. Of a video
that members play as it is, the copy is made when somebody with a link first asks for it.
"""

from pathlib import Path

from photoalbum.core.db import writing
from photoalbum.photos import films
from photoalbum.photos.models import READY, Original


def is_ready(original: Original) -> bool:
    return films.is_there(films.web_copy(original))


def path_of(original: Original) -> Path:
    return films.path_of(original, _name(original))


def media_type_of(original: Original) -> str:
    return films.TYPES[_name(original).rpartition(".")[2]]


def ask_for(original: Original) -> None:
    """Note the wish, also while reading, and hint to a worker. What a person has stopped stays stopped."""
    film = films.web_copy(original)
    if film is not None and (film.state != READY or films.is_there(film)):
        return
    with writing():
        films.want_web_copy(original)
    films.ask_for_all()


def _name(original: Original) -> str:
    film = films.web_copy(original)
    return film.file_name if film else "web.mp4"
