"""Every idea of `docs/exercise-ideas.md` has an answer, and every exercise it names is there.

The page is a table per group. An idea is covered or left out by naming exercises of the catalogue, or missing by naming one that is
not there yet: as soon as somebody adds it, the page must say so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from halfkilo.exercises import catalogue

PAGE = Path(__file__).parents[2] / "docs/exercise-ideas.md"
TEXT = PAGE.read_text(encoding="utf-8")
SIZES = {"Back": 15, "Biceps": 7, "Cardio": 5, "Chest": 11, "Core": 22, "Legs": 24, "Mobility": 15, "Shoulders": 11, "Triceps": 7}
"""Ideas in each group, as the makers of the gym count them."""

KNOWN = {"named": 27, "programme": 6, "usual": 84}
"""How many of each the page claims to know, and how."""


@dataclass(frozen=True)
class Idea:
    """One line of a table."""

    group: str
    name: str
    known: str
    answer: str
    exercises: tuple[str, ...]
    why: str


def _idea(group: str, line: str) -> Idea:
    name, known, answer, exercises, why = (cell.strip() for cell in line.strip().strip("|").split("|"))
    return Idea(group, name, known, answer, tuple(re.findall(r"`(\w+)`", exercises)), why)


def ideas(text: str) -> list[Idea]:
    """The lines of all tables; a table's group is the heading above it."""
    found: list[Idea] = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        group = section.split(":")[0]
        rows = [line for line in section.splitlines() if line.startswith("|")]
        found += [_idea(group, line) for line in rows[2:]]
    return found


ALL = ideas(TEXT)


def test_there_are_as_many_ideas_as_in_the_gym() -> None:
    assert Counter(idea.group for idea in ALL) == SIZES
    assert len(ALL) == sum(SIZES.values()) == 117
    assert [name for name, times in Counter(idea.name for idea in ALL).items() if times > 1] == []


def test_headings_and_sentences_count_right() -> None:
    answers = Counter(idea.answer for idea in ALL)
    said = re.search(r"Covered (\d+), left out (\d+), missing (\d+)\.", TEXT)
    assert said and [int(one) for one in said.groups()] == [answers[one] for one in ("covered", "left out", "missing")]
    assert dict(re.findall(r"^## (\w+): (\d+)$", TEXT, flags=re.MULTILINE)) == {group: str(size) for group, size in SIZES.items()}


def test_what_is_known_is_told_from_what_is_ours() -> None:
    assert Counter(idea.known for idea in ALL) == KNOWN


@pytest.mark.parametrize("answer", ["covered", "left out"])
def test_every_exercise_named_is_there(answer: str) -> None:
    there = set(catalogue())
    chosen = [idea for idea in ALL if idea.answer == answer]
    assert chosen
    assert [idea.name for idea in chosen if not idea.exercises or not set(idea.exercises) <= there] == []


def test_what_is_left_out_has_a_reason() -> None:
    assert [idea.name for idea in ALL if idea.answer != "covered" and len(idea.why.split()) < 4] == []


def test_what_is_missing_is_still_missing() -> None:
    """One proposal each, not yet in the catalogue. Whoever adds it turns the line into `covered`."""
    missing = [idea for idea in ALL if idea.answer == "missing"]
    assert {idea.answer for idea in ALL} <= {"covered", "left out", "missing"}
    assert [idea.name for idea in missing if len(idea.exercises) != 1 or idea.exercises[0] in catalogue()] == []
