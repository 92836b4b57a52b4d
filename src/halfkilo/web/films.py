"""Films of a person: asked for here, made by the `halfkilo film` command in a process of its own, kept in the person's folder.

Whoever makes a film holds its lock for as long as they live, so that a dead maker is never taken for a slow one; a second lock,
one per site, lets one film be drawn at a time while the others wait.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from django.conf import settings

from halfkilo.dose import Session
from halfkilo.strict import plain
from halfkilo.web import erasure
from halfkilo.web.build import Build, of_person
from halfkilo.web.models import Person

FOLDER, OWN_PARTS, PARTS, TURN = "films", "film-parts", "film-parts", "films.lock"
TODAY = "today"
"""The name of the film of a session; no exercise is called so."""

MOST_WAITING = 3
"""Films of a site that may be asked for at once."""

PATIENCE = 0.05
"""Seconds to wait for a lock that a page only looks at."""

SLOW = 10.0
"""Seconds to wait for a maker that was told to end."""

ENDINGS = {"mp4": "video/mp4", "webm": "video/webm", "vtt": "text/vtt", "chapters.vtt": "text/vtt"}
"""The files of a film that may be fetched."""


class State(StrEnum):
    """How far a film is."""

    NONE = "none"
    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    STOPPED = "stopped"
    PROBLEM = "problem"


class Busy(Exception):
    """Too many films are being made or waited for; the value is how many."""


@dataclass(frozen=True)
class Film:
    """A film of a person. percent: how much is done; why: the problem; files: endings that can be fetched, with their names."""

    what: str
    state: State
    percent: int = 0
    why: str = ""
    files: tuple[tuple[str, str], ...] = ()

    @property
    def moving(self) -> bool:
        """Whether waiting makes sense."""
        return self.state in (State.WAITING, State.MAKING)


def folder(person: str | UUID) -> Path:
    """Where a person's films are."""
    return erasure.folder(person) / FOLDER


def look(person: str | UUID, what: str, language: str) -> Film:
    """How far a film is."""
    name = f"{what}-{language}"
    said = _said(folder(person) / f"{name}.status.json")
    state = _state(said)
    if state in (State.WAITING, State.MAKING) and not _locked(folder(person) / f"{name}.lock"):
        return Film(what, State.STOPPED)
    files = tuple((ending, file) for file in _names(said) if (ending := file.partition(".")[2]) in ENDINGS)
    return Film(what, state, round(100 * said.get("done", 0) / max(1, said.get("of", 0) or 1)), said.get("why", ""), files)


def begin(person: str | UUID, what: str, language: str, session: Session | None = None) -> None:
    """Have a film made, unless it is being made already. session: what is filmed when `what` is today.

    Raises:
        Busy: too many are being made or waited for.
    """
    place = folder(person)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _lock(place / f"{what}-{language}.lock", PATIENCE) as handle:
        if handle is None:
            return
        waiting = sum(_locked(lock) for lock in Path(settings.DATA).glob(f"{erasure.FILES}/*/{FOLDER}/*.lock")) - 1
        if waiting >= MOST_WAITING:
            raise Busy(waiting)
        _start(person, what, language, session, handle)


def remove(person: str | UUID, what: str, language: str) -> None:
    """Delete a film, and stop whoever makes it."""
    place, name = folder(person), f"{what}-{language}"
    _end(place / f"{name}.lock")
    _clear(place, name)


def _clear(place: Path, name: str) -> None:
    """Delete what an earlier film left: its files may have other names than the next one's, as of the session of another day."""
    for file in (*_names(_said(place / f"{name}.status.json")), f"{name}.status.json", f"{name}.session.json"):
        (place / file).unlink(missing_ok=True)


def stop_all(person: str | UUID) -> None:
    """Stop whoever makes films of this person, so that nothing is written after it was deleted."""
    for lock in folder(person).glob("*.lock"):
        _end(lock)


