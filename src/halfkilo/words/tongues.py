"""A language itself, from `words/<language>/language.toml`: its own name, how it writes numbers and dates, its voices."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from halfkilo.units import kilograms

HERE = Path(__file__).parent
FILE = "language.toml"
ENGLISH = "en"


@dataclass(frozen=True)
class Tongue:
    """One language.

    name: what it calls itself; latin: the same for those without its script. script: "latin" or "devanagari".
    decimal: the sign before tenths. kilogram: the unit behind a load. one: numbers that take the singular.
    long_date, short_date, short_date_year: with {weekday}, {day}, {month}, {year}. quotes: opening and closing mark.
    voice: the browser's voice (BCP 47); espeak: the name of the voice of espeak-ng.
    """

    code: str
    name: str
    latin: str
    script: str
    decimal: str
    kilogram: str
    one: tuple[int, ...]
    long_date: str
    short_date: str
    short_date_year: str
    quotes: str
    voice: str
    espeak: str

    def kilograms(self, grams: int) -> str:
        """A load without its unit: 8500 is "8.5", or "8,5"."""
        return kilograms(grams).replace(".", self.decimal)

    def load(self, grams: int) -> str:
        """A load with its unit: "8.5 kg"."""
        return f"{self.kilograms(grams)} {self.kilogram}"

    def day(self, on: date, weekday: str, month: str) -> str:
        """A date in full; weekday, month: their names in this language."""
        return self.long_date.format(weekday=weekday, day=on.day, month=month)


@cache
def tongue(code: str) -> Tongue:
    """The language of this code; English for one that is not there.

    Raises:
        TypeError: its file lacks a line or holds one too many.
    """
    path = HERE / code / FILE
    if not code.replace("-", "").isalnum() or not path.exists():
        return tongue(ENGLISH)
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return Tongue(code=code, **{**read, "one": tuple(read["one"])})
