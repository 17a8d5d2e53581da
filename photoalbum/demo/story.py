"""The words of the invented family: who they are, and how an album and a picture are described."""

from collections.abc import Sequence
from dataclasses import dataclass, field

FAMILY_NAME = "The Hartmanns"


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    part: str

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


KEEPER = Person("anna", "Anna Hartmann", "looks after the site")
OTHERS = (
    Person("tom", "Tom Hartmann", "edits the summer album, has albums of his own"),
    Person("mia", "Mia Brandt", "may add her photos to some albums"),
    Person("olga", "Grandma Olga", "looks, and gives hearts"),
    Person("georg", "Opa Georg", "shows his old slides to a few people"),
    Person("ben", "Ben Okafor", "was given nothing of his own: sees what everyone sees"),
)
PEOPLE = (KEEPER, *OTHERS)


@dataclass(frozen=True)
class Shot:
    """One picture: what is on it, in what light and shape, and when it was taken (month-day hour:minute)."""

    subject: str
    light: str
    shape: str
    taken: str
    caption: str = ""
    by: str = ""
    camera: str = ""
    hearts: Sequence[str] = ()
    finish: str = "digital"


@dataclass(frozen=True)
class Clip:
    """One short video."""

    scene: str
    taken: str
    caption: str = ""
    hearts: Sequence[str] = ()


@dataclass(frozen=True)
class Link:
    label: str
    locked: bool = False


@dataclass(frozen=True)
class Story:
    """One album. `place` is where its pictures say they were taken, `hours` how far that is ahead of UTC."""

    key: str
    title: str
    description: str
    owner: str
    year: int
    shots: Sequence[Shot]
    audience: str = "private"
    parent: str = ""
    camera: str = "r6"
    place: tuple[float, float] | None = None
    hours: int = 2
    cover: int = 0
    grants: dict[str, str] = field(default_factory=dict)
    clips: Sequence[Clip] = ()
    links: Sequence[Link] = ()
    borrowed: Sequence[tuple[str, int]] = ()
