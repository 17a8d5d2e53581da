"""Who is asking: a member, a guest holding a share link, or a stranger. Made once a request."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LinkPass:
    """What an opened share link entitles to."""

    link_id: int
    album_id: int


@dataclass(frozen=True, slots=True)
class Viewer:
    """Passed to every question about rights, and never asked for anything but these values."""

    member_id: int | None = None
    is_keeper: bool = False
    passes: frozenset[LinkPass] = field(default_factory=frozenset)

    @property
    def is_member(self) -> bool:
        return self.member_id is not None

    @property
    def shared_album_ids(self) -> tuple[int, ...]:
        return tuple(sorted({link_pass.album_id for link_pass in self.passes}))


STRANGER = Viewer()
