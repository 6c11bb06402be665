"""The environment, read in one place and typed. Production differs from the demo only by these variables."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def origin(url: str) -> list[str]:
    """The origin of an address as a list, empty for no address; for a content security policy."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def endpoint(name: str) -> str:
    """An address without its last slash, "" where none is set; one with a password in it would end in logs."""
    value = text(name).rstrip("/")
    try:
        parts = urlsplit(value)
        right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        right = right and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        right = False
    if value and not right:
        raise ImproperlyConfigured(f"{name} must be an address like https://host/v1, without user or query.")
    return value


def data_dir() -> Path:
    return Path(text("CONSULT_VAR") or BASE_DIR / "var")


def secret_key() -> str:
    """SECRET_KEY, or one made once and kept in var/ so that sessions outlive a restart of the demo."""
    if value := text("SECRET_KEY"):
        return value
    path = data_dir() / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


def database() -> dict:
    """DATABASE_URL as Django's dictionary. Only PostgreSQL is supported."""
    url = text("DATABASE_URL")
    if not url:
        address = data_dir() / "database-url"
        url = address.read_text().strip() if address.exists() else "postgresql://localhost/consult"
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgresql://…).")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "consult",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 3, **options},
        # Requests are served by a fixed set of threads that keep their connection.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
