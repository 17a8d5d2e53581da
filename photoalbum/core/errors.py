"""Everything that can go wrong in the domain, and the answer it gets.

AlbumError
 + NotAllowed            403
 + Missing               404
 + Conflict              409
 + TooMany               429
 + Rejected              422
    - UnreadableMedia    415  not a photo or video we can read
    - EmptyFile          422
    - TooManyPixels      422
    - TooLarge           413
 + NoSpace               507

The message of each is a whole sentence for a person; `web/errors.py` draws it, nothing else does.
"""


class AlbumError(Exception):
    """An expected fault with a sentence for the person who caused it."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(AlbumError):
    status = 403


class Missing(AlbumError):
    status = 404


class Conflict(AlbumError):
    status = 409


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


class NoSpace(AlbumError):
    status = 507
