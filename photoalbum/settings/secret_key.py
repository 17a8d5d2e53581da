"""The key under which cookies and links are sealed."""

import os
import secrets
from pathlib import Path

from photoalbum.settings.readers import BadSetting

FILE_NAME = "secret_key"
LEAST_BYTES = 32

# What keys look like that were copied from a guide or from another project's first commit.
SAMPLES = (
    "change-me", "change_me", "changeme", "django-insecure", "example", "insecure", "my-secret", "my_secret",
    "replace-me", "replace_me", "secret-key", "secret_key", "secretkey", "super-secret", "supersecret",
    "your-", "your_",
)  # fmt: skip


def check(key: str, name: str) -> str:
    """The key itself if it can be trusted; else BadSetting."""
    if len(key.encode()) < LEAST_BYTES:
        raise BadSetting(
            f"{name} is too short to be safe: make it {LEAST_BYTES} or more random characters,"
            " or leave it out and one is made for you."
        )
    if len(set(key)) < 10 or any(sample in key.lower() for sample in SAMPLES):
        raise BadSetting(
            f"{name} is a well-known sample: write a random one, or leave it out and one is made for you."
        )
    return key


def read_or_make(instance: Path) -> str:
    """The key of the instance folder, made at the first start and readable by nobody else."""
    path = instance / FILE_NAME
    try:
        instance.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return check(path.read_text("ascii").strip(), str(path))
    except UnicodeDecodeError:
        raise BadSetting(f"{path} holds no key: delete it and a new one is made.") from None
    except OSError as fault:
        raise BadSetting(f"{path} cannot be used: {fault.strerror}.") from None


def _make(path: Path) -> None:
    fresh = path.with_name(f"{FILE_NAME}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link never replaces: of two processes that start at once, the first one's key counts for both.
        os.link(fresh, path)
    except FileExistsError:
        pass
    except OSError:
        if not path.exists():
            fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
