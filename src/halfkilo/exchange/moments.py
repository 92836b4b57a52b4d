"""Dates as other programs write them: ISO, month names in several languages, and numbers whose order must be known.

`05/04/2026` is the 5th of April or the 4th of May. If another date of the same file settles it (one number above 12), that
counts; if not, the person is asked. Nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from halfkilo.exchange.amounts import NotUnderstood

MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
)
"""Month names without accents, January first: en de fr es it pt nl sv da/no pl pl(of) tr ru(of) ru hi. A language whose
abbreviations clash with another's has no place here: it would be a guess."""

_SHORT = {"mrt": 3}
"""Abbreviations that are not the beginning of their month."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_TIME = r"(?:,? (?:at |um |kl\. ?)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?[Mm]\.?)?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})\.? (?:de |d')?([^\W\d_][^\d,]*?)\.? (?:de )?(\d{4})" + _TIME)
_MONTH_FIRST = re.compile(r"([^\W\d_][^\d,]*?)\.? (\d{1,2}),? (\d{4})" + _TIME)


class Order(StrEnum):
    """Which of two numbers comes first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def moment(text: str, order: Order | None) -> datetime:
    """The local time that a cell names, without zone; midday when it names only a day.

    order: needed for dates of three numbers with `/` or `-`; those with points are always day first.

    Raises:
        NotUnderstood: no such day, no such format, or the order is needed and not known.
    """
    text = re.sub(r"\s+", " ", text.strip())
    if found := _ISO.fullmatch(text):
        year, month, day, *clock = found.groups()
    elif found := _NUMBERS.fullmatch(text):
        day, month, year, clock = _ordered(found, order)
    elif found := _DAY_FIRST.fullmatch(text):
        day, name, year, *clock = found.groups()
        month = str(month_of(name))
    elif found := _MONTH_FIRST.fullmatch(text):
        name, day, year, *clock = found.groups()
        month = str(month_of(name))
    else:
        raise NotUnderstood(f"{text[:60]!r} is not a date that is understood, such as 2026-11-22")
    return _made(text, (year, month, day), list(clock))


def order_in(texts: Iterable[str]) -> Order | None:
    """The order that the dates of a file settle by themselves, or None when they don't or contradict each other."""
    seen: set[Order] = set()
    for text in texts:
        found = _NUMBERS.fullmatch(text.strip())
        if found and found[2] != ".":
            seen |= {Order.DAY_FIRST} if int(found[1]) > 12 else set()
            seen |= {Order.MONTH_FIRST} if int(found[3]) > 12 else set()
    return seen.pop() if len(seen) == 1 else None


def needs_order(text: str) -> bool:
    """Whether a date can't be read without knowing the order."""
    found = _NUMBERS.fullmatch(text.strip())
    return found is not None and found[2] != "."


def month_of(name: str) -> int:
    """A month's number by its name or the beginning of it, in any of the languages known; never when two months fit."""
    text = _bare(name.casefold()).rstrip(".")
    fits = {index % 12 + 1 for index, full in enumerate(_PLAIN) if full.startswith(text)}
    exact = {index % 12 + 1 for index, full in enumerate(_PLAIN) if full == text}
    exact |= {_SHORT[text]} if text in _SHORT else set()
    found = exact or (fits if len(text) >= 3 else set())
    if len(found) != 1:
        raise NotUnderstood(f"{name!r} is not a month that is understood")
    return found.pop()


def _bare(text: str) -> str:
    """Without accents on Latin and Cyrillic letters; signs of other scripts stay."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not 0x300 <= ord(char) <= 0x36F)


_PLAIN = [_bare(name) for line in MONTHS for name in line.split()]


def _ordered(found: re.Match[str], order: Order | None) -> tuple[str, str, str, list[str | None]]:
    first, sign, second, year, *clock = found.groups()
    if sign == ".":
        order = Order.DAY_FIRST
    if order is None:
        raise NotUnderstood(f"{found.group()!r}: day first or month first is not known")
    return (first, second, year, clock) if order is Order.DAY_FIRST else (second, first, year, clock)


def _made(text: str, day: tuple[str, str, str], clock: list[str | None]) -> datetime:
    hour, minute, second, half = ([*clock, None, None, None, None])[:4]
    hours = 12 if hour is None else int(hour)
    if half is not None and hour is not None:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    try:
        return datetime(int(day[0]), int(day[1]), int(day[2]), hours, int(minute or 0), int(second or 0))
    except ValueError:
        raise NotUnderstood(f"{text!r} is not a day and time that exists") from None
