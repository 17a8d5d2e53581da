"""Leaving: everything as plain files that other programs understand, without ours.

No matter how often it is begun, nothing is there twice: what has its bytes already stays, the rest is
copied, and every file has been read again from the disk when the list of them is written.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app
from flask_babel import gettext as _

from photoalbum.core import disk
from photoalbum.core.clock import now
from photoalbum.core.db import db, disk_is_full
from photoalbum.photos import files
from photoalbum.storage.base import StorageError
from photoalbum.uploads import sidecars
from photoalbum.work import export_places, export_words
from photoalbum.work.backup import site_name
from photoalbum.work.backup_files import has_size, is_of_source, is_purged, reason
from photoalbum.work.bench import only_one
from photoalbum.work.export_places import DAMAGED, SUMS, WORDS, Leaving, Plan
from photoalbum.work.export_words import Words

LOCK, MARK = "export.lock", ".photoalbum-export"
AT_A_TIME = 200
_READABLE = 0o644


class CannotExport(Exception):
    """The export is not whole; what of it is there stays. The message is for the keeper."""


@dataclass(frozen=True)
class Wish:
    """Where to, whose photos (None: everybody's), and who hears of each."""

    destination: Path
    member_id: int | None = None
    step: Callable[[int], None] = lambda _files: None


@dataclass
class Done:
    """What an export has come to. `faults` are by the name in the export, with a sentence."""

    photos: int = 0
    copied: int = 0
    bytes: int = 0
    files: int = 0
    # Files in its folders that an earlier run put there, or a person, and that the list does not know.
    others: int = 0
    faults: dict[str, str] = field(default_factory=dict)


def export(app: Flask, wish: Wish) -> Done:
    """Copy everything out, while the site runs. CannotExport before the first byte, or when it must stop."""
    with only_one(Path(app.config["INSTANCE"]) / LOCK) as mine, app.app_context():
        if not mine:
            raise CannotExport(_("Another export is being made in this moment."))
        try:
            return _Export(wish).run()
        except OSError as fault:
            raise CannotExport(_in_words(fault, wish.destination)) from fault
        finally:
            db.session.rollback()


class _Export:
    def __init__(self, wish: Wish) -> None:
        self.wish, self.root = wish, wish.destination.absolute()
        self.done = Done()
        self._sums: dict[str, str] = {}
        self._about: list[dict[str, object]] = []

    def run(self) -> Done:
        self._begin()
        plan = export_places.plan(self.wish.member_id)
        db.session.rollback()
        self._require_space(plan)
        for start in range(0, len(plan.leaving), AT_A_TIME):
            lot = plan.leaving[start : start + AT_A_TIME]
            words = export_words.words_of(lot)
            db.session.rollback()
            for leaving in lot:
                if leaving.photo_id in words:
                    self._bring(leaving, words[leaving.photo_id])
                self.wish.step(1)
        self._write(WORDS, _json(self._told(plan)))
        db.session.rollback()
        self._finish()
        return self.done

    def _begin(self) -> None:
        """Make the folder ours. It may hold nothing, or what an export of the same site and people began."""
        if self.root.resolve().is_relative_to(Path(current_app.config["MEDIA_ROOT"]).resolve()):
            raise CannotExport(
                _("%(folder)s lies among the photos themselves. Choose another disk.", folder=self.root)
            )
        if not self.root.parent.is_dir():
            raise CannotExport(
                _(
                    "The folder %(folder)s is not there. If it is on a disk of its own, is it plugged in?"
                    " Else make it first.",
                    folder=self.root.parent,
                )
            )
        self.root.mkdir(exist_ok=True)
        mark = self.root / MARK
        ours = f"{site_name(current_app.config['SECRET_KEY'])} {self.wish.member_id or 'everybody'}\n"
        if not mark.exists():
            if found := sorted(path.name for path in self.root.iterdir() if path.name != "lost+found"):
                raise CannotExport(
                    _(
                        "%(folder)s is not empty: %(names)s. An export goes into a folder of its own.",
                        folder=self.root,
                        names=", ".join(found[:5]),
                    )
                )
            disk.write(mark, ours.encode(), _READABLE)
        elif mark.read_text("utf-8") != ours:
            raise CannotExport(
                _(
                    "In %(folder)s is an export of another site, or of other people. Choose an empty folder.",
                    folder=self.root,
                )
            )
        for left in self.root.rglob("*"):
            if disk.is_temporary(left):
                left.unlink()

    def _require_space(self, plan: Plan) -> None:
        links = _can_link(self.root / MARK)
        needed = sum(
            leaving.expected.bytes
            for leaving in plan.leaving
            for place in list(leaving.places.values())[: 1 if links else None]
            if not has_size(self.root / place, leaving.expected.bytes)
        )
        free = shutil.disk_usage(self.root).free
        if free < needed:
            raise CannotExport(
                _(
                    "%(folder)s has %(free)s GB free, and this export takes %(needed)s GB more.",
                    folder=self.root,
                    free=f"{free / 1e9:,.1f}",
                    needed=f"{needed / 1e9:,.1f}",
                )
            )

    def _bring(self, leaving: Leaving, words: Words) -> None:
        first, *others = leaving.places.values()
        if not self._has_original(leaving, first):
            # Its words stay, whatever became of its bytes.
            self._about.append({**words.about, "files": []})
            return
        _date(self.root / first, words.modified)
        for other in others:
            self._link(first, other, leaving, words.modified)
        for place in (first, *others):
            self._sums[place] = leaving.expected.sha256
            if words.notes:
                self._write(f"{place}{sidecars.ENDING}", words.notes)
        self._about.append(words.about)
        self.done.photos += 1
        self.done.bytes += leaving.expected.bytes

    def _has_original(self, leaving: Leaving, place: str) -> bool:
        try:
            return self._bring_original(leaving, place)
        except (OSError, StorageError) as fault:
            if not is_of_source(fault, self.root):
                raise
            if not is_purged(leaving.expected):
                self.done.faults[place] = reason(fault)
            return False

    def _bring_original(self, leaving: Leaving, place: str) -> bool:
        expected = leaving.expected
        if self._is_there(place, expected.sha256, expected.bytes):
            return True
        source, aside = files.storage().path(expected.key), self.root / DAMAGED / Path(expected.key).name
        self.done.copied += 1
        if disk.copy(source, self.root / place, wanted=expected.sha256, otherwise=aside, mode=_READABLE):
            return True
        # Better a damaged photo than none; but it is never taken for the photo itself.
        self.done.faults[place] = _(
            "Its bytes are not those that were uploaded. What there is of it is %(file)s.",
            file=f"{DAMAGED}/{aside.name}",
        )
        self._sums[f"{DAMAGED}/{aside.name}"] = disk.digest_of(aside)
        return False

    def _link(self, first: str, other: str, leaving: Leaving, modified: datetime) -> None:
        """The same file under another name, or a copy where the disk has no links."""
        source, target = self.root / first, self.root / other
        if target.exists() and target.samefile(source):
            return
        if self._is_there(other, leaving.expected.sha256, leaving.expected.bytes):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            target.hardlink_to(source)
        except OSError:
            if not disk.copy(source, target, wanted=leaving.expected.sha256, mode=_READABLE):
                raise CannotExport(_("%(file)s changed while it was copied.", file=source)) from None
            _date(target, modified)

    def _is_there(self, place: str, digest: str, size: int) -> bool:
        path = self.root / place
        return has_size(path, size) and disk.digest_of(path) == digest

    def _write(self, place: str, content: bytes) -> None:
        """A small file, read again from the disk."""
        path, digest = self.root / place, sha256(content).hexdigest()
        if not self._is_there(place, digest, len(content)):
            disk.write(path, content, _READABLE)
            if disk.digest_of(path) != digest:
                raise CannotExport(
                    _("The disk gave back other bytes than were written: %(file)s.", file=path)
                )
        self._sums[place] = digest

    def _told(self, plan: Plan) -> dict[str, object]:
        return {
            "format": export_words.FORMAT,
            "exported_at": now().isoformat(timespec="seconds"),
            "members": export_words.members_of(plan),
            "albums": export_words.albums_of(plan, everybody=self.wish.member_id is None),
            "photos": self._about,
        }

    def _finish(self) -> None:
        lines = "".join(f"{digest}  {place}\n" for place, digest in sorted(self._sums.items()))
        disk.write(self.root / SUMS, lines.encode(), _READABLE)
        disk.sync_volume(self.root)
        self.done.files = len(self._sums)
        self.done.others = sum(1 for place in _files_below(self.root) if place not in self._sums)


def _files_below(root: Path) -> Iterator[str]:
    for path in root.rglob("*"):
        if path.is_file() and path.name not in (MARK, SUMS):
            yield path.relative_to(root).as_posix()


def _json(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _can_link(mark: Path) -> bool:
    twin = mark.with_name(f"{MARK}-twin")
    twin.unlink(missing_ok=True)
    try:
        twin.hardlink_to(mark)
    except OSError:
        return False
    twin.unlink()
    return True


def _date(path: Path, moment: datetime) -> None:
    """Programs that find no date in a file go by this one: the wall clock of this machine, as it was read."""
    with suppress(OSError, OverflowError, ValueError):
        os.utime(path, (moment.timestamp(),) * 2)


def _in_words(fault: OSError, destination: Path) -> str:
    if disk_is_full(fault):
        return _(
            "The disk of %(folder)s is full. Make room and run the same command again: it goes on.",
            folder=destination,
        )
    where, why = fault.filename or destination, fault.strerror or str(fault)
    return _("%(file)s cannot be written or read: %(why)s.", file=os.fspath(where), why=why)
