"""Keeps what is heard: whoever hears hands it over and goes on; a thread of its own writes lines, makes the disk keep them, and turns them
into parts.

Handing over costs microseconds. What waits in memory is bounded; when the writer is held up (a slow disk, a part in the making) so long
that the bound is reached, the lines go straight to a raw file of their own, so that nothing is lost and memory does not grow.
A killed process loses what waited in memory, at most `FLUSH_S` of it in the ordinary course; `recover` makes parts of the raw files.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from halfkilo.gym.recording import about as about_file
from halfkilo.gym.recording import parts
from halfkilo.gym.recording.about import About, Ended
from halfkilo.gym.recording.columns import Heard
from halfkilo.gym.recording.raw import Raw, encode

log = logging.getLogger(__name__)

RAW, LOCK = "_raw", "_lock"
FLUSH_S = 0.1
"""Lines wait this long in memory."""
SYNC_S = 1.0
"""A power cut loses this much at most."""
PART_ROWS = 30_000
"""Five minutes of a machine: parts stay small while they are made and few when they are read."""
WAITING_MOST = 20_000
"""Lines in memory, about 4 MB."""


@dataclass(frozen=True)
class Pace:
    """How often and how much; the defaults are those of a home.

    parts: False leaves the making of parts to `sessions.recover` in another process: a process with a motor behind it has better things
    to do, and does without the columnar library.
    """

    flush_s: float = FLUSH_S
    sync_s: float = SYNC_S
    part_rows: int = PART_ROWS
    waiting_most: int = WAITING_MOST
    parts: bool = True


class Recorder:
    """One session being recorded into `folder`, which is made for it. Close it, or leave its `with` block.

    Args:
        clock: nanoseconds that never run backwards.

    Raises:
        FileExistsError: there is something in the folder already.
        OSError: the disk refuses from the start; later refusals are told by `problem` and tried again.
        parts.NoColumns: the columnar library is missing.
    """

    def __init__(self, folder: Path, about: About, *, pace: Pace | None = None, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._pace = pace or Pace()
        if self._pace.parts:
            parts.library("pyarrow.parquet")
        (folder / RAW).mkdir(parents=True, mode=0o700)
        self.folder, self.about, self.problem = folder, about, ""
        self._clock, self._began = clock, clock()
        self._held = hold(folder)
        about_file.write(folder, about)
        about_file.write_dictionary(folder)
        self._lock, self._ending = threading.RLock(), threading.Event()
        self._waiting: list[bytes] = []
        self._back: list[bytes] = []
        self._numbers = self._n = self._kept = self._lost = 0
        self._spill: Raw | None = None
        self._raw: Raw | None = None
        self._synced = time.monotonic()
        self._unmade: list[Path] = []
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def kept(self) -> int:
        """Rows handed to a raw file so far: a killed process does not lose them."""
        return self._kept

    @property
    def waiting(self) -> int:
        """Rows in memory."""
        return len(self._waiting)

    def put(self, source: str, heard: Heard) -> None:
        """Keep one thing heard. From any thread; it never waits for the writer. After `close` nothing is kept."""
        if self._ending.is_set():
            return
        with self._lock:
            line = encode(self._n, (self._clock() - self._began) // 1000, source, heard)
            self._n += 1
            if len(self._waiting) < self._pace.waiting_most:
                self._waiting.append(line)
            else:
                self._overflow(line)

    def close(self) -> None:
        """Write everything out and say that the session has ended. Once; more often does nothing."""
        if self._ending.is_set():
            return
        self._ending.set()
        self._thread.join()
        try:
            whole = not any((self.folder / RAW).iterdir())  # else `recover` finishes it
            about_file.write(self.folder, self.about.end(Ended.CLOSED if whole else Ended.WRITTEN, self._n - self._lost, self._lost))
        except OSError as error:
            self.problem = str(error)
        os.close(self._held)

    # --- in the thread of whoever hears, with the lock -----------------------------------------------------------------

    def _overflow(self, line: bytes) -> None:
        """Memory is full: a file of its own, so that this one does not wait for a file that the disk is busy with."""
        try:
            if self._spill is None:
                self._spill = Raw(self._next_file())
            self._spill.append([line])
            self._kept += 1
        except OSError as error:
            self._lose(1, error)

    def _next_file(self) -> Path:
        self._numbers += 1
        return self.folder / RAW / f"{self._numbers:06d}.jsonl"

    # --- in the writer's thread ----------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._ending.wait(self._pace.flush_s):
            self._turn(last=False)
        self._turn(last=True)

    def _turn(self, *, last: bool) -> None:
        """Write what waits; now and then have the disk keep it and make a part."""
        for _ in range(2 if last else 1):  # what was refused before goes first
            self._write()
        if last:
            self._give_up()
        spilled = self._take_spilled()
        if last or (self._raw is not None and self._raw.rows >= self._pace.part_rows):
            done, self._raw = self._raw, None
            self._finish(done, spilled)
        elif spilled is not None:
            self._finish(spilled)
        elif time.monotonic() - self._synced >= self._pace.sync_s:
            self._sync()

    def _write(self) -> None:
        """What the disk refuses stays and is tried again before anything newer; newer lines then wait, and overflow in their turn."""
        if not self._back:
            with self._lock:
                self._back, self._waiting = self._waiting, []
        if not self._back:
            return
        try:
            if self._raw is None:
                with self._lock:
                    path = self._next_file()
                self._raw = Raw(path)
            self._raw.append(self._back)
        except OSError as error:
            self.problem = str(error)
            if isinstance(error, FileNotFoundError):
                self._give_up()
            return
        with self._lock:
            self._kept += len(self._back)
        self._back, self.problem = [], ""

    def _give_up(self) -> None:
        """There is no later: the recording ends, or its folder was erased."""
        with self._lock:
            rows, self._back, self._waiting = len(self._back) + len(self._waiting), [], []
        if rows:
            self._lose(rows, OSError(self.problem or "the disk refused"))

    def _take_spilled(self) -> Raw | None:
        with self._lock:
            spilled, self._spill = self._spill, None
        return spilled

    def _sync(self) -> None:
        self._synced = time.monotonic()
        if self._raw is not None:
            try:
                self._raw.sync()
            except OSError as error:
                self.problem = str(error)

    def _finish(self, *done: Raw | None) -> None:
        """Make parts of raw files that are full. What could not be made stays raw, and is tried again with the next one."""
        for one in done:
            if one is not None:
                one.close()
                self._unmade.append(one.path)
        if not self._pace.parts:
            return
        waiting, self._unmade = self._unmade, []
        for path in waiting:
            self._make(path)

    def _make(self, path: Path) -> None:
        try:
            lost = settle(self.folder, path)
        except FileNotFoundError:
            return  # erased
        except Exception as error:  # whatever it is, the raw file is there, and the recording goes on
            self.problem = str(error)
            self._unmade.append(path)
            log.exception("a part of a recording could not be made yet")
        else:
            with self._lock:
                self._lost += lost

    def _lose(self, rows: int, error: OSError) -> None:
        """Erased in the meantime: as it should be. Else: say so, once; how many it were stands in the session file."""
        with self._lock:
            first, self._lost = not self._lost, self._lost + rows
        self.problem = str(error)
        if first and self.folder.exists():
            log.error("a recording loses rows: %s", error)


def settle(folder: Path, path: Path) -> int:
    """Turn one raw file into its part and let go of it; the same file twice makes one part. Returns how many lines could not be read.

    Raises:
        OSError: the disk refuses; the raw file stays.
    """
    part = folder / parts.name_of(int(path.stem))
    lost = 0
    if not part.exists():
        rows, lost = parts.make(path, part)
        if not rows:
            part.unlink()
    path.unlink()
    return lost


def hold(folder: Path) -> int:
    """Say that a recording is going on here; ends with the process.

    Raises:
        BlockingIOError: somebody else records here.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    return handle
