"""The same questions to every exercise of the catalogue. One added by a folder is checked without touching this file."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from halfkilo.exercises import catalogue, words
from halfkilo.exercises.catalogue import HERE
from halfkilo.exercises.facts import Count, Exercise, Family, LoadClass, Mechanism, Need, Position, Sides, With
from halfkilo.units import Joint
from tests.every import asked_of

ALL = catalogue()
every = asked_of(exercise=ALL.values())

ALARMING = ("fail", "weak", "bad", "wrong", "damage", "danger", "injur", "harm", "crush", "beast",
            "no excuses", "should have", "no pain", "slipped", "wear and tear", "worn", "degenerat", "bone on bone",
            "crumbl", "unstable", "out of place", "fragile", "vulnerable", "dysfunction", "unsafe", "rupture", "lazy",
            "cheat")
"""Beginnings of words that teach fear or blame (H28)."""

SUPPORT = re.compile(r"\b(counter|chair|wall|rail|table|doorframe|frame|hold on)\b")
"""What a person holds on to."""

KNEELING = {Position.ALL_FOURS, Position.KNEEL, Position.HALF_KNEEL}
STRAPPED = {Family.HIP_EXTENSION, Family.HIP_ABDUCTION, Family.HIP_ADDUCTION, Family.HIP_FLEXION, Family.HIP_ROTATION,
            Family.KNEE_EXTENSION, Family.KNEE_FLEXION, Family.CALF, Family.SHIN, Family.NECK}
"""Families whose resistance is strapped, looped or rested on, so the hands are free."""

def _lines(exercise: Exercise) -> list[str]:
    said = words(exercise.slug)
    faults = [line for fault in said.fault for line in (fault.see, fault.try_)]
    return [said.name, said.purpose, *said.setup, *said.cues, said.breathe, *said.precautions, *faults]


# What is said.


@every
def test_words_are_complete(exercise: Exercise) -> None:
    said = words(exercise.slug)
    assert 1 <= len(said.setup) <= 3
    assert 3 <= len(said.cues) <= 5
    assert 1 <= len(said.precautions) <= 3
    assert 1 <= len(said.fault) <= 3


@every
@pytest.mark.hazard("H28")
def test_no_word_alarms_or_blames(exercise: Exercise) -> None:
    text = " ".join(_lines(exercise)).lower()
    found = [word for word in ALARMING if re.search(rf"\b{word}", text)]
    assert not found, f"{exercise.slug} says {found}"


@every
def test_sentences_are_short(exercise: Exercise) -> None:
    for line in _lines(exercise):
        for sentence in re.split(r"[.!?:;]\s", line):
            assert len(sentence.split()) <= 22, f"{exercise.slug}: {sentence!r}"


@every
def test_words_in_other_languages_have_the_same_shape(exercise: Exercise) -> None:
    shape = [len(part) for part in (words(exercise.slug).setup, words(exercise.slug).cues, words(exercise.slug).fault)]
    for path in Path(HERE / exercise.slug / "words").glob("*.toml"):
        other = words(exercise.slug, path.stem)
        assert [len(part) for part in (other.setup, other.cues, other.fault)] == shape, path.name


@every
@pytest.mark.hazard("H41")
def test_holds_are_breathed_through(exercise: Exercise) -> None:
    still = exercise.facts.count is Count.SECONDS or exercise.facts.tempo[1] >= 4
    assert not still or re.search(r"breath|talk|count|hum", words(exercise.slug).breathe.lower())


@every
@pytest.mark.hazard("H40")
def test_on_one_leg_there_is_something_to_hold(exercise: Exercise) -> None:
    unsteady = LoadClass.SINGLE_LEG in exercise.facts.classes or Need.BALANCE in exercise.facts.needs
    assert not unsteady or SUPPORT.search(" ".join(_lines(exercise)).lower())


def test_names_are_unique() -> None:
    names = [words(slug).name.lower() for slug in ALL]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


# Ladders.


@every
def test_neighbours_know_each_other(exercise: Exercise) -> None:
    """`easier` and `harder` answer each other, unless two exercises share a neighbour."""
    slug, easier, harder = exercise.slug, exercise.facts.easier, exercise.facts.harder
    if harder:
        back = ALL[harder].facts.easier
        assert back == slug or (back and ALL[back].facts.harder == harder), f"{slug} -> {harder}"
    if easier:
        back = ALL[easier].facts.harder
        assert back == slug or (back and ALL[back].facts.easier == easier), f"{slug} <- {easier}"


@every
def test_ladders_end(exercise: Exercise) -> None:
    for way in ("easier", "harder"):
        seen, current = {exercise.slug}, getattr(exercise.facts, way)
        while current:
            assert current not in seen, f"{exercise.slug}: going {way} comes back to {current}"
            seen.add(current)
            current = getattr(ALL[current].facts, way)


@every
@pytest.mark.hazard("H12")
def test_a_step_up_the_ladder_never_skips_a_clinician(exercise: Exercise) -> None:
    """A supervised exercise is only ever the top of a ladder, so nobody climbs through it."""
    assert not exercise.facts.supervised or exercise.facts.harder is None


@pytest.mark.parametrize(("slug", "joint"), [
    ("chair_stand", Joint.KNEE), ("step_up", Joint.KNEE), ("hip_hinge", Joint.HIP), ("glute_bridge", Joint.HIP),
    ("calf_raise", Joint.ANKLE), ("plank_knees", Joint.SHOULDER),
    ("side_bridge_knees", Joint.LOW_BACK), ("bird_dog", Joint.LOW_BACK), ("pallof_press", Joint.LOW_BACK),
])
def test_harder_means_more_on_the_joint_it_trains(slug: str, joint: Joint) -> None:
    """By physics. A step to another tool or position may ask up to a third less of one joint; the whole ladder asks more."""
    carried = [ALL[name].demand.own.get(joint, 0) for name in ALL.ladder(slug)]
    assert carried[-1] >= carried[0], dict(zip(ALL.ladder(slug), carried, strict=True))
    assert all(3 * above >= 2 * below for below, above in pairwise(carried)), dict(zip(ALL.ladder(slug), carried, strict=True))


# What it asks of the body.


@every
@pytest.mark.hazard("H40")
def test_floor_positions_need_the_floor(exercise: Exercise) -> None:
    assert exercise.on_floor == (Need.FLOOR in exercise.facts.needs)


@every
@pytest.mark.hazard("H16")
def test_needs_follow_from_positions(exercise: Exercise) -> None:
    positions, needs, classes = set(exercise.facts.positions), set(exercise.facts.needs), set(exercise.facts.classes)
    assert (Position.STAND in positions) == (Need.STANDING in needs)
    assert (Position.SUPINE in positions) == (LoadClass.SUPINE in classes)
    assert (Position.PRONE in positions) == (LoadClass.PRONE in classes)
    if positions & KNEELING:
        assert Need.KNEEL in needs
        assert LoadClass.KNEELING in classes
    if Position.ALL_FOURS in positions:
        assert Need.WRIST in needs


@every
@pytest.mark.hazard("H16")
def test_one_leg_asks_for_balance(exercise: Exercise) -> None:
    facts = exercise.facts
    if LoadClass.SINGLE_LEG in facts.classes:
        assert {Need.BALANCE, Need.STANDING} <= set(facts.needs)
        assert facts.sides is not Sides.BOTH
        loads = exercise.demand.other or exercise.demand.own
        hip = exercise.demand.own if facts.family in {Family.CALF, Family.BALANCE, Family.STEP, Family.HIP_MOBILITY} else loads
        assert hip.get(Joint.HIP, 0) >= 20, "the standing hip carries the body"


@every
@pytest.mark.hazard("H16")
def test_what_is_only_held_in_the_hands_needs_grip(exercise: Exercise) -> None:
    facts = exercise.facts
    held = all(variant.loaded for variant in facts.variant) and facts.family not in STRAPPED
    assert not held or Need.GRIP in facts.needs


@every
@pytest.mark.hazard("H16")
def test_a_loaded_wrist_is_declared(exercise: Exercise) -> None:
    """Three tenths of the body on a wrist, without any load in the hand, is more than leaning a little."""
    ways = json.loads((HERE / exercise.slug / "loads.json").read_text())["ways"]
    pressed = max(way["joints"][f"{side}_wrist"][2] for way in ways.values() for side in ("right", "left"))
    facts = exercise.facts
    if pressed >= 0.3:
        assert {Need.WRIST, Need.GRIP} & set(facts.needs) or facts.family in {Family.FOREARM, Family.PUSH}, pressed


@every
@pytest.mark.hazard("H16")
def test_classes_follow_from_what_is_done(exercise: Exercise) -> None:
    facts, classes = exercise.facts, set(exercise.facts.classes)
    if facts.family is Family.HINGE and any(variant.loaded for variant in facts.variant):
        assert LoadClass.LOADED_HINGE in classes
    isometric = facts.count is Count.SECONDS and facts.mechanism in {Mechanism.STRENGTH, Mechanism.STABILITY}
    moves = facts.family in {Family.BALANCE, Family.CARRY}
    if isometric and not moves:
        assert LoadClass.LONG_HOLD in classes


# The dose.


@every
def test_targets_are_sane(exercise: Exercise) -> None:
    lowest, highest = exercise.facts.range
    least, most = {Count.REPS: (1, 30), Count.SECONDS: (5, 120), Count.MINUTES: (1, 40)}[exercise.facts.count]
    assert least <= lowest < highest <= most
    if exercise.facts.mechanism is Mechanism.CARDIO:
        assert exercise.facts.count is Count.MINUTES


@every
@pytest.mark.hazard("H41")
def test_no_hold_is_long_enough_to_be_a_test(exercise: Exercise) -> None:
    """No programme rests on a maximal hold: strength holds end at 40 s, holds inside a repetition at 10 s."""
    facts = exercise.facts
    if facts.mechanism in {Mechanism.STRENGTH, Mechanism.STABILITY}:
        assert facts.tempo[1] <= 10
        assert facts.count is not Count.SECONDS or facts.range[1] <= 40


@every
def test_tempo_is_sane(exercise: Exercise) -> None:
    there, hold, back, rest = exercise.facts.tempo
    assert there >= 1 and back >= 1
    assert there + hold + back + rest <= 30
    if exercise.facts.mechanism is Mechanism.STRENGTH and exercise.facts.count is Count.REPS:
        assert 3 <= there + hold + back + rest <= 14


@every
@pytest.mark.hazard("H05")
def test_loads_stand_on_the_half_kilo_grid(exercise: Exercise) -> None:
    kinds = [variant.with_ for variant in exercise.facts.variant]
    assert len(kinds) == len(set(kinds))
    for variant in exercise.facts.variant:
        if variant.loaded:
            assert 500 <= variant.first <= 2000
            assert variant.first < variant.ceiling <= 40_000
        if variant.with_ in {With.CABLE, With.DUMBBELL}:
            assert variant.first % 500 == 0 and variant.ceiling % 500 == 0


@every
def test_demand_names_at_least_one_joint(exercise: Exercise) -> None:
    assert Joint.WIDESPREAD not in exercise.demand.own
    if exercise.facts.mechanism not in {Mechanism.CALM, Mechanism.MOBILITY}:
        assert max(exercise.demand.own.values(), default=0) >= 10
