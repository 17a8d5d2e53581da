"""How much room the originals take: by member and by kind, and on the disk."""

from dataclasses import dataclass

from sqlalchemy import func, select

from photoalbum.accounts.models import Member
from photoalbum.core.db import db
from photoalbum.photos.guests import GuestUpload
from photoalbum.photos.models import Original, Photo


@dataclass(frozen=True, slots=True)
class Share:
    """One member's part. What two members have both is counted for each of them, as their quotas count it."""

    name: str
    photos: int
    videos: int
    photo_bytes: int
    video_bytes: int

    @property
    def bytes(self) -> int:
        return self.photo_bytes + self.video_bytes


def by_member() -> list[Share]:
    """The largest first. What lies in the trash takes room as well, and what guests have sent and nobody has
    looked at; those who left have what is in theirs."""
    offered = select(GuestUpload.owner_id, GuestUpload.original_id).where(
        GuestUpload.original_id.is_not(None)
    )
    held = select(Photo.owner_id, Photo.original_id).union(offered).subquery()
    rows = db.session.execute(
        select(Member.id, Member.name, Original.kind, func.count(), func.sum(Original.bytes))
        .join(held, held.c.owner_id == Member.id)
        .join(Original, Original.id == held.c.original_id)
        .group_by(Member.id, Member.name, Original.kind)
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    names = {}
    for member_id, name, kind, number, size in rows:
        names[member_id] = name
        found.setdefault(member_id, {})[kind] = (number, int(size))
    shares = []
    for member_id, kinds in found.items():
        photos, videos = kinds.get("photo", (0, 0)), kinds.get("video", (0, 0))
        shares.append(Share(names[member_id], photos[0], videos[0], photos[1], videos[1]))
    return sorted(shares, key=lambda share: (-share.bytes, share.name))


def of_originals() -> int:
    """What all originals take on the disk, each counted once."""
    return int(db.session.scalar(select(func.coalesce(func.sum(Original.bytes), 0))) or 0)
