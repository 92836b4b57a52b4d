"""A clock for the site under test: as far from the real one as the file `test-clock` in the data folder says, in milliseconds.

Tickets for the gym keep the real time, since the supervisor goes by it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from django.apps import AppConfig

FILE = "test-clock"


class TestingClock(AppConfig):
    """Puts the clock in when the site starts."""

    name = "tests.e2e"
    label = "testing_clock"
    __test__ = False

    def ready(self) -> None:
        from django.conf import settings

        from halfkilo.web import clock, tickets

        real, file = clock.now, Path(settings.DATA) / FILE
        tickets.clock = SimpleNamespace(**{**vars(clock), "instant": lambda: int(real().timestamp() * 1000)})
        clock.now = lambda: real() + offset(file)


def offset(file: Path) -> timedelta:
    """How far the site's clock is from the real one."""
    return timedelta(milliseconds=int(file.read_text("ascii"))) if file.exists() else timedelta()


def put(folder: Path, moment: datetime) -> None:
    """Let it be `moment` (with a zone) for the site from now on; written whole, so that no worker reads half a number."""
    draft = folder / f"{FILE}.new"
    draft.write_text(str(int((moment - datetime.now(UTC)).total_seconds() * 1000)), "ascii")
    draft.replace(folder / FILE)
