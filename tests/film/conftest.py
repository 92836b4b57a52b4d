"""One small film for all tests, made once; where nothing can draw, what needs it is skipped with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from halfkilo.film import exercise, gl
from halfkilo.film.cache import Cache
from halfkilo.film.encode import Format
from halfkilo.film.look import Size
from halfkilo.film.studio import Plan, Studio
from halfkilo.film.voice import Voice

TINY = Size(192, 108, 1)
SILENT = "en"


@dataclass(frozen=True)
class Made:
    """A film and what it was made from."""

    studio: Studio
    plan: Plan
    files: dict[str, Path]


@pytest.fixture(scope="session")
def drawing() -> None:
    """Skip where there is no OpenGL."""
    if not gl.present():
        pytest.skip("no OpenGL library here (libosmesa6 or libegl1): films can't be drawn")


@pytest.fixture(scope="session")
def studio(drawing: None, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A studio for small pictures."""
    folder = tmp_path_factory.mktemp("parts")
    return Studio(Cache(folder, folder / "own"), TINY)


@pytest.fixture(scope="session")
def silent(studio: Studio) -> Voice:
    """English without a voice: times come from reading."""
    return Voice(SILENT, studio.cache.own, None)


@pytest.fixture(scope="session")
def stand(studio: Studio, silent: Voice, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The chair stand."""
    return made(studio, exercise.plan(studio, silent, exercise.take_of("chair_stand")), silent, tmp_path_factory.mktemp("films"))


def made(studio: Studio, plan: Plan, voice: Voice, folder: Path, forms: tuple[Format, ...] = tuple(Format)) -> Made:
    """Make a film; its files by ending."""
    files = studio.film(plan, folder, forms, voice)
    return Made(studio, plan, {path.name.partition(".")[2]: path for path in files})
