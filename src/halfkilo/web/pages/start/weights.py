"""Weights as people type them: "1, 2, 2.5 kg". Kilograms only; nothing is guessed, and what can't be read is named."""

from __future__ import annotations

import re
from decimal import Decimal

from halfkilo.exchange.amounts import POUND
from halfkilo.units import kilograms
from halfkilo.words import say

MOST = 100_000
"""Grams of one dumbbell or band."""

LEAST_PLATE, MOST_PLATE, MOST_OF_A_KIND = 50, 50_000, 20
"""Grams of one plate or handle, and how many of a kind somebody has at home (the bounds of `equipped`)."""

_UNIT = r"(?:kg|kilos?|kilogramm?s?|kilogramos?|किलो(?:ग्राम)?)(?!\w)\.?"
"""Kilograms as people write them behind a number."""

_MANY = re.compile(rf"(?:([0-9]{{1,2}})\s*[x×*]\s*)?([0-9.]+)\s*(?:{_UNIT})?\.?", re.IGNORECASE)
_POUNDS = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(?:lbs?|pounds?)\b", re.IGNORECASE)
_ONE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,3}))?")


class NotRead(ValueError):
    """A text that is no list of weights; the message says what to write instead."""


def weights(text: str, language: str = "en") -> tuple[int, ...]:
    """Whole grams, lightest first, each once.

    Raises:
        NotRead: pounds, a comma that could be a decimal, or something that is no weight.
    """
    _refuse_pounds(text, language)
    bare = re.sub(rf"\s*{_UNIT}", " ", text, flags=re.IGNORECASE)
    if found := re.search(r"[0-9]+,[0-9]+", bare):
        both = found[0]
        raise NotRead(say("start.weights.comma", language, text=both, dot=both.replace(",", "."), apart=both.replace(",", ", ")))
    words = [word for word in re.split(r"[\s,;]+|\b(?:and|und|y|और)\b", bare) if word]
    return tuple(sorted({one(word, language) for word in words}))


def one(word: str, language: str = "en") -> int:
    """One weight in grams.

    Raises:
        NotRead: it is none, or nobody has a dumbbell like it.
    """
    found = _ONE.fullmatch(word)
    if found is None:
        raise NotRead(say("start.weights.odd", language, text=word[:30]))
    grams = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    if not 0 < grams <= MOST:
        raise NotRead(say("start.weights.range", language, text=word, most=MOST))
    return grams


def _refuse_pounds(text: str, language: str) -> None:
    found = _POUNDS.search(text)
    if found is not None:
        grams = round(Decimal(found[1].replace(",", ".")) * POUND)
        raise NotRead(say("start.weights.pounds", language, text=found[0], grams=grams))


def typed(grams: tuple[int, ...] | list[int]) -> str:
    """The reverse of `weights`: "1, 2, 2.5"."""
    return ", ".join(kilograms(one) for one in grams)


def counted(text: str, language: str = "en") -> tuple[tuple[int, int], ...]:
    """Weights with how many there are of each: "4 x 1.25, 2 x 2.5"; lightest first. One alone may be written without its number.

    Raises:
        NotRead: a weight that is none, a number of them that can't be right, or the same weight twice.
    """
    _refuse_pounds(text, language)
    found: dict[int, int] = {}
    for word in filter(None, (word.strip() for word in re.split(r"[;\n]|,(?![0-9])|,(?=[0-9]+\s*[x×*])", text))):
        match = _MANY.fullmatch(word)
        if match is None or not 1 <= int(match[1] or 1) <= MOST_OF_A_KIND:
            raise NotRead(say("start.weights.counted", language, text=word[:30], most=MOST_OF_A_KIND))
        grams = one(match[2], language)
        if grams in found or not LEAST_PLATE <= grams <= MOST_PLATE:
            raise NotRead(say("start.weights.counted", language, text=word[:30], most=MOST_OF_A_KIND))
        found[grams] = int(match[1] or 1)
    return tuple(sorted(found.items()))


def counted_typed(found: list[dict[str, int]]) -> str:
    """The reverse of `counted`."""
    return ", ".join(f"{one['count']} x {kilograms(one['grams'])}" for one in found)


def bands(text: str, language: str = "en") -> tuple[tuple[str, int], ...]:
    """One band a line: its name and its pull in kilograms ("red 2.5"); lightest first.

    Raises:
        NotRead: a line without a pull, or one that is no weight.
    """
    found: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        _refuse_pounds(line, language)
        match = re.fullmatch(rf"(.*?)[\s:,]+([0-9][0-9.,]*)\s*(?:{_UNIT})?\.?", line, re.IGNORECASE)
        if match is None or not match[1].strip() or not match[1].isprintable() or len(match[1]) > 40:
            raise NotRead(say("start.weights.band", language, text=line[:40]))
        if match[1].casefold() in {name.casefold() for name in found}:
            raise NotRead(say("start.weights.band_twice", language, text=match[1]))
        found[match[1].strip()] = one(match[2].replace(",", "."), language)
    return tuple(sorted(found.items(), key=lambda band: band[1]))
