"""Settings: where they come from, what they refuse, what they never show."""

import stat
import threading
from pathlib import Path

import pytest

from photoalbum.settings import BadSetting, Settings, env_name, known, readers, sources

GOOD_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCD"
GIB = 1 << 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "instance").mkdir()
    return tmp_path


def load(folder: Path, **environ: str) -> Settings:
    return Settings.load({"PHOTOALBUM_INSTANCE": str(folder / "instance"), **environ}, folder)


def test_defaults_do_for_a_first_start(folder):
    settings = load(folder)
    config = settings.as_flask_config()
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert config["MEDIA_ROOT"] == folder / "instance/media"
    assert config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{folder}/instance/photoalbum.sqlite3"
    assert config["ALLOWED_HOSTS"] == ["localhost"]
    assert not config["DEBUG"]
    assert not config["SECURE_COOKIES"]


def test_nearer_places_win(folder):
    places = [
        (folder / "instance/settings.toml", "port = 1111\nthreads = 11\ntrash_days = 11\nworkers = 4"),
        (folder / "instance/.env", "PHOTOALBUM_PORT=2222\nPHOTOALBUM_THREADS=22\nPHOTOALBUM_TRASH_DAYS=22"),
        (folder / ".env", "PHOTOALBUM_PORT=3333\nPHOTOALBUM_THREADS=33"),
    ]
    for path, content in places:
        path.write_text(content)
    settings = load(folder, PHOTOALBUM_PORT="4444")
    assert (settings.port, settings.threads, settings.trash_days, settings.workers) == (4444, 33, 22, 4)
    assert settings.origins["port"] == "PHOTOALBUM_PORT in environment"
    assert settings.origins["threads"] == f"PHOTOALBUM_THREADS in {folder}/.env"
    assert settings.origins["workers"] == f"PHOTOALBUM_WORKERS in {folder}/instance/settings.toml"


def test_the_plain_names_of_a_django_deployment_count(folder):
    """A .env as people bring it along, without a change."""
    (folder / ".env").write_text(
        f"SECRET_KEY='{GOOD_KEY}'\nDEBUG=False\nALLOWED_HOSTS=photos.example.org, .example.net\n"
        f"MEDIA_ROOT={folder}/pictures\nMEDIA_URL=/media/\n"
    )
    settings = load(folder)
    assert settings.secret_key == GOOD_KEY
    assert settings.debug is False
    assert settings.hosts == ("localhost", "photos.example.org", ".example.net")
    assert settings.media_root == folder / "pictures"
    assert settings.media_url == "/media/"


def test_our_own_name_beats_the_plain_one(folder):
    assert load(folder, DEBUG="yes", PHOTOALBUM_DEBUG="no").debug is False


def test_the_env_file_may_name_the_instance(folder):
    (folder / ".env").write_text("PHOTOALBUM_INSTANCE=elsewhere\n")
    settings = Settings.load({}, folder, make_key=False)
    assert settings.instance == Path("elsewhere").absolute()


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("PHOTOALBUM_PORT", "eighty", "write a whole number from 0 to 65535"),
        ("PHOTOALBUM_PORT", "70000", "write a whole number from 0 to 65535"),
        ("PHOTOALBUM_THREADS", "0", "write a whole number from 1 to 64"),
        ("DEBUG", "maybe", "write yes or no"),
        ("PHOTOALBUM_SECURE_COOKIES", "sometimes", "write yes, no or auto"),
        ("PHOTOALBUM_MAX_FILE_BYTES", "big", "write a size like 500 MB or 2 GB"),
        ("ALLOWED_HOSTS", "https://photos.example.org", "write host names"),
        ("PHOTOALBUM_PUBLIC_URL", "photos.example.org", "write an address like https://photos.example.org"),
        ("PHOTOALBUM_PUBLIC_URL", "https://example.org/photos", "with nothing behind the host name"),
        ("MEDIA_URL", "media", "write a path that begins and ends with a slash"),
        ("PHOTOALBUM_TRUSTED_PROXY", "caddy", "write the address of the proxy"),
        ("PHOTOALBUM_LOG_LEVEL", "loud", "write one of debug, info"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_says_what_to_write(folder, name, value, hint):
    with pytest.raises(BadSetting) as fault:
        load(folder, **{name: value})
    sentence = str(fault.value)
    assert sentence.startswith(f"{name} is {value!r} (environment): ")
    assert hint in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_wrong_secret_is_not_repeated(folder):
    with pytest.raises(BadSetting) as fault:
        load(folder, PHOTOALBUM_DATABASE_URL="postgresql://mum:hunter2@db/photos")
    assert "hunter2" not in str(fault.value)


@pytest.mark.parametrize(
    ("place", "content", "hint"),
    [
        ("settings.toml", "prot = 8001", "There is no setting prot"),
        ("settings.toml", "prot = 8001", "did you mean port?"),
        ("settings.toml", "port = = 1", "is not written as TOML"),
        (".env", "PHOTOALBUM_TREADS=4", "did you mean PHOTOALBUM_THREADS?"),
    ],
)
def test_a_misspelt_name_is_not_overlooked(folder, place, content, hint):
    (folder / "instance" / place).write_text(content)
    with pytest.raises(BadSetting, match=hint.replace("?", r"\?")):
        load(folder)


def test_names_of_other_programs_are_left_alone(folder):
    load(folder, PHOTOALBUM_CRASH_AT="kept", PHOTOALBUM_TEST_ROUNDS="3", PORT="nonsense")


def test_a_form_must_be_able_to_carry_a_file(folder):
    with pytest.raises(BadSetting, match="MAX_FORM_BYTES must not be less"):
        load(folder, PHOTOALBUM_MAX_FILE_BYTES="10 GB")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0", 0),
        ("1024", 1024),
        ("500 MB", 500 << 20),
        ("2GB", 2 * GIB),
        ("1 tb", 1024 * GIB),
        ("3m", 3 << 20),
    ],
)
def test_sizes(written, meant):
    assert readers.size(written) == meant


