"""Everything that somebody may see, by months, newest first; photos without a date stand by themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from photoalbum.accounts.viewer import Viewer
from photoalbum.albums import access
from photoalbum.albums.queries import Page
from photoalbum.albums.shelves import BEHIND_ALL, WITHOUT_DATE, ShelfMonth, ShelvedPhoto, first_place
from photoalbum.browse import grid
from photoalbum.core.db import db
from photoalbum.photos.models import UNDATED

# Up to so many photos are read and sorted; a span that holds more is walked through in its order.
GATHERED = 3000


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @property
    def start(self) -> int:
        """The place before its first photo."""
        return first_place(datetime(self.year, self.month, 1))

    @property
    def end(self) -> int:
        """The place behind its last photo."""
        if self.month == 12:
            return first_place(datetime(self.year + 1, 1, 1)) if self.year < UNDATED.year else BEHIND_ALL
        return first_place(datetime(self.year, self.month + 1, 1))


NO_MONTH = Month(UNDATED.year, UNDATED.month)


@dataclass(frozen=True, slots=True)
class Months:
    """How many photos somebody sees of each month, newest first, and how many without a date."""

    counts: dict[Month, int]
    undated: int

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.undated

    def newer_than(self, month: Month) -> Month | None:
        """The next month towards today that has photos."""
        return min((other for other in self.counts if other > month), default=None)

    def nearest(self, month: Month) -> Month | None:
        """This month, or the next older one that has photos, or else the oldest."""
        older = max((other for other in self.counts if other <= month), default=None)
        return older or min(self.counts, default=None)


def months_of(viewer: Viewer) -> Months:
    """Counted from what the triggers keep: some thousand small rows for a million photos."""
    rows = db.session.execute(
        select(ShelfMonth.month, func.sum(ShelfMonth.photo_count))
        .where(ShelfMonth.shelf_id.in_(access.shelves_visible_to(viewer)))
        .group_by(ShelfMonth.month)
        .order_by(ShelfMonth.month.desc())
    )
    counts = {Month(*divmod(number, 100)): int(count) for number, count in rows}
    return Months(counts, counts.pop(NO_MONTH, 0))


def page(viewer: Viewer, months: Months, size: int, before: int = WITHOUT_DATE) -> Page:
    """The photos with a date that stand before a place, newest first."""
    low, among = _span(months.counts, before, size)
    return _between(viewer, low, before, among, size)


def undated_page(viewer: Viewer, months: Months, size: int, before: int = BEHIND_ALL) -> Page:
    return _between(viewer, WITHOUT_DATE, before, months.undated, size)


def neighbours(viewer: Viewer, place: int) -> tuple[str | None, str | None]:
    """The names of the photos before and behind this place, as the timeline runs."""
    months = months_of(viewer)
    if place >= WITHOUT_DATE:
        newer = _first_above(viewer, place, BEHIND_ALL, months.undated)
        if newer is None:
            newer = _newer(viewer, months, 0)
        return grid.uid_at(newer), _name_of_first(undated_page(viewer, months, 1, place))
    older = _name_of_first(page(viewer, months, 1, place))
    if older is None and months.undated:
        older = _name_of_first(undated_page(viewer, months, 1))
    return grid.uid_at(_newer(viewer, months, place)), older


def _name_of_first(page: Page) -> str | None:
    return page.rows[0].uid if page.rows else None


def _newer(viewer: Viewer, months: Months, place: int) -> int | None:
    """The next place towards today: in the month of this one, or in the first after it that has photos."""
    near = sorted(month for month in months.counts if month.end > place + 1)[:2]
    if not near:
        return None
    return _first_above(viewer, place, near[-1].end, sum(months.counts[month] for month in near))


def _first_above(viewer: Viewer, low: int, high: int, among: int) -> int | None:
    span = (ShelvedPhoto.place > low, ShelvedPhoto.place < high)
    return db.session.scalar(_places(viewer, among, rising=True).where(*span).limit(1))


def _between(viewer: Viewer, low: int, high: int, among: int, size: int) -> Page:
    span = (ShelvedPhoto.place >= low, ShelvedPhoto.place < high)
    found = db.session.scalars(_places(viewer, among).where(*span).limit(size + 1)).all()
    return grid.page_of(viewer, found, size)


def _places(viewer: Viewer, among: int, *, rising: bool = False) -> Select[int]:
    shelves = access.shelves_visible_to(viewer)
    return (grid.gathered if among <= GATHERED else grid.walked)(shelves, rising=rising)


def _span(counts: dict[Month, int], before: int, size: int) -> tuple[int, int]:
    """The place from which a page's worth reaches up to `before`, and how many photos its months hold."""
    low, among, whole = before, 0, 0
    for month, count in counts.items():
        if month.start >= before:
            continue
        low, among = month.start, among + count
        # How much of the month in which the page begins is still to come is not known, so it does not count.
        whole += count if month.end <= before else 0
        if whole > size:
            break
    return low, among
