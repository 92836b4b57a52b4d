"""`halfkilo film`: an exercise, or today's session, as a film."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from halfkilo.commands.told import Code, Trouble, say, told

if TYPE_CHECKING:
    from halfkilo.dose import Session
    from halfkilo.film.encode import Format
    from halfkilo.film.look import Build, View
    from halfkilo.film.studio import Plan, Studio
    from halfkilo.film.voice import Voice

NEEDED = {"mujoco": "mujoco", "av": "av", "PIL": "pillow", "fontTools": "fonttools", "numpy": "numpy", "mink": "mink"}
"""Modules that films need, and the packages they come in."""


@dataclass(frozen=True)
class Wish:
    """What film somebody wants. forms: file endings; status: a file that is told how far it is;
    turn: a lock to wait for."""

    language: str = "en"
    view: str | None = None
    load: str | None = None
    out: Path = Path("films")
    forms: Sequence[str] = ("mp4", "webm")
    height: int = 720
    cache: Path | None = None
    own: Path | None = None
    status: Path | None = None
    turn: Path | None = None
    shape: str = "middle"
    skin: str = "middle"


@told
def exercise(slug: str, wish: Wish) -> None:
    """Film one exercise."""
    from halfkilo.exercises import catalogue

    with _noted_end(wish.status), _spoken_of():
        from halfkilo.film.errors import UnknownExercise

        if slug not in catalogue():
            raise UnknownExercise(slug, list(catalogue()))
        from halfkilo.film import exercise as films

        _make(wish, lambda studio, voice: films.plan(studio, voice, films.wished(slug, _view(wish.view), wish.load)))


@told
def session(wish: Wish, person: str | None, journal: Path | None, data: Path | None, on: date | None, minutes: int | None) -> None:
    """Film today's session of a person."""
    with _noted_end(wish.status), _spoken_of():
        from halfkilo.film import session as films

        day = _session(person, journal, data, on, minutes)
        _make(wish, lambda studio, voice: films.plan(studio, voice, day))


@told
def decided(path: Path, wish: Wish) -> None:
    """Film a session that was decided elsewhere."""
    from halfkilo.dose import Session
    from halfkilo.strict import read

    with _noted_end(wish.status), _spoken_of():
        from halfkilo.film import session as films

        day = read(Session, json.loads(path.read_text(encoding="utf-8")), path.name)
        _make(wish, lambda studio, voice: films.plan(studio, voice, day))


@told
def names(language: str) -> None:
    """Name every exercise that can be filmed."""
    from halfkilo.exercises import catalogue, words

    for slug in catalogue():
        say(f"{slug:32} {words(slug, language).name}")


def _session(person: str | None, journal: Path | None, data: Path | None, on: date | None, minutes: int | None) -> Session:
    """The session of the day, decided as `halfkilo today` does; nothing is written down."""
    from halfkilo.commands.records import record
    from halfkilo.commands.rules import in_force
    from halfkilo.dose import Choice, today
    from halfkilo.journal.fold import fold

    found = record(person, journal, data)
    if journal is not None and not journal.exists():
        raise Trouble(f"There is no file {journal}.")
    day = on or datetime.now(found.zone).date()
    entries = [entry for entry in found.entries() if entry.at[:10] <= day.isoformat()]
    return today(fold(entries), day, Choice(minutes=minutes), policy=in_force(None))


@contextmanager
def _spoken_of() -> Iterator[None]:
    """Turn what keeps a film from being made into a sentence."""
    from halfkilo.film.errors import FilmError, NoPackage, Reason

    try:
        yield
    except FilmError as problem:
        usage = (Reason.UNKNOWN_EXERCISE, Reason.UNKNOWN_VIEW, Reason.UNKNOWN_LANGUAGE, Reason.UNKNOWN_LOAD, Reason.ODD_HEIGHT)
        code = Code.USAGE if problem.reason in usage else Code.TO_DO
        raise Trouble(str(problem), code) from problem
    except ModuleNotFoundError as problem:
        if problem.name not in NEEDED:
            raise
        raise Trouble(str(NoPackage(NEEDED[problem.name]))) from problem


def _view(name: str | None) -> View | None:
    from halfkilo.film.look import View

    if name is not None and name not in list(View):
        raise Trouble(f"There is no view {name!r}. There are: {', '.join(View)}.", Code.USAGE)
    return View(name) if name else None


