"""Sentences of the dose specification that no other test shows; `docs/dose-tests.md` says which test shows which sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from halfkilo.dose import Choice, Verdict, plan_level
from halfkilo.dose.context import Day
from halfkilo.journal import make
from halfkilo.journal.corridor import corridor, variation
from halfkilo.journal.fields import Answer, Finder, Offered, Question, Soreness
from halfkilo.journal.kinds import answered, cleared, measured, morning, profiled, screened
from halfkilo.journal.state import RegionState
from halfkilo.programmes.rescue import rescue
from halfkilo.screening import ITEMS, Reply
from halfkilo.strict import Malformed
from halfkilo.units import Region
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life, item, offer

ROOT = Path(__file__).parents[2]


def lifter(usual: int = 3, **more) -> Life:
    person = Life({BACK: usual}, unlocked=True, **more)
    person.pin(LIFT)
    return person


def region(entry: int, mornings: list[int]) -> RegionState:
    told = [[(DAY0 + timedelta(days=day)).isoformat(), pain] for day, pain in enumerate(mornings)]
    return {"entry": entry, "intake": entry, "since": "2026-01-01", "reviewed": "2026-01-01", "tracked": True, "mornings": told,
            "flares": [], "held": None}


# --- 1, 2 -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("gone", ["effort", "peak", "morning", "pre", "cool", "all"])
def test_a_missing_answer_holds_and_never_lowers(gone):
    person = lifter()
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12, cool=3)
    last = [one for one in person.entries if one.local.date() >= DAY0 + timedelta(days=2)]

    def stays(one) -> bool:
        if one not in last or one.kind not in ("morning", "checked_in") or (gone != "all" and one.kind == "morning" and gone != "morning"):
            return True
        moment = one.body.get("moment")
        kinds = {"pre": moment == "before", "cool": moment == "cool_down", "morning": one.kind == "morning", "all": True}
        return not kinds.get(gone, False)

    kept = [one for one in person.entries if stays(one)]
    if gone in ("effort", "peak"):
        asked = [one for one in last if one.body.get("moment") == "exercise"]
        kept = [replace(one, body={**one.body, gone: None}) if one in asked else one for one in kept]
    person.entries = kept
    session = person.today(4)
    assert (item(session, LIFT).grams, item(session, LIFT).target, item(session, LIFT).sets) == (12_000, 12, 1)
    assert offer(session, LIFT) is None or gone in ("pre", "cool")


@pytest.mark.parametrize(("ref", "green", "red"), [(0, 2, 5), (1, 2, 5), (2, 3, 5), (3, 4, 5), (4, 5, 6), (5, 5, 7), (6, 5, 7), (7, 5, 7)])
def test_the_edges_follow_the_usual(ref, green, red):
    now = corridor(region(ref, [ref] * 8), "2026-03-09")
    assert (now.ref, now.green, now.red) == (ref, green, red)
    assert now.settled(ref + 1) and not now.settled(ref + 2)
    assert now.peak_red(red + 1) and now.peak_red(8) and not now.peak_red(min(red, 7))


def test_the_usual_needs_four_mornings_and_forgets_after_a_fortnight():
    assert corridor(region(5, [2, 2, 2]), "2026-03-05").usual == 5
    assert corridor(region(5, [2, 2, 2, 2]), "2026-03-05").usual == 2
    assert corridor(region(5, [2, 2, 2, 2]), "2026-03-30").usual == 5


def test_a_signal_is_two_or_three_above_the_usual():
    assert variation([3, 3, 3, 3, 3]) == 2
    assert variation([0, 6, 0, 6, 0, 6]) == 3


@pytest.mark.hazard("H46")
@pytest.mark.parametrize(("screens", "entry"), [(True, 5), (False, 3)])
def test_the_entry_rises_only_by_a_review_that_asks_the_red_flags(screens, entry):
    person = Life({BACK: 3}, unlocked=True)
    person.mornings(0, [5] * 14)
    if screens:
        person.add("screened", screened.Body({one.id: Reply.NO for one in ITEMS}, "112"))
    person.add("answered", answered.Body(Question.REVIEW, Answer.YES, region=BACK))

    assert person.state["regions"]["low_back"]["entry"] == entry


def test_only_what_loads_a_region_by_a_fifth_obeys_it():
    person = Life({LEFT: 3}, unlocked=True)  # the lift loads the knee by a tenth
    person.pin(LIFT)
    person.outing(0, LIFT, 10_000, 10, peak=5, morning=7)  # 5 is amber for a knee at 3, and 7 is no settled morning
    assert item(person.today(2), LIFT).target == 11


def test_three_places_are_recorded_and_two_tracked():
    places = [profiled.Place(one, 3, 5, 12, True) for one in (BACK, LEFT, RIGHT)]
    with pytest.raises(Malformed, match="one or two"):
        profiled.Body(tuple(places), 1976)
    assert len(profiled.Body((*places[:2], replace(places[2], tracked=False)), 1976).places) == 3


# --- 3 --------------------------------------------------------------------------------------------------------------
def test_a_usual_of_seven_rests_the_region_until_a_clinician_has_looked():
    person = lifter(7)
    assert all(one.exercise != LIFT for one in person.today(0).items)
    assert person.today(0).mode == "rescue"
    person.add("cleared", cleared.Body(("high_low_back",), "Dr Rao"))
    assert any(one.exercise == LIFT for one in person.today(0).items)


# --- 4 --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("cool", "woke", "next_pre", "grams"),
                         [(3, 1, 3, 9_000), (3, 1, 2, 10_000), (2, 1, 3, 10_000), (None, 3, 3, 9_000)])
def test_e2_needs_both_signs_and_takes_the_morning_where_the_cool_down_is_missing(cool, woke, next_pre, grams):
    person = lifter(1)
    person.outing(0, LIFT, 10_000, 10, pre=1, peak=2, cool=cool, morning=woke)
    person.check_in(2, next_pre)
    now = item(person.today(2), LIFT)
    assert (now.grams, now.rule == "E2") == (grams, grams < 10_000)
    assert now.target == 10 or now.rule == "E7"


@pytest.mark.parametrize(("grams", "after"), [(10_000, (9_500, 10)), (4_000, (4_000, 8))])
def test_e3_holds_once_and_then_takes_a_step_or_two_reps(grams, after):
    person = lifter()
    person.outing(0, LIFT, grams, 10, effort=8)
    assert (item(person.today(2), LIFT).grams, item(person.today(2), LIFT).target) == (grams, 10)
    person.outing(2, LIFT, grams, 10, form_lost=True)
    assert (item(person.today(4), LIFT).grams, item(person.today(4), LIFT).target) == after


@pytest.mark.parametrize(("word", "held"), [(Soreness.MUSCLE, False), (Soreness.NOT_SURE, True), (Soreness.USUAL, True)])
def test_e4_soreness_holds_only_the_muscles_that_worked(word, held):
    person = lifter()
    person.outing(-6, LIFT, 10_000, 10)
    person.open(0)  # something else was done the day before
    person.close()
    person.morning(1, 6, word)
    assert (item(person.today(1), LIFT).rule == "E4") is held
    person.outing(2, LIFT, 10_000, 10, morning=None)
    person.morning(3, 6, word)
    assert item(person.today(3), LIFT).rule == "E4"


AWAY = [(10, 100, 100), (11, 90, 85), (21, 90, 85), (22, 80, 75), (42, 80, 75), (43, 70, 60), (90, 70, 60)]


@pytest.mark.parametrize(("days", "young", "old"), AWAY)
@pytest.mark.parametrize("birth_year", [1976, 1956])
def test_e5_by_days_off_and_age(days, young, old, birth_year):
    person = lifter(birth_year=birth_year)
    person.outing(0, LIFT, 20_000, 10, sets=2)
    now = item(person.today(days), LIFT)
    assert now.grams == 200 * (young if birth_year == 1976 else old)
    assert now.sets == (1 if days >= 22 else 2)


def test_e5_after_ninety_days_a_load_is_found_anew_up_to_half():
    person = lifter()
    person.outing(0, LIFT, 6_000, 10)
    now = item(person.today(91), LIFT)
    assert now.verdict is Verdict.FIND and max(now.steps) <= 3_000
    person.open(91)
    person.find(LIFT, {1_000: Finder.MORE, 50_000: Finder.COMFORTABLE})
    person.close()
    assert item(person.today(93), LIFT).grams <= 3_000


def test_below_one_step_the_cut_takes_reps_then_sets_then_range():
    from tests.life import item as of

    person = Life({BACK: 3}, unlocked=True)
    person.pin("vector_easy")
    day, seen = 0, []
    dose = (12, 2)
    for _ in range(5):
        person.check_in(day, 3)
        person.open(day)
        person.sets("vector_easy", 0, dose[0], sets=dose[1], tool=of(person.today(0), "vector_easy").tool, peak=8)
        person.close()
        person.morning(day + 1, 3)
        found = [one for one in person.today(day + 2).items if one.exercise == "vector_easy"]
        seen.append((found[0].target, found[0].sets, found[0].range_percent))
        dose = (found[0].target, found[0].sets)
        day += 2
    assert seen[0][0] < 12 and seen[0][1] == 2
    assert [one[0] for one in seen] == sorted((one[0] for one in seen), reverse=True)
    assert seen[-1][1] <= 2 and seen[-1][0] >= 1


def test_another_exercise_is_offered_after_two_cuts_and_never_for_successes():
    person = lifter()
    for day, grams in ((0, 20_000), (2, 16_000), (4, 13_000)):
        person.decide(day)
        person.outing(day, LIFT, grams, 10, peak=8)
    made = offer(person.today(6), LIFT)
    assert made.offered is Offered.SWAP

    fine = lifter()
    for day in range(0, 16, 2):
        fine.decide(day)
        fine.outing(day, LIFT, 20_000, 12, effort=6)
    assert all(one.offered is not Offered.SWAP for one in fine.today(16).offers if one.exercise == LIFT)


def test_two_missed_sessions_offer_two_minutes():
    person = lifter()
    assert any(one.rule == "missed" for one in person.today(3).notices)


def test_low_mood_two_weeks_running_brings_support():
    person = lifter()
    for day in (0, 7):
        person.go(day)
        person.add("measured", measured.Body(DAY0 + timedelta(days=day), "own_worry", {"worry": 8}))
    assert any(one.rule == "support" for one in person.today(8).notices)


def test_eight_weeks_without_a_change_say_not_helping_yet():
    person = lifter()
    assert all(one.rule != "not_helping" for one in person.today(10).notices)
    assert any(one.rule == "not_helping" for one in person.today(30).notices)  # the profile is forty days older


def test_six_weeks_of_progress_offer_a_lighter_week():
    person = lifter()
    person.outing(0, LIFT, 12_000, 12)
    state = person.state
    rises = [{"d": (DAY0 + timedelta(days=7 * week)).isoformat(), "g": 10_000, "t": 12} for week in range(6)]

    def said(count: int) -> bool:
        state["exercises"][f"{LIFT}:cable:both"]["rises"] = rises[:count]  # type: ignore[typeddict-item]
        return plan_level.lighter_week(Day(state, (DAY0 + timedelta(days=40)).isoformat(), Choice(), CATALOGUE)) is not None

    assert said(6) and not said(5)


# --- 5 --------------------------------------------------------------------------------------------------------------
def test_rescue_is_written_for_every_region_and_pair():
    for first in Region:
        for second in Region:
            assert all(slug in CATALOGUE for slug in rescue((first, second))) and rescue((first, second))


# --- 6 --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["mornings", "sessions", "rehearsal"])
def test_rises_unlock_after_mornings_sessions_and_the_stop(what):
    person = lifter()
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)
    assert offer(person.today(3), LIFT) is not None
    kinds = {"mornings": "morning", "sessions": "session_opened", "rehearsal": "rehearsed"}
    early = [one for one in person.entries if one.kind == kinds[what] and one.local.date() < DAY0]
    person.entries = [one for one in person.entries if one not in early]
    assert offer(person.today(3), LIFT) is None and person.today(3).locked


def test_from_sixty_five_three_clean_sessions_are_needed_at_the_top():
    person = lifter(birth_year=1956)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)
    assert offer(person.today(3), LIFT) is None
    person.outing(4, LIFT, 12_000, 12)
    assert offer(person.today(5), LIFT).grams == 12_500


def test_two_easy_sessions_may_go_to_the_weekly_cap_wherever_the_reps_stand():
    person = lifter()
    for day in (0, 2):
        person.outing(day, LIFT, 20_000, 9, effort=4)
    made = offer(person.today(3), LIFT)
    assert (made.offered, made.grams) == (Offered.LOAD, 22_000) and made.target <= 9


def test_what_loads_no_tracked_region_is_judged_without_pain():
    person = Life({Region.NECK: 3}, unlocked=True)
    person.pin(LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12, peak=None)
    assert offer(person.today(3), LIFT).grams == 12_500


def test_the_first_load_is_four_fifths_for_a_week():
    person = lifter()
    person.open(0)
    person.find(LIFT, {8_000: Finder.MORE, 11_000: Finder.COMFORTABLE})
    person.close()
    person.morning(1, 3)
    assert item(person.today(1), LIFT).grams == 8_500  # 80 % of 11 kg, rounded down
    for day in (1, 3):
        person.outing(day, LIFT, 8_500, 12)
    assert offer(person.today(5), LIFT) is None
    person.outing(8, LIFT, 8_500, 12)
    assert offer(person.today(9), LIFT) is not None


# --- clocks ---------------------------------------------------------------------------------------------------------
@pytest.mark.hazard("H25")
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 4, 5)])
def test_a_quarter_past_midnight_on_the_night_the_clocks_change(zone, night):
    person = Life({BACK: 3})
    for days, hour in ((0, 0), (1, 0), (2, 23)):
        at = datetime(night.year, night.month, night.day, hour, 15, tzinfo=ZoneInfo(zone)) + timedelta(days=days)
        told = morning.Body(at.date(), {BACK: 3 + days})
        person.entries.append(make("morning", told, at=at.isoformat(), author="person", id=person.id()))
    mornings = person.state["regions"]["low_back"]["mornings"]
    assert mornings == [[(night + timedelta(days=days)).isoformat(), 3 + days] for days in range(3)]


@pytest.mark.hazard("H25")
@pytest.mark.parametrize(("first", "second"), [("Pacific/Auckland", "America/Los_Angeles"), ("America/Los_Angeles", "Pacific/Auckland")])
def test_travel_east_or_west_neither_doubles_nor_unlocks(first, second):
    person = Life({BACK: 3})
    start = datetime(2026, 3, 2, 7, tzinfo=ZoneInfo(first))
    for at in (start, *((start + timedelta(hours=hours)).astimezone(ZoneInfo(second)) for hours in (13, 25))):
        person.entries.append(make("morning", morning.Body(at.date(), {BACK: 4}), at=at.isoformat(), author="person", id=person.id()))
    state = person.state
    days = [day for day, _ in state["regions"]["low_back"]["mornings"]]
    assert days == sorted(set(days)) and state["morning_count"] <= len(days) <= 3


def test_two_devices_that_were_offline_end_in_the_same_state_whoever_comes_first():
    person = lifter()
    person.outing(0, LIFT, 12_000, 12)
    phone, tablet = list(person.entries), list(person.entries)
    person.entries = phone
    person.outing(2, LIFT, 12_000, 12)
    person.entries = tablet
    person.check_in(2, 6)
    one, other = person.entries[:], phone
    merged = {entry.id: entry for entry in [*one, *other]}
    back = {entry.id: entry for entry in [*other, *one]}
    person.entries = list(merged.values())
    first = person.state
    person.entries = list(back.values())
    assert person.state == first
    assert offer(person.today(4), LIFT) is None or item(person.today(4), LIFT).grams == 12_000


# --- the page that says which test shows what -------------------------------------------------------------------------
def test_every_test_named_in_the_page_exists():
    page = (ROOT / "docs" / "dose-tests.md").read_text()
    named = re.findall(r"`(tests/[\w/.]+\.(?:py|ts))(?:::(\w+))?`", page)
    assert len(named) > 60
    for file, name in named:
        text = (ROOT / file).read_text()
        assert not name or re.search(rf"^\s*(def|class) {name}\b", text, re.MULTILINE), (file, name)
