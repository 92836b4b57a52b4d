"""Each peer does what its public rule says."""

from __future__ import annotations

import pytest

from halfkilo.cohort.peers import PEERS
from halfkilo.cohort.peers.base import Note, Peer
from halfkilo.cohort.peers.linear import step
from halfkilo.cohort.peers.plan import Row, plan, plan_of
from halfkilo.exercises import catalogue
from halfkilo.people import VirtualPerson, draw
from halfkilo.units import Region, Side, Tool


def row(slug: str = "seated_row", tool: Tool = Tool.CABLE) -> Row:
    exercise = catalogue()[slug]
    variant = exercise.variant(tool)
    assert variant is not None
    return Row(exercise, variant, 2)


def peer(name: str, day: int = 30, usual: int = 3, now: int = 3) -> Peer:
    one = PEERS[name](VirtualPerson(draw(4), 4), "low_back")
    one.day, one.pre = day, {Region.LOW_BACK: now}
    one.mornings = [(day - back, usual) for back in range(1, 8)]
    return one


def done(grams: int = 10_000, target: int = 8, reps: int | None = None, effort: int = 6, peak: int = 2, **more: int) -> Note:
    return Note(grams, target, 28, (target if reps is None else reps,) * 2, effort, peak, **more)


@pytest.mark.parametrize(("name", "note", "more", "expected"), [
    ("never_progress", done(effort=1), {}, (10_000, 8)),
    ("linear", done(), {}, (12_500, 8)),
    ("linear", done(reps=6, missed=1), {}, (10_000, 8)),
    ("linear", done(reps=6, missed=3), {}, (9_000, 8)),
    ("double_progression", done(), {}, (10_000, 9)),
    ("double_progression", done(target=12), {}, (12_500, 8)),
    ("double_progression", done(target=12, reps=11), {}, (10_000, 12)),
    ("two_for_two", done(), {}, (10_000, 8)),
    ("two_for_two", done(good=1), {}, (10_500, 8)),
    ("two_for_two", done(good=1, effort=9), {}, (10_000, 8)),
    ("effort_ladder", done(effort=6), {}, (10_500, 8)),
    ("effort_ladder", done(effort=8), {}, (10_000, 8)),
    ("effort_ladder", done(effort=9), {}, (9_500, 8)),
    ("weekly_linear", done(last_rise=20), {}, (10_500, 8)),
    ("weekly_linear", done(last_rise=25), {}, (10_000, 8)),
    ("weekly_linear", done(last_rise=20), {"usual": 6}, (10_000, 8)),
    ("readiness_hold", done(), {}, (10_000, 9)),
    ("readiness_hold", done(), {"now": 5}, (9_000, 8)),
    ("traffic_light", done(peak=2), {}, (10_500, 8)),
    ("traffic_light", done(peak=5), {}, (10_000, 8)),
    ("traffic_light", done(peak=6), {}, (9_000, 8)),
    ("traffic_light", done(peak=8), {}, (8_000, 8)),
])
def test_the_rule(name, note, more, expected):
    assert peer(name, **more).following(row(), note) == expected


def test_weekly_remembers_when_it_went_up():
    one, note = peer("weekly_linear"), done()
    assert one.following(row(), note) == (10_500, 8)
    assert one.following(row(), note) == (10_000, 8)


def test_legs_take_bigger_steps():
    assert step(row("seated_knee_extension")) == 5000 and step(row("seated_row")) == 2500


def test_a_session_is_the_programmes_first_choices_within_the_time():
    rows = plan("low_back", "A", 20, True)

    assert [one.exercise.slug for one in rows][2:5] == ["hip_hinge_wall", "seated_row", "chair_stand"]
    assert all(one.sets == 1 for one in plan("low_back", "A", 20, False)) and {one.sets for one in rows} == {1, 2}
    assert plan_of("low_back", 1, 20) != plan_of("low_back", 0, 20)


def test_loads_stay_on_the_grid_and_under_the_ceiling():
    one = peer("linear")
    assert one._within(row(), 10_740, 8) == (10_500, 8)
    assert one._within(row(), 1_000_000, 8)[0] == row().variant.ceiling
    assert one._within(row(), 100, 0) == (500, 1)


def test_the_first_load_is_four_fifths_of_a_comfortable_one():
    one = peer("never_progress")
    first = one._first(row(), Side.BOTH)
    able = one.person.strength(row().exercise, Tool.CABLE)

    assert 0.1 * able < first < 0.6 * able
