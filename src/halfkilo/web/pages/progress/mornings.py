"""Does my pain the next day go with load, sleep, stress, steps? One person's own days, and "can't tell yet" with what would tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from halfkilo.insight import record
from halfkilo.insight.nof1 import LEAST, NEWEST, Answer, Missing, next_day
from halfkilo.insight.says import of_day
from halfkilo.web import access
from halfkilo.web.pages.frame import page
from halfkilo.web.pages.progress.courses import About, tracked
from halfkilo.web.pages.progress.looked import instant, look
from halfkilo.web.pages.progress.parts import Part
from halfkilo.web.pages.progress.reading import Read, told
from halfkilo.web.pages.progress.strip import places
from halfkilo.words import say

FACTORS = ("load", "sleep", "stress", "steps")
"""What is looked at; each stands on the page, also without a single number of it."""
BACK = 2 * NEWEST
"""Days that are read: the newest half a year of answers, with room for days that were missed."""

Days = tuple[tuple[int, float], ...]


def mornings(request: HttpRequest) -> HttpResponse:
    """The page: each place with each number of the day.

    Raises:
        Http404: not everything it is made from is shared with this account.
    """
    seen = look(request, set(), marked=False)
    if set(seen.parts) != set(Part):
        raise Http404(access.NOBODY)
    since = seen.about.today - timedelta(days=BACK)
    found = told(seen.person, ("morning", "set_done", "measured"), instant(since))
    return page(
        request, "progress/days", places=[_place(region, found, seen.about) for region in tracked(seen.about.state)],
        unread=sum(found.unread.values()), **seen.frame,
    )


def _place(region: str, found: Read, about: About) -> dict[str, Any]:
    numbers = record.factors(found.lines, region)
    told_by_day = record.mornings(found.lines, region)
    answers = {one.factor: one for one in _answers(_days(told_by_day), tuple((name, _days(numbers[name])) for name in sorted(numbers)),
                                                   about.flares.get(region, frozenset()))}
    names = [name if name in answers else "sets" if name == "load" and "sets" in answers else name for name in FACTORS]
    return {"name": say("progress.pain", about.tongue, region=region),
            "rows": [_row(name, answers.get(name), about.tongue) for name in names], "mornings": len(told_by_day)}


def _days(numbers: Mapping[int, float]) -> Days:
    return tuple(sorted(numbers.items()))


@lru_cache(maxsize=64)
def _answers(mornings: Days, factors: tuple[tuple[str, Days], ...], apart: frozenset[int]) -> tuple[Answer, ...]:
    """The same numbers are worked out once."""
    return tuple(next_day(dict(mornings), {name: dict(days) for name, days in factors}, apart))


def _row(name: str, answer: Answer | None, tongue: str) -> dict[str, Any]:
    title = say("progress.factor", tongue, factor=name)
    if answer is None:
        return {"title": title, "lines": [say(f"progress.no_numbers.{name}", tongue)], "strip": None, "pairs": 0}
    known = answer.missing not in (Missing.PAIRS, Missing.ALIKE)
    shown = places(answer.low / LEAST, answer.difference / LEAST, answer.high / LEAST) if known else None
    return {"title": title, "lines": _lines(answer, tongue), "strip": shown, "pairs": answer.pairs}


def _lines(answer: Answer, tongue: str) -> list[str]:
    """What is said of one number; that going together need not be cause and result stands once, under all of them."""
    note = say("insight.goes.note", tongue)
    return [line for line in of_day(answer, tongue) if line != note]
