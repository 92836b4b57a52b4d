"""What can be measured, what is due, and the last result of each with its day. Everything is optional; nothing here reaches a load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from halfkilo.journal.state import State
from halfkilo.measures import Measure, Taken, measures
from halfkilo.web import access, accounts, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, page
from halfkilo.web.pages.measures import parts, past, slots, told
from halfkilo.web.pages.measures.gates import Standing, standing
from halfkilo.words import say

OWN = ("psfs", "own_mood", "own_worry", "own_sleep", "own_fear", "own_stiffness", "own_stress")
TESTS = ("chair_stand_30", "sit_to_stand_5", "timed_up_and_go", "balance_counter", "shoulder_range", "hip_range", "grip_strength")
"""Physical tests at home, in the order of the page: legs first."""
SENSED = {"isometric_strength": "trial-strength", "balance_supported": "trial-balance"}
"""Tests whose device speaks to the page: they have a room of their own."""
DAILY = ("steps", "sleep_time")


@dataclass(frozen=True)
class Room:
    """What every row of the overview is made from."""

    taken: Mapping[str, list[past.Taken]]
    state: State
    today: date
    tongue: str
    query: str

    def row(self, slug: str, why_not: str = "", url: str = "") -> dict[str, Any]:
        """One measure: what it is, its last result, whether it is due, and where it is taken."""
        times = self.taken.get(slug, [])
        due = bool(times) and past.age(times[-1].on, self.today) >= measures()[slug].every
        return {
            "slug": slug,
            "name": told.name_of(slug, self.tongue),
            "instrument": measures()[slug].slot,
            "on": times[-1].on if times else "",
            "last": self._last(slug, times) if times else "",
            "due": due,
            "next": "" if due or not times else _next(times[-1].on, measures()[slug].every),
            "why_not": why_not,
            "url": url or reverse("measure", args=[slug]),
            "so_far": reverse("measure-so-far", args=[slug]) + self.query if times else "",
        }

    def _last(self, slug: str, times: list[past.Taken]) -> str:
        """The newest value of every part that has one."""
        found = told.series_of(slug, times, self.tongue, activities_of(self.state))
        shown = [(one.name, told.amount(measures()[slug], one.scored[-1][1], self.tongue)) for one in found if one.scored]
        if len(shown) > 3:
            return say("measures.several", self.tongue, n=len(shown))
        return ", ".join(f"{name} {value}" if name else value for name, value in shown) or say("measures.no_score_short", self.tongue)


def overview(request: HttpRequest) -> HttpResponse:
    """Everything at one glance. person: somebody who shares this with the account; their page is only looked at."""
    sight = access.sight(request, request.GET.get("person"))
    if not sight.sees(parts.MEASURES) and not sight.sees(parts.MOOD):
        raise Http404(access.NOBODY)
    person, mine, tongue = sight.person, access.own(request), language(request)
    query = "" if person.pk == mine.pk else f"?person={person.pk}"
    room = Room(past.taken(person), service.state_of(person), service.day_of(person), tongue, query)
    rooms = [one | {"rows": [row for row in one["rows"] if sight.sees(parts.part_of(row["slug"]))]}
             for one in _rooms(room, standing(person, tongue))]
    rows = [row for one in rooms for row in one["rows"]]
    return page(
        request,
        "measures/overview",
        rooms=rooms,
        due=[row for row in rows if row["due"] and not row["why_not"] and row["slug"] not in (*OWN, *DAILY)],
        whose="" if person.pk == mine.pk else person.name,
        query=query,
        sees={"happened": sight.sees(parts.HAPPENED), "medicines": sight.sees(*parts.MEDICINES.split(","))},
        operator=may_operate(request, person),
    )


def _rooms(room: Room, today: Standing) -> list[dict[str, Any]]:
    beside = [slug for slug, one in measures().items() if one.taken is Taken.CLINICIAN]
    brought = slots.brought(settings.DATA)
    asked = [slug for slug, one in measures().items() if one.slot and ((slug in brought) or slug in room.taken)]
    typed = [slug for slug, one in measures().items() if typed_in(one)]
    found = [
        {"id": "own", "rows": [room.row(slug) for slug in OWN if slug != "psfs" or activities_of(room.state)], "shut": False},
        {"id": "tests", "rows": [*(room.row(slug, today.why_not(measures()[slug])) for slug in TESTS),
                                 *(room.row(slug, url=reverse(url)) for slug, url in SENSED.items())], "shut": False},
        {"id": "asked", "rows": [room.row(slug) for slug in asked], "shut": False},
        {"id": "typed", "rows": [room.row(slug) for slug in typed], "shut": True},
        {"id": "beside", "rows": [room.row(slug, today.why_not(measures()[slug])) | {"due": False} for slug in beside], "shut": True},
    ]
    said = (("title", ""), ("hint", "_hint"))
    return [one | {part: say(f"measures.room.{one['id']}{end}", room.tongue) for part, end in said} for one in found]


def typed_in(measure: Measure) -> bool:
    """Whether it is one number that comes from elsewhere; what a camera measures has several, and a page of its own."""
    return measure.taken is Taken.ENTERED and len(measure.item) == 1


def taken_here(measure: Measure) -> bool:
    """Whether this room has a page for it: pain is asked in its own places, and what a camera measures is taken by a camera."""
    return measure.slug != "nrs" and (measure.taken is not Taken.ENTERED or typed_in(measure))


def _next(on: str, every: int) -> str:
    return (date.fromisoformat(on) + timedelta(days=every)).isoformat()


def activities_of(state: State) -> list[tuple[str, str]]:
    """(id, name) of the person's own activities."""
    return [(one["id"], one["name"]) for one in (state["profile"] or {}).get("activities", [])]


def may_operate(request: HttpRequest, person: Person) -> bool:
    """Whether this account looks after the site; a made-up person never does."""
    return accounts.is_operator(request) and not person.demo and person.pk == access.own(request).pk
