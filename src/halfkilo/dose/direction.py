"""The person's own activities as the direction: which exercises serve what they named, in their own words.

Plain word lists (`direction.toml`, four languages together, whole words and stems) lead from an activity to families of exercises; where
nothing is found there is no direction. It says what an exercise is for, and chooses where the programme leaves room. It knows no load.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from halfkilo.dose.context import Day
from halfkilo.dose.session import Reason
from halfkilo.exercises import Exercise, Family
from halfkilo.strict import Malformed

FILE = Path(__file__).with_name("direction.toml")
LANGUAGES = ("en", "de", "es", "hi")
ACCENTS = range(0x0300, 0x0370)
"""Combining marks of Latin letters. Those of other scripts are letters' own parts and stay."""

Pattern = tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of activity: its name, the families that serve it, the most telling first, and the patterns of all languages."""

    name: str
    families: tuple[Family, ...]
    patterns: tuple[Pattern, ...]


def towards(day: Day, exercise: Exercise) -> Reason | None:
    """Which of the person's activities an exercise is towards; None where it serves none that we understand."""
    activity = served(day).get(exercise.facts.family)
    return Reason("towards", {"activity": activity}) if activity is not None else None


def served(day: Day) -> Mapping[Family, str]:
    """The families that serve the person's activities, each with the first activity it serves, in the person's words."""
    return _served(tuple(str(one["name"]) for one in (day.state["profile"] or {}).get("activities", [])))


@lru_cache(maxsize=512)
def _served(names: tuple[str, ...]) -> Mapping[Family, str]:
    found: dict[Family, str] = {}
    for name in names:
        for kind in kinds_of(name):
            for family in kind.families:
                found.setdefault(family, plain(name))
    return MappingProxyType(found)


def plain(name: str) -> str:
    """An activity as it stands inside a sentence: as it was written, without a full stop of its own."""
    return name.strip().rstrip(".।")


def kinds_of(text: str) -> tuple[Kind, ...]:
    """The kinds of activity that a person's words name, in the order of the file."""
    said = words_of(text)
    return tuple(kind for kind in kinds() if any(_within(pattern, said) for pattern in kind.patterns))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without the accents of Latin letters and in small letters."""
    whole = (sign for sign in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(sign) != "Cf")  # joiners of Hindi
    letters = "".join(sign for sign in whole if ord(sign) not in ACCENTS)
    return tuple("".join(" " if unicodedata.category(sign)[0] in "PSZC" else sign for sign in letters).split())


def _within(pattern: Pattern, said: Sequence[str]) -> bool:
    starts = range(len(said) - len(pattern) + 1)
    return any(all(_fits(part, said[start + index]) for index, part in enumerate(pattern)) for start in starts)


def _fits(part: str, word: str) -> bool:
    stem = part.strip("*")
    if part.startswith("*"):
        return stem in word if part.endswith("*") else word.endswith(stem)
    return word.startswith(stem) if part.endswith("*") else word == stem


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds that ship with halfkilo, read once."""
    return load(FILE)


def load(path: Path) -> tuple[Kind, ...]:
    """Read the word lists.

    Raises:
        Malformed: a family that does not exist, a language that is missing or unknown, a pattern without letters; with its place.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(path.name, f"is not TOML: {error}") from error
    return tuple(_kind(f"{path.name}: {name}", name, facts) for name, facts in told.items())


def _kind(place: str, name: str, facts: object) -> Kind:
    wanted = {"families", *LANGUAGES}
    if not isinstance(facts, dict) or set(facts) != wanted or not all(_texts(one) for one in facts.values()):
        raise Malformed(place, f"has lists of words named {', '.join(sorted(wanted))}, none empty")
    for family in facts["families"]:
        if family not in list(Family):
            raise Malformed(f"{place}.families", f"no family is called {family!r}")
    patterns = tuple(_pattern(f"{place}.{language}", text) for language in LANGUAGES for text in facts[language])
    return Kind(name, tuple(Family(one) for one in facts["families"]), patterns)


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _pattern(place: str, text: str) -> Pattern:
    """A pattern like the words it is held against; its stars stay where they are."""
    parts = tuple(f"{'*' * word.startswith('*')}{''.join(words_of(word))}{'*' * word.endswith('*')}" for word in text.split())
    if not parts or not all(part.strip("*") for part in parts):
        raise Malformed(place, f"{text!r} is no word")
    return parts
