"""Which exercises are open to somebody, with what, at which loads, and in which order they come up."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from halfkilo.dose.grid import GYM, grid_for
from halfkilo.dose.owned import loads, pick
from halfkilo.dose.reach import Reach, reach_for
from halfkilo.exercises import Catalogue, Exercise, Family, Need
from halfkilo.exercises.facts import Pulley
from halfkilo.exercises.loads import Demand
from halfkilo.screening import LoadClass
from halfkilo.units import Joint, Side, Tool
from tests.life import BACK, CATALOGUE, LEFT, LIFT

LIFTED = CATALOGUE[LIFT].facts
CABLE, DUMBBELL = LIFTED.variant
EVERYTHING = frozenset(Tool)
FLOOR = next(one.facts.positions for one in CATALOGUE.values() if one.on_floor)


def named(slug: str, back: int = 50, **changes: Any) -> Exercise:
    return Exercise(slug, replace(LIFTED, **{"easier": None, **changes}), Demand({Joint.LOW_BACK: back}))


def reach(*exercises: Exercise, cannot: tuple[str, ...] = (), left_out: tuple[LoadClass, ...] = (), limits: tuple[dict[str, Any], ...] = (),
          gym: bool = True, instead: tuple[tuple[str, str], ...] = (), dumbbells: tuple[int, ...] = ()) -> Reach:
    known = Catalogue({one.slug: one for one in exercises}) if exercises else CATALOGUE
    equipment = {"gym": {"device": "simulated"} if gym else None, "dumbbells": list(dumbbells)}
    return reach_for(known, (BACK,), frozenset(cannot), frozenset(left_out), json.dumps(limits), json.dumps(equipment), instead, 60_000)


# --- what can be made -----------------------------------------------------------------------------------------------
def test_a_gym_makes_its_notches_where_it_has_as_many_cables_as_are_needed():
    two = replace(CABLE, pieces=2, pulley=Pulley.LOW)
    assert grid_for({"gym": {"cables": 1}}, two, 60_000).notches == ()
    assert grid_for({"gym": {"cables": 1}}, CABLE, 2_000).notches == (500, 1_000, 1_500, 2_000)
    assert grid_for({"gym": {}}, two, 1_000).notches == (500, 1_000) and grid_for({}, CABLE, 1_000).notches == ()
    assert grid_for({"gym": {"least": 700, "step": 250, "most": 1_300}}, CABLE, 60_000).notches == (700, 950, 1_200)
    assert grid_for({"gym": {"least": 1, "step": 1, "most": 3}}, CABLE, 60_000).notches == (1, 2, 3), "nothing is no load, one gram is one"
    assert grid_for({"gym": {"least": 0, "step": 2, "most": 4}}, CABLE, 3).notches == (2,)
    assert GYM == {"cables": 2, "least": 0, "most": 100_000, "step": 500}


@pytest.mark.parametrize(("ceiling", "own", "most"), [(3_000, 100_000, 3_000), (60_000, 2_500, 2_500)])
def test_nothing_is_made_above_the_least_ceiling(ceiling: int, own: int, most: int):
    assert grid_for({"gym": {}}, replace(CABLE, ceiling=own), ceiling).notches[-1] == most


def test_what_is_picked_up_is_the_heaviest_that_is_not_above_what_is_asked():
    owned = {"bands": [{"name": "yellow", "grams": 1_500}, {"name": "red", "grams": 2_500}], "dumbbells": [2_000], "pairs": [1_000],
             "handles": [{"grams": 500, "count": 1}], "plates": [{"grams": 250, "count": 4}, {"grams": 500, "count": 2}]}
    band = pick(owned, Tool.BAND, 1, 2_400)
    assert band is not None and (band.grams, band.band, band.handle, band.plates) == (1_500, "yellow", 0, ())
    ready = pick(owned, Tool.DUMBBELL, 1, 2_100)
    assert ready is not None and (ready.grams, ready.handle, ready.plates, ready.asked) == (2_000, 0, (), 2_100)
    made = pick(owned, Tool.DUMBBELL, 1, 1_600)
    assert made is not None and (made.grams, made.handle, made.plates) == (1_500, 500, (500,)), "one plate on each side, not two"
    both = pick(owned, Tool.DUMBBELL, 2, 5_000)
    assert both is not None and (both.grams, both.pieces) == (1_000, 2), "what is owned once is not for both hands"
    assert pick(owned, Tool.BAND, 1, 1_499) is None and loads(owned, Tool.CABLE, 1, 9_000) == ()
    assert loads(owned, Tool.DUMBBELL, 1, 9_000) == (500, 1_000, 1_500, 2_000, 2_500)
    assert loads(owned, Tool.DUMBBELL, 1, 2_000) == (500, 1_000, 1_500, 2_000), "up to what is asked"
    assert loads({"bands": [{"name": "none", "grams": 0}, {"name": "one", "grams": 1}]}, Tool.BAND, 1, 9) == (1,), "nothing is no load"


def test_plates_go_on_both_sides_alike_and_the_same_weight_told_twice_counts_together():
    def made(*plates: tuple[int, int], handles: int = 1, pieces: int = 1) -> tuple[int, ...]:
        owned = {"handles": [{"grams": 1_000, "count": handles}], "plates": [{"grams": grams, "count": many} for grams, many in plates]}
        return loads(owned, Tool.DUMBBELL, pieces, 9_000)

    assert made((500, 1)) == (1_000,), "one plate alone goes nowhere"
    assert made((500, 2)) == made((500, 1), (500, 1)) == made((500, 3)) == (1_000, 2_000)
    assert made((500, 4)) == (1_000, 2_000, 3_000)
    assert made((500, 2), handles=2, pieces=2) == (1_000,) and made((500, 4), handles=2, pieces=2) == (1_000, 2_000)
    assert made((500, 4), handles=1, pieces=2) == () and made((0, 4)) == (1_000,)


@pytest.mark.hazard("H22")
def test_a_limit_caps_the_load_on_its_side_and_exercise():
    one, other = named("one"), named("other")
    limits = ({"what": "load_most", "value": 8_000, "exercise": "one"},
              {"what": "load_most", "value": 3_000, "exercise": "one", "side": "left"})
    open_to = reach(one, other, limits=limits)
    assert [open_to.grid(one, CABLE, side).notches[-1] for side in (Side.LEFT, Side.RIGHT, Side.BOTH)] == [3_000, 8_000, 3_000]
    assert open_to.grid(other, CABLE, Side.BOTH).notches[-1] == 60_000
    assert open_to.limit("sets_most", "one", Side.LEFT) is None


# --- what is open ---------------------------------------------------------------------------------------------------
@pytest.mark.hazard("H16", "H49")
def test_why_somebody_is_not_given_an_exercise():
    classed = next(one for one in CATALOGUE.values() if one.facts.classes)
    needy = named("one", needs=(Need.FLOOR,), positions=("kneel",))
    standing, lying = named("one", positions=("stand",)), named("one", positions=("kneel",))
    assert reach(standing).why_not(standing) is None
    assert reach(named("one", supervised=True)).why_not(named("one", supervised=True)) == "supervised"
    assert reach(standing, limits=({"what": "ban", "exercise": "one"},)).why_not(standing) == "banned"
    assert reach(standing, limits=({"what": "ban", "exercise": "other"},)).why_not(standing) is None
    assert reach(needy, cannot=("floor",)).why_not(needy) == "floor" and reach(needy, cannot=("kneel",)).why_not(needy) is None
    assert reach(standing, cannot=("standing",)).why_not(standing) == "standing"
    assert reach(lying, cannot=("standing",)).why_not(lying) is None and reach(standing, cannot=("grip",)).why_not(standing) is None
    out = classed.facts.classes[0]
    assert reach(left_out=(out,)).why_not(classed) == out.value and reach().why_not(classed) is None


def test_what_loads_a_resting_place_does_not_fit():
    heard, faint = named("one", 20), named("one", 19)
    assert not reach(heard).fits(heard, frozenset({BACK})) and reach(faint).fits(faint, frozenset({BACK}))
    assert reach(heard).fits(heard, frozenset({LEFT})) and reach(heard).fits(heard, frozenset())
    assert not reach(heard, limits=({"what": "ban", "exercise": "one"},)).fits(heard, frozenset())


def test_the_cable_comes_first_then_what_is_at_hand_and_makes_a_load():
    one = named("one")
    assert reach(one, dumbbells=(2_000,)).variant_for(one, EVERYTHING) == CABLE
    assert reach(one, dumbbells=(2_000,)).variant_for(one, EVERYTHING - {Tool.CABLE}) == DUMBBELL
    assert reach(one, gym=False, dumbbells=(2_000,)).variant_for(one, EVERYTHING) == DUMBBELL
    assert reach(one, gym=False).variant_for(one, EVERYTHING) is None
    body = Exercise("body", replace(CATALOGUE["vector_easy"].facts, harder=None), Demand({}))
    assert reach(body, gym=False).variant_for(body, frozenset({Tool.BODY})) == body.facts.variant[0]


def test_who_can_not_grip_holds_nothing():
    held = next(one for one in CATALOGUE.values() if (variant := one.variant(Tool.CABLE)) is not None and one.held(variant))
    found = reach(cannot=("grip",), dumbbells=(2_000,)).variant_for(held, EVERYTHING)
    assert found is None or not held.held(found)
    assert reach(dumbbells=(2_000,)).variant_for(held, EVERYTHING) == held.variant(Tool.CABLE)


# --- in which order -------------------------------------------------------------------------------------------------
def family(*asks: int, **more: Any) -> tuple[Exercise, ...]:
    return tuple(named(f"vector_{number}", back, **more) for number, back in enumerate(asks))


def test_up_to_four_of_the_family_the_gentlest_first_never_itself():
    known = family(60, 30, 50, 20, 40, 10)
    swaps = reach(*known).swaps(known[0], frozenset(), EVERYTHING)
    assert swaps == ("vector_5", "vector_3", "vector_1", "vector_4")
    assert reach(*known[:3]).swaps(known[1], frozenset(), EVERYTHING) == ("vector_2", "vector_0")
    banned = reach(*known[:3], limits=({"what": "ban", "exercise": "vector_2"},))
    assert banned.swaps(known[1], frozenset(), EVERYTHING) == ("vector_0",)
    assert reach(*known[:3], gym=False).swaps(known[1], frozenset(), EVERYTHING) == ()


def test_a_slot_takes_what_was_pinned_then_what_was_moved_to_then_the_programme_then_the_gentlest():
    known = (*family(60, 30, 50, 20), named("floor", 10, positions=FLOOR), named("pin", 70), named("new", 80))
    families = (LIFTED.family,)
    pin = ({"what": "pin", "exercise": "pin"}, {"what": "pin", "exercise": "gone"})
    open_to = reach(*known, limits=pin, instead=(("vector_1", "new"), ("vector_2", "gone")))
    assert open_to.pinned == ["pin"]
    found = list(dict.fromkeys(open_to.candidates(families, ("vector_0", "vector_1", "vector_2"))))
    assert found == ["pin", "new", "vector_0", "vector_3"], "what was moved away from is not there, nor what is done on the floor"
    assert list(open_to.candidates((), ())) == []


def test_of_equally_gentle_ones_what_is_towards_an_activity_comes_first():
    other = next(one for one in Family if one is not LIFTED.family)
    known = (*family(30, 30), named("aimed", 30, family=other), named("rough", 40, family=other))
    open_to, families = reach(*known), (LIFTED.family, other)
    plain = [slug for slug in open_to.candidates(families, ()) if slug]
    assert set(plain) == {"vector_0", "vector_1", "aimed", "rough"} and plain[-1] == "rough"
    assert list(open_to.candidates(families, (), {other})) == ["aimed", *[slug for slug in plain if slug.startswith("vector")], "rough"]


# --- limits about a place -------------------------------------------------------------------------------------------
@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("asks", "holds"), [(50, True), (20, True), (19, False), (0, False)])
def test_a_limit_about_a_place_holds_for_what_loads_it(asks: int, holds: bool):
    one = named("one", asks)
    limits = tuple({"what": what, "value": value, "region": "low_back"} for what, value in (("no_rise", None), ("sets_most", 1)))
    open_to = reach(one, limits=limits)
    assert open_to.has("no_rise", "one") is holds and open_to.limit("sets_most", "one", Side.BOTH) == (1 if holds else None)
    assert open_to.has("no_rise", "gone") and open_to.limit("sets_most", "gone", Side.BOTH) == 1, "what is not known loads everything"
    assert not open_to.has("ban", "one") and open_to.limit("load_most", "one", Side.BOTH) is None


def test_a_limit_about_one_knee_holds_for_its_own_side_and_for_both_together():
    one = CATALOGUE["vector_side"]
    open_to = reach(one, limits=({"what": "load_most", "value": 3_000, "region": "knee_left"}, {"what": "no_rise", "region": "knee_left"}))
    assert [open_to.limit("load_most", one.slug, side) for side in (Side.LEFT, Side.RIGHT, Side.BOTH)] == [3_000, None, 3_000]
    assert open_to.has("no_rise", one.slug), "an exercise that loads it on one of its sides does not rise"


def test_the_strictest_limit_holds_and_one_without_a_number_is_none():
    one = named("one")
    limits = ({"what": "load_most", "value": 5_000}, {"what": "load_most", "value": 4_000, "exercise": "one"},
              {"what": "load_most", "value": 1_000, "exercise": "other"}, {"what": "load_most", "value": None, "exercise": "one"})
    assert reach(one, limits=limits).limit("load_most", "one", Side.BOTH) == 4_000
    assert reach(one, limits=limits).limit("load_most", "two", Side.BOTH) == 5_000
