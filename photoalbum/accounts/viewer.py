"""Who is asking: a member, a guest holding a share link, or a stranger. Made once a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Integer, bindparam


@dataclass(frozen=True, slots=True)
class LinkPass:
    """What an opened share link entitles to."""

    link_id: int
    # None where it opens photos that were picked by hand.
    album_id: int | None
    # Whether it opens the albums below as well, as far as they inherit.
    with_albums_below: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Passed to every question about rights, and never asked for anything but these values."""

    member_id: int | None = None
    is_keeper: bool = False
    # The member whose private albums this keeper has asked to open, for a while and on record.
    acting_for: int | None = None
    passes: frozenset[LinkPass] = field(default_factory=frozenset)

    @property
    def is_member(self) -> bool:
        return self.member_id is not None

    @property
    def shared_album_ids(self) -> tuple[int, ...]:
        return tuple(sorted({each.album_id for each in self.passes if each.album_id is not None}))

    @property
    def shared_tree_ids(self) -> tuple[int, ...]:
        """The albums that were shared together with those below them."""
        return tuple(
            sorted({each.album_id for each in self.passes if each.with_albums_below and each.album_id})
        )

    @property
    def selection_ids(self) -> tuple[int, ...]:
        """The links that open photos picked by hand."""
        return tuple(sorted({each.link_id for each in self.passes if each.album_id is None}))

    @property
    def kind(self) -> "Viewer":
        """Whoever asks in the same way, with names in the place of values.

        Rights make the longest statements of a page, and to put one together takes longer than to run it. So
        those of every page are built once for each kind of viewer, and run with `values`
        (docs/decisions/statements-built-once.md).
        """
        if self.passes or self.member_id is None:
            return self  # What a link opens is listed, and a stranger has no values.
        return Viewer(_MEMBER, self.is_keeper, _OWNER if self.acting_for is not None else None)

    @property
    def values(self) -> Mapping[str, Any]:
        """What a statement built for the viewer's kind is to be run with."""
        if self.passes or self.member_id is None:
            return {}
        given = {_MEMBER_NAME: self.member_id}
        return given if self.acting_for is None else {**given, _OWNER_NAME: self.acting_for}


STRANGER = Viewer()

_MEMBER_NAME, _OWNER_NAME = "viewer_member_id", "viewer_acting_for"
# Stand-ins for numbers: whatever compares a column with a viewer's value makes a condition of them.
_MEMBER = cast(int, bindparam(_MEMBER_NAME, type_=Integer))
_OWNER = cast(int, bindparam(_OWNER_NAME, type_=Integer))
