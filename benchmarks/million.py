"""A site with a million photos that have no pictures: rows alone, for benchmarks/browse.py.

    python benchmarks/million.py FOLDER [--photos N]

Two thousand private albums of four owners; each photo lies in one of them and every fifth in two. `Anna` was
granted all of them, `Lone` a single one of 100 photos. `publish` shows every fortieth album to everybody.
"""

import argparse
import hashlib
import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from photoalbum import create_app, migrate  # noqa: E402
from photoalbum.settings import Settings  # noqa: E402

PHOTOS = 1_000_000
ALBUMS = 2_000
OWNERS = (1, 2, 3, 4)
ANNA, LONE = 5, 6
LONE_ALBUM = 1
LONE_PHOTOS = 100
DATABASE = "photoalbum.sqlite3"

SYLLABLES = ("ba", "len", "mor", "ti", "gra", "sul", "ne", "ko", "ri", "van", "del", "ho", "pe", "ska")
WORDS = ["garden", "birthday", "Frieda", "grandpa", "lake", "Zürich", "snow", "school", "falcon", "harbour"]
CAMERAS = ("Apple iPhone 13", "Canon EOS R6", "NIKON D750", "Google Pixel 7", "Panasonic DMC-TZ10", "")
PLACEHOLDER = "data:image/webp;base64," + "A" * 120
LONG_AGO = "2020-01-01 00:00:00.000000"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=PHOTOS)
    wanted = parser.parse_args()
    began = time.perf_counter()
    make(wanted.folder, wanted.photos)
    print(f"{wanted.photos:,} photos in {time.perf_counter() - began:.0f} s")


def site(folder: Path) -> Flask:
    return create_app(Settings(instance=folder, secret_key="k" * 50, free_disk_reserve_bytes=0))