def file_of(person: str | UUID, what: str, language: str, ending: str) -> Path | None:
    """A file of a film that is ready."""
    film = look(person, what, language)
    name = dict(film.files).get(ending)
    path = folder(person) / name if name and film.state is State.READY else None
    return path if path and path.is_file() and not path.is_symlink() else None


def made_on(person: str | UUID, language: str) -> str:
    """The day of the session that the film of today shows, as it is written; empty where none was asked for."""
    return str(_said(folder(person) / f"{TODAY}-{language}.session.json").get("on", ""))


def build_of(person: str | UUID) -> Build:
    """The figure that the person chose."""
    found = Person.objects.filter(pk=person).first()
    return of_person(found) if found else Build()


def _start(person: str | UUID, what: str, language: str, session: Session | None, handle: int) -> None:
    place, data, name = folder(person), Path(settings.DATA), f"{what}-{language}"
    status, build = place / f"{name}.status.json", build_of(person)
    words = ["--lang", language, "--out", place, "--cache", data / PARTS, "--own", erasure.folder(person) / OWN_PARTS, "--status", status,
             "--turn", data / TURN, "--height", getattr(settings, "FILM_HEIGHT", 720), "--shape", build.shape, "--skin", build.skin]
    _clear(place, name)
    if session is not None:
        decided = place / f"{name}.session.json"
        decided.write_text(json.dumps(plain(session)), encoding="utf-8")
        words += ["--decided", decided]
    else:
        words.append(what)
    _note(status, {"state": State.WAITING})
    maker = subprocess.Popen([sys.executable, "-m", "halfkilo.cli", "film", *map(str, words)], stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[handle], start_new_session=True,
                             env={**os.environ, "HALFKILO_DATA": str(data)})
    os.truncate(handle, 0)
    os.pwrite(handle, str(maker.pid).encode(), 0)
    _MAKERS.append(maker)
    _reap()


_MAKERS: list[subprocess.Popen[bytes]] = []


def _reap() -> None:
    """Forget makers that are done, so that the system may, too."""
    _MAKERS[:] = [maker for maker in _MAKERS if maker.poll() is None]


def _end(lock: Path) -> None:
    """End a maker by its number, which stands in the lock it holds; wait until it is gone. A page that only looks holds a lock for a
    moment, too: only who holds it for longer is a maker."""
    until = monotonic() + SLOW
    while lock.exists() and _locked(lock, PATIENCE) and monotonic() < until:
        number = lock.read_text("ascii")
        if number.isdigit() and int(number) > 1:  # 0 would be whoever asks, and all of their own
            _kill(int(number))
    _reap()


def _kill(number: int) -> None:
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return


def _said(status: Path) -> dict[str, Any]:
    try:
        found = json.loads(status.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # a file that cannot be read says nothing; the film is made again
        return {}
    return found if isinstance(found, dict) else {}


def _state(said: dict[str, Any]) -> State:
    return State(said["state"]) if said.get("state") in list(State) else State.NONE


def _names(said: dict[str, Any]) -> list[str]:
    """The files of a film; each stands in the person's folder itself."""
    return [name for name in said.get("files", ()) if isinstance(name, str) and name == Path(name).name]


def _note(status: Path, facts: dict[str, Any]) -> None:
    draft = status.with_name(f"{status.name}.new")
    draft.write_text(json.dumps(facts), encoding="utf-8")
    draft.replace(status)


def _locked(path: Path, patience: float = 0.0) -> bool:
    """Whether somebody holds a lock, for longer than `patience` seconds."""
    with _lock(path, patience) as handle:
        return handle is None


@contextmanager
def _lock(path: Path, patience: float = 0.0) -> Iterator[int | None]:
    """Hold a lock, or get None where somebody else does for longer than `patience` seconds. A child that inherits the handle holds it
    on."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle if _taken(handle, monotonic() + patience) else None
    finally:
        os.close(handle)


def _taken(handle: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= until:
                return False
            sleep(0.01)
            continue
        return True
