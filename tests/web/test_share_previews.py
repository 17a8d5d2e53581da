"""What messengers learn of a link before anybody opens it."""

import re
from collections.abc import Callable

from flask import Flask

from ..cast import Person
from ..conftest import SummerAlbum

TAG = re.compile(r'<meta (?:property|name)="((?:og|twitter):[^"]+)"\s+content="([^"]*)"')


def test_a_preview_has_words_and_a_picture_that_anybody_can_fetch(
    app: Flask,
    visitor: Person,
    summer_album: SummerAlbum,
    make_link: Callable[..., str],
    process: Callable[[], None],
) -> None:
    process()
    app.config["PUBLIC_URL"] = "https://photos.example.org"
    link = make_link(summer_album.slug)
    page = visitor.get(link).text
    tags = dict(TAG.findall(page))
    origin = "https://photos.example.org"
    assert tags["og:title"] == tags["twitter:title"] == "Summer 2019"
    assert tags["og:description"].startswith("2 photos")
    assert tags["og:url"] == origin + link
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:image"].startswith(f"{origin}{link}photos/")
    assert '<meta name="robots" content="noindex' in page
    assert visitor.get(tags["og:image"].removeprefix(origin)).mimetype == "image/jpeg"
    assert f'href="{origin}{link}oembed.json"' in page
    said = visitor.get(f"{link}oembed.json").json
    assert said["version"] == "1.0"
    assert (said["type"], said["title"]) == ("link", "Summer 2019")
    assert visitor.get(said["thumbnail_url"].removeprefix(origin)).status_code == 200


def test_041_a_link_with_a_password_has_no_preview(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str], process: Callable[[], None]
) -> None:
    process()
    link = make_link(summer_album.slug, password="open sesame")
    page = visitor.get(link)
    assert not TAG.findall(page.text)
    assert visitor.get(f"{link}oembed.json").status_code == 404
    visitor.post(f"{link}unlock", data={"password": "open sesame"})
    assert not TAG.findall(visitor.get(link).text)


def test_a_link_for_few_shows_no_picture_before_it_is_opened(
    visitor: Person, summer_album: SummerAlbum, make_link: Callable[..., str], process: Callable[[], None]
) -> None:
    process()
    link = make_link(summer_album.slug, view_limit=1)
    tags = dict(TAG.findall(visitor.get(link, headers={"User-Agent": "WhatsApp/2.0"}).text))
    assert tags["og:title"] == "Summer 2019"
    assert "og:image" not in tags
    assert "thumbnail_url" not in visitor.get(f"{link}oembed.json").json
