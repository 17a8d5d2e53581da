"""Who may do what, said a second time: by brute force, over plain values, with nothing of the site's code.

Every question is answered from the rules as they stand in the design, album by album and one step up at a
time. It is slow and obvious, and that is its use.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

ROLES = ["viewer", "contributor", "editor"]
WIDTH = ["private", "family", "public"]
OF_ROLE = {
    "viewer": {"view"},
    "contributor": {"view", "add"},
    "editor": {"view", "add", "edit"},
}
ALL = {"view", "add", "edit", "manage"}


@dataclass
class AlbumFacts:
    owner: str
    parent: str | None = None
    audience: str = "private"
    inherits: bool = True
    trashed: bool = False
    grants: dict[str, str] = field(default_factory=dict)
    circle_grants: dict[str, str] = field(default_factory=dict)


@dataclass
class PhotoFacts:
    owner: str
    trashed: bool = False
    albums: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Who:
    """A member by name, somebody with a link to an album, or nobody in particular."""

    member: str | None = None
    is_acting: bool = False
    link: str | None = None
    with_albums_below: bool = False

    @property
    def name(self) -> str:
        return self.member or (f"guest of {self.link}" if self.link else "nobody")


@dataclass
class Family:
    albums: dict[str, AlbumFacts] = field(default_factory=dict)
    photos: dict[str, PhotoFacts] = field(default_factory=dict)
    circles: dict[str, set[str]] = field(default_factory=dict)
    acting_for: str | None = None

    def sources(self, key: str) -> Iterator[str]:
        """The album itself and those above whose rules hold for it; the trash gives nothing."""
        yield key
        at = self.albums[key]
        while at.inherits and at.parent is not None:
            key, at = at.parent, self.albums[at.parent]
            if not at.trashed:
                yield key

    def reach(self, key: str) -> str:
        return max((self.albums[source].audience for source in self.sources(key)), key=WIDTH.index)

    def roles(self, member: str, key: str) -> list[str]:
        found = []
        for source in self.sources(key):
            above = self.albums[source]
            if member in above.grants:
                found.append(above.grants[member])
            found += [role for circle, role in above.circle_grants.items() if member in self.circles[circle]]
            if above.owner == member:
                found.append("editor")
        return found

    def keeps(self, who: Who, key: str) -> bool:
        """Whether the keeper's word goes for an album."""
        if who.member != "keeper":
            return False
        return self.reach(key) != "private" or (who.is_acting and self.albums[key].owner == self.acting_for)

    def album(self, who: Who, key: str) -> set[str]:
        """What somebody may do with an album; nothing at all when they do not see it."""
        at = self.albums[key]
        if at.trashed:
            return set()
        if who.link is not None:
            opened = who.link == key or (who.with_albums_below and who.link in self.sources(key))
            return {"view"} if opened else set()
        if who.member is None:
            return {"view"} if self.reach(key) == "public" else set()
        if at.owner == who.member or self.keeps(who, key):
            return ALL
        may = {"view"} if self.reach(key) != "private" else set()
        for role in self.roles(who.member, key):
            may |= OF_ROLE[role]
        return may

    def may_take_out(self, who: Who, key: str) -> bool:
        """Whether somebody may let an album stand by itself: theirs, or inside what they manage."""
        if "view" not in self.album(who, key):
            return False
        if self.albums[key].owner == who.member:
            return True
        above = self.albums[key].parent
        while above is not None and self.album(who, above):
            if "manage" in self.album(who, above):
                return True
            above = self.albums[above].parent
        return False

    def photo(self, who: Who, uid: str) -> set[str]:
        at = self.photos[uid]
        if at.trashed:
            return set()
        holding = [key for key in at.albums if self.album(who, key)]
        if who.member is not None and (
            at.owner == who.member or any(self.keeps(who, key) for key in holding)
        ):
            return ALL | {"describe"}
        if who.member is not None and any("edit" in self.album(who, key) for key in holding):
            return {"view", "describe"}
        return {"view"} if holding else set()

    def visible_albums(self, who: Who) -> set[str]:
        return {key for key in self.albums if self.album(who, key)}

    def visible_photos(self, who: Who) -> set[str]:
        return {uid for uid in self.photos if self.photo(who, uid)}

    def children(self, who: Who, key: str) -> set[str]:
        return {child for child in self.visible_albums(who) if self.albums[child].parent == key}

    def on_first_page(self, who: Who) -> set[str]:
        seen = self.visible_albums(who)
        return {key for key in seen if self.albums[key].parent not in seen}

    def photos_in(self, key: str) -> set[str]:
        return {uid for uid, photo in self.photos.items() if key in photo.albums and not photo.trashed}

    def total(self, who: Who, key: str) -> int:
        """How many photos an album holds together with what one can reach below it."""
        return len(self.photos_in(key)) + sum(self.total(who, child) for child in self.children(who, key))

    def people(self, key: str) -> set[str]:
        """The members with a part in an album, its owner left out."""
        owner = self.albums[key].owner
        everyone = {"keeper", "mum", "dad", "uncle", "cousin", "stranger"}
        return {member for member in everyone - {owner} if self.roles(member, key)}

    def is_below(self, key: str, top: str) -> bool:
        at: str | None = key
        while at is not None:
            if at == top:
                return True
            at = self.albums[at].parent
        return False
