"""Settings as Flask and its extensions read them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photoalbum.settings import Settings


def flask_config(values: "Settings") -> dict[str, Any]:
    """The keys of app.config, Flask's own among them."""
    secure = values.sends_secure_cookies
    database = values.database_url or f"sqlite:///{values.instance / 'photoalbum.sqlite3'}"
    return {
        "SECRET_KEY": values.secret_key,
        "INSTANCE": values.instance,
        "MEDIA_ROOT": values.media_root,
        "MEDIA_URL": values.media_url,
        "SQLALCHEMY_DATABASE_URI": database,
        # An error's text must not carry the values of a statement into the log.
        # And each thread keeps its connection: to open one takes longer than most questions.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True, "pool_size": values.threads + 2},
        "QUEUE_PATH": values.instance / "queue.sqlite3",
        "MAX_FILE_BYTES": values.max_file_bytes,
        "MAX_FORM_BYTES": values.max_form_bytes,
        "MEMBER_QUOTA_BYTES": values.member_quota_bytes,
        "MAX_OPEN_UPLOADS": values.max_open_uploads,
        "FREE_DISK_RESERVE_BYTES": values.free_disk_reserve_bytes,
        "ALLOWED_HOSTS": list(values.hosts),
        "PUBLIC_URL": values.public_url,
        "CORS_ORIGINS": values.cors_origins,
        "CORS_CREDENTIALS": values.cors_credentials,
        "BEHIND_PROXY": values.behind_proxy,
        "SEND_FILES": values.send_files,
        "SECURE_COOKIES": secure,
        "VERIFY_WEEKLY": values.verify_weekly,
        "VERIFY_BYTES_PER_SECOND": values.verify_bytes_per_second,
        "BACKUP_FOLDER": values.backup_folder,
        "BACKUP_EVERY": values.backup_every,
        "BACKUP_KEEP": values.backup_keep,
        "TRASH_DAYS": values.trash_days,
        "PHOTOS_PER_PAGE": values.photos_per_page,
        "DECODERS": values.decoders,
        "DEBUG": values.debug,
        # Faults are drawn as a page of the site for developers too; the trace is in the log.
        "PROPAGATE_EXCEPTIONS": False,
        "MAX_CONTENT_LENGTH": values.max_form_bytes,
        "SESSION_COOKIE_NAME": "__Host-photoalbum-session" if secure else "photoalbum-session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PREFERRED_URL_SCHEME": "https" if secure else "http",
        # A form may stay open for as long as its upload takes; the token ends with the session.
        "WTF_CSRF_TIME_LIMIT": None,
        # Share pages send no Referer. web/security.py looks at Sec-Fetch-Site and Origin instead.
        "WTF_CSRF_SSL_STRICT": False,
    }
