"""The words under a photo: what its file says until a person says something else, and that for good."""

from photoalbum.photos.models import Photo

PERSON = "person"
FILE = "file"
LONGEST = 5000
LONGEST_ALT_TEXT = 1000


def take_from_file(photo: Photo) -> None:
    """Give the photo the caption of its file, unless a person has written one or taken it away."""
    if photo.caption_source == PERSON or (photo.caption and photo.caption_source != FILE):
        return
    said = str(photo.details.get("caption") or photo.details.get("title") or "")[:LONGEST]
    photo.caption, photo.caption_source = said, FILE if said else ""


def say_again(photo: Photo, words: str) -> None:
    """What a person said of it elsewhere, unless somebody has here: theirs, even if the file says so too."""
    if photo.caption_source != PERSON:
        photo.caption, photo.caption_source = words[:LONGEST], PERSON


def say(photo: Photo, words: str) -> None:
    """A person's caption, or their wish for none. Words left as the file had them stay the file's."""
    if words == photo.caption:
        return
    photo.caption, photo.caption_source = words[:LONGEST], PERSON
