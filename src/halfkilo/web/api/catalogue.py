"""The exercises: facts and words. Open to everybody, there is nothing personal in them."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router

from halfkilo.exercises import Exercise, catalogue, words
from halfkilo.strict import plain
from halfkilo.web.api.shapes import Out, Slug

router = Router(tags=["exercises"])


class Brief(Out):
    """One line of the list."""

    slug: str
    name: str
    purpose: str
    family: str
    mechanism: str
    positions: list[str]
    tools: list[str]
    needs: list[str]
    on_floor: bool


class Whole(Out):
    """Everything about one exercise, as its files say it."""

    slug: str
    facts: dict[str, Any]
    words: dict[str, Any]
    ladder: list[str]


@router.get("/exercises", response=list[Brief], auth=None)
def exercises(request: HttpRequest) -> list[Brief]:
    """All exercises by slug."""
    return _briefs()


@router.get("/exercises/{slug}", response=Whole, auth=None)
def exercise(request: HttpRequest, slug: Annotated[Slug, Path()]) -> Whole:
    """One exercise with its words and its ladder from easiest to hardest."""
    found = known(slug)
    return Whole(slug=slug, facts=plain(found.facts), words=plain(words(slug)), ladder=list(catalogue().ladder(slug)))


def known(slug: str) -> Exercise:
    """The exercise of that name.

    Raises:
        Http404: there is none.
    """
    found = catalogue().get(slug)
    if found is None:
        raise Http404("No exercise has this name. The list is at /api/exercises.")
    return found


@cache
def _briefs() -> list[Brief]:
    """The list never changes while the program runs, and belongs to nobody."""
    return [_brief(exercise) for exercise in catalogue().values()]


def _brief(exercise: Exercise) -> Brief:
    facts, said = exercise.facts, words(exercise.slug)
    return Brief(slug=exercise.slug, name=said.name, purpose=said.purpose, family=facts.family, mechanism=facts.mechanism,
                 positions=list(facts.positions), tools=[variant.with_ for variant in facts.variant], needs=list(facts.needs),
                 on_floor=exercise.on_floor)
