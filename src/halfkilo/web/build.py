"""Which figure a person wants to see: its build and its skin. Kept like a language: with the account, and on this device for its door."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from halfkilo.web import access
from halfkilo.web.models import Person

SHAPES = ("slim", "middle", "broad")
"""The figure files (`docs/figure.md`)."""
SKINS = ("light", "middle", "deep")
"""The skins of `body/figure/tones.json`."""
COOKIE = "figure"
"""`shape-skin`; an exercise's page writes it too, for those who have no account."""
YEAR = 400 * 24 * 3600


@dataclass(frozen=True)
class Build:
    """One figure. shape: one of SHAPES; skin: one of SKINS; what is neither counts as the middle one."""

    shape: str = "middle"
    skin: str = "middle"

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            object.__setattr__(self, "shape", "middle")
        if self.skin not in SKINS:
            object.__setattr__(self, "skin", "middle")


def of(request: HttpRequest) -> Build:
    """The figure for the person in front of the screen: their own choice, else this device's."""
    person = access.own_or_none(request)
    if person is not None and not person.demo and (person.shape or person.skin):
        return of_person(person)
    shape, _, skin = request.COOKIES.get(COOKIE, "").partition("-")
    return Build(shape, skin)


def of_person(person: Person) -> Build:
    """The figure that a person chose, for their films too."""
    return Build(person.shape, person.skin)


def keep(request: HttpRequest, answer: HttpResponse, build: Build) -> None:
    """Remember a choice."""
    person = access.own_or_none(request)
    if person is not None and not person.demo:
        Person.objects.filter(pk=person.pk).update(shape=build.shape, skin=build.skin)
        person.shape, person.skin = build.shape, build.skin
    answer.set_cookie(COOKIE, f"{build.shape}-{build.skin}", max_age=YEAR, samesite="Lax", secure=settings.TLS)
