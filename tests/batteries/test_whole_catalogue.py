"""What the catalogue as a whole owes a person: something for every muscle, every limit and every condition.

Where a rule can't hold for a family, the reason stands in a table below; a reason no longer needed is reported too.
"""

from __future__ import annotations

import pytest

from halfkilo.exercises import catalogue
from halfkilo.exercises.facts import Family, LoadClass, Need
from halfkilo.exercises.muscles import PLAIN, Muscle
from halfkilo.screening import ITEMS, Item
from tests.every import asked_of

ALL = catalogue()

MUST_STAND = {
    Family.STEP: "a step is taken standing; seated people train the same muscles in knee_extension and hip_extension",
    Family.SQUAT: "rising from a seat ends standing; seated people train the same muscles in knee_extension",
    Family.CARRY: "a carry is held or walked upright; seated people train the same muscles in trunk_side",
    Family.BALANCE: "balance is trained on the feet; the trunk families have seated steadiness",
}
"""Families without a choice for people who can't stand, with the reason."""

NOTHING_LEFT = {
    (Family.HIP_ROTATION, LoadClass.HIP_ROTATION): "the family is the class",
    (Family.NECK, LoadClass.NECK_LOAD): "the family is the class; neck_mobility and shoulder_blade stay",
}
"""Families that a screening class empties, with the reason."""

MUSCLES_OF_OTHERS = {Muscle.GLUTEUS_MEDIUS, Muscle.HIP_ADDUCTORS, Muscle.INFRASPINATUS, Muscle.SUBSCAPULARIS,
                     Muscle.SUPRASPINATUS, Muscle.TERES_MINOR, Muscle.DEEP_NECK_FLEXORS, Muscle.TRANSVERSUS_ABDOMINIS,
                     Muscle.MULTIFIDUS, Muscle.TIBIALIS_ANTERIOR}
"""What gyms usually leave out and pain programmes need."""

HELPERS = {Muscle.PELVIC_FLOOR, Muscle.BRACHIALIS, Muscle.SUPRASPINATUS, Muscle.TERES_MINOR, Muscle.NECK_EXTENSORS,
           Muscle.HIP_FLEXORS, Muscle.TRAPEZIUS_UPPER}
"""Muscles that need not be anybody's first muscle, but must appear."""


def _left(family: Family, *, without: frozenset[LoadClass] = frozenset(),
          cannot: frozenset[Need] = frozenset()) -> list[str]:
    return [exercise.slug for exercise in ALL.family(family)
            if not without & set(exercise.facts.classes) and not cannot & set(exercise.facts.needs)]


def test_there_are_enough() -> None:
    assert len(ALL) >= 60
    assert not [family for family in Family if not ALL.family(family)]


def test_every_muscle_has_a_plain_name_and_an_exercise() -> None:
    main = {muscle for exercise in ALL.values() for muscle in exercise.facts.muscles.main}
    also = {muscle for exercise in ALL.values() for muscle in exercise.facts.muscles.also}
    assert set(PLAIN) == set(Muscle)
    assert not set(Muscle) - main - HELPERS
    assert not set(Muscle) - main - also


@pytest.mark.parametrize("muscle", sorted(MUSCLES_OF_OTHERS))
def test_what_gyms_leave_out_is_covered_twice(muscle: Muscle) -> None:
    named = {slug: (*exercise.facts.muscles.main, *exercise.facts.muscles.also) for slug, exercise in ALL.items()}
    by = [slug for slug, muscles in named.items() if muscle in muscles]
    assert len(by) >= 2, by


@asked_of(family=Family)
@pytest.mark.hazard("H40")
def test_every_family_has_a_choice_without_the_floor(family: Family) -> None:
    assert _left(family, cannot=frozenset({Need.FLOOR, Need.KNEEL}))


@asked_of(family=Family)
def test_every_family_has_a_choice_without_standing_or_a_reason(family: Family) -> None:
    seated = _left(family, cannot=frozenset({Need.STANDING}))
    assert bool(seated) != (family in MUST_STAND), seated


@asked_of(family=Family, need=[Need.FLOOR, Need.KNEEL, Need.WRIST, Need.BALANCE])
@pytest.mark.hazard("H16")
def test_every_family_survives_each_need(family: Family, need: Need) -> None:
    assert _left(family, cannot=frozenset({need}))


@asked_of(family=Family, class_=LoadClass)
@pytest.mark.hazard("H16")
def test_every_family_survives_each_class(family: Family, class_: LoadClass) -> None:
    left = _left(family, without=frozenset({class_}))
    assert bool(left) != ((family, class_) in NOTHING_LEFT), left


@pytest.mark.parametrize("item", [item for item in ITEMS if item.leaves_out], ids=lambda item: item.id)
@pytest.mark.hazard("H16")
@pytest.mark.hazard("H49")
def test_every_condition_leaves_a_whole_programme(item: Item) -> None:
    """All classes of a condition at once: every family still has an exercise, but for the reasons given."""
    empty = {family for family in Family if not _left(family, without=item.leaves_out)}
    known = {family for family, class_ in NOTHING_LEFT if class_ in item.leaves_out}
    assert empty == known


@pytest.mark.hazard("H49")
@pytest.mark.parametrize(("condition", "left_out", "kept"), [
    ("hip_replacement", {"chair_stand", "goblet_squat", "seated_march", "standing_hip_adduction", "seated_figure_four"},
     {"chair_stand_high", "mini_squat", "standing_hip_abduction", "glute_bridge"}),
    ("knee_replacement", {"goblet_squat", "bird_dog", "cable_chop_half_kneel"},
     {"chair_stand", "seated_knee_extension"}),
    ("shoulder_replacement", {"seated_shoulder_press", "seated_pulldown"}, {"seated_row", "chair_stand"}),
    ("spine_fusion", {"cable_lift_stand", "book_opener"}, {"pallof_press", "dead_bug", "hip_hinge_wall"}),
    ("osteoporosis", {"romanian_deadlift", "cable_lift_stand"}, {"hip_hinge_wall", "bird_dog", "chair_stand"}),
    ("falls", {"single_leg_calf_raise", "step_up", "counter_one_leg_stand"}, {"step_up_low", "counter_tandem_stand"}),
    ("blood_pressure_controlled", {"wall_sit", "plank_knees"}, {"chair_stand", "side_bridge_wall", "bird_dog"}),
])
def test_known_pairs_of_condition_and_exercise(condition: str, left_out: set[str], kept: set[str]) -> None:
    classes = next(item.leaves_out for item in ITEMS if item.id == condition)
    gone = {slug for slug, exercise in ALL.items() if classes & set(exercise.facts.classes)}
    assert left_out <= gone
    assert not kept & gone
