"""Numbers, days and names as the language of the report writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from halfkilo import words
from halfkilo.exercises import catalogue
from halfkilo.exercises import words as exercise_words
from halfkilo.measures import measures

LONG_WORD = re.compile(r"\S{40}(?=\S)")
"""What has no place to break a line gets one: an address in a remark, say."""


class Voice:
    """Says things in one language. letters: what can be printed; others become a middle dot, so that no page stays unmade."""

    def __init__(self, language: str, letters: frozenset[int]) -> None:
        self.language, self._letters = language, letters
        self._tongue = words.tongue(language)

    def __call__(self, key: str, **facts: Any) -> str:
        """The sentence under `report.key`."""
        return self.clean(words.say(f"report.{key}", self.language, **facts))

    def word(self, key: str, **facts: Any) -> str:
        """A sentence of another room."""
        return self.clean(words.say(key, self.language, **facts))

    def clean(self, text: str) -> str:
        """Text with only letters that can be printed, in one line each."""
        kept = (char if ord(char) in self._letters or _embedded(char) else " " if char.isspace() else "·" for char in text)
        return LONG_WORD.sub(lambda found: f"{found[0]}\u200b", "".join(kept))

    def day(self, on: date | str) -> str:
        """A day without its weekday and year."""
        return self._short(_date(on), self._tongue.short_date)

    def full_day(self, on: date | str) -> str:
        """A day with its year."""
        return self._short(_date(on), self._tongue.short_date_year)

    def load(self, grams: int) -> str:
        """A load with its unit."""
        return self._tongue.load(grams)

    def number(self, value: float) -> str:
        """A number to a tenth."""
        return f"{value:.1f}".replace(".", self._tongue.decimal)

    def exercise(self, slug: str) -> str:
        """An exercise's name; one that is gone keeps its old name in plain letters."""
        name = exercise_words(slug, self.language).name if slug in catalogue() else slug.replace("_", " ")
        return self.clean(name)

    def done(self, slug: str, tool: str, side: str) -> str:
        """An exercise with its side, where it has one."""
        name = self.exercise(slug)
        return name if side == "both" else self("say.side", name=name, side=side)

    def amount(self, slug: str, number: int) -> str:
        """So many repetitions, seconds or minutes."""
        count = catalogue()[slug].facts.count.value if slug in catalogue() else "reps"
        return self(f"say.{count}", n=number)

    def measure(self, name: str, activities: Mapping[str, str]) -> str:
        """What a series of insight is called: group:measure, with a dot and its part."""
        slug, _, part = name.partition(":")[2].partition(".")
        if part in activities:
            return self.clean(activities[part])
        said = self.clean(measure_name(slug, self.language))
        where = self._part(part)
        return f"{said}: {where}" if where else said

    def _part(self, part: str) -> str:
        """The side or place that a part of a measure is about, as far as it has a name."""
        if not part:
            return ""
        key = next((key for key in (f"region.{part}", f"side.{part}") if words.has(key, words.ENGLISH)), "")
        movement, _, side = part.partition(".")
        if not key and words.has(f"trial.of.{movement}", words.ENGLISH):
            return self.word(f"trial.of.{movement}", side=words.say(f"trial.side.{side}", self.language) if side else "")
        return self.word(key) if key else self.clean(part.replace("_", " ").replace(".", " "))

    def _short(self, on: date, pattern: str) -> str:
        return pattern.format(day=on.day, month=words.say(f"month.{on.month}", self.language), year=on.year)


def measure_name(slug: str, language: str) -> str:
    """What a measure is called. The mean of one's own activities, and usual pain, have names of their own."""
    key = {"psfs": "insight.group.function", "pain": "insight.group.pain"}.get(slug) or next(
        (key for key in (f"measure.{slug}.name", f"trial.{slug}", f"measure.about.{slug}", f"weekly.{slug}") if words.has(key)), "")
    return words.say(key, language) if key else measures()[slug].slot or slug.replace("_", " ")


def _date(on: date | str) -> date:
    return on if isinstance(on, date) else date.fromisoformat(on[:10])


def _embedded(char: str) -> bool:
    """Letters that typst's own face has: Greek and Cyrillic."""
    return "\u0391" <= char <= "\u03a1" or "\u03a3" <= char <= "\u03c9" or "\u0410" <= char <= "\u044f" or char in "ЁёІіЇїЄєҐґ"
