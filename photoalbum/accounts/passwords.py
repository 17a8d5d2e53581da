"""Passwords: how they are kept (argon2id), and which are too easy to guess.

No function here touches the database, so that none need run while a transaction is open.
"""

import threading
import unicodedata
from difflib import SequenceMatcher
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from photoalbum.core.errors import Rejected

SHORTEST, LONGEST = 12, 1024

# 19 MiB and two rounds: OWASP's figures. Two at once, so that a flood of guesses takes 38 MiB and no more.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_hashing = threading.BoundedSemaphore(2)

# What zxcvbn calls "very guessable": less than a million guesses.
_LEAST_SCORE = 2
_MOST_LIKE = 0.7
_OWN_CHARACTERS = 8
_zxcvbn = threading.Lock()
_ZXCVBN_LENGTH = 72


class WeakPassword(Rejected):
    """The sentence says what is wrong with it."""


def hash_password(password: str) -> str:
    with _hashing:
        return _hasher.hash(_as_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. Without a stored hash the same work is done, and the answer is no."""
    with _hashing:
        try:
            _hasher.verify(stored or _nobodys(), _as_bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def demand_strong(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Raise WeakPassword unless this will do. `about` are names and addresses that it must not resemble."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST:
        raise WeakPassword(
            _("Please use at least %(n)d characters. Three or four words in a row are good.", n=SHORTEST)
        )
    if len(password) > LONGEST:
        raise WeakPassword(_("Please use at most %(n)d characters.", n=LONGEST))
    if password.isdigit():
        raise WeakPassword(_("Please do not use digits only: add some words."))
    if any(_is_like(password, own) for own in about):
        raise WeakPassword(_("This password is too much like the name or the e-mail address."))
    if _is_common(password, about):
        raise WeakPassword(_("This password is easy to guess, because many people use it or one like it."))


def _as_bytes(password: str) -> bytes:
    # The same letter can be typed in two ways; a phone and a laptop must make the same bytes of it.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _nobodys() -> str:
    return _hasher.hash("a password that opens nothing")


def _is_like(password: str, own: str) -> bool:
    """Whether little is left of the password without this name or e-mail address, or any word of it."""
    plain = _letters(password)
    whole = _letters(own)
    if len(whole) >= 4 and SequenceMatcher(None, plain, whole).ratio() >= _MOST_LIKE:
        return True
    words = {whole, *(_letters(word) for word in _words(own))}
    found = [word for word in words if len(word) >= 4 and word in plain]
    return any(len(plain.replace(word, "")) < _OWN_CHARACTERS for word in found)


def _words(text: str) -> list[str]:
    return text.replace("@", " ").replace(".", " ").split()


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_common(password: str, about: tuple[str, ...]) -> bool:
    # Imported late: the word lists take 15 MiB, which a site at rest need not hold. The lock is there
    # because zxcvbn puts the person's own words into a table that all its callers share.
    from zxcvbn import zxcvbn  # noqa: PLC0415
    from zxcvbn.matching import RANKED_DICTIONARIES  # noqa: PLC0415

    if password.lower() in RANKED_DICTIONARIES["passwords"]:
        return True
    own = [word for text in about for word in (text, *_words(text))]
    with _zxcvbn:
        found = zxcvbn(password[:_ZXCVBN_LENGTH], user_inputs=own)
        RANKED_DICTIONARIES.pop("user_inputs", None)
    return int(found["score"]) < _LEAST_SCORE
