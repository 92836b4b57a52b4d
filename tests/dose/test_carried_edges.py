"""A first load carried over, at its edges: how alike, how long a lever, how long ago, and which answers count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo import limits
from halfkilo.dose import Choice, Verdict, carried
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.gates import gates
from halfkilo.dose.items import decide
from halfkilo.exercises import Count, Exercise, Family, catalogue
from halfkilo.exercises.loads import Demand, Peak, Way
from halfkilo.units import Joint, Side, Tool
from tests.dose.test_carried import NEW, OLD, first, moved
from tests.life import DAY0, Life

KEY = f"{OLD}:cable:both"


def told(person: Life, day: int = 2, **outing: Any) -> Decision:
    """What is decided where the last outing holds these."""
    state = person.state
    state["exercises"][KEY]["outings"][-1].update(outing)
    on = Day(state, (DAY0 + timedelta(days=day)).isoformat(), Choice(), catalogue())
    variant = catalogue()[NEW].variant(Tool.CABLE)
    assert variant is not None
    return decide(Case(on, gates(on), catalogue()[NEW], variant, Side.BOTH, 2))


@pytest.mark.parametrize("outing", [{"a": 1}, {"y": True}, {"c": True}], ids=["assisted", "typed in", "contradicting"])
def test_an_outing_that_says_little_about_strength_is_not_gone_by(outing: dict[str, Any]):
    assert told(moved()).verdict is Verdict.START
    assert told(moved(), **outing).verdict is Verdict.FIND


@pytest.mark.parametrize(("day", "verdict"), [(10, Verdict.START), (11, Verdict.FIND)])
def test_ten_days_are_no_break_and_eleven_are(day: int, verdict: Verdict):
    person = moved()
    person.check_in(day, 2)
    assert first(person, day=day).verdict is verdict


def test_the_set_with_the_fewest_repetitions_counts():
    """Six and eight in two sets are judged as six."""
    whole, uneven = moved(reps=6), told(moved(reps=6), r=[6, 8], s=2)
    assert uneven.grams == first(whole).grams < first(moved(reps=8)).grams


@pytest.mark.parametrize(("lever", "grams"), [(100, 6_000), (75, 4_500), (50, 3_000), (49, 0)])
def test_a_longer_lever_takes_its_share_and_below_half_it_is_found(lever: int, grams: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(carried, "leverage", lambda *_: lever)
    one = first(moved())
    assert one.grams == grams if grams else one.verdict is Verdict.FIND


def test_a_light_start_has_room_for_fewer_repetitions_and_a_load_of_five_kilos_has_not():
    low = catalogue()[NEW].facts.range[0]
    assert low > 6
    starts = {one.grams: one.target for one in (first(moved(500 * notches, reps=6)) for notches in range(8, 34))}
    assert {4_500, 5_000, 5_500} <= set(starts)
    assert all(target == (low if grams >= limits.LIGHT.first else 6) for grams, target in starts.items())


def test_an_exercise_that_is_no_more_says_nothing():
    state = moved().state
    state["instead"] = {"no_such_exercise": NEW}
    day = Day(state, "2026-03-04", Choice(), catalogue())
    variant = catalogue()[NEW].variant(Tool.CABLE)
    assert variant is not None
    assert decide(Case(day, gates(day), catalogue()[NEW], variant, Side.BOTH, 2)).verdict is Verdict.FIND


# --- alike ----------------------------------------------------------------------------------------------------------
def exercise(*demand: int, family: Family | None = None, count: Count = Count.REPS) -> Exercise:
    """One that asks so much of the low back and of the knee."""
    facts = catalogue()[OLD].facts
    return Exercise("vector", replace(facts, family=family or facts.family, count=count),
                    Demand({joint: asks for joint, asks in zip((Joint.LOW_BACK, Joint.KNEE), demand, strict=False) if asks}))


@pytest.mark.parametrize(("one", "other", "alike"), [
    ((50, 0), (50, 0), True),
    ((1, 0), (1, 0), True),
    ((50, 0), (40, 30), True),  # a cosine of 0.80
    ((50, 0), (39, 30), False),  # 0.793
    ((50, 0), (0, 50), False),
    ((50, 0), (0, 0), False),  # nothing known
    ((0, 0), (0, 0), False),
])
def test_joint_demands_are_alike_from_a_cosine_of_four_fifths(one: tuple[int, int], other: tuple[int, int], alike: bool):
    assert carried._alike(exercise(*one), exercise(*other), Tool.CABLE) is alike


def test_another_family_or_another_count_is_never_alike():
    same = exercise(50, 0)
    elsewhere = next(family for family in Family if family is not same.facts.family)
    assert not carried._alike(same, exercise(50, 0, family=elsewhere), Tool.CABLE)
    assert not carried._alike(same, exercise(50, 0, count=Count.SECONDS), Tool.CABLE)
    assert not carried._alike(exercise(50, 0, count=Count.SECONDS), exercise(50, 0, count=Count.SECONDS), Tool.CABLE)


# --- leverage -------------------------------------------------------------------------------------------------------
@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[Way]]]:
    """What is known about exercises, by slug, instead of what was worked out from the body."""
    known: dict[str, list[Way]] = {}
    monkeypatch.setattr(carried, "read_ways", lambda folder: tuple(known.get(folder.name, ())))
    carried.leverage.cache_clear()
    yield known
    carried.leverage.cache_clear()


def way(tool: Tool, **per_kg: float) -> Way:
    return Way(tool.value, 5_000, tuple(Peak(Joint(joint), 10.0, moment, 0.0, 0.0) for joint, moment in per_kg.items()))


def test_the_joint_whose_lever_grows_most_decides(ways: dict[str, list[Way]]):
    ways["a"] = [way(Tool.DUMBBELL, low_back=9.0), way(Tool.CABLE, low_back=3.0, knee=2.0)]
    ways["b"] = [way(Tool.DUMBBELL, low_back=9.0), way(Tool.CABLE, low_back=4.0, knee=2.5)]
    assert carried.leverage("a", "b", Tool.CABLE) == 75
    assert carried.leverage("a", "b", Tool.DUMBBELL) == 100
    assert carried.leverage("b", "a", Tool.CABLE) == 100, "never more than was lifted"


def test_a_joint_that_hardly_feels_the_load_says_nothing_from_half_a_newton_metre_on_it_does(ways: dict[str, list[Way]]):
    ways["a"] = [way(Tool.CABLE, low_back=3.0, knee=0.1)]
    ways["b"] = [way(Tool.CABLE, low_back=4.0, knee=0.49)]
    ways["c"] = [way(Tool.CABLE, low_back=4.0, knee=0.5)]
    assert (carried.leverage("a", "b", Tool.CABLE), carried.leverage("a", "c", Tool.CABLE)) == (75, 20)


def test_a_joint_that_never_felt_the_load_before_leaves_nothing_of_it(ways: dict[str, list[Way]]):
    ways["a"] = [way(Tool.CABLE, low_back=3.0)]
    ways["b"] = [way(Tool.CABLE, low_back=3.0, knee=1.0)]
    assert carried.leverage("a", "b", Tool.CABLE) == 0
    assert carried.leverage("a", "c", Tool.CABLE) == carried.leverage("c", "a", Tool.CABLE) == 0, "never weighed"
    assert carried.leverage("a", "b", Tool.DUMBBELL) == 0, "not weighed in this way"
