"""Answers out of a form, strictly: 0-10 as whole numbers, one of a list, or nothing. What can't be read is said, not guessed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest

from halfkilo.units import Region
from halfkilo.web.pages.frame import language
from halfkilo.words import say

E = TypeVar("E", bound=StrEnum)


def score(request: HttpRequest, name: str, problems: dict[str, str]) -> int | None:
    """One answer from 0 to 10; None when it was left out."""
    raw = request.POST.get(name, "").strip()
    if not raw:
        return None
    if raw.isascii() and raw.isdigit() and len(raw) <= 2 and int(raw) <= 10:
        return int(raw)
    problems[name] = say("page.asked.score", language(request))
    return None


def scores(request: HttpRequest, prefix: str, regions: Iterable[str], problems: dict[str, str]) -> dict[Region, int]:
    """The answers `prefix-REGION` that were given."""
    given = {Region(region): score(request, f"{prefix}-{region}", problems) for region in regions}
    return {region: value for region, value in given.items() if value is not None}


def picked(request: HttpRequest, name: str, kind: type[E], problems: dict[str, str]) -> E | None:
    """One of an enumeration; None when it was left out."""
    raw = request.POST.get(name, "")
    if not raw:
        return None
    if raw in [member.value for member in kind]:
        return kind(raw)
    problems[name] = say("measures.problem.answer", language(request))
    return None
