"""Where clips and movements of exercises and of the validation set are found, and scenes made of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from halfkilo.body.errors import BodyError
from halfkilo.body.loads.evaluate import Scene, scene
from halfkilo.body.movement import Movement, load
from halfkilo.body.person import Person
from halfkilo.exercises.catalogue import HERE
from halfkilo.exercises.facts import With

VALIDATION = Path(__file__).parent / "validation"
KEPT = ("slug", "phases", "angles", "loads")
"""What of a validation clip is stored."""


class NoClip(BodyError):
    """An exercise or validation movement without a clip. `path` is where it should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing; run `python -m halfkilo.body make {path.parent.name}` first")
        self.path = path


def clip_of(slug: str) -> dict[str, Any]:
    """The stored clip of an exercise.

    Raises:
        NoClip: there is none.
    """
    return _read(HERE / slug / "clip.json")


@cache
def movement_of(slug: str) -> Movement:
    """The movement of an exercise."""
    return load(HERE / slug / "movement.toml")


def exercise(slug: str, who: Person | None = None, kind: With = With.BODY) -> Scene:
    """The scene of an exercise, in the form that a way of loading has."""
    return scene(slug, clip_of(slug), movement_of(slug), who, kind)


@cache
def validation(slug: str) -> Scene:
    """The scene of a movement of the validation set, for the usual person."""
    return scene(slug, _read(VALIDATION / slug / "clip.json"), load(VALIDATION / slug / "movement.toml"))


def validation_slugs() -> tuple[str, ...]:
    """All movements of the validation set."""
    return tuple(sorted(path.parent.name for path in VALIDATION.glob("*/movement.toml")))


def make_validation(slug: str) -> str:
    """Solve a validation movement; the text of its clip. Imports the solver only here."""
    from halfkilo.body.clip import layout
    from halfkilo.body.motion import solve_file

    made = layout(VALIDATION / slug, solve_file(VALIDATION / slug / "movement.toml"))
    return json.dumps({key: made[key] for key in KEPT}, separators=(",", ":")) + "\n"


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise NoClip(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
