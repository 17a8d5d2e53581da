"""What people get to see of the site, window by window, held against what the model says they may.

A later part of the site that shows photos or albums adds a function here and names it in `WINDOWS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from photoalbum.media.recipes import RECIPE_VERSION

from ..cast import Person
from .model import Family, Who

CARD = re.compile(
    r'album-card__link" href="/albums/([^/"]+)/".*?album-card__note">(?:(\d+) photo)?', re.DOTALL
)
SUMMARY = re.compile(r'page-head__note">\s*(\d+) photo')
NAMED = re.compile(r'rows__text">(\w+) may ')


@dataclass
class View:
    """Somebody before their browser, with the model's opinion of them."""

    family: Family
    who: Who
    person: Person
    slugs: dict[str, str]  # by the model's keys
    token: str = ""

    @property
    def refusal(self) -> int:
        return 404 if self.who.member else 302

    def text(self, address: str, *, may: bool) -> str:
        """A page, after its status was compared with the model's."""
        answer = self.person.get(address)
        assert answer.status_code == (200 if may else self.refusal), (address, answer.status, self.who)
        if may:
            self.tells_no_secrets(address, answer.text)
        return answer.text if may else ""

    def tells_no_secrets(self, address: str, text: str) -> None:
        """Nothing on any page names what this person cannot see: by address, picture, title or neighbour."""
        albums, photos = self.family.visible_albums(self.who), self.family.visible_photos(self.who)
        for key, slug in self.slugs.items():
            told = slug in text or f"Album {key}" in text
            assert not told or key in albums, (address, key, self.who)
        for uid in self.family.photos:
            assert uid not in text or uid in photos, (address, uid, self.who)


def first_page(view: View) -> None:
    text = view.text("/", may=True)
    shown = {slug: int(number or 0) for slug, number in CARD.findall(text)}
    expected = {
        view.slugs[key]: view.family.total(view.who, key) for key in view.family.on_first_page(view.who)
    }
    assert shown == expected, view.who


def albums(view: View) -> None:
    for key, slug in view.slugs.items():
        can = view.family.album(view.who, key)
        text = view.text(f"/albums/{slug}/", may=bool(can))
        if not can:
            continue
        children = {view.slugs[child]: view.family.total(view.who, child) for child in children_of(view, key)}
        assert {name: int(number or 0) for name, number in CARD.findall(text)} == children, (key, view.who)
        said = SUMMARY.search(text)
        assert said is not None
        assert int(said[1]) == view.family.total(view.who, key), (key, view.who)
        assert all(uid in text for uid in view.family.photos_in(key)), (key, view.who)
        assert (f"/uploads/new?album={slug}" in text) == ("add" in can), (key, view.who)


def children_of(view: View, key: str) -> set[str]:
    return view.family.children(view.who, key)


def what_one_may_do(view: View) -> None:
    """The pages for those who may edit and manage: 403 for others who see the album, and 404 for the rest."""
    for key, slug in view.slugs.items():
        can = view.family.album(view.who, key)
        for page, needed in (
            ("edit", "edit"),
            ("audience", "edit"),
            ("sharing", "manage"),
            ("delete", "manage"),
        ):
            answer = view.person.get(f"/albums/{slug}/{page}")
            seen = 403 if can and view.who.member else view.refusal
            assert answer.status_code == (200 if needed in can else seen), (key, page, view.who)
            if answer.status_code == 200:
                view.tells_no_secrets(f"{page} of {key}", answer.text)
                if page == "audience":
                    named = {name.lower() for name in NAMED.findall(answer.text)}
                    assert named == view.family.people(key), (key, view.who)


def photos(view: View) -> None:
    seen = view.family.visible_photos(view.who)
    for uid in view.family.photos:
        view.text(f"/photos/{uid}", may=uid in seen)
        can = view.family.photo(view.who, uid)
        answer = view.person.get(f"/photos/{uid}/audience")
        refused = 403 if can and view.who.member else view.refusal
        assert answer.status_code == (200 if "manage" in can else refused), (uid, view.who)
        for key, slug in view.slugs.items():
            there = uid in view.family.photos_in(key) and bool(view.family.album(view.who, key))
            view.text(f"/albums/{slug}/photos/{uid}", may=there)


def bytes_of_photos(view: View) -> None:
    for uid in view.family.photos:
        status = 200 if uid in view.family.visible_photos(view.who) else 404
        for part in ("original", f"d/{RECIPE_VERSION}/thumb.webp", f"d/{RECIPE_VERSION}/large.jpg"):
            if trashed_but_restorable(view, uid) and part != "original":
                continue
            answer = view.person.get(f"/photos/{uid}/{part}")
            assert answer.status_code == status, (uid, part, view.who)


def trashed_but_restorable(view: View, uid: str) -> bool:
    """The trash shows small pictures to whoever may bring them back."""
    return view.family.photos[uid].trashed and view.who.member in (view.family.photos[uid].owner, "keeper")


def choices_in_forms(view: View) -> None:
    for address in ("/albums/new", "/uploads/new"):
        text = view.text(address, may=view.who.member is not None)
        for key, slug in view.slugs.items():
            offered = "add" in view.family.album(view.who, key)
            assert (f'value="{slug}"' in text) == (offered and view.who.member is not None), (address, key)


def through_the_link(view: View) -> None:
    key = view.who.link
    assert key is not None
    is_open = not view.family.albums[key].trashed
    page = view.person.get(f"/s/{view.token}/")
    assert page.status_code == (200 if is_open else 404)
    held = view.family.photos_in(key) if is_open else set()
    for uid in view.family.photos:
        assert (uid in page.text) == (uid in held)
        for part in ("", f"/d/{RECIPE_VERSION}/thumb.webp"):
            answer = view.person.get(f"/s/{view.token}/photos/{uid}{part}")
            assert answer.status_code == (200 if uid in held else 404), (uid, part)


Window = Callable[[View], None]
WINDOWS: tuple[Window, ...] = (
    first_page,
    albums,
    what_one_may_do,
    photos,
    bytes_of_photos,
    choices_in_forms,
)
