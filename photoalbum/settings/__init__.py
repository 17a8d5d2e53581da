"""What can be set, each with its meaning and its default. A wrong value stops the start with one sentence.

Nearer places win: command line, environment, .env in the working directory, .env and settings.toml in the
instance folder, default. The reference for people is docs/self-hosting.md; a test keeps it complete.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from photoalbum.settings import readers, secret_key, sources
from photoalbum.settings.flask_config import flask_config
from photoalbum.settings.readers import BadSetting

__all__ = ["BadSetting", "Row", "Settings"]

Value = TypeVar("Value")
MASK = "(set, not shown)"


def setting(
    meaning: str, read: Callable[[str], Any], default: Value, *, plain: str = "", secret: bool = False
) -> Value:
    """One field of Settings. `plain` is the name that people bring along from a Django deployment."""
    facts = {"meaning": meaning, "read": read, "plain": plain, "secret": secret}
    return field(default=default, repr=not secret, metadata=facts)


@dataclass(frozen=True)
class Row:
    """One line of `photoalbum settings`."""

    name: str
    meaning: str
    value: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    instance: Path = setting(
        "Folder of the database, the key and, unless told otherwise, the pictures.",
        readers.folder,
        Path("instance"),
    )
    secret_key: str = setting(
        "Seals cookies and links. Made at the first start and kept in the instance folder.",
        readers.text,
        "",
        plain="SECRET_KEY",
        secret=True,
    )
    debug: bool = setting(
        "For developers: templates are read again at each change. Never on a site that others can reach.",
        readers.flag,
        False,
        plain="DEBUG",
    )
    allowed_hosts: tuple[str, ...] = setting(
        "Host names under which the site answers: a name, .name for all below it, lan for this machine in"
        " the home network, * for any. Without it: localhost, the host of PUBLIC_URL, and lan if the site is"
        " reachable there.",
        readers.host_names,
        (),
        plain="ALLOWED_HOSTS",
    )
    public_url: str = setting(
        "The site's own address, like https://photos.example.org, for links that people copy.",
        readers.origin,
        "",
    )
    media_root: Path = setting(
        "Folder of all pictures and videos. A relative path counts from the instance folder.",
        readers.folder,
        Path("media"),
        plain="MEDIA_ROOT",
    )
    media_url: str = setting(
        "Accepted for compatibility. Pictures have addresses of their own, whatever stands here.",
        readers.url_prefix,
        "/media/",
        plain="MEDIA_URL",
    )
    database_url: str = setting(
        "The database. Without it a SQLite file in the instance folder.", readers.database, "", secret=True
    )
    max_file_bytes: int = setting("The biggest single photo or video.", readers.size, 4 << 30)
    max_form_bytes: int = setting("The most that one upload form may carry.", readers.size, 8 << 30)
    member_quota_bytes: int = setting(
        "Room for the originals of each member; 0 for no bound.", readers.size, 0
    )
    free_disk_reserve_bytes: int = setting(
        "Room that uploads leave free on the disk.", readers.size, 512 << 20
    )
    verify_weekly: bool = setting(
        "Whether the worker reads all originals again once a week, to see that none has changed.",
        readers.flag,
        True,
    )
    verify_bytes_per_second: int = setting(
        "How much the weekly reading reads each second; 0 for no bound.", readers.size, 20 << 20
    )
    max_open_uploads: int = setting(
        "Uploads of each member that may be unfinished at the same time.", readers.whole(1, 10_000), 200
    )
    backup_folder: str = setting(
        "Folder for backups, best on another disk. A scheduled backup is made only while it is there.",
        readers.absolute_folder,
        "",
    )
    backup_every: str = setting(
        "How often the worker makes a backup: never, hourly, daily or weekly.",
        readers.one_of(*readers.PERIODS),
        "daily",
    )
    backup_keep: int = setting(
        "How many backups stay in the folder; older ones go once a new one is whole. 0 for all.",
        readers.whole(0, 10_000),
        14,
    )
    trash_days: int = setting("Days until what is in the trash goes.", readers.whole(1, 3650), 30)
    photos_per_page: int = setting("Photos on one page of an album.", readers.whole(12, 500), 120)
    decoders: int = setting("Pictures that are prepared at the same time.", readers.whole(1, 64), 2)
    host: str = setting(
        "Address to listen at: 127.0.0.1 for this machine only, 0.0.0.0 for the home network.",
        readers.text,
        "127.0.0.1",
    )
    port: int = setting("Port to listen at; 0 for any free one.", readers.whole(0, 65535), 8000)
    threads: int = setting("Requests that one web process answers at the same time.", readers.whole(1, 64), 8)
    processes: int = setting("Web processes.", readers.whole(1, 64), 1)
    workers: int = setting(
        "Processes that prepare pictures; 0 if another machine runs `photoalbum worker`.",
        readers.whole(0, 64),
        1,
    )
    behind_proxy: bool = setting(
        "Whether a proxy stands in front, whose X-Forwarded headers say who asks and by which address.",
        readers.flag,
        False,
    )
    trusted_proxy: str = setting(
        "The proxy's own address; * only where nothing but the proxy can reach the port.",
        readers.proxy,
        "127.0.0.1",
    )
    send_files: str = setting(
        "Who sends files: app, or x-accel, with which nginx reads them itself.",
        readers.one_of("app", "x-accel"),
        "app",
    )
    secure_cookies: bool | None = setting(
        "Whether cookies travel over https only; auto: yes behind a proxy or when PUBLIC_URL is https.",
        readers.flag_or_auto,
        None,
    )
    cors_origins: tuple[str, ...] = setting(
        "Other sites whose pages may use the API, like https://other.example.org; none by default.",
        readers.origins,
        (),
    )
    cors_credentials: bool = setting(
        "Whether pages of those sites may use the session of whoever is signed in here.", readers.flag, False
    )
    log_level: str = setting(
        "How much is logged: debug, info, warning or error.", readers.one_of(*readers.LOG_LEVELS), "info"
    )

    origins: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "instance", self.instance.absolute())
        object.__setattr__(self, "media_root", self.instance / self.media_root)
        if self.max_form_bytes < self.max_file_bytes:
            raise BadSetting(
                "MAX_FORM_BYTES must not be less than MAX_FILE_BYTES: a form carries whole files."
            )

    @classmethod
    def load(
        cls,
        environ: Mapping[str, str] = os.environ,
        folder: Path | None = None,
        *,
        make_key: bool = True,
    ) -> "Settings":
        """All settings as they count in this working directory. Makes the secret key if there is none."""
        near = [sources.Source("environment", environ), sources.dotenv(folder or Path.cwd())]
        chosen = sources.find(near, ["PHOTOALBUM_INSTANCE"], secret=False)
        instance = readers.folder(chosen.text).absolute() if chosen else sources.default_instance()
        places = [*near, sources.dotenv(instance), sources.toml(instance)]
        sources.refuse_misspelt(places, map(env_name, known()), str(instance / "settings.toml"))

        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for item in known():
            secret = item.metadata["secret"]
            if found := sources.find(places, names_of(item), secret=secret):
                values[item.name] = _read(item, found)
                origins[item.name] = f"{found.name} in {found.source}"
        values["instance"] = instance
        if make_key and "secret_key" not in values:
            values["secret_key"] = secret_key.read_or_make(instance)
            origins["secret_key"] = str(instance / secret_key.FILE_NAME)
        return cls(**values, origins=origins)

    @property
    def is_on_lan(self) -> bool:
        """Whether the site listens for other machines by itself."""
        return self.host not in ("127.0.0.1", "::1", "localhost")

    @property
    def sends_secure_cookies(self) -> bool:
        if self.secure_cookies is not None:
            return self.secure_cookies
        return self.behind_proxy or self.public_url.startswith("https:")

    @property
    def hosts(self) -> tuple[str, ...]:
        """What ALLOWED_HOSTS means once its default is worked out. The site's own machine may always ask."""
        own = urlsplit(self.public_url).hostname
        chosen = self.allowed_hosts or (("lan",) if self.is_on_lan else ())
        return tuple(dict.fromkeys(("localhost", *chosen, *((own,) if own else ()))))

    def as_flask_config(self) -> dict[str, Any]:
        return flask_config(self)

    def rows(self) -> Iterator[Row]:
        """Each setting with its meaning, its value and where it came from; secrets masked."""
        for item in known():
            value = getattr(self, item.name)
            yield Row(
                name=env_name(item),
                meaning=item.metadata["meaning"],
                value=MASK if item.metadata["secret"] and value else _shown(value),
                source=self.origins.get(item.name, "default"),
            )


def known() -> tuple[Field[Any], ...]:
    return tuple(item for item in fields(Settings) if item.metadata)


def env_name(item: Field[Any]) -> str:
    return f"{sources.PREFIX}{item.name.upper()}"


def names_of(item: Field[Any]) -> tuple[str, ...]:
    """The names under which a setting may be written, the more exact one first."""
    plain = item.metadata["plain"]
    return (env_name(item), plain) if plain else (env_name(item),)


def _read(item: Field[Any], found: sources.Found) -> Any:
    if item.name == "secret_key":
        return secret_key.check(found.text, f"{found.name} ({found.source})")
    try:
        return item.metadata["read"](found.text)
    except ValueError as hint:
        shown = "wrong" if item.metadata["secret"] else repr(found.text)
        raise BadSetting(f"{found.name} is {shown} ({found.source}): {hint}.") from None


def _shown(value: object) -> str:
    match value:
        case True | False:
            return "yes" if value else "no"
        case None:
            return "auto"
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
