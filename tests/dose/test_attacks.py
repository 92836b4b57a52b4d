"""Ways to get more than was earned, or less than was meant, that an adversary found: each stays closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from halfkilo.dose import Status
from halfkilo.journal.fields import Answer, Different, Finder, Mode, Moment, Offered, Why
from halfkilo.journal.kinds import checked_in, corrected, equipped, profiled, session_opened, set_done, stopped
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.state import key_of
from halfkilo.units import Region, Side, Tool
from tests.life import BACK, DAY0, LEFT, LIFT, Life, item, offer

KEY = key_of(LIFT, Tool.CABLE, Side.BOTH)


def lifter(usual: int = 3, **more) -> Life:
    """Somebody unlocked, whose lift is in every session."""
    person = Life({BACK: usual}, unlocked=True, **more)
    person.pin(LIFT)
    return person


def spared(person: Life, day: int, grams: int, target: int, mode: Mode = Mode.GENTLE) -> None:
    """A gentle or rescue session with the lift."""
    on = person.go(day)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, on, mode))
    person.sets(LIFT, grams, target, peak=3)
    person.close()
    person.morning(day + 1, 3)


def twice(person: Life, grams: int = 12_000, reps: int = 12) -> None:
    for day in (0, 2):
        person.outing(day, LIFT, grams, reps)


# --- a load or an amount rises without a yes ------------------------------------------------------------------------
@pytest.mark.hazard("H12")
def test_many_gentle_sessions_do_not_bring_back_the_first_load():
    person = lifter()
    person.open(-8)
    person.find(LIFT, {8_000: Finder.MORE, 10_000: Finder.COMFORTABLE})
    person.close()
    person.outing(0, LIFT, 6_000, 8)
    for day in (2, 4, 6, 8, 10):
        spared(person, day, 4_500, 8)

    assert item(person.today(12), LIFT).grams == 6_000


@pytest.mark.hazard("H12")
def test_a_finder_in_between_opens_nothing():
    person = lifter()
    person.outing(0, LIFT, 10_000, 12)
    person.open(2)
    person.find(LIFT, {30_000: Finder.COMFORTABLE})
    person.close()
    person.outing(3, LIFT, 28_000, 12)

    assert person.state["exercises"][KEY]["dose"]["g"] == 10_000
    assert item(person.today(4), LIFT).grams == 10_000


@pytest.mark.hazard("H12")
def test_a_finder_in_between_does_not_start_a_new_week():
    person = lifter()
    for day in (-4, -2):
        person.outing(day, LIFT, 10_000, 12)
    for day, grams in ((0, 10_500), (3, 11_000)):
        session = person.decide(day)
        person.answer(offer(session, LIFT).id, Answer.ACCEPT)
        for later in (day, day + 1):
            person.outing(later, LIFT, grams, 12)
    person.open(5)
    person.find(LIFT, {500: Finder.COMFORTABLE})
    person.close()
    person.morning(6, 3)

    assert offer(person.today(6), LIFT) is None


@pytest.mark.hazard("H12")
def test_more_reps_than_were_asked_for_stay_history():
    person = lifter()
    person.outing(0, LIFT, 10_000, 8)
    person.outing(2, LIFT, 10_000, 40)

    assert item(person.today(4), LIFT).target <= 9


@pytest.mark.hazard("H12")
def test_the_same_set_twice_is_not_two_sets():
    person = lifter()
    for day in (0, 2):
        person.check_in(day, 3)
        session = person.open(day)
        for _ in range(2):  # two tabs
            person.add("set_done", set_done.Body(session, LIFT, Tool.CABLE, Side.BOTH, 1, 12_000, 12, 12, 2))
        person.sets(LIFT, 12_000, 12, sets=0, peak=3)
        person.close()
        person.morning(day + 1, 3)

    assert offer(person.today(3), LIFT) is None


@pytest.mark.hazard("H12")
def test_an_offer_of_before_a_cut_can_not_be_accepted_after_it():
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    late = list(person.entries)
    person.entries = late[:-1]  # another device brings a session of two kilos less, done before the decision
    person.outing(2, LIFT, 8_000, 12)
    person.entries.append(late[-1])
    person.go(4)
    person.answer(made.id, Answer.ACCEPT)

    assert "accepted" not in person.state["exercises"][KEY]


@pytest.mark.hazard("H09")
def test_an_old_offer_is_not_open_for_ever():
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.go(33)
    person.answer(made.id, Answer.ACCEPT)

    assert "accepted" not in person.state["exercises"][KEY]


@pytest.mark.hazard("H12")
def test_a_second_session_on_one_day_has_heard_the_first():
    person = lifter()
    person.outing(0, LIFT, 10_000, 12)
    person.outing(2, LIFT, 10_000, 12, peak=8, morning=None)

    assert item(person.today(2, minutes=30), LIFT).grams == 8_000


@pytest.mark.hazard("H43")
@pytest.mark.parametrize("different", [Different.NEW_PAINKILLER, Different.SLEPT_BADLY])
def test_a_yes_waits_on_a_day_that_holds(different):
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.answer(made.id, Answer.ACCEPT)
    person.check_in(4, 3, different)

    assert item(person.today(4), LIFT).grams == 12_000


def test_a_clinicians_no_rise_stops_a_yes_that_waits():
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.answer(made.id, Answer.ACCEPT)
    person.limit(What.NO_RISE, author="clinician:rao")

    assert item(person.today(4), LIFT).grams == 12_000


def test_lighter_is_what_is_done_next():
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.answer(made.id, Answer.LIGHTER, grams=made.lighter)

    assert item(person.today(3), LIFT).grams == 11_500


# --- breaks ---------------------------------------------------------------------------------------------------------
def test_a_gentle_session_does_not_use_up_a_break():
    person = lifter()
    person.outing(0, LIFT, 20_000, 10)
    spared(person, 30, 12_500, 10)

    assert item(person.today(32), LIFT).grams == 16_000


def test_training_once_a_fortnight_is_not_cut_for_ever():
    person = lifter()
    person.outing(0, LIFT, 20_000, 10)
    assert item(person.today(14), LIFT).grams == 18_000
    person.outing(14, LIFT, 18_000, 10)
    again = person.today(28)
    assert (item(again, LIFT).grams, item(again, LIFT).target) == (18_000, 10)
    assert offer(again, LIFT) is None

    person.outing(28, LIFT, 18_000, 10, peak=7)
    assert item(person.today(42), LIFT).grams < 18_000


# --- flares and the way back ----------------------------------------------------------------------------------------
def after_flare(person: Life, day: int, *regions: Region) -> int:
    """A flare from `day`, over again; the day after it."""
    person.flare(day, *(regions or (BACK,)))
    for later in range(1, 5):
        person.morning(day + later, 3)
    return day + 5


@pytest.mark.hazard("H12")
def test_a_yes_to_a_stage_that_was_not_used_is_no_yes_to_all_of_it():
    person = lifter()
    person.outing(0, LIFT, 20_000, 10)
    day = after_flare(person, 2)
    session = person.decide(day)
    assert offer(session, LIFT).offered is Offered.WAY_BACK
    person.answer(offer(session, LIFT).id, Answer.ACCEPT)
    assert item(person.today(day), LIFT).grams == 14_000

    for later in range(day, day + 20):
        assert item(person.today(later), LIFT).grams <= 14_000
    person.morning(day + 1, 7)
    assert item(person.today(day + 1), LIFT).grams <= 14_000


@pytest.mark.hazard("H12")
def test_an_offer_of_before_a_flare_does_not_lead_past_the_way_back():
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.flare(4)
    person.answer(made.id, Answer.ACCEPT)
    person.mornings(5, [3, 3, 3, 3])

    assert all(one.exercise != LIFT for one in person.today(9).items)


def test_the_way_back_never_leads_past_the_load_before_this_flare():
    person = Life({BACK: 3, LEFT: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 20_000, 10)
    after_flare(person, 2, LEFT)  # a place the lift does not load
    person.outing(9, LIFT, 10_000, 10)
    day = after_flare(person, 11, BACK)
    made = offer(person.today(day), LIFT)

    assert made.offered is Offered.WAY_BACK
    assert made.grams == 7_000


def test_a_flare_elsewhere_does_not_begin_a_way_back_here():
    person = Life({BACK: 3, LEFT: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(-30, LIFT, 10_000, 10)
    day = after_flare(person, -28, BACK)
    for stage_day in (day, day + 2, day + 4):
        made = offer(person.decide(stage_day), LIFT)
        person.answer(made.id, Answer.ACCEPT)
        person.outing(stage_day, LIFT, made.grams, 10)
    person.outing(0, LIFT, 10_000, 10)
    person.flare(2, LEFT)

    assert any(one.exercise == LIFT for one in person.today(7).items) or "stage" not in person.state["exercises"][KEY]
    person.mornings(3, [3, 3, 3, 3])
    assert item(person.today(7), LIFT).grams == 10_000


@pytest.mark.hazard("H14")
def test_a_new_profile_in_a_flare_does_not_end_it():
    person = lifter()
    person.outing(0, LIFT, 20_000, 10)
    person.flare(2)
    person.add("profiled", profiled.Body((profiled.Place(LEFT, 3, 5, 12, True), profiled.Place(BACK, 3, 5, 12, False)), 1976))

    assert all(one.exercise != LIFT for one in person.today(3).items)
    person.regions = {BACK: 3, LEFT: 3}
    person.mornings(3, [3, 3, 3, 3])
    assert not person.state["regions"]["low_back"]["tracked"]


def test_a_stage_that_was_cut_is_offered_again_before_the_next():
    person = lifter()
    person.outing(0, LIFT, 20_000, 10)
    day = after_flare(person, 2)
    person.answer(offer(person.decide(day), LIFT).id, Answer.ACCEPT)
    person.outing(day, LIFT, 14_000, 10, peak=8)
    lighter = item(person.today(day + 2), LIFT)
    assert lighter.grams == 11_000
    person.outing(day + 2, LIFT, lighter.grams, 10)

    assert (offer(person.today(day + 4), LIFT).grams, offer(person.today(day + 4), LIFT).stage) == (14_000, 70)


@pytest.mark.hazard("H12")
def test_a_new_profile_does_not_skip_the_way_back():
    person = lifter()
    person.outing(0, LIFT, 20_000, 10)
    day = after_flare(person, 2)
    person.add("profiled", profiled.Body((profiled.Place(LEFT, 3, 5, 12, True),), 1976))
    session = person.today(day)

    assert all(one.exercise != LIFT for one in session.items)
    assert offer(session, LIFT).stage == 70


# --- late, shifted, corrected, imported -----------------------------------------------------------------------------
@pytest.mark.parametrize("shift", [-1, 1, 3])
def test_a_check_in_of_another_day_does_not_make_today_forgotten(shift):
    person = lifter()
    person.check_in(5, 8, Different.NEW_SYMPTOM)
    person.add("checked_in", checked_in.Body(Moment.BEFORE, DAY0 + timedelta(days=5 + shift), pain={BACK: 1}, different=Different.NO))

    assert person.today(5).mode is Mode.RESCUE


def test_rescue_lasts_for_the_day():
    person = lifter()
    person.check_in(5, 8)
    person.check_in(5, 1)

    assert person.today(5).mode is Mode.RESCUE


def test_a_session_dated_ahead_is_of_the_day_it_was_written():
    person = lifter()
    person.outing(0, LIFT, 10_000, 12)
    person.go(2)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, DAY0 + timedelta(days=400)))
    person.sets(LIFT, 10_000, 12, peak=8)
    person.close()

    assert item(person.today(3), LIFT).grams == 8_000


def test_a_yes_from_a_device_whose_clock_is_behind_is_kept():
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.clock -= timedelta(hours=30)
    person.answer(made.id, Answer.ACCEPT)

    assert item(person.today(3), LIFT).grams == 12_500


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("door", ["stopped", "check_in"])
def test_a_stop_sign_is_not_corrected_away(door):
    person = lifter()
    person.go(0)
    if door == "stopped":
        entry = person.add("stopped", stopped.Body(DAY0, Why.SIGN, sign="chest_pressure"))
    else:
        entry = person.add("checked_in", checked_in.Body(Moment.BEFORE, DAY0, sign="chest_pressure"))
    person.add("corrected", corrected.Body(entry.id))
    assert person.today(0).status is Status.STOP

    other = {**entry.body, "sign": None} | ({"why": "time"} if door == "stopped" else {})
    person.add("corrected", corrected.Body(entry.id, other))
    assert person.today(0).status is Status.STOP


def test_a_file_lifts_and_loosens_no_limit_that_was_set_here():
    person = lifter()
    person.outing(0, LIFT, 20_000, 12)
    person.limit(What.LOAD_MOST, 8_000, exercise=LIFT)
    for more in ({"lift": True}, {}):
        person.limit(What.LOAD_MOST, 50_000, exercise=LIFT, **more)
        person.entries[-1] = replace(person.entries[-1], imported=True)

    assert item(person.today(1), LIFT).grams == 8_000


def test_a_limit_on_one_side_holds_where_both_work_together():
    person = lifter()
    person.outing(0, LIFT, 20_000, 12)
    person.limit(What.LOAD_MOST, 8_000, exercise=LIFT, side=Side.LEFT, author="clinician:rao")

    assert item(person.today(1), LIFT).grams == 8_000


def test_a_limit_of_range_holds_where_the_easier_neighbour_is_closed():
    person = lifter(5)
    person.limit(What.BAN, exercise="vector_easy")
    person.limit(What.RANGE_MOST, 50, exercise=LIFT, author="clinician:rao")
    person.outing(0, LIFT, 500, 12, pre=5, peak=8, morning=5)

    assert item(person.today(2), LIFT).range_percent == 50


# --- dead ends ------------------------------------------------------------------------------------------------------
def test_a_first_step_that_hurt_is_tried_again_another_week():
    person = Life({LEFT: 3}, unlocked=True, programme="knee")
    person.pin("vector_side")
    person.check_in(0, 3)
    person.open(0)
    for side in (Side.LEFT, Side.RIGHT):
        person.find("vector_side", {1_000: Finder.HURTS}, side=side)
    person.close()
    shorter = item(person.today(3), "vector_side", Side.LEFT)
    assert (shorter.grams, shorter.range_percent, shorter.sets) == (500, 50, 1), "half a kilo over half the range, until it is tried again"

    assert item(person.today(9), "vector_side", Side.LEFT).rule == "find"


def test_a_gym_whose_least_is_heavier_than_the_dose_leads_to_the_easier_neighbour():
    person = lifter()
    person.outing(0, LIFT, 3_000, 12)
    person.add("equipped", equipped.Body(equipped.Gym("other", least=5_000, step=2_500)))
    session = person.today(2)

    assert any(one.exercise == "vector_easy" for one in session.items)


def test_a_cable_without_a_load_is_no_dose():
    person = lifter()
    person.outing(0, LIFT, 10_000, 10)
    person.outing(2, LIFT, 0, 10)
    assert item(person.today(4), LIFT).grams == 10_000

    fresh = lifter()
    fresh.outing(0, LIFT, 0, 10)
    assert item(fresh.today(2), LIFT).rule == "find"


def test_lighter_by_everything_is_not_the_end_of_the_exercise():
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.answer(made.id, Answer.LIGHTER, grams=0)
    assert item(person.today(3), LIFT).grams == 12_000


def test_a_target_far_out_of_the_range_is_no_target():
    person = lifter()
    person.outing(0, LIFT, 10_000, 500)
    assert item(person.today(2), LIFT).target <= 13


@pytest.mark.parametrize("behind", [0, 25])
def test_sets_of_a_device_whose_clock_is_behind_count_for_the_yes_they_followed(behind):
    person = lifter()
    twice(person)
    made = offer(person.decide(3), LIFT)
    person.answer(made.id, Answer.ACCEPT)
    person.clock -= timedelta(minutes=behind)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, DAY0 + timedelta(days=3)))
    person.sets(LIFT, 12_500, 12, sets=1, peak=3)
    person.close()
    person.clock += timedelta(minutes=behind)
    person.morning(4, 3)

    assert person.state["exercises"][KEY]["dose"]["g"] == 12_500
    assert [rise["g"] for rise in person.state["exercises"][KEY]["rises"]] == [12_000]
    assert item(person.today(5), LIFT).grams == 12_500


def test_a_repetition_more_is_not_lost_by_a_clock_that_is_behind():
    person = lifter()
    person.outing(0, LIFT, 12_000, 9)
    person.decide(2)
    assert item(person.today(2), LIFT).target == 10
    person.clock -= timedelta(minutes=25)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, DAY0 + timedelta(days=2)))
    person.sets(LIFT, 12_000, 10, peak=3)
    person.close()
    person.morning(3, 3)

    assert person.state["exercises"][KEY]["dose"]["t"] == 10


@pytest.mark.hazard("H12")
def test_lifting_the_old_load_again_does_not_undo_a_cut():
    person = lifter()
    person.outing(0, LIFT, 10_000, 10, peak=8)
    assert item(person.decide(2), LIFT).grams == 8_000
    person.outing(2, LIFT, 10_000, 10)
    assert person.state["exercises"][f"{LIFT}:cable:both"]["dose"]["g"] == 8_000
    assert item(person.today(4), LIFT).grams == 8_000


@pytest.mark.hazard("H12")
def test_the_first_week_stands_at_four_fifths_whatever_was_lifted():
    person = lifter()
    person.open(0)
    person.find(LIFT, {5_000: Finder.MORE, 10_000: Finder.COMFORTABLE})
    person.close(3)
    assert item(person.decide(2), LIFT).grams == 8_000
    person.outing(2, LIFT, 10_000, 8)
    assert person.state["exercises"][f"{LIFT}:cable:both"]["dose"]["g"] == 8_000
