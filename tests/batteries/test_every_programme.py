"""The battery over every programme: it loads, says what it is for, and leaves something for everybody (H16, H40, H49)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest

from halfkilo.exercises import Count, Exercise, LoadClass, Mechanism, Need, Position, With, catalogue, words
from halfkilo.exercises.facts import FLOOR
from halfkilo.limits import DEMAND_HEARD
from halfkilo.programmes import Chosen, Part, Programme, Slot, grouped, programmes, programmes_for, rescue, rescue_lists, transfers
from halfkilo.programmes import programme as programme_module
from halfkilo.programmes.programme import LENGTHS, load
from halfkilo.screening import ITEMS
from halfkilo.strict import Malformed
from halfkilo.units import Joint, Region
from tests.every import asked_of

ALL = programmes()
EQUIPMENT = {
    "everything": frozenset(With),
    "gym": frozenset({With.CABLE, With.BODY}),
    "dumbbells": frozenset({With.DUMBBELL, With.BODY}),
    "bands": frozenset({With.BAND, With.BODY}),
    "body": frozenset({With.BODY}),
}
CANNOT = {**{need.value: frozenset({need}) for need in Need}, "nothing": frozenset[Need](), "only_seated": frozenset(Need)}
UNWELCOME = re.compile(r"\b(fail|weak|bad|wrong|damag|danger|crush|beast|no excuses|maxim|heaviest)", re.IGNORECASE)
NAMES = {"low_back", "knee", "hip", "neck_shoulder", "patellofemoral", "widespread", "whole_body"}


def fits(exercise: Exercise, having: Collection[With], cannot: Collection[Need], without: Collection[LoadClass]) -> bool:
    facts = exercise.facts
    return any(exercise.variant(kind) for kind in having) and not set(cannot) & set(facts.needs) and not set(without) & set(facts.classes)


def fill(slots: Collection[Slot], having: Collection[With], cannot: Collection[Need] = (),
         without: Collection[LoadClass] = ()) -> tuple[Chosen, ...]:
    """The first choice of each slot that fits and is not taken; a slot without one stays empty."""
    taken: dict[str, Chosen] = {}
    for slot in slots:
        for slug in slot.choose:
            if slug not in taken and fits(catalogue()[slug], having, cannot, without):
                taken[slug] = Chosen(slot, catalogue()[slug])
                break
    return grouped(taken.values())


def sessions(programme: Programme) -> Iterator[tuple[str, int, tuple[Slot, ...]]]:
    for day, minutes in product(programme.rotation, LENGTHS):
        yield day, minutes, programme.slots(day, minutes)


every = pytest.mark.parametrize("programme", ALL.values(), ids=ALL.keys())


def test_the_seven_programmes_are_there_and_every_place_has_one():
    assert set(ALL) >= NAMES
    assert all(programmes_for(joint) for joint in Joint)


@every
def test_says_plainly_what_it_is_for_and_what_is_known(programme: Programme):
    says = programme.say()
    lines = [says.title, says.who, says.evidence, *says.purpose.values()]
    assert not [line for line in lines if UNWELCOME.search(line)]
    assert all(line.rstrip().endswith((".", "?")) for line in lines[1:])
    assert all(source.startswith("10.") for source in programme.sources)


@every
def test_shorter_sessions_are_parts_of_longer_ones_and_share_the_time(programme: Programme):
    for day in programme.rotation:
        kept = [{slot.name for slot in programme.slots(day, minutes)} for minutes in LENGTHS]
        assert all(short <= long for short, long in pairwise(kept))
        for minutes in LENGTHS:
            spent = sum(programme.seconds(day, minutes).values())
            assert minutes * 60 - 30 < spent <= minutes * 60


@every
def test_a_whole_session_has_all_parts_and_the_shortest_is_one_or_two_slots_of_strength(programme: Programme):
    for day, minutes, slots in sessions(programme):
        parts = {slot.part for slot in slots}
        if minutes == 2:
            assert 1 <= len(slots) <= 2 and parts == {Part.STRENGTH}
        else:
            assert parts >= {Part.WARM_UP, Part.STRENGTH, Part.CALM}, (day, minutes)
        if minutes >= 20:
            assert parts == set(Part)


@every
@pytest.mark.hazard("H40")
def test_each_slot_can_be_done_off_the_floor_without_a_gym_and_sitting(programme: Programme):
    for slot in programme.slot:
        choices = [catalogue()[slug] for slug in slot.choose]
        homely = [one for one in choices if one.variant(With.BODY) or one.variant(With.BAND)]
        assert any(not one.on_floor for one in homely), slot.name
        seated = [one for one in choices if set(one.facts.positions) == {Position.CHAIR}]
        assert any(one.variant(With.BODY) or one.variant(With.BAND) for one in seated), slot.name


@asked_of(programme=ALL.values(), having=EQUIPMENT.values(), cannot=CANNOT.values())
@pytest.mark.hazard("H16")
def test_nobody_meets_an_empty_slot(programme: Programme, having: frozenset[With], cannot: frozenset[Need]):
    for day, minutes, slots in sessions(programme):
        filled = {one.slot.name for one in fill(slots, having, cannot)}
        assert not {slot.name for slot in slots} - filled, (day, minutes)


@asked_of(programme=ALL.values(), item=ITEMS)
@pytest.mark.hazard("H16", "H49")
def test_every_condition_leaves_a_session_that_it_allows(programme: Programme, item):
    for (day, minutes, slots), having, cannot in product(sessions(programme), EQUIPMENT.values(), CANNOT.values()):
        chosen = fill(slots, having, cannot, item.leaves_out)
        assert not any(item.leaves_out & set(one.exercise.facts.classes) for one in chosen)
        assert len(chosen) >= max(1, len(slots) - 2), (day, minutes, having, cannot)
        assert minutes == 2 or any(one.slot.part is Part.STRENGTH for one in chosen)


@every
@pytest.mark.hazard("H40")
def test_one_way_down_to_the_floor_at_most(programme: Programme):
    for (_, _, slots), having, cannot, item in product(sessions(programme), EQUIPMENT.values(), CANNOT.values(), ITEMS):
        assert transfers(fill(slots, having, cannot, item.leaves_out)) <= 1


@every
@pytest.mark.hazard("H40")
def test_one_way_down_even_when_everybody_takes_the_floor(programme: Programme):
    for _, _, slots in sessions(programme):
        every_choice = [Chosen(slot, catalogue()[slug]) for slot in slots for slug in slot.choose]
        assert transfers(grouped(every_choice)) <= 1


@pytest.mark.hazard("H40")
def test_grouping_is_what_keeps_it_at_one():
    slots = ALL["low_back"].slots("B", 20)
    by_name = {slot.name: slot for slot in slots}
    mixed = [Chosen(by_name["bridge"], catalogue()["glute_bridge"]), Chosen(by_name["side"], catalogue()["side_bridge_wall"]),
             Chosen(by_name["let_go"], catalogue()["knee_rocks_supine"]), Chosen(by_name["breathe"], catalogue()["slow_breathing"])]
    assert transfers(mixed) == 2
    assert [one.exercise.slug for one in grouped(mixed)] == ["side_bridge_wall", "glute_bridge", "knee_rocks_supine", "slow_breathing"]


@every
def test_no_choice_is_a_maximal_hold_or_needs_a_clinician_beside(programme: Programme):
    for slug in {slug for slot in programme.slot for slug in slot.choose}:
        facts, said = catalogue()[slug].facts, " ".join(map(str, (words(slug).cues, words(slug).setup))).lower()
        assert not facts.supervised, slug
        assert facts.count is not Count.SECONDS or facts.range[1] <= 90, slug
        assert not re.search(r"(?<!half )as hard as|all your strength|as long as you can|maxim", said), slug
    assert programme.effort <= 6


@every
@pytest.mark.hazard("H16")
def test_choices_declare_what_their_positions_ask(programme: Programme):
    for slug in {slug for slot in programme.slot for slug in slot.choose}:
        facts = catalogue()[slug].facts
        taken, classes, needs = set(facts.positions), set(facts.classes), set(facts.needs)
        assert (Need.FLOOR in needs) == bool(taken & FLOOR), slug
        assert (Need.STANDING in needs) == (Position.STAND in taken), slug
        assert (LoadClass.SUPINE in classes) == (Position.SUPINE in taken), slug
        assert Position.PRONE not in taken or LoadClass.PRONE in classes, slug
        assert not taken & {Position.ALL_FOURS, Position.KNEEL, Position.HALF_KNEEL} or {Need.KNEEL, LoadClass.KNEELING} <= needs | classes
        assert LoadClass.SINGLE_LEG not in classes or Need.BALANCE in needs, slug


def test_strength_slots_build_and_calm_slots_calm():
    for programme in ALL.values():
        for slot in programme.slot:
            kinds = {catalogue()[slug].facts.mechanism for slug in slot.choose}
            if slot.part is Part.CARDIO:
                assert kinds == {Mechanism.CARDIO}, slot.name
            elif slot.part is not Part.STRENGTH:
                assert kinds <= {Mechanism.MOBILITY, Mechanism.CALM}, slot.name
            else:
                assert kinds <= {Mechanism.STRENGTH, Mechanism.STABILITY}, slot.name


# Rescue.


def _heard(slug: str, joint: Joint) -> bool:
    return catalogue()[slug].demand.of(joint) >= DEMAND_HEARD.first


@asked_of(pair=[*combinations(Region, 2), *((region,) for region in Region)])
@pytest.mark.hazard("H16")
def test_every_place_and_pair_of_places_has_a_rescue_that_spares_them(pair: tuple[Region, ...]):
    offered = rescue(pair)
    for region in pair:
        assert region is Region.WIDESPREAD or not [slug for slug in offered if _heard(slug, region.joint)]
    exercises = [catalogue()[slug] for slug in offered]
    plain = [one for one in exercises if one.facts.positions == (Position.CHAIR,) and one.variant(With.BODY)]
    assert len(plain) >= 4, "seated, without anything"
    assert any(one.facts.mechanism is Mechanism.MOBILITY for one in plain)
    assert any(one.facts.mechanism is Mechanism.CALM for one in plain)


def test_rescue_lists_name_every_place_once_each():
    assert set(rescue_lists()) == set(Joint)
    assert all(len(set(slugs)) == len(slugs) for slugs in rescue_lists().values())


def test_a_rescue_without_any_place_is_empty():
    assert rescue(()) == ()


# A file that does not fit says where.


@pytest.mark.parametrize(("old", "new", "place"), [
    ('"chair_stand_high"', '"chair_stood"', "slot.stand_up.choose"),
    ("from_minutes = 20", "from_minutes = 15", "from_minutes"),
    ("weight = 3", "weight = true", "weight"),
    ('"seated_cat_cow", "side', '"cat_cow", "side', "on the floor"),
    ('days = ["A"]', 'days = ["C"]', "days"),
    ("minutes = 20\neffort", "minutes = 25\neffort", "minutes"),
    ("[words.en", "[words.de", "words.en"),
    ('name = "breathe"', 'name = "breath"', "words.en.purpose"),
    ("families = [", 'families = ["calf"]\nfamilie = [', "familie"),
    ("from_minutes = 2\n", "from_minutes = 10\n", "from_minutes = 2"),
    ("review_weeks = 8", "", "review_weeks"),
    ("sets = [1, 2]", "sets = [2, 1]", "sets"),
    ("[[slot]]", "[[slot", "TOML"),
])
def test_a_fault_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, place: str):
    text = (Path(programme_module.__file__).parent / "low_back.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "low_back.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Malformed) as caught:
        load(tmp_path)
    assert "low_back.toml" in str(caught.value) and place in str(caught.value)


def test_asking_for_a_day_or_length_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="not day 'C' of 20"):
        ALL["knee"].slots("C", 20)
    with pytest.raises(ValueError, match="of 15"):
        ALL["knee"].slots("A", 15)
