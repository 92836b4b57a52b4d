"""`halfkilo serve`: the gym, its supervisor and the site, until Ctrl+C."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from halfkilo.commands.doctor import sqlite
from halfkilo.commands.keep import at_work, place
from halfkilo.commands.told import Trouble, say, told
from halfkilo.exchange.backup import Database
from halfkilo.exchange.databases import Sqlite
from halfkilo.exchange.restore import MARK


@told
def serve(port: int, lan: bool, data: Path | None, demo: bool, workers: int, gym: bool, rules: Path | None = None, air: str | None = None,
          clicker: Path | None = None) -> None:
    """Start everything, print the address, and stop all of it on Ctrl+C or when asked to end."""
    from halfkilo.gym.errors import GymError
    from halfkilo.web.env import Unusable
    from halfkilo.web.serve import Options
    from halfkilo.web.serve import serve as start

    with _folder(data, demo) as folder:
        database, used = place(folder)
        _firm_ground(database, used)
        os.environ["HALFKILO_DATA"] = str(used)
        if rules is not None:
            os.environ["HALFKILO_RULES"] = str(rules.absolute())
        if (used / MARK).exists():
            raise Trouble("Putting a backup back was cut off here. Run `halfkilo restore FILE --replace` again, then start.")
        with at_work(used), _leaving():
            try:
                start(Options(port=port, workers=workers, lan=lan, gym=gym, air=air, clicker=clicker), say)
            except Unusable as problem:
                raise Trouble(f"{problem}. Set it right, then start again.") from problem
            except GymError as problem:
                raise Trouble(f"{problem}. Is halfkilo running from this folder already?") from problem
            except KeyboardInterrupt:
                say("")
    say("halfkilo has stopped.")


def _firm_ground(database: Database, folder: Path) -> None:
    """What would break later is said now.

    Raises:
        Trouble: the data folder can't be written, or the database is not sound.
    """
    if folder.exists() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise Trouble(f"The data folder {folder} can't be written. Run: chown -R $USER {folder}   or name another one with --data.")
    if isinstance(database, Sqlite):
        for finding in sqlite(database.path):
            if not finding.good:
                raise Trouble(f"Not started, so that nothing is lost: {database.path.name} is not sound. {finding.advice}\n"
                              "See more with: halfkilo doctor")


@contextmanager
def _folder(data: Path | None, demo: bool) -> Iterator[Path | None]:
    """The data folder; for looking around one that is gone afterwards."""
    if not demo:
        yield data
        return
    folder = Path(tempfile.mkdtemp(prefix="halfkilo-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _leaving() -> Iterator[None]:
    """Being asked to end is like Ctrl+C: the gym's processes are stopped on the way out."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
