"""The biology: every number has a source, functions work on arrays unchanged, load buys strength and never relief."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from random import Random
from statistics import mean, median, pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.people import Parameters, biology, draw, draw_anybody
from halfkilo.people.parameters import sources
from halfkilo.units import Region

P = Parameters()
share = st.floats(0.02, 3.0)


def test_every_number_has_a_source():
    assert set(sources()) == {one.name for one in fields(Parameters)}
    assert all(len(text) > 0 for text in sources().values())


@pytest.mark.parametrize("name", ["effort", "stimulus", "gain", "rise", "soreness", "provoked", "bears", "adapted", "relief", "fade"])
def test_functions_take_arrays_of_people_unchanged(name: str):
    function = getattr(biology, name)
    columns = [np.linspace(0.1 + place, 2.0 + place, 7) for place in range(function.__code__.co_argcount - 1)]
    together = function(P, *columns)

    assert list(together) == pytest.approx([function(P, *row) for row in zip(*columns, strict=True)])


@given(share, share)
def test_a_heavier_load_never_lowers_pain(light: float, more: float):
    heavy = light + more

    assert biology.rise(P, heavy, 0.45) >= biology.rise(P, light, 0.45) >= 0.0
    assert biology.soreness(P, 0.5, biology.excess(heavy, 0.45)) >= biology.soreness(P, 0.5, biology.excess(light, 0.45))
    assert biology.provoked(P, heavy) >= biology.provoked(P, light) >= 0.0
    assert biology.flare_risk(0.065, biology.provoked(P, heavy)) >= biology.flare_risk(0.065, biology.provoked(P, light)) > 0.0


def test_pain_and_soreness_are_raised_before_flares_are_likelier():
    edge, later = 0.9 * P.flare_margin, 4.0 * P.flare_margin
    assert biology.provoked(P, edge) == 0.0 < biology.provoked(P, later)
    assert biology.rise(P, 1.0 + edge, 1.0) > P.peak_gain and biology.soreness(P, 0.0, edge) > 0.0
    assert biology.rise(P, 1.0 + later, 1.0) >= 2.0 and biology.provoked(P, later) < 0.2, "a rise is noticed before flares are frequent"


def test_usual_pain_falls_by_taking_part_whatever_is_lifted():
    assert not {"load", "grams", "stress"} & {*biology.usual.__code__.co_varnames, *biology.relief.__code__.co_varnames}
    relieved = [biology.relief(P, 84, *both) for both in ((0, 0), (36, 0), (36, 36))]
    assert 0.0 < relieved[0] < relieved[1] < relieved[2] < 1.0, "by itself, by contact, by movement"
    assert biology.usual(5.0, relieved[2]) < biology.usual(5.0, relieved[0]) < 5.0 < biology.usual(5.0, -0.2)


@given(share, st.integers(1, 20))
def test_effort_grows_with_load_and_reps(load: float, reps: int):
    def effort(one: float, count: int) -> float:
        return biology.effort(P, one, biology.reserve(one, count, 1.0), 1.0)

    assert 0.0 <= effort(load, reps) <= effort(load * 1.1, reps) + 1e-9 and effort(load, reps) <= 10.0
    assert effort(load, reps) <= effort(load, reps + 1) + 1e-9, "but for rounding"


def test_two_reps_left_are_an_effort_of_eight():
    assert biology.effort(P, 0.5, 2.0, 1.0) == pytest.approx(8.0, abs=0.3)


def test_strength_grows_by_about_thirty_percent_and_fades_slowly():
    now = 0.0
    for _ in range(48):
        now = biology.gain(P, now, 1.0)
    assert 0.27 < now < P.gain_most
    assert biology.gain(P, now, 0.4) == now, "what is lighter than what built it adds nothing"
    later = now
    for idle in range(112):
        later = biology.fade(P, later, idle)
    assert 0.3 * now < later < 0.6 * now, "16 weeks off leave part of the gain"
    assert biology.fade(P, now, 5) == now


def test_day_to_day_noise_has_its_variation_and_its_memory():
    random, last, series = Random(1), 0.0, []
    for _ in range(20_000):
        last = biology.noise(P, last, 1.2, random.gauss(0.0, 1.0))
        series.append(last)
    moved = mean(a * b for a, b in pairwise(series)) / pstdev(series) ** 2

    assert pstdev(series) == pytest.approx(1.2, rel=0.05)
    assert moved == pytest.approx(P.phi, abs=0.03)


@given(st.floats(0.1, 1.0), share)
def test_tolerance_adapts_within_its_bounds(fresh: float, stress: float):
    now = fresh
    for _ in range(200):
        now = biology.adapted(P, now, fresh, stress)
    assert fresh <= now <= max(fresh, P.tissue_most * fresh) + 1e-9
    assert fresh <= biology.unused(P, now, fresh) <= now


def test_people_differ_and_are_drawn_again_alike():
    drawn = [draw(seed, (Region.LOW_BACK, Region.KNEE_LEFT)) for seed in range(400)]
    usual = [person.places[0].usual for person in drawn]

    assert drawn[:20] == [draw(seed, (Region.LOW_BACK, Region.KNEE_LEFT)) for seed in range(20)]
    assert 4.2 < mean(usual) < 5.2 and 1.2 < pstdev(usual) < 2.2
    assert 1.1 < mean(person.places[0].sd for person in drawn) < 1.3
    assert 0.05 < mean(place.flares for person in drawn for place in person.places) < 0.08
    assert median(person.flare_gain for person in drawn) < 0.7 * mean(person.flare_gain for person in drawn), "most hardly react"
    assert 0.35 < mean(person.attends > 0.85 for person in drawn) < 0.6 and 0.2 < mean(person.attends < 0.2 for person in drawn) < 0.4


def test_anybody_has_one_place_or_two():
    drawn = [draw_anybody(seed) for seed in range(400)]
    counts = [len(person.places) for person in drawn]

    assert drawn[:10] == [draw_anybody(seed) for seed in range(10)]
    assert {1, 2} == set(counts) and 0.2 < mean(count == 2 for count in counts) < 0.45
    assert all(len({place.region for place in person.places}) == len(person.places) for person in drawn)
    assert 0.25 < mean(person.places[0].region is Region.LOW_BACK for person in drawn) < 0.45


def test_tolerance_is_lower_on_bad_days_and_in_a_flare():
    usual, bad, flaring = (biology.bears(P, 0.6, *day) for day in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    assert bad < usual == 0.6 and flaring == pytest.approx(0.6 * P.flare_tolerance)


def test_parameters_are_frozen():
    with pytest.raises(AttributeError):
        P.phi = 0.9  # type: ignore[misc]
    assert replace(P, phi=0.9).phi == 0.9
