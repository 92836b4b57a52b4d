"""What can be made of dumbbells, plates and bands: exactly that, and never more than was asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo import strict, words
from halfkilo.dose import owned
from halfkilo.dose.owned import Pick, built, loads, pick
from halfkilo.gym.devices.manual import pick_up
from halfkilo.gym.quality import Kind, qualities
from halfkilo.journal.kinds import equipped
from halfkilo.units import Tool
from halfkilo.web.pages.player_data import item_data
from tests.life import BACK, LIFT, Life, item, offer

KIT = {
    "dumbbells": [1_000, 2_000, 3_000], "pairs": [2_000], "bands": [{"name": "yellow", "grams": 1_500}, {"name": "red", "grams": 2_500}],
    "handles": [{"grams": 2_000, "count": 2}], "plates": [{"grams": 500, "count": 4}, {"grams": 1_250, "count": 4}],
}

weights = st.sampled_from([250, 500, 750, 1_000, 1_250, 1_360, 2_500])
counted = st.lists(st.tuples(weights, st.integers(1, 9)), max_size=3, unique_by=lambda one: one[0]).map(tuple)


def by_trying(handles, plates, pieces):
    """Every load the slow way: load -> the fewest plates on a side."""
    found = {}
    for handle, many in handles:
        if many < pieces:
            continue
        for each in product(*(range(count // (2 * pieces) + 1) for _, count in plates)):
            load = handle + 2 * sum(many * grams for many, (grams, _) in zip(each, plates, strict=True))
            if load <= owned.MOST:
                found[load] = min(found.get(load, 99), sum(each))
    return found


@given(counted, counted, st.sampled_from([1, 2]))
def test_plates_make_exactly_what_trying_everything_makes(handles, plates, pieces):
    found = built(handles, plates, pieces)

    assert {load: len(each) for load, (_, each) in found.items()} == by_trying(handles, plates, pieces)
    for load, (handle, each) in found.items():
        assert handle + 2 * sum(each) == load
        assert list(each) == sorted(each, reverse=True)
        assert all(each.count(grams) * 2 * pieces <= dict(plates)[grams] for grams in each)
        assert dict(handles)[handle] >= pieces


@given(counted, counted, st.lists(weights, max_size=3), st.sampled_from([1, 2]), st.integers(0, 30_000))
def test_never_above_what_was_asked_and_never_lighter_than_needed(handles, plates, ready, pieces, asked):
    kit = {"dumbbells": ready, "handles": [{"grams": g, "count": n} for g, n in handles],
           "plates": [{"grams": g, "count": n} for g, n in plates]}
    found = pick(kit, Tool.DUMBBELL, pieces, asked)
    everything = {*by_trying(handles, plates, pieces), *(ready if pieces == 1 else ())}
    best = max((load for load in everything if load <= asked), default=0)

    assert (found.grams if found else 0) == best
    assert found is None or (found.asked == asked and (not found.handle or found.handle + 2 * sum(found.plates) == found.grams))


def test_of_several_ways_the_one_with_fewer_and_heavier_plates():
    plates = ((500, 20), (1_000, 20), (1_250, 20), (1_500, 20))
    assert built(((2_000, 1),), plates, 1)[2_000 + 2 * 2_500] == (2_000, (1_500, 1_000))
    assert built(((2_000, 1),), ((1_000, 4), (1_250, 4), (1_500, 4)), 1)[7_000] == (2_000, (1_500, 1_000))


def test_the_two_plates_of_the_example():
    assert pick(KIT, Tool.DUMBBELL, 1, 7_000) == Pick(Tool.DUMBBELL, 7_000, 7_000, 1, 2_000, (1_250, 1_250))
    assert pick_up.asked(KIT, Tool.DUMBBELL, 1, 7_000) == "On each side of the 2 kg handle: 2 × 1.25 kg."
    assert pick_up.asked(KIT, Tool.DUMBBELL, 1, 6_500) == "On each side of the 2 kg handle: 1 × 1.25 kg and 2 × 0.5 kg."
    assert pick_up.asked(KIT, Tool.DUMBBELL, 2, 5_500) == "On each side of both 2 kg handles: 1 × 1.25 kg and 1 × 0.5 kg."
    assert pick_up.asked(KIT, Tool.DUMBBELL, 1, 3_000) == "Take the 3 kg dumbbell."  # ready is simpler than plates
    assert pick_up.asked(KIT, Tool.DUMBBELL, 2, 2_000) == "Take the two 2 kg dumbbells."
    assert pick_up.asked(KIT, Tool.BAND, 1, 2_500) == "Take this band: red."
    assert pick_up.asked(KIT, Tool.DUMBBELL, 1, 7_400) == (
        "You can't make 7.4 kg with what you own. 7 kg is the next lighter. On each side of the 2 kg handle: 2 × 1.25 kg.")
    assert pick_up.asked(KIT, Tool.DUMBBELL, 1, 900) == "Nothing you own is as light as 0.9 kg."
    bare = {"handles": [{"grams": 1_800, "count": 2}]}
    assert pick_up.asked(bare, Tool.DUMBBELL, 1, 1_800) == "Take the 1.8 kg handle without plates."
    assert pick_up.asked(bare, Tool.DUMBBELL, 2, 1_800) == "Take the two 1.8 kg handles without plates."


@pytest.mark.parametrize("language", words.languages())
def test_every_language_says_what_to_pick_up(language):
    with words.strictly():
        for one in pick_up.picks(KIT, Tool.DUMBBELL, 1, 20_000, language) + pick_up.picks(KIT, Tool.DUMBBELL, 2, 20_000, language):
            assert any(digit in one["say"] for digit in "0123456789०१२३४५६७८९") and "{" not in one["say"]
        assert pick_up.asked(KIT, Tool.DUMBBELL, 1, 7_400, language) != pick_up.asked(KIT, Tool.DUMBBELL, 1, 900, language)


def test_nothing_owned_makes_nothing():
    assert loads({}, Tool.DUMBBELL, 1, 10_000) == () and pick({}, Tool.BAND, 1, 10_000) is None
    assert loads(KIT, Tool.CABLE, 1, 10_000) == () and loads(KIT, Tool.BODY, 1, 10_000) == ()
    one_handle = {"handles": [{"grams": 2_000, "count": 1}], "plates": [{"grams": 500, "count": 3}]}
    assert loads(one_handle, Tool.DUMBBELL, 2, 10_000) == ()
    assert loads(one_handle, Tool.DUMBBELL, 1, 10_000) == (2_000, 3_000)  # of three plates one stays on the floor


def test_the_dose_finds_and_the_player_says_what_plates_can_make():
    person = Life({BACK: 3}, unlocked=True, gym=False, dumbbells=(4_000,))
    person.pin(LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 4_000, 15, sets=1, tool=Tool.DUMBBELL)
    kit = equipped.Body(handles=(equipped.Counted(2_000, 1),), plates=(equipped.Counted(500, 8), equipped.Counted(125, 2)))
    person.add("equipped", kit)
    session = person.today(4)
    one = item(session, LIFT)

    makeable = loads(strict.plain(kit), Tool.DUMBBELL, 1, 10_000)
    assert makeable[:6] == (2_000, 2_250, 3_000, 3_250, 4_000, 4_250)
    assert one.tool is Tool.DUMBBELL and one.grams == 4_000 and one.step == 250
    assert offer(session, LIFT).grams == 4_250
    shown = replace(one, exercise="goblet_squat")
    told = item_data(shown, person.state)
    assert [pick["grams"] for pick in told["picks"]] == [2_000, 2_250, 3_000, 3_250, 4_000]
    assert told["picks"][-1]["say"] == "On each side of the 2 kg handle: 2 × 0.5 kg."
    assert item_data(replace(shown, tool=Tool.BODY, grams=0), person.state)["picks"] == []


def test_what_the_journal_keeps_is_what_is_reckoned_with():
    body = equipped.Body(handles=(equipped.Counted(2_000, 2),), plates=(equipped.Counted(500, 4),))
    assert loads(strict.plain(body), Tool.DUMBBELL, 2, 10_000) == (2_000, 3_000)
    assert loads(strict.plain(body), Tool.DUMBBELL, 1, 10_000) == (2_000, 3_000, 4_000)


def test_its_page_says_that_it_has_no_motor():
    assert qualities()["manual"].kind is Kind.MANUAL
