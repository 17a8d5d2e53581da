"""Who is asking: a member, a guest holding a share link, or a stranger. Made once a request."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LinkPass:
    """What an opened share link entitles to."""

    link_id: int
    album_id: int
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
        return tuple(sorted({link_pass.album_id for link_pass in self.passes}))

    @property
    def shared_tree_ids(self) -> tuple[int, ...]:
        """The albums that were shared together with those below them."""
        return tuple(sorted({link_pass.album_id for link_pass in self.passes if link_pass.with_albums_below}))


STRANGER = Viewer()
