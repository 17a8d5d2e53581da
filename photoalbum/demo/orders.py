"""Which files have to be made, and how one is made from its order: in another process, from plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from photoalbum.demo import camera, clips
from photoalbum.demo.at_home import HOME
from photoalbum.demo.holidays import JOURNEYS
from photoalbum.demo.pictures import studio
from photoalbum.demo.story import Clip, Shot, Story

STORIES: Sequence[Story] = (*JOURNEYS, *HOME)
LEAST_FOR_CLIPS = 40


@dataclass(frozen=True)
class Order:
    """One file: what is on it, which album it goes to, and who adds it."""

    story: Story
    what: Shot | Clip
    number: int

    @property
    def by(self) -> str:
        return (self.what.by if isinstance(self.what, Shot) else "") or self.story.owner

    @property
    def moment(self) -> datetime:
        taken = self.what.taken or "01-01 12:00"
        return datetime.fromisoformat(f"{self.story.year}-{taken}:{self.number * 7 % 60:02}")

    @property
    def file_name(self) -> str:
        if isinstance(self.what, Clip):
            return f"MVI_{2000 + self.number}.MP4"
        return camera.file_name(self._camera, self.moment, 100 + self.number * 3)

    @property
    def _camera(self) -> str:
        return (self.what.camera if isinstance(self.what, Shot) else "") or self.story.camera

    def made(self) -> bytes:
        """The bytes of the file. The same order gives the same bytes."""
        hours = timedelta(hours=self.story.hours)
        if isinstance(self.what, Clip):
            return clips.filmed(self.what.scene, self.moment - hours)
        shot, seed = self.what, f"{self.story.key} {self.number}"
        return camera.developed(
            studio.paint(shot.subject, shot.light, shot.shape, seed, shot.finish),
            self._camera,
            self.moment,
            hours=self.story.hours,
            place=self.story.place,
            dark=shot.light in camera.DIM or shot.subject in camera.DIM,
            seed=seed,
        )


def make(order: Order) -> bytes:
    return order.made()


def all_orders(photos: int | None = None) -> list[Order]:
    """Everything, or so many photos, spread evenly over the albums, and then no videos if they are few."""
    orders = [Order(story, shot, n) for story in STORIES for n, shot in enumerate(story.shots)]
    if photos is not None:
        kept = set(sorted(range(len(orders)), key=lambda place: orders[place].number)[:photos])
        orders = [order for place, order in enumerate(orders) if place in kept]
    if photos is None or photos >= LEAST_FOR_CLIPS:
        orders += [Order(story, clip, 50 + n) for story in STORIES for n, clip in enumerate(story.clips)]
    # Clips take longest, so they are begun first.
    return sorted(orders, key=lambda order: isinstance(order.what, Shot))
