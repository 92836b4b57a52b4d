"""Finding and checking all exercises. A fault names the file and what would be right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from halfkilo.exercises.facts import Exercise, Facts, Family
from halfkilo.exercises.loads import read_demand
from halfkilo.strict import Malformed, read

HERE = Path(__file__).parent


class Catalogue(Mapping[str, Exercise]):
    """All exercises by slug, in alphabetical order. It never changes and is equal to itself alone, so that what is worked out about it
    can be remembered by it."""

    __hash__ = object.__hash__

    def __init__(self, exercises: Mapping[str, Exercise]) -> None:
        self._all = dict(sorted(exercises.items()))
        self._families: dict[Family, tuple[Exercise, ...]] = {}
        for exercise in self._all.values():
            self._check_neighbours(exercise)
            family = exercise.facts.family
            self._families[family] = (*self._families.get(family, ()), exercise)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __getitem__(self, slug: str) -> Exercise:
        return self._all[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def family(self, family: Family) -> tuple[Exercise, ...]:
        """The exercises of one family."""
        return self._families.get(family, ())

    def ladder(self, slug: str) -> tuple[str, ...]:
        """The slugs from easiest to hardest of the ladder that `slug` stands on."""
        below: list[str] = []
        current = self._all[slug].facts.easier
        while current and current not in below:
            below.append(current)
            current = self._all[current].facts.easier
        above: list[str] = []
        current = self._all[slug].facts.harder
        while current and current not in above:
            above.append(current)
            current = self._all[current].facts.harder
        return (*reversed(below), slug, *above)

    def _check_neighbours(self, exercise: Exercise) -> None:
        for name, slug in (("easier", exercise.facts.easier), ("harder", exercise.facts.harder)):
            if slug is not None and slug not in self._all:
                raise Malformed(f"exercises/{exercise.slug}/facts.toml: {name}", f"no exercise is called {slug!r}")


def load(folder: Path = HERE) -> Catalogue:
    """Read every exercise below `folder`.

    Raises:
        Malformed: a file that does not fit, with its place.
    """
    return Catalogue({path.parent.name: _one(path) for path in folder.glob("*/facts.toml")})


@cache
def catalogue() -> Catalogue:
    """The exercises that ship with halfkilo, read once."""
    return load()


def _one(path: Path) -> Exercise:
    facts = facts_at(path)
    derived = read_demand(path.parent).at_least(facts.least or {}, facts.least_other or {})
    return Exercise(path.parent.name, facts, derived)


def facts_at(path: Path) -> Facts:
    """What one `facts.toml` says, before anything was derived from it.

    Raises:
        Malformed: a file that does not fit, with its place.
    """
    place = f"exercises/{path.parent.name}/facts.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(place, f"is not TOML: {error}") from error
    for variant in raw.get("variant", []):
        if "with" in variant:  # `with` is a Python keyword, so the field is called with_
            variant["with_"] = variant.pop("with")
    return read(Facts, raw, place)
