"""A first load carried over from the exercise whose place was taken by a yes: lighter than what is known, or found as ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.dose import Choice, Verdict
from halfkilo.dose.capacity import capacity
from halfkilo.dose.carried import leverage
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.explain import why
from halfkilo.dose.gates import gates
from halfkilo.dose.items import decide
from halfkilo.exercises import catalogue
from halfkilo.journal.entry import uuid7
from halfkilo.journal.fields import Answer, Offered
from halfkilo.journal.kinds import proposed
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Region, Side, Tool
from tests.life import DAY0, Life

OLD, NEW = "straight_arm_pulldown", "seated_pulldown"
"""Neighbours of one family on the cable; a kilogram has no longer lever in the new one."""


def moved(grams: int = 10_000, reps: int = 8, *, old: str = OLD, new: str = NEW, yes: Answer = Answer.ACCEPT, **more: Any) -> Life:
    """Did the old one well, then answered the offer of the new one."""
    person = Life({Region.SHOULDER_LEFT: 2}, unlocked=True, programme="neck_shoulder")
    person.outing(0, old, grams, reps, **({"pre": 2, "peak": 2, "morning": 2, "effort": 6} | more))
    person.check_in(2, 2)
    ref = uuid7(0, b"0123456789")
    offered = proposed.Offer(ref, Offered.HARDER, old, Tool.CABLE, Side.BOTH, 0, 8, "E7-harder", new)
    person.add("proposed", proposed.Body(DAY0, "1", "", (), (offered,)), author="site")
    person.answer(ref, yes)
    return person


def first(person: Life, slug: str = NEW, day: int = 2) -> Decision:
    """What is decided for it, whether the day has room for it or not."""
    on = Day(person.state, (DAY0 + timedelta(days=day)).isoformat(), Choice(), catalogue())
    variant = catalogue()[slug].variant(Tool.CABLE)
    assert variant is not None
    return decide(Case(on, gates(on), catalogue()[slug], variant, Side.BOTH, 2))


def test_it_begins_from_what_is_known_and_says_so():
    one = first(moved())

    assert (one.verdict, one.rule, one.reasons[0].rule) == (Verdict.START, "start", "start-carried")
    assert one.grams == 6_000, "half of 12 kg, the lower end of the band"
    with words.strictly():
        assert all("6" in why(one.reasons[0], language) for language in words.languages())


@pytest.mark.hazard("H12")
@settings(max_examples=25, deadline=None)
@given(st.integers(1, 100), st.integers(1, 12), st.integers(0, 6))
def test_never_above_half_of_the_lower_end_nor_above_what_was_lifted(notches: int, reps: int, effort: int):
    grams = 500 * notches
    one = first(moved(grams, reps, effort=effort))
    band = capacity(grams, reps, 10 - effort)
    if one.verdict is Verdict.START:
        assert band is not None and one.grams <= grams and 2 * one.grams <= band.low and one.grams % 500 == 0
    else:
        assert one.verdict is Verdict.FIND


@pytest.mark.parametrize("said", [{"effort": None}, {"effort": 8}, {"peak": 6}, {"peak": None}, {"morning": None}, {"morning": 4},
                                  {"done": 5}, {"form_lost": True}], ids=str)
def test_what_was_not_done_well_says_nothing(said: dict[str, Any]):
    assert first(moved(**said)).verdict is Verdict.FIND


def test_without_a_yes_the_load_is_found():
    assert first(moved(yes=Answer.KEEP)).verdict is Verdict.FIND


def test_after_a_break_it_is_found():
    assert first(moved(), day=12).verdict is Verdict.FIND


def test_other_levers_joints_and_families_are_found():
    known = catalogue()
    assert leverage(OLD, NEW, Tool.CABLE) == 100
    assert leverage(NEW, OLD, Tool.CABLE) < 50 and first(moved(old=NEW, new=OLD), OLD).verdict is Verdict.FIND
    assert leverage("vector_lift", NEW, Tool.CABLE) == 0, "what was never weighed says nothing"
    assert known["seated_row"].facts.family is not known[NEW].facts.family
    assert first(moved(old="seated_row")).verdict is Verdict.FIND


@pytest.mark.hazard("H22")
def test_a_clinicians_limit_holds_for_it():
    person = moved()
    person.limit(What.LOAD_MOST, 3_000, exercise=NEW, author="clinician:rao")
    assert first(person).grams == 3_000


def test_the_set_then_stands_and_a_heavier_one_does_not():
    person = moved()
    one = first(person)
    on = DAY0 + timedelta(days=2)
    person.add("proposed", proposed.Body(on, "1", "", (proposed.DoseLine(NEW, Tool.CABLE, Side.BOTH, one.grams, 8, 2, "start"),)))
    person.open(2)
    person.sets(NEW, one.grams + 4_000, one.target)
    assert person.state["exercises"][f"{NEW}:cable:both"]["dose"]["g"] == one.grams
