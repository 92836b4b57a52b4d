"""Other biologies: the same people, otherwise built; each differs in what it says it does; anybody may bring one."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from statistics import mean

import pytest

from halfkilo.cohort.loop import live
from halfkilo.cohort.policies import policies
from halfkilo.exercises import catalogue
from halfkilo.people import Parameters, Place, VirtualPerson, draw_anybody
from halfkilo.people.others import BIOLOGIES, NAMES, make
from halfkilo.people.protocol import Observed, Person
from halfkilo.people.variants import Jump, Sensitised, Threshold, Volume
from halfkilo.units import Region, Tool

HINGE = catalogue()["hip_hinge"]
HINGE_JOINT = max(HINGE.demand.own, key=lambda joint: HINGE.demand.own[joint])
GUIDE = Path(__file__).parents[2] / "docs" / "people.md"
BACK = (Region.LOW_BACK,)
P = Parameters()


def place(kind: type) -> object:
    return kind(Place(Region.LOW_BACK, 4.0, 1.0, 0.6, 0.0), 0.6, Random(1))


def week(tissue, sets: list[list[float]]) -> list[float]:
    """Nights with these sets; how much each day was over."""
    over = []
    for day in sets:
        for stress in day:
            tissue.bear(P, stress)
        over.append(tissue.over(P))
        tissue.mood = 0.0
        tissue.night(P)
        tissue.mood = tissue.flare = 0.0
    return over


def trained(biology: str, percent: int, seeds: int = 12, weeks: int = 8) -> list[VirtualPerson]:
    people = [make(seed, biology, BACK) for seed in range(seeds)]
    for person in people:
        for day in range(7 * weeks):
            person.morning(day)
            if day % 7 in (0, 2, 4):
                person.train(HINGE, person.strength(HINGE, Tool.CABLE, True) * percent // 100, 10, 3)
            person.night()
    return people


@pytest.mark.parametrize("name", NAMES)
def test_every_biology_makes_the_same_person_again_and_again(name):
    one, other, usual = make(5, name), make(5, name), make(5)
    told = [[person.morning(day) for day in range(6) if not person.night()] for person in (one, other)]

    assert told[0] == told[1] and isinstance(one, Person) and isinstance(one, Observed)
    assert list(one.tissues) == list(usual.tissues)
    assert one.parameters.attends == usual.parameters.attends and one.parameters.strength == usual.parameters.strength
    assert BIOLOGIES[name].about


def test_the_standard_one_is_the_calibrated_one():
    assert make(7).parameters == draw_anybody(7) and NAMES[0] == "standard"
    assert list(make(7, regions=(Region.NECK,)).tissues) == [Region.NECK]
    with pytest.raises(ValueError, match="no biology 'dobule'; there are standard, double"):
        make(1, "dobule")


def test_sensitivity_changes_flares_in_its_direction():
    flares = {name: sum(person.load_flares for person in trained(name, 75)) for name in ("half", "standard", "double", "unrelated")}

    assert 0 == flares["unrelated"] < flares["half"] < flares["standard"] < flares["double"]


def test_slow_ones_are_slower():
    gained = {name: mean(person.gained(HINGE_JOINT) for person in trained(name, 60)) for name in ("standard", "slow_responders")}
    borne = {name: mean(person.tissues[Region.LOW_BACK].tolerance for person in trained(name, 60))
             for name in ("standard", "slow_adaptation")}

    assert 0.0 < gained["slow_responders"] < 0.6 * gained["standard"]
    assert borne["slow_adaptation"] < borne["standard"]


def test_answers_differ_where_answers_are_what_differs():
    def told(name: str) -> list[int]:
        return [answer for seed in range(20) for answer in make(seed, name, BACK).pain().values()]

    def scatter(name: str) -> float:
        person = make(3, name, BACK)
        answers = [person.pain()[Region.LOW_BACK] for _ in range(60)]
        return max(answers) - min(answers)

    assert mean(told("denial")) < mean(told("standard")) - 1.0
    assert scatter("noisy") > scatter("standard")


def test_a_jump_counts_and_a_habit_does_not():
    steady, sudden = (week(place(Jump), days) for days in ([[0.5], []] * 14, [[0.25], []] * 10 + [[0.5], []] * 4))

    assert max(steady[8:]) == 0.0, "what was usual for weeks is nothing"
    assert sudden[20] > 0.5 > max(sudden[8:20]), "the same load after four lighter weeks is much"


def test_the_weeks_sum_counts_and_a_peak_does_not():
    peak, sums = week(place(Volume), [[1.2], [], [], []]), week(place(Volume), [[0.3] * 8] * 4)

    assert max(peak) == 0.0 == sums[0] < sums[-1]
    volume = place(Volume)
    before = volume.room(P)
    volume.bear(P, 0.5)
    volume.night(P)
    assert volume.room(P) < before and volume.ordinary(P) >= 0.0


def test_a_threshold_warns_of_nothing():
    quiet, loud = place(Threshold), place(Threshold)
    limit = quiet.bears(P)

    assert quiet.bear(P, 0.98 * limit) == 0.0 == quiet.over(P)
    assert loud.bear(P, 1.02 * limit) >= 1.5 and loud.over(P) == loud.steep
    loud.night(P)
    assert loud.tolerance == place(Threshold).tolerance, "it does not move"


def test_the_sensitised_feel_every_load_and_tolerance_hardly_matters():
    strong, frail = place(Sensitised), place(Sensitised)
    frail.tolerance = 0.2
    assert strong.rises(P, 0.1) == frail.rises(P, 0.1) > 0.0
    assert strong.rises(P, 0.4) == pytest.approx(4 * strong.rises(P, 0.1))
    strong.bear(P, 0.4)
    frail.bear(P, 0.4)
    assert strong.hazard(P, strong.over(P)) == frail.hazard(P, frail.over(P)) > 0.0


@pytest.mark.parametrize("policy", ["halfkilo", "oracle", "linear"])
def test_the_guides_own_biology_can_be_lived_with(policy):
    """The example in docs/people.md runs as it stands, under the engine, the oracle and a peer."""
    example = re.search(r"```python\n(from random.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    theirs: dict = {}
    exec(example[1], theirs)
    anna = theirs["Anna"](3)
    outcome = live(anna, policies()[policy], 42)

    assert isinstance(anna, Person) and isinstance(anna, Observed)
    assert outcome.done >= 8 and outcome.gain > 0.0 and outcome.flare_days == anna.flare_days


def test_the_guide_names_every_biology():
    text = GUIDE.read_text(encoding="utf-8")

    assert all(f"`{name}`" in text for name in NAMES if name != "standard")
