"""What the gym kept of a person's training as files: finished, thrown away when old, erased with the person."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from pathlib import Path

from django.conf import settings

from halfkilo.gym.recording import sessions
from halfkilo.gym.recording.parts import NoColumns
from halfkilo.web import clock, erasure

log = logging.getLogger(__name__)

ROOM = "recordings"
EVERY_S = 3600
_tidied = float("-inf")
KEPT_DAYS = 90
"""Raw readings are for looking back at the last months; what they came to stands in the record for good."""


def folder(person: str) -> Path:
    """Where one person's recordings are."""
    return erasure.folder(person) / ROOM


def erase(person: str) -> int:
    """Delete every recording of a person, also one that is being made."""
    return sessions.erase(folder(person)) if folder(person).exists() else 0


def tidy() -> tuple[int, int]:
    """Make parts of what was only lines, throw away what is too old; how many of each."""
    made = dropped = 0
    before = clock.instant() - KEPT_DAYS * 86_400_000
    for room in (Path(settings.DATA) / erasure.FILES).glob(f"*/{ROOM}"):
        for old in [one for one in sessions.manifest(room) if one.about.began < before]:
            shutil.rmtree(old.folder, ignore_errors=True)
            dropped += 1
        try:
            made += sessions.recover(room)
        except NoColumns:
            return made, dropped  # the lines stay; `halfkilo doctor` says what is missing
    return made, dropped


def tidy_beside() -> None:
    """`tidy` in the background: no page waits for it."""
    threading.Thread(target=_tidy_quietly, name="recordings", daemon=True).start()


def tidy_now_and_then() -> None:
    """After sets, at most once an hour: a site may run for months."""
    global _tidied
    if time.monotonic() - _tidied >= EVERY_S:
        _tidied = time.monotonic()
        tidy_beside()


def _tidy_quietly() -> None:
    try:
        tidy()
    except OSError as error:
        log.warning("recordings wait to be finished: %s", error)
