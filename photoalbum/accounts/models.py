"""The household, its members, their circles, and the ways in: sessions, invitations, password links."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from photoalbum.core.clock import now
from photoalbum.core.db import Model
from photoalbum.core.tokens import new_uid

KEEPER, MEMBER = "keeper", "member"

INVITATION_LIFE = timedelta(days=7)
PASSWORD_LINK_LIFE = timedelta(minutes=60)


class Household(Model):
    """The family itself. There is one row, and its primary key is what makes a second set-up impossible."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    family_name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


class Member(Model):
    """Somebody with an account."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10), default=MEMBER)
    created_at: Mapped[datetime] = mapped_column(default=now)
    disabled_at: Mapped[datetime | None]
    password_changed_at: Mapped[datetime] = mapped_column(default=now)
    quota_bytes: Mapped[int | None] = mapped_column(BigInteger)
    language: Mapped[str | None] = mapped_column(String(10))
    # When they last looked in, and when the visit before that one ended: what came since is new to them.
    last_seen_at: Mapped[datetime | None]
    last_visit_at: Mapped[datetime | None]
    # When their account was deleted. The row stays without a name, for what refers to it on the record.
    left_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("role IN ('keeper', 'member')", name="role"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )

    @property
    def is_keeper(self) -> bool:
        return self.role == KEEPER


class Circle(Model):
    """A named set of members, such as "Mum's side". Its owner and the keeper say who is in it."""

    __tablename__ = "circles"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    owner: Mapped[Member] = relationship()


class CircleMember(Model):
    """One member's place in one circle."""

    __tablename__ = "circle_members"

    circle_id: Mapped[int] = mapped_column(ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    added_at: Mapped[datetime] = mapped_column(default=now)


class KeeperAct(Model):
    """How long a keeper could open one member's private albums, from which login, and why. Kept for good."""

    __tablename__ = "keeper_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    keeper_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    started_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]

    keeper: Mapped[Member] = relationship(foreign_keys=keeper_id)
    owner: Mapped[Member] = relationship(foreign_keys=owner_id)


class LoginSession(Model):
    """One browser that is logged in. The cookie holds a random id, this row only its digest."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime] = mapped_column(default=now, index=True)
    confirmed_at: Mapped[datetime] = mapped_column(default=now)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")


class ApiToken(Model):
    """Lets a program act for a member, within its scopes. The row holds only the token's digest."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    # Its first letters, by which its owner tells it from others.
    hint: Mapped[str] = mapped_column(String(10))
    scopes: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class Invitation(Model):
    """Lets one person make one account. The role is not in it: whoever is invited becomes a member."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(String(80))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    revoked_at: Mapped[datetime | None]

    created_by: Mapped[Member] = relationship(foreign_keys=created_by_id)


class PasswordLink(Model):
    """Lets one member choose a new password, once."""

    __tablename__ = "password_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(foreign_keys=member_id)

    # At most one open link for each member: a newer one must first end the older.
    __table_args__ = (
        # Here as elsewhere the migration says the same for PostgreSQL. To name it in a model would load all
        # that SQLAlchemy has for PostgreSQL into every process of a site on SQLite.
        Index(
            "uq_password_links_open",
            "member_id",
            unique=True,
            sqlite_where=text("used_at IS NULL AND revoked_at IS NULL"),
        ),
    )
