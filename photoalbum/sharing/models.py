"""Who came by share links, counted, and photos picked by hand."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid


class LinkVisitor(Model):
    """That somebody was here today: a hash under a salt which is thrown away when the day is over."""

    __tablename__ = "link_visitors"

    link_id: Mapped[int] = mapped_column(ForeignKey("share_links.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(ForeignKey("visit_salts.day", ondelete="CASCADE"), index=True)


class VisitSalt(Model):
    """What the visitors' hashes of one day are made with."""

    __tablename__ = "visit_salts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    salt: Mapped[str] = mapped_column(String(43))


class Selection(Model):
    """Photos that a member picked by hand to take along. Who may see them is asked when they are fetched."""

    __tablename__ = "selections"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(22), unique=True, default=lambda: new_uid(22))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    photo_uids: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