def _build(wish: Wish) -> Build:
    from halfkilo.body.shape import SHAPES
    from halfkilo.film.look import SKINS, Build

    for what, name, known in (("figure", wish.shape, SHAPES), ("skin", wish.skin, SKINS)):
        if name not in known:
            raise Trouble(f"There is no {what} {name!r}. There are: {', '.join(known)}.", Code.USAGE)
    return Build(wish.shape, wish.skin)


def _make(wish: Wish, planned: Callable[[Studio, Voice], Plan]) -> None:
    from halfkilo.film import gl
    from halfkilo.film.cache import Cache, home, stoppable
    from halfkilo.film.errors import NoOpenGL
    from halfkilo.film.look import Size
    from halfkilo.film.studio import Studio
    from halfkilo.film.voice import HOW_TO, voice_for

    if not gl.present():
        raise NoOpenGL("no library")
    forms = _forms(wish.forms)
    _check(wish)
    cache = Cache(wish.cache or home(), wish.own or wish.cache or home())
    voice = voice_for(wish.language, cache.own)
    with stoppable(), _our_turn(wish.turn), _shown(wish.status) as tell:
        studio = Studio(cache, Size(wish.height * 16 // 9 // 2 * 2, wish.height), tell, _build(wish))
        made = studio.film(planned(studio, voice), wish.out, forms, voice)
    _noted(wish.status, {"state": "ready", "files": [path.name for path in made]})
    for path in made:
        say(f"{path} ({path.stat().st_size / 1_000_000:.1f} MB)")
    if voice.name is None:
        say(HOW_TO)


def _check(wish: Wish) -> None:
    """What would stop the film at its end is said at its beginning."""
    from halfkilo import words
    from halfkilo.film.errors import NoFolder, Reason, Unusable
    from halfkilo.film.limit import most

    most()
    if wish.language not in words.languages():
        known = ", ".join(words.languages())
        raise Unusable(Reason.UNKNOWN_LANGUAGE, wish.language, f"There is no language {wish.language!r}. There are: {known}.")
    if wish.height % 2:
        raise Unusable(Reason.ODD_HEIGHT, str(wish.height), f"A film can't be {wish.height} pixels high; give an even number, such as "
                       f"{wish.height + 1}.")
    near = next(place for place in (wish.out.absolute(), *wish.out.absolute().parents) if place.exists())
    try:
        TemporaryDirectory(dir=near).cleanup()
    except OSError as problem:  # a file, not ours, a disk for reading only, ...
        raise NoFolder(str(wish.out), f"{near}: {problem.strerror}") from problem


def _forms(names: Sequence[str]) -> list[Format]:
    from halfkilo.film.encode import Format

    unknown = [name for name in names if name not in list(Format)]
    if unknown:
        raise Trouble(f"There is no format {unknown[0]!r}. There are: {', '.join(Format)}.", Code.USAGE)
    return [Format(name) for name in names]


@contextmanager
def _shown(status: Path | None) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal, and a file for whoever watches from elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(TextColumn("{task.description:32}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeRemainingColumn(),
                   console=Console(stderr=True))
    with bar:
        task = bar.add_task("looking what there is", total=None)

        def tell(name: str, done: int, of: int) -> None:
            bar.update(task, description=name[:32], completed=done, total=of)
            if done % 24 == 0 or done == of:
                _noted(status, {"state": "making", "doing": name, "done": done, "of": of})

        yield tell


def _noted(status: Path | None, facts: dict[str, object]) -> None:
    if status is None:
        return
    draft = status.with_name(f"{status.name}.{os.getpid()}")
    draft.write_text(json.dumps({"process": os.getpid(), **facts}), encoding="utf-8")
    draft.replace(status)


@contextmanager
def _noted_end(status: Path | None) -> Iterator[None]:
    """Whoever watches from elsewhere hears what was in the way, too."""
    _noted(status, {"state": "waiting"})
    try:
        yield
    except (Trouble, OSError) as problem:
        with suppress(OSError):  # on a full disk this can't be written either; then the maker's end says it
            _noted(status, {"state": "problem", "why": str(problem)})
        raise


@contextmanager
def _our_turn(turn: Path | None) -> Iterator[None]:
    """Wait until nobody else draws."""
    if turn is None:
        yield
        return
    with turn.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
