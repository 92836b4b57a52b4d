"""Keeps what machines and sensors say during training, 100 times a second, in the folder of the person who trains.

One recording for each exercise and side of a session. Lines only: parts are made elsewhere (`recording.sessions.recover`), because a
process with a motor behind it has better things to do. A recording that can't be begun or kept never stops anybody from training.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from pathlib import Path

from halfkilo.gym.driver import Reading
from halfkilo.gym.errors import GymError
from halfkilo.gym.recording.about import About, Source
from halfkilo.gym.recording.recorder import Pace, Recorder
from halfkilo.gym.sensing import Sample
from halfkilo.gym.ticket import Role, Ticket

log = logging.getLogger(__name__)

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
"""What may be a folder's name: the ids of people and sessions, and nothing that leads elsewhere."""


class Keeping:
    """root: `people` in the data folder; None keeps nothing. sources: devices that are there, by name. wall: ms since 1970."""

    def __init__(self, root: Path | None, sources: Callable[[], dict[str, Source]], wall: Callable[[], int]) -> None:
        self._root, self._sources, self._wall = root, sources, wall
        self._about: tuple[str, str, str] | None = None
        self._recorder: Recorder | None = None

    def permit(self, ticket: Ticket | None) -> None:
        """Somebody trains with this ticket from now on, or nobody does."""
        wanted = None if ticket is None or ticket.role is not Role.TRAIN else (ticket.session, ticket.exercise, ticket.side.value)
        if wanted == self._about:
            return
        self._about = wanted
        self.close()
        if ticket is not None and wanted is not None:
            self._begin(ticket)

    def reading(self, source: str, reading: Reading) -> None:
        """A machine said something."""
        if self._recorder is not None:
            self._recorder.put(source, reading)

    def sample(self, source: str, sample: Sample) -> None:
        """A measuring device said something."""
        if self._recorder is not None:
            self._recorder.put(source, sample)

    def close(self) -> None:
        """End what is being kept; the disk is waited for elsewhere."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            threading.Thread(target=recorder.close, name="recorder ends").start()

    def _begin(self, ticket: Ticket) -> None:
        if self._root is None or not (_PLAIN.fullmatch(ticket.person) and _PLAIN.fullmatch(ticket.session)):
            return
        about = About(ticket.session, self._wall(), self._sources(), ticket.exercise, ticket.side)
        room = self._root / ticket.person / "recordings"
        try:
            folder = next(path for n in range(1, 1000) if not (path := room / f"{ticket.session}-{n}").exists())
            self._recorder = Recorder(folder, about, pace=Pace(parts=False))
        except (GymError, OSError, StopIteration) as error:
            log.warning("this set is not recorded: %s", error)
