"""What the site reads from the environment, in one place.

| name | meaning | without it |
|---|---|---|
| HALFKILO_DATA | folder of everything that is kept | `./data` |
| HALFKILO_DATABASE_URL | `postgresql://user:password@host/name` or `sqlite:///path` | SQLite in the data folder |
| HALFKILO_ALLOWED_HOSTS | names this site answers to, with commas | this machine only |
| HALFKILO_SUPERVISOR_URL | address of the gym's supervisor as browsers see it | `http://127.0.0.1:8766` |
| HALFKILO_TLS | `local` (own certificate) or `public` (a certificate browsers know) | plain http, for this machine only |
| HALFKILO_TIME_ZONE | zone of people who have not said theirs | this machine's zone |
| HALFKILO_SIGN_UP | `open`: anybody who reaches the site may start | only the first person may |
| HALFKILO_RULES | a file of the site's own numbers of the dose (`halfkilo rules --write`) | our numbers |
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from halfkilo.web import clock

HERE = ("127.0.0.1", "localhost", "[::1]")


class Unusable(Exception):
    """A setting that cannot be used. `name` is the variable, the message says what would be right."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")
        self.name = name


@dataclass(frozen=True)
class Env:
    """The settings as read. tls: "", "local" or "public"."""

    data: Path
    database: dict[str, Any]
    hosts: tuple[str, ...]
    supervisor: str
    tls: str
    zone: str
    open_sign_up: bool
    rules: Path | None


def read(source: Mapping[str, str] | None = None) -> Env:
    """The settings from the environment.

    Raises:
        Unusable: a value that cannot be meant.
    """
    given = os.environ if source is None else source
    data = Path(given.get("HALFKILO_DATA") or "data").absolute()
    tls = given.get("HALFKILO_TLS", "")
    if tls not in ("", "local", "public"):
        raise Unusable("HALFKILO_TLS", f"must be local or public, not {tls!r}")
    hosts = tuple(host.strip() for host in given.get("HALFKILO_ALLOWED_HOSTS", "").split(",") if host.strip())
    return Env(data, database(given.get("HALFKILO_DATABASE_URL", ""), data), hosts or HERE,
               _supervisor(given.get("HALFKILO_SUPERVISOR_URL", "http://127.0.0.1:8766")), tls,
               given.get("HALFKILO_TIME_ZONE") or clock.site_zone(), given.get("HALFKILO_SIGN_UP") == "open",
               Path(given["HALFKILO_RULES"]).absolute() if given.get("HALFKILO_RULES") else None)


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's description of the database at `url`; an empty one is SQLite in the data folder.

    Raises:
        Unusable: another kind of address.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/")) or str(data / "halfkilo.sqlite3"))
    if parts.scheme in ("postgres", "postgresql"):
        return _postgres(url)
    raise Unusable("HALFKILO_DATABASE_URL", "must begin with sqlite:/// or postgresql://")


def _sqlite(path: str) -> dict[str, Any]:
    # WAL lets readers go on while one writes; FULL survives a power cut; IMMEDIATE takes the writer's turn before reading.
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "CONN_MAX_AGE": None, "OPTIONS": {
        "timeout": 20, "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-4096"}}


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {"ENGINE": "django.db.backends.postgresql", "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""), "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "OPTIONS": query}


def _supervisor(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise Unusable("HALFKILO_SUPERVISOR_URL", f"must be http(s)://host:port and nothing more, not {url!r}")
    return f"{parts.scheme}://{parts.netloc}"


def sockets(url: str) -> str:
    """The WebSocket address of an http address."""
    return "ws" + url.removeprefix("http")


def secret(folder: Path) -> str:
    """The site's secret key: made at first use, readable by its owner only, the same for all workers."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "secret.key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Written whole under another name, then linked: of two makers the first wins and both read the same."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text + "\n", "ascii")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