def make(folder: Path, photos: int = PHOTOS) -> None:
    """Fill a new folder. The same number of photos makes the same site."""
    folder.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(site(folder))
    chance = random.Random(1)
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=WAL", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        fill(connection, photos, chance)
        connection.execute("COMMIT")
        connection.execute("INSERT INTO photo_search(photo_search) VALUES ('optimize')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def publish(folder: Path) -> int:
    """Show every fortieth album to everybody; the number of photos in them."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.execute("UPDATE albums SET audience = 'public', reach = 'public' WHERE id % 40 = 0")
        (number,) = connection.execute(
            "SELECT count(DISTINCT photo_id) FROM album_entries WHERE album_id % 40 = 0"
        ).fetchone()
        return int(number)


def fill(connection: sqlite3.Connection, photos: int, chance: random.Random) -> None:
    connection.execute(
        "INSERT INTO household (id, family_name, created_at) VALUES (1, 'The Million', ?)", (LONG_AGO,)
    )
    people = [(number, f"member{number:06}", f"Member {number}") for number in range(1, 7)]
    connection.executemany(
        "INSERT INTO members (id, uid, name, email, password_hash, role, created_at, password_changed_at) "
        f"VALUES (?, ?, ?, ?2 || '@example.org', '', 'member', '{LONG_AGO}', '{LONG_AGO}')",
        people,
    )
    words = WORDS + sorted({"".join(chance.choices(SYLLABLES, k=3)) for _ in range(2000)})
    connection.executemany(
        "INSERT INTO albums (id, uid, slug, title, description, owner_id, audience, "
        "photo_count, video_count, sort_at, collage, created_at, updated_at, version) "
        f"VALUES (?, ?, ?, ?, '', ?, 'private', 0, 0, '{LONG_AGO}', '[]', '{LONG_AGO}', '{LONG_AGO}', 1)",
        (
            (
                n,
                uid("a", n),
                f"album-{n}",
                f"{chance.choice(words)} {chance.choice(words)} {n}",
                OWNERS[n % 4],
            )
            for n in range(1, ALBUMS + 1)
        ),
    )
    # What `albums.lineage` would write: each album gives the rights on itself.
    connection.execute("INSERT INTO album_sources (album_id, source_id) SELECT id, id FROM albums")
    connection.executemany(
        f"INSERT INTO grants (album_id, member_id, role, granted_at) VALUES (?, ?, 'viewer', '{LONG_AGO}')",
        [(n, ANNA) for n in range(1, ALBUMS + 1)] + [(LONE_ALBUM, LONE)],
    )
    # Entries and originals first: then each photo finds all that belongs to it, and is shelved once.
    connection.executemany(
        f"INSERT INTO album_entries (album_id, photo_id, sort_at, added_at) VALUES (?, ?, ?, '{LONG_AGO}')",
        entries(photos),
    )
    connection.executemany(
        "INSERT INTO originals (id, sha256, bytes, crc32, media_type, extension, kind, width, height, "
        "duration, plays_in_browsers, damaged, details, placeholder, tint, dhash, recipe_version, "
        "created_at, state, reason, attempts, waits_until) VALUES (?, ?, 1000, 0, ?, ?, ?, 4032, 3024, ?, "
        f"1, 0, ?, '{PLACEHOLDER}', ?, '', 1, '{LONG_AGO}', 'ready', '', 1, '{LONG_AGO}')",
        originals(photos, chance),
    )
    connection.executemany(
        "INSERT INTO photos (id, uid, owner_id, original_id, kind, file_name, caption, caption_source, "
        "alt_text, taken_at, taken_source, sort_at, created_at) "
        "VALUES (?1, ?, ?, ?1, ?, ?, ?, ?, '', nullif(?8, ''), 'exif', "
        f"coalesce(nullif(?8, ''), '9999-01-01 00:00:00.000000'), '{LONG_AGO}')",
        rows(photos, words, chance),
    )


def album_of(n: int, photos: int) -> int:
    """Neighbours in time lie in one album, as they do in a family's; the first album holds 100."""
    if n <= LONE_PHOTOS:
        return LONE_ALBUM
    return 2 + (n - LONE_PHOTOS - 1) * (ALBUMS - 1) // (photos - LONE_PHOTOS)


def entries(photos: int) -> Iterator[tuple[int, int, str]]:
    for n in range(1, photos + 1):
        album = album_of(n, photos)
        yield album, n, taken(n, photos)
        if n > LONE_PHOTOS and n % 5 == 0:
            yield 2 + (album + n // 5 % 3) % (ALBUMS - 1), n, taken(n, photos)


def originals(photos: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    for n in range(1, photos + 1):
        video = is_video(n)
        media = ("video/mp4", "mp4", "video", 12.5) if video else ("image/jpeg", "jpg", "photo", None)
        details = {"camera": {"name": chance.choice(CAMERAS)}, "keywords": [], "file": {"mode": "RGB"}}
        digest = hashlib.sha256(str(n).encode()).hexdigest()
        yield n, digest, *media, json.dumps(details), f"#{digest[:6]}"


def rows(photos: int, words: list[str], chance: random.Random) -> Iterator[tuple[object, ...]]:
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    for n in range(1, photos + 1):
        caption = " ".join(chance.choices(words, weights, k=5)) if n % 3 == 0 else ""
        source = "file" if n % 30 == 0 else "person" if caption else ""
        owner = OWNERS[album_of(n, photos) % 4]
        name = f"MVI_{n:07}.mp4" if is_video(n) else f"IMG_{n:07}.jpg"
        kind = "video" if is_video(n) else "photo"
        yield n, uid("p", n), owner, kind, name, caption, source, "" if n % 100 == 99 else taken(n, photos)


def taken(n: int, photos: int) -> str:
    """From 1950 on, most of them lately: a few in each year of film, many in each of telephones."""
    share = (n / photos) ** 0.4
    moment = datetime(1950, 1, 1) + timedelta(days=76 * 365 * share, seconds=n * 37 % 40_000)
    return moment.strftime("%Y-%m-%d %H:%M:%S.000000")


def is_video(n: int) -> bool:
    return n % 33 == 0


def uid(kind: str, n: int) -> str:
    return f"{kind}{n:011}"


if __name__ == "__main__":
    main()
