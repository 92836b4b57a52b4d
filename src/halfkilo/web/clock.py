"""What time it is here. Everybody in the site asks `clock.now()`, so that tests can put another clock in its place."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def instant() -> int:
    """Milliseconds since 1970 UTC."""
    return int(now().timestamp() * 1000)


def local(zone: str) -> datetime:
    """The present moment where the person lives; an unknown zone counts as UTC."""
    return now().astimezone(zone_of(zone))


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name, UTC when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def site_zone() -> str:
    """The name of this machine's own zone, `UTC` when it does not say."""
    link = Path("/etc/localtime")
    path = str(link.resolve()) if link.is_symlink() else ""
    name = path.partition("/zoneinfo/")[2]
    return name if name and zone_of(name).key == name else "UTC"


def stamp(moment: datetime) -> str:
    """A moment as entries write it: local time with offset, to the millisecond."""
    return moment.isoformat(timespec="milliseconds")


monotonic = time.monotonic
"""Seconds that only go forwards, for waiting times."""
