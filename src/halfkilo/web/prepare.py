"""What a worker does before it answers: bring the tables up to date, erase again whom a restore brought back, throw away what
no longer counts. Workers take turns, so only the first has anything to do."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from halfkilo.web import clock, erasure, throttle


def prepare() -> None:
    """Make the database ready. Safe to call by several processes at once."""
    with one_at_a_time(Path(settings.DATA) / "prepare.lock"):
        if _behind():
            call_command("migrate", verbosity=0, interactive=False)
        erasure.reapply()
        throttle.sweep()
        Session.objects.filter(expire_date__lt=clock.now()).delete()
    connections.close_all()


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the lock file while inside; it goes with the process, however that ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
