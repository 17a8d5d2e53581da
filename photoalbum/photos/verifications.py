"""What was found when rows and bytes were compared: one row a run, and one a fault.

A run is resumable: its row says up to which original the bytes were read again, so that a kill, the end of
its time or a restart of the machine costs the last few seconds and no more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.core.clock import now
from photoalbum.core.db import Model, db
from photoalbum.core.tokens import new_uid

EVERY = timedelta(days=7)


class Kind(StrEnum):
    """What can be wrong, by the word that the report begins each line with."""

    DATABASE = "database"
    MISSING = "missing"
    CUT = "cut"
    ALTERED = "altered"
    ORPHAN = "orphan"
    PICTURE = "picture"
    LEFTOVER = "leftover"
    TEMPORARY = "temporary"
    COUNT = "count"
    STUCK = "stuck"


class Verification(Model):
    """One run, by the command or by the worker."""

    __tablename__ = "verifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    # A quick run looks at names and sizes, and does not read the files.
    quick: Mapped[bool] = mapped_column(default=False)
    # The last original whose file was looked at, in the order of their ids.
    reached: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    faults: Mapped[int] = mapped_column(default=0)


class VerificationFault(Model):
    """One fault: what kind, which thing by its id or key, and a sentence for the keeper."""

    __tablename__ = "verification_faults"

    id: Mapped[int] = mapped_column(primary_key=True)
    verification_id: Mapped[int] = mapped_column(
        ForeignKey("verifications.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(600))
    sentence: Mapped[str] = mapped_column(String(1000))
    found_at: Mapped[datetime] = mapped_column(default=now)
    repaired_at: Mapped[datetime | None]


def begin_or_go_on(*, quick: bool = False, anew: bool = False) -> Verification:
    """The newest run that was not finished, or a new one. What was left for good is closed as it stands."""
    unfinished = db.session.scalars(
        select(Verification)
        .where(Verification.finished_at.is_(None), Verification.quick == quick)
        .order_by(Verification.id.desc())
    ).all()
    if unfinished and not quick and not anew:
        return unfinished[0]
    for left in unfinished:
        left.finished_at = now()
    run = Verification(quick=quick)
    db.session.add(run)
    db.session.flush()
    return run


def note(run: Verification, kind: Kind, about: str, sentence: str) -> VerificationFault:
    """Write down a fault. One that this run has noted already, before it was interrupted, stays one."""
    known = db.session.scalar(
        select(VerificationFault).where(
            VerificationFault.verification_id == run.id,
            VerificationFault.kind == kind,
            VerificationFault.about == about[:600],
        )
    )
    if known is not None:
        return known
    fault = VerificationFault(verification_id=run.id, kind=kind, about=about[:600], sentence=sentence[:1000])
    db.session.add(fault)
    run.faults += 1
    db.session.flush()
    return fault


def finish(run: Verification) -> None:
    run.finished_at = now()


def faults_of(run: Verification) -> Sequence[VerificationFault]:
    return db.session.scalars(
        select(VerificationFault)
        .where(VerificationFault.verification_id == run.id)
        .order_by(VerificationFault.id)
    ).all()


def latest(limit: int = 20) -> Sequence[Verification]:
    """The last runs, newest first, for whoever looks after the site."""
    return db.session.scalars(select(Verification).order_by(Verification.id.desc()).limit(limit)).all()


def is_due() -> bool:
    """Whether the bytes of all originals have to be read again: a week after the last time, or to go on."""
    full = select(Verification).where(Verification.quick.is_(False)).order_by(Verification.id.desc()).limit(1)
    last = db.session.scalar(full)
    return last is None or last.finished_at is None or last.started_at < now() - EVERY
