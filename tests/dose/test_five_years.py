"""The head row stays small: five years of somebody who uses everything there is (<= 64 kB of JSON)."""

from __future__ import annotations

import json
from datetime import timedelta

from halfkilo.journal.fields import Finder, Moment, Offered, Why
from halfkilo.journal.fold import corrections_in, step
from halfkilo.journal.kinds import (
    adverse_event,
    checked_in,
    flare_opened,
    hazard_raised,
    limit_set,
    measured,
    morning,
    note,
    profiled,
    proposed,
    set_done,
    shared,
    stopped,
)
from halfkilo.journal.state import MostBytes, State, fresh
from halfkilo.screening import STOP_SIGNS
from halfkilo.units import Region
from tests.life import CATALOGUE, DAY0, Life

WAYS = [(slug, variant.with_, side) for slug, exercise in CATALOGUE.items()
        for variant in exercise.facts.variant for side in exercise.doses]


def heavy(years: int) -> State:
    """`years` of everything: each way of every exercise in turn, each region tracked in turn, every list filled past its bound."""
    person = Life({Region.LOW_BACK: 3, Region.KNEE_LEFT: 3})
    for day in range(years * 365):
        if day % 90 == 0:
            _new_places(person, day)
        person.go(day, 7)
        on = DAY0 + timedelta(days=day)
        person.add("morning", morning.Body(on, dict.fromkeys(person.regions, day % 11)))
        if day % 2 == 0:
            _train(person, day)
        if day % 7 == 0:
            _weekly(person, day)
    state, known = fresh(), corrections_in(person.entries)
    for entry in sorted(person.entries, key=lambda entry: entry.order):
        step(state, entry, known)
    return state


def _new_places(person: Life, day: int) -> None:
    every = list(Region)
    chosen = [every[(day // 90 * 2 + index) % len(every)] for index in (0, 1)]
    person.regions = dict.fromkeys(chosen, 4)
    person.go(day, 6)
    person.add("profiled", profiled.Body(tuple(profiled.Place(region, 4, 7, 40, True) for region in chosen), 1970,
                                         tuple(profiled.Activity(f"a{n}", "x" * 80, 4) for n in range(5))))


def _train(person: Life, day: int) -> None:
    ways = [WAYS[(day * 4 + index) % len(WAYS)] for index in range(20)]
    person.add("proposed", proposed.Body(
        person.go(day), "1", "0" * 16, tuple(proposed.DoseLine(*way, 12_500, 12, 2, "E7") for way in ways),
        tuple(proposed.Offer(person.id(), Offered.LOAD, *way, 13_000, 12, "E7-easy") for way in ways[:8])), author="site")
    person.open(day)
    assert person.session is not None
    for index in range(8):
        slug, tool, side = WAYS[(day * 4 + index) % len(WAYS)]
        finder = Finder.COMFORTABLE if day % 60 == index else None
        for number in (1, 2):
            person.add("set_done", set_done.Body(person.session, slug, tool, side, number, 12_500 + day, 12, 12, 2, finder=finder))
        person.add("checked_in", checked_in.Body(Moment.EXERCISE, person.clock.date(), person.session, exercise=slug, tool=tool,
                                                 side=side, effort=day % 11, peak=index))
    if day % 20 == 0:
        person.add("stopped", stopped.Body(person.clock.date(), Why.SIGN, "let_go", person.session, sign=STOP_SIGNS[day % len(STOP_SIGNS)]))
        person.add("checked_in", checked_in.Body(Moment.BEFORE, person.clock.date(), sign=STOP_SIGNS[day % len(STOP_SIGNS)]))
    person.close(4)


def _weekly(person: Life, day: int) -> None:
    on = person.clock.date()
    for name in ("psfs", "own_mood", "own_worry", "own_sleep", "chair_stand_30s", "tampa", "msk", "grip"):
        person.add("measured", measured.Body(on, name, {f"item_{n}": 7 for n in range(10)}))
    person.add("adverse_event", adverse_event.Body(on, adverse_event.Severity.SELF_CARE, "y" * 2000))
    person.add("limit_set", limit_set.Body(limit_set.What.LOAD_MOST, 9_000, WAYS[day % len(WAYS)][0], reason="z" * 200))
    person.add("note", note.Body("bad_day_plan", "n" * 2000))
    person.add("hazard_raised", hazard_raised.Body(f"device {day % 70}", "link lost", 5_000))
    person.add("shared", shared.Body(f"clinician:{day % 21}", "clinician"))
    if day % 28 == 0:
        person.add("flare_opened", flare_opened.Body(on, tuple(person.regions)))


def test_five_years_of_everything_fit_into_the_head_row():
    state = heavy(5)

    assert len(json.dumps(state, separators=(",", ":"), ensure_ascii=False).encode()) <= MostBytes
