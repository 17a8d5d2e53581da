"""The authenticator app on a member's phone, which shows a new code of six digits every half minute."""

import hmac
from datetime import UTC, datetime, timedelta

import pyotp
from sqlalchemy import BigInteger, ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.accounts.models import Member
from photoalbum.accounts.rows import changed
from photoalbum.core import vault
from photoalbum.core.clock import now
from photoalbum.core.db import Model, db

PURPOSE = "authenticator"
SECONDS = 30
# So many steps the phone's clock may be off, either way.
DRIFT = 1
SET_UP_WITHIN = timedelta(minutes=30)


class AuthenticatorApp(Model):
    """An app and what it shares with us, sealed. It counts once a first code was right."""

    __tablename__ = "authenticator_apps"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    sealed_secret: Mapped[str] = mapped_column(String(200))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]


IN_USE = AuthenticatorApp.confirmed_at.is_not(None)


def begin(member: Member, key: str) -> AuthenticatorApp:
    """Make a secret for a new app. The one in use stays until the new one has proved itself."""
    _end_beginnings(member.id)
    sealed = vault.lock_up(key, PURPOSE, member.uid, pyotp.random_base32())
    app = AuthenticatorApp(member_id=member.id, sealed_secret=sealed)
    db.session.add(app)
    return app


def begun(member_id: int) -> AuthenticatorApp | None:
    """The app that is being set up, for a while."""
    return db.session.scalar(
        select(AuthenticatorApp).where(
            AuthenticatorApp.member_id == member_id,
            ~IN_USE,
            AuthenticatorApp.created_at > now() - SET_UP_WITHIN,
        )
    )


def in_use(member_id: int) -> AuthenticatorApp | None:
    return db.session.scalar(select(AuthenticatorApp).where(AuthenticatorApp.member_id == member_id, IN_USE))


def secret_of(app: AuthenticatorApp, member: Member, key: str) -> str | None:
    return vault.release(key, PURPOSE, member.uid, app.sealed_secret)


def address_for(secret: str, member: Member, family: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=member.email, issuer_name=family)


def confirm(app: AuthenticatorApp, member: Member, code: str, key: str) -> bool:
    """Put the new app to use, in place of an older one, if this is a code of it."""
    if not _takes(app, member, code, key, now()):
        return False
    db.session.execute(
        delete(AuthenticatorApp).where(AuthenticatorApp.member_id == member.id, AuthenticatorApp.id != app.id)
    )
    app.confirmed_at = now()
    return True


def accepts(member: Member, code: str, key: str, *, at: datetime | None = None) -> bool:
    """Whether this is a code of the member's app that was not used yet. It is then."""
    app = in_use(member.id)
    return app is not None and _takes(app, member, code, key, at or now())


def remove(member_id: int) -> bool:
    return changed(delete(AuthenticatorApp).where(AuthenticatorApp.member_id == member_id)) > 0


def step_at(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp()) // SECONDS


def _takes(app: AuthenticatorApp, member: Member, code: str, key: str, at: datetime) -> bool:
    secret = secret_of(app, member, key)
    if secret is None:
        return False
    totp, middle = pyotp.TOTP(secret), step_at(at)
    for step in range(middle - DRIFT, middle + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return _use_up(app, step)
    return False


def _use_up(app: AuthenticatorApp, step: int) -> bool:
    """True for one of all who bring a code of this step, and for none who bring an earlier one later."""
    still_good = (AuthenticatorApp.id == app.id, AuthenticatorApp.last_step < step)
    return changed(update(AuthenticatorApp).where(*still_good).values(last_step=step)) == 1


def _end_beginnings(member_id: int) -> None:
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.member_id == member_id, ~IN_USE))
