"""What the upload page's script says, in the language of the page. It fills in what stands in braces."""

from collections.abc import Mapping
from typing import TypeAlias

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from photoalbum.web.filters import filesize

MOST_COUNTED = 200

Words: TypeAlias = Mapping[str, str | Mapping[str, str]]


def upload_words(max_file_bytes: int) -> Words:
    return {**_of_a_file(), **_of_refusals(max_file_bytes), **_of_all_files()}


def guest_words(max_file_bytes: int) -> Words:
    """The same for somebody without an account."""
    return {
        **upload_words(max_file_bytes),
        "noRoom": _("By this link no file of this size can be added any more. Nothing was sent."),
        "loggedOut": _("Please open the link again in another window and say your name, then try again."),
    }


def _of_a_file() -> Words:
    return {
        "chosen": _("{size}"),
        "hashing": _("{size} · its checksum is being made"),
        "ready": _("{size} · waiting"),
        "sending": _("{percent} · {sent} of {size}"),
        "speed": _("{speed} a second"),
        "resumed": _("connection lost at {time}, resumed by itself"),
        "checking": _("Everything has arrived and is being checked."),
        "lost": _("Connection lost at {time}. It goes on by itself; {sent} of {size} are there already."),
        "full": _("The disk of the site is full. Nothing is lost; it goes on by itself once there is room."),
        "paused": _("Paused · {sent} of {size}"),
        "safe": _("Safe: checksum matches the file on your device"),
        "stored": _("Safe: stored and re-read"),
        "duplicate": _("Safe: you had sent this file before, it is kept once"),
        "known": _("Safe: already here, not sent again"),
        "preparing": _("its picture is being prepared"),
        "noPicture": _("but no picture can be shown. {reason}"),
    }


def _of_refusals(max_file_bytes: int) -> Words:
    return {
        "empty": _("This file is empty. Nothing was sent."),
        "tooLarge": _(
            "Too large: at most %(limit)s for one file. Nothing was sent.", limit=filesize(max_file_bytes)
        ),
        "wrongType": _("This is not a photo or a video. Nothing was sent."),
        "noRoom": _(
            "Your share of the disk has no room for it. Nothing was sent; the keeper can give you more."
        ),
        "unreadable": _("Your device cannot read this file any more. Please choose it again."),
        "loggedOut": _("You are no longer signed in. Please sign in in another window, then try again."),
        "atFault": _("Something went wrong on our side. Nothing was lost. Please try again."),
        "unreadableFolder": _("A folder could not be read to its end. Please drop it once more."),
        "cannotStart": _("The site does not answer. Please try again in a moment."),
    }


def _of_all_files() -> Words:
    return {
        "chosenFiles": counted("{count} file, {size}", "{count} files, {size}"),
        "safeOf": _("{safe} of {all} safe"),
        "left": _("{size} left"),
        "about": _("about {time}"),
        "soon": _("less than a minute"),
        "stopped": _("paused"),
        "waiting": _("waiting for the connection"),
        "safeFiles": counted("Safe: {count} photo or video.", "Safe: {count} photos and videos."),
        "refusedFiles": counted(
            "{count} could not be taken: {names}.", "{count} could not be taken: {names}."
        ),
        "more": _("and more"),
        "removed": _("Removed: {name}"),
        "offer": _("You have dropped the folder “{folder}”."),
    }


def counted(one: str, many: str) -> Mapping[str, str]:
    """A sentence for each way in which the language counts, by the name that `Intl.PluralRules` gives it."""
    locale = get_locale()
    assert locale is not None
    plural = locale.plural_form
    samples = {plural(number): number for number in range(MOST_COUNTED, -1, -1)}
    return {name: ngettext(one, many, number) for name, number in samples.items()}
