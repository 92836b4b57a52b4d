"""The site's one connection to the gym's supervisor, whichever worker holds it, and what becomes of the supervisor's outbox.

While the connection stands the supervisor may hold a load; when the worker that holds it dies, the load is lowered, and
another worker takes over.
"""

from __future__ import annotations

import fcntl
import logging
import ssl
import threading
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections

from halfkilo.gym.client import Entry as Outgoing
from halfkilo.gym.client import SiteLink
from halfkilo.gym.ticket import read_key
from halfkilo.journal import make
from halfkilo.journal.entry import GYM
from halfkilo.journal.kinds.hazard_cleared import Body as Cleared
from halfkilo.journal.kinds.hazard_raised import Body as Raised
from halfkilo.journal.store import Fate
from halfkilo.web import clock, lan, recordings, tickets
from halfkilo.web.models import Person
from halfkilo.web.store import DatabaseStore

log = logging.getLogger("halfkilo.gym")


def start() -> None:
    """Begin in the background: wait until no other worker has the connection, then keep it."""
    threading.Thread(target=hold, name="gym link turn", daemon=True).start()


def hold() -> SiteLink:
    """Wait for this process's turn, then connect; the turn ends with the process."""
    file = (Path(settings.DATA) / "gym-link.lock").open("a")  # stays open as long as the process: that is the lock
    fcntl.flock(file, fcntl.LOCK_EX)
    _held.append(file)
    link = SiteLink(settings.SUPERVISOR_URL, read_key(tickets.key_file()), _keep_in_thread, tls())
    link.start()
    return link


def keep(entries: list[Outgoing]) -> None:
    """Write what the supervisor kept into the journals it belongs to; the same entry twice is written once."""
    for entry in entries:
        _keep_one(entry)
    if any(entry.kind == "set_counted" for entry in entries):
        recordings.tidy_now_and_then()


def _keep_in_thread(entries: list[Outgoing]) -> None:
    close_old_connections()  # between requests Django does this; the link's thread has none
    keep(entries)


def _keep_one(entry: Outgoing) -> None:
    """Counted sets are written by the player with what the person says about them; people who are gone get nothing."""
    body = _body(entry)
    wanted = _uuid(entry.person)
    person = Person.objects.filter(pk=wanted).first() if wanted else None
    if body is None or person is None:
        return
    moment = datetime.fromtimestamp(entry.at / 1000, UTC).astimezone(clock.zone_of(person.zone or clock.site_zone()))
    result = DatabaseStore().append(person.pk, [make(entry.kind, body, at=clock.stamp(moment), author=GYM, id=entry.id)])[0]
    if result.fate is Fate.REFUSED:
        log.error("an entry of the gym was refused: %s", result.problem)


def _body(entry: Outgoing) -> Raised | Cleared | None:
    unit = str(entry.body.get("unit", ""))[:200]
    if entry.kind == "hazard_raised":
        most = max(_grams(entry.body.get(side)) for side in ("left", "right"))
        return Raised(unit, str(entry.body.get("cause", ""))[:200], most)
    return Cleared(unit) if entry.kind == "hazard_cleared" else None


def _grams(found: object) -> int:
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= 200_000 else 0


_held: list[object] = []


def tls() -> ssl.SSLContext | None:
    """What the supervisor's own certificate is checked with; None on plain http."""
    if not settings.SUPERVISOR_URL.startswith("https"):
        return None
    authority = lan.authority_file(Path(settings.DATA))
    return ssl.create_default_context(cafile=str(authority) if authority.exists() else None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
