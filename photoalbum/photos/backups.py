"""When backups were made and how they went: one row for each try, for whoever looks after the site."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, mapped_column

from photoalbum.core.clock import now
from photoalbum.core.db import Model, db
from photoalbum.core.tokens import new_uid

PERIODS = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
# The clock is looked at once an hour: without this a daily backup would come an hour later each day.
SLACK = timedelta(minutes=30)


class Backup(Model):
    """One backup, or a try at one. It is not in the database that it copied, but in all later ones."""

    __tablename__ = "backups"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(12), unique=True, default=new_uid)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime] = mapped_column(default=now, index=True)
    # The folder of this backup; of a try that failed the one in which it was to be made.
    folder: Mapped[str] = mapped_column(String(1000))
    files: Mapped[int] = mapped_column(default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    # What was copied; the rest shares its place on the disk with the backup before.
    copied_files: Mapped[int] = mapped_column(default=0)
    copied_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    # Originals that could not be copied as they were when they came.
    faults: Mapped[int] = mapped_column(default=0)
    # Why there is no backup; empty when there is one.
    failure: Mapped[str] = mapped_column(String(500), default="")

    @property
    def is_good(self) -> bool:
        return not self.failure and not self.faults


def note(row: Backup) -> None:
    db.session.add(row)
    db.session.flush()


def latest(limit: int = 20) -> Sequence[Backup]:
    """The last tries, newest first, for whoever looks after the site."""
    return db.session.scalars(select(Backup).order_by(Backup.id.desc()).limit(limit)).all()


def last_good() -> Backup | None:
    good = select(Backup).where(Backup.failure == "", Backup.faults == 0)
    return db.session.scalars(good.order_by(Backup.id.desc()).limit(1)).first()


def is_due(every: str) -> bool:
    """Whether it is time for another. What failed is tried again at the next look at the clock."""
    made = select(Backup.started_at).where(Backup.failure == "").order_by(Backup.id.desc()).limit(1)
    last = db.session.scalar(made)
    return last is None or last <= now() - PERIODS[every] + SLACK
