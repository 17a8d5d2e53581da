"""Everything that can go wrong in the domain, and the answer it gets.

AlbumError
 + NotAllowed            403
 + Missing               404
 + Conflict              409
 + Gone                  410
 + Locked                423  somebody else is at it in this moment
 + TooMany               429
 + Rejected              422
    - UnreadableMedia    415  not a photo or video we can read
    - EmptyFile          422
    - TooManyPixels      422
    - TooLarge           413
 + NotAsSent             460  the bytes are not those that the sender promised
 + NoSpace               507
    - DiskFull           507  comes right by itself once somebody has made room

The message of each is a whole sentence for a person; `web/errors.py` draws it, nothing else does.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class AlbumError(Exception):
    """An expected fault with a sentence for the person who caused it."""

    status = 400
    # For how many seconds a program had better wait before it tries again; 0 where that does not help.
    retry_after = 0
    # What is wrong with each field that a program sent, where that is known.
    fields: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(AlbumError):
    status = 403


class Missing(AlbumError):
    status = 404


class Conflict(AlbumError):
    status = 409


class Gone(AlbumError):
    status = 410


class Locked(AlbumError):
    status = 423


class TooMany(AlbumError):
    status = 429


class Rejected(AlbumError):
    status = 422


class UnreadableMedia(Rejected):
    status = 415


class EmptyFile(Rejected):
    pass


class TooManyPixels(Rejected):
    pass


class TooLarge(Rejected):
    status = 413


class NotAsSent(AlbumError):
    status = 460


class NoSpace(AlbumError):
    status = 507


class DiskFull(NoSpace):
    retry_after = 60