class TestSecretKey:
    def test_is_made_at_the_first_start_for_its_owner_alone(self, folder):
        first = load(folder)
        path = folder / "instance/secret_key"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert len(first.secret_key) >= 32
        assert load(folder).secret_key == first.secret_key
        assert list((folder / "instance").iterdir()) == [path]

    def test_is_the_same_for_all_who_start_at_once(self, folder):
        keys: list[str] = []
        threads = [threading.Thread(target=lambda: keys.append(load(folder).secret_key)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(keys) == 16
        assert len(set(keys)) == 1

    def test_is_closed_again_if_others_could_read_it(self, folder):
        load(folder)
        path = folder / "instance/secret_key"
        path.chmod(0o644)
        load(folder)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        "key",
        [
            "tiny-key",
            "x" * 31,
            "x" * 64,
            "django-insecure-4u#2k3!p0s9d8f7g6h5j4k3l2z1x0c9v8b7n6m",
            "changemechangemechangemechangeme1234567890",
            "your-very-long-secret-key-goes-right-here-1234",
        ],
    )
    def test_stops_the_start_when_short_or_known(self, folder, key):
        """ACCEPTANCE 66."""
        with pytest.raises(BadSetting) as fault:
            load(folder, SECRET_KEY=key)
        assert key not in str(fault.value)
        assert not (folder / "instance/secret_key").exists()

    def test_stops_the_start_when_its_file_was_cut(self, folder):
        (folder / "instance/secret_key").write_text("cut\n")
        with pytest.raises(BadSetting, match="too short"):
            load(folder)

    def test_may_lie_in_a_file(self, folder):
        (folder / "key").write_text(f"{GOOD_KEY}\n")
        settings = load(folder, SECRET_KEY_FILE=str(folder / "key"))
        assert settings.secret_key == GOOD_KEY
        with pytest.raises(BadSetting, match="cannot be read"):
            load(folder, SECRET_KEY_FILE=str(folder / "none"))

    def test_is_never_shown(self, folder):
        settings = load(folder, SECRET_KEY=GOOD_KEY)
        shown = " ".join(f"{row.name} {row.value} {row.source}" for row in settings.rows())
        assert GOOD_KEY not in shown + repr(settings)
        assert "PHOTOALBUM_SECRET_KEY (set, not shown)" in shown

    def test_is_not_made_by_looking(self, folder):
        Settings.load({"PHOTOALBUM_INSTANCE": str(folder / "instance")}, folder, make_key=False)
        assert not any((folder / "instance").iterdir())


@pytest.mark.parametrize(
    ("chosen", "secure", "cookie"),
    [
        ({}, False, "photoalbum-session"),
        ({"PHOTOALBUM_BEHIND_PROXY": "yes"}, True, "__Host-photoalbum-session"),
        ({"PHOTOALBUM_PUBLIC_URL": "https://photos.example.org/"}, True, "__Host-photoalbum-session"),
        ({"PHOTOALBUM_PUBLIC_URL": "http://nas:8000"}, False, "photoalbum-session"),
        ({"PHOTOALBUM_BEHIND_PROXY": "yes", "PHOTOALBUM_SECURE_COOKIES": "no"}, False, "photoalbum-session"),
    ],
)
def test_cookies_are_secure_where_https_is(folder, chosen, secure, cookie):
    """ACCEPTANCE 62, DESIGN ruling 6."""
    config = load(folder, **chosen).as_flask_config()
    assert config["SECURE_COOKIES"] is config["SESSION_COOKIE_SECURE"] is secure
    assert config["SESSION_COOKIE_NAME"] == cookie
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize(
    ("chosen", "hosts"),
    [
        ({"PHOTOALBUM_HOST": "0.0.0.0"}, ["localhost", "lan"]),
        ({"PHOTOALBUM_PUBLIC_URL": "https://photos.example.org"}, ["localhost", "photos.example.org"]),
        ({"PHOTOALBUM_HOST": "0.0.0.0", "ALLOWED_HOSTS": "nas"}, ["localhost", "nas"]),
    ],
)
def test_default_hosts_follow_from_how_the_site_is_reached(folder, chosen, hosts):
    assert load(folder, **chosen).as_flask_config()["ALLOWED_HOSTS"] == hosts


def test_the_instance_lies_in_the_checkout_or_else_with_the_users_data(tmp_path, monkeypatch):
    assert sources.default_instance() == Path(sources.PACKAGE).parent / "instance"
    monkeypatch.setattr(sources, "PACKAGE", tmp_path / "site-packages/photoalbum")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert sources.default_instance() == tmp_path / "data/photoalbum"


def test_every_setting_says_what_it_means(folder):
    rows = list(load(folder).rows())
    assert [row.name for row in rows] == [env_name(item) for item in known()]
    assert all(row.meaning.endswith(".") and len(row.meaning) > 12 for row in rows)
