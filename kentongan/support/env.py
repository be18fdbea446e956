"""Typed readers of the environment. A wrong value stops the program with a sentence that names the variable."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kentongan.support import clamd

_TRUE = frozenset({"1", "true", "yes", "on", "ya"})
_FALSE = frozenset({"0", "false", "no", "off", "tidak"})
# What a PostgreSQL address may carry after "?"; a misspelt option must not be passed over in silence.
_POSTGRES_OPTIONS = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "target_session_attrs"}
)


class SettingError(Exception):
    """A variable of the environment is missing or cannot be understood."""


def optional(name: str) -> str | None:
    """The variable's text, or None if it is absent or empty."""
    return os.environ.get(name, "").strip() or None


def string(name: str, *, default: str | None = None) -> str:
    """The variable's text, or the default. Raises SettingError if both are missing."""
    value = optional(name)
    if value is None:
        value = default
    if value is None:
        raise SettingError(f"Isi dulu {name} di lingkungan (environment).")
    return value


def strings(name: str, *, default: list[str] | None = None) -> list[str]:
    """A list written with commas. Raises SettingError if it is missing and there is no default."""
    value = optional(name)
    if value is None and default is not None:
        return list(default)
    return [part.strip() for part in string(name).split(",") if part.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks written with commas; none by default. Raises SettingError for what is neither."""
    found = []
    for part in strings(name, default=[]):
        try:
            found.append(ip_network(part, strict=False))
        except ValueError as error:
            raise SettingError(
                f"{name} harus berisi alamat seperti 127.0.0.1 atau 10.0.0.0/8, bukan {part!r}."
            ) from error
    return found


def integer(name: str, *, default: int | None = None, least: int | None = None, most: int | None = None) -> int:
    """A whole number within the limits. Raises SettingError otherwise."""
    text = string(name, default=None if default is None else str(default))
    try:
        value = int(text)
    except ValueError as error:
        raise SettingError(f"{name} harus bilangan bulat, bukan {text!r}.") from error
    if (least is not None and value < least) or (most is not None and value > most):
        raise SettingError(f"{name} harus antara {least} dan {most}, bukan {value}.")
    return value


def boolean(name: str, *, default: bool | None = None) -> bool:
    """Yes or no (1/0, true/false, yes/no, on/off, ya/tidak). Raises SettingError for anything else."""
    value = optional(name)
    if value is None and default is not None:
        return default
    text = string(name).lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise SettingError(f"{name} harus 1 (ya) atau 0 (tidak), bukan {text!r}.")


def path(name: str, *, default: Path | None = None) -> Path:
    """An absolute path; `~` is the home folder. Raises SettingError if it is missing and there is no default."""
    text = string(name, default=None if default is None else str(default))
    return Path(text).expanduser().absolute()


def optional_path(name: str) -> Path | None:
    """An absolute path, or None if the variable is absent or empty."""
    return None if optional(name) is None else path(name)


def database(url: str | None, *, default_sqlite: Path) -> dict[str, Any]:
    """One entry of Django's DATABASES from `postgres://user:password@host:port/name?sslmode=…` or `sqlite:///path`.

    Without an address it is the SQLite file `default_sqlite`. Raises SettingError for an address not understood; the
    message never repeats the address, which may hold a password.
    """
    if url is None:
        return _sqlite(default_sqlite)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < 2:
            raise SettingError("Alamat SQLite ditulis sqlite:////folder/berkas.sqlite3 (jalur lengkap).")
        return _sqlite(Path(unquote(parts.path[1:])).expanduser().absolute())
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise SettingError("Alamat basis data harus diawali postgres:// atau sqlite:///.")


def tiles(name: str) -> str:
    """The address of a server of map tiles, with {z}, {x} and {y} in it; "" for none. Raises SettingError."""
    value = optional(name) or ""
    split = urlsplit(value)
    whole = split.scheme == "https" and split.netloc and all(part in split.path for part in ("{z}", "{x}", "{y}"))
    if value and (not whole or set("{}; ,'\"") & set(split.netloc)):
        raise SettingError(f"{name} harus seperti https://peta.example/{{z}}/{{x}}/{{y}}.png, bukan {value!r}.")
    return value


def scanner(name: str) -> clamd.Address | None:
    """Where clamd listens: `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`; None if it is not said.

    Raises SettingError for anything else.
    """
    text = optional(name)
    if text is None:
        return None
    kind, _, rest = text.partition(":")
    if kind == "unix" and rest.startswith("/"):
        return clamd.Address(path=rest)
    host, _, port = rest.rpartition(":")
    if kind == "tcp" and host and port.isdecimal() and 0 < int(port) < 65536:
        return clamd.Address(host=host.strip("[]"), port=int(port))
    raise SettingError(f"{name} ditulis unix:/run/clamav/clamd.ctl atau tcp:127.0.0.1:3310, bukan {text!r}.")


def _sqlite(file: Path) -> dict[str, Any]:
    return {"ENGINE": "kentongan.support.sqlite", "NAME": str(file), "CONN_MAX_AGE": None, "OPTIONS": {}}


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError("Alamat PostgreSQL belum menyebut nama basis data.")
    try:
        port = parts.port
    except ValueError as error:
        raise SettingError("Porta di alamat PostgreSQL bukan bilangan yang benar.") from error
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    pool_size = query.pop("pool", "10")  # each of the server's threads may hold one, the jobs too
    if not pool_size.isdecimal():
        raise SettingError("pool di alamat PostgreSQL harus bilangan (0 = tanpa kumpulan sambungan).")
    if unknown := sorted(query.keys() - _POSTGRES_OPTIONS):
        raise SettingError(f"Pilihan {', '.join(unknown)} di alamat PostgreSQL tidak dikenal.")
    options: dict[str, Any] = dict(query)
    if int(pool_size):
        options["pool"] = {"min_size": 1, "max_size": int(pool_size), "timeout": 30}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 0 if int(pool_size) else None,  # the pool keeps them open
        "CONN_HEALTH_CHECKS": True,  # a restarted server must not cost a villager his complaint
        "OPTIONS": options,
    }
