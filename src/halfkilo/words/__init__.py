"""Every sentence the product says, by key, in TOML files per language: `words/<language>/*.toml`. Standard library only.

A key is what stands left of the sign of equality, dots included (`screen.osteoporosis.ask`); files only keep them in order.
A sentence may hold facts: `{name}`, and with a form after a colon:

    {load:kg}            grams as kilograms: 8500 -> "8.5 kg", in German "8,5 kg"
    {sets:set|sets}      a number with its noun: 1 -> "1 set", 2 -> "2 sets"; which numbers count as one, the language says
    {on:day}             a date: "2026-11-22" -> "Sunday 22 November"
    {region:region}      the words of another key: low_back -> what stands under `region.low_back`
    {region:Region}      the same at the beginning of a sentence, {on:Day} likewise

How a language writes numbers and dates stands in its `language.toml` (see `tongues`).

A page never breaks over a missing sentence or fact: English stands in, then the key itself in plain letters, and three dots
for a fact. Tests turn that off with `strictly()`.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from halfkilo.words.tongues import ENGLISH, FILE, HERE, Tongue, tongue

DOTS = "..."


__all__ = ["ENGLISH", "HERE", "Tongue", "TwiceSaid", "UnknownWord", "book", "facts_of", "has", "keys", "languages", "plainly", "read_file",
           "read_folder", "say", "sentence", "strictly", "tongue"]


class UnknownWord(LookupError):
    """No sentence stands under `key`, or a fact it needs was not given. `key` and `language` are kept."""

    def __init__(self, key: str, language: str, problem: str) -> None:
        super().__init__(f"words/{language}: {key}: {problem}")
        self.key = key
        self.language = language


class TwiceSaid(ValueError):
    """Two files of one language hold the same key, or a value that is not a sentence."""


def say(key: str, language: str = ENGLISH, **facts: Any) -> str:
    """The sentence under `key` with its facts filled in.

    Falls back to English, then to the key in plain letters, and to dots for a fact that is missing, so that no page breaks;
    within `strictly()` it raises instead.

    Raises:
        UnknownWord: only within `strictly()`.
    """
    try:
        return sentence(key, language, **facts)
    except UnknownWord:
        if _Strict.on:
            raise
        return _as_far_as_known(key, language, facts)


def sentence(key: str, language: str = ENGLISH, **facts: Any) -> str:
    """Like `say`, but a missing sentence or fact is always an error.

    Raises:
        UnknownWord: nothing stands under the key, or a fact is missing or does not fit its form.
    """
    text = book(language).get(key)
    if text is None and language != ENGLISH:
        text, language = book(ENGLISH).get(key), ENGLISH
    if text is None:
        raise UnknownWord(key, language, "no sentence stands under this key")
    try:
        return _Filler(language).vformat(text, (), facts)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
        raise UnknownWord(key, language, f"can't be said with {sorted(facts)}: {error}") from error


def has(key: str, language: str = ENGLISH) -> bool:
    """Whether the language itself has a sentence under `key`."""
    return key in book(language)


def keys(language: str = ENGLISH) -> frozenset[str]:
    """Every key of a language."""
    return frozenset(book(language))


def facts_of(key: str, language: str = ENGLISH) -> frozenset[str]:
    """The names of the facts that the sentence under `key` needs."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(book(language)[key]) if name)


def languages() -> tuple[str, ...]:
    """The languages there are, English first."""
    found = sorted(path.parent.name for path in HERE.glob(f"*/{FILE}"))
    return (ENGLISH, *(name for name in found if name != ENGLISH))


def _as_far_as_known(key: str, language: str, facts: Mapping[str, Any]) -> str:
    text = book(language).get(key) or book(ENGLISH).get(key)
    if text is None:
        return plainly(key)
    filler, said = _Filler(language), ""
    for before, name, form, _ in filler.parse(text):
        said += before
        if name is not None:
            try:
                said += filler.format_field(facts[name], form or "")
            except (KeyError, ValueError, TypeError):
                said += DOTS
    return said


def plainly(key: str) -> str:
    """A key as text, for want of a sentence: `why.no_rise` -> "no rise"."""
    return key.partition(".")[2].replace("_", " ").replace(".", " ") or key


@contextmanager
def strictly(on: bool = True) -> Iterator[None]:
    """While it lasts, `say` raises instead of falling back: for tests."""
    before, _Strict.on = _Strict.on, on
    try:
        yield
    finally:
        _Strict.on = before


class _Strict:
    on = False


@cache
def book(language: str) -> Mapping[str, str]:
    """All sentences of one language by key; empty for a language that is not there.

    Raises:
        TwiceSaid: a key stands twice, or holds something else than text.
    """
    if not language.replace("-", "").isalnum():
        return {}
    return read_folder(HERE / language)


def read_folder(folder: Path) -> dict[str, str]:
    """The sentences of all TOML files of a folder by key; see `book`."""
    found: dict[str, str] = {}
    for path in sorted(one for one in folder.glob("*.toml") if one.name != FILE):
        read = read_file(path)
        if twice := found.keys() & read.keys():
            raise TwiceSaid(f"{folder.name}/{path.name}: {min(twice)} stands in another file too; keep one")
        found |= read
    return found


def read_file(path: Path) -> dict[str, str]:
    """The sentences of one file by key; see `book`."""
    found = dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")), ""))
    for key, text in found.items():
        if not isinstance(text, str):
            raise TwiceSaid(f"{path.parent.name}/{path.name}: {key} must be a sentence in quotes, got {text!r}")
    return found


def _flat(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


class _Filler(string.Formatter):
    """Fills facts into a sentence of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """One fact in the form that the sentence asks for; a form with a capital begins with one."""
        if format_spec[:1].isupper() and "|" not in format_spec:  # a noun of its own capital is no beginning of a sentence
            words = self.format_field(value, format_spec[0].lower() + format_spec[1:])
            return words[:1].upper() + words[1:]
        if format_spec == "kg":
            return tongue(self.language).load(int(value))
        if format_spec == "day":
            return self._day(value)
        if "|" in format_spec:
            one, _, many = format_spec.partition("|")
            return f"{value} {one if value in tongue(self.language).one else many}"
        if format_spec.isidentifier():
            return say(f"{format_spec}.{value}", self.language)
        return str(super().format_field(value, format_spec))

    def _day(self, value: Any) -> str:
        day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
        weekday, month = say(f"weekday.{day.isoweekday()}", self.language), say(f"month.{day.month}", self.language)
        return tongue(self.language).day(day, weekday, month)
