"""The fold: the same entries in any order of arrival, in one go or in pieces, give the same state; loads rise only by a yes."""

import copy
import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.journal import body_of, make
from halfkilo.journal.corridor import corridor, open_flare
from halfkilo.journal.fields import Answer, Finder, Why
from halfkilo.journal.fold import corrections_in, fold, step
from halfkilo.journal.kinds import corrected, flare_closed, morning, screened
from halfkilo.journal.kinds.limit_set import Body as Limit
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.state import MORNINGS_KEPT, fresh
from halfkilo.screening import ITEMS, Reply
from tests.life import BACK, DAY0, LIFT, Life, offer

BUSY = Life({BACK: 3}, unlocked=True)
BUSY.pin(LIFT)
for _day in range(0, 30, 2):
    BUSY.decide(_day)
    BUSY.outing(_day, LIFT, 10_000 + 500 * (_day // 10), 12, peak=3 + _day % 4, morning=3 + _day % 3)
BUSY.flare(31)
BUSY.mornings(32, [6, 5, 4, 3, 3])


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, len(BUSY.entries)))
def test_order_of_arrival_and_pieces_do_not_matter(random, cut):
    shuffled = list(BUSY.entries)
    random.shuffle(shuffled)
    whole = fold(BUSY.entries)

    assert fold(shuffled) == whole

    ordered = sorted(BUSY.entries, key=lambda entry: entry.order)
    pieces = json.loads(json.dumps(fold(ordered[:cut], corrections={})))
    for entry in ordered[cut:]:
        step(pieces, entry)
    assert pieces == whole


@pytest.mark.hazard("H12")
def test_a_set_heavier_than_any_yes_does_not_move_the_dose():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 12)
    person.outing(2, LIFT, 14_000, 12)

    assert person.state["exercises"][f"{LIFT}:cable:both"]["dose"]["g"] == 10_000


def test_a_lighter_set_does():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 12)
    person.outing(2, LIFT, 9_000, 12)

    assert person.state["exercises"][f"{LIFT}:cable:both"]["dose"]["g"] == 9_000


def _offered() -> tuple[Life, str]:
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)
    return person, offer(person.decide(3), LIFT).id


@pytest.mark.hazard("H31")
def test_only_the_person_s_yes_counts():
    person, ref = _offered()
    person.answer(ref, Answer.ACCEPT, author="clinician:7")
    assert "accepted" not in person.state["exercises"][f"{LIFT}:cable:both"]

    person.answer(ref, Answer.ACCEPT)
    assert person.state["exercises"][f"{LIFT}:cable:both"]["accepted"]["g"] == 12_500


def test_an_answer_to_no_offer_does_nothing():
    person, _ = _offered()
    before = copy.deepcopy(person.state["exercises"])
    person.answer("019395a0-5c00-7000-8000-00000000abcd", Answer.ACCEPT)

    assert person.state["exercises"] == before


def test_lighter_is_kept():
    person, ref = _offered()
    person.answer(ref, Answer.LIGHTER, grams=11_000)

    assert person.state["exercises"][f"{LIFT}:cable:both"]["dose"]["g"] == 11_000


def test_corrections_replace_and_void():
    person = Life({BACK: 3})
    person.morning(0, 9)
    wrong = person.entries[-1]
    right = morning.Body(DAY0, {BACK: 2})
    fixed = make("corrected", corrected.Body(wrong.id, {"on": DAY0.isoformat(), "pain": {"low_back": 2}}), at=wrong.at, author="person",
                 id=person.id())
    state = fold([*person.entries, fixed])
    assert state["regions"]["low_back"]["mornings"] == [[right.on.isoformat(), 2]]

    void = make("corrected", corrected.Body(wrong.id), at=(wrong.local + timedelta(hours=1)).isoformat(), author="person", id=person.id())
    entries = [*person.entries, fixed, void]
    assert corrections_in(entries)[wrong.id].body is None
    assert fold(entries)["regions"]["low_back"]["mornings"] == []


@pytest.mark.hazard("H09")
def test_a_morning_answered_three_days_late_is_not_one():
    person = Life({BACK: 3})
    person.go(4)
    person.add("morning", morning.Body(DAY0, {BACK: 3}))
    assert person.state["regions"]["low_back"]["mornings"] == []

    person.add("morning", morning.Body(DAY0 + timedelta(days=3), {BACK: 3}))
    assert len(person.state["regions"]["low_back"]["mornings"]) == 1


@pytest.mark.hazard("H46")
def test_a_new_profile_can_lower_the_usual_but_not_raise_it():
    person = Life({BACK: 4})
    for usual, entry in ((6, 4), (3, 3)):
        again = Life({BACK: usual}).entries[1]
        person.add("profiled", body_of(again))
        assert person.state["regions"]["low_back"]["entry"] == entry


def test_the_entry_follows_a_falling_usual():
    person = Life({BACK: 5})
    person.mornings(0, [5, 4, 3, 3, 3])

    assert person.state["regions"]["low_back"]["entry"] == 3


class TestFlare:
    def test_lasts_three_days_and_ends_after_two_settled_mornings(self):
        person = Life({BACK: 3})
        person.mornings(0, [3, 3, 3, 3])
        person.flare(4)
        person.mornings(5, [4, 4])
        assert open_flare(person.state["regions"]["low_back"])
        person.morning(7, 4)
        assert not open_flare(person.state["regions"]["low_back"])

    def test_a_missing_morning_keeps_it_open(self):
        person = Life({BACK: 3})
        person.flare(4)
        for day in (7, 9, 11):
            person.morning(day, 3)

        assert open_flare(person.state["regions"]["low_back"])

    def test_its_mornings_do_not_move_the_usual(self):
        person = Life({BACK: 3})
        person.mornings(0, [3, 3, 3, 3])
        person.flare(4)
        person.mornings(5, [8, 8, 8, 8, 8])

        assert corridor(person.state["regions"]["low_back"], person.clock.date().isoformat()).usual == 3

    def test_a_mistake_of_the_same_day_can_be_taken_back(self):
        person = Life({BACK: 3})
        person.flare(4)
        person.add("flare_closed", flare_closed.Body(person.clock.date(), (BACK,)))

        assert person.state["regions"]["low_back"]["flares"] == []


@pytest.mark.hazard("H31")
def test_a_person_cannot_lift_a_clinician_s_limit():
    person = Life({BACK: 3})
    person.limit(What.LOAD_MOST, 5_000, author="clinician:7", exercise=LIFT)
    person.add("limit_set", Limit(What.LOAD_MOST, exercise=LIFT, lift=True))
    person.limit(What.LOAD_MOST, 50_000, exercise=LIFT)
    assert {(one["by"], one.get("value")) for one in person.state["limits"]} == {("clinician", 5_000), ("person", 50_000)}

    person.add("limit_set", Limit(What.LOAD_MOST, exercise=LIFT, lift=True), author="clinician:7")
    assert person.state["limits"] == []


@pytest.mark.hazard("H15")
def test_screening_again_does_not_clear_a_stop_sign():
    from halfkilo.journal.fields import Why
    from halfkilo.journal.kinds import cleared, stopped

    person = Life({BACK: 3})
    person.open(0)
    person.add("stopped", stopped.Body(DAY0, Why.SIGN, "screen", person.session, sign="chest_pressure"))
    person.add("screened", screened.Body({item.id: Reply.NO for item in ITEMS}))
    assert person.state["screen"]["signs"] == [["chest_pressure", DAY0.isoformat()]]

    person.add("cleared", cleared.Body(("chest_pressure",), "Dr Rao"))
    assert person.state["screen"]["signs"] == []


def test_finder_keeps_the_heaviest_comfortable_step():
    for steps, found in (({1000: Finder.MORE, 2000: Finder.COMFORTABLE}, 2000), ({1000: Finder.MORE, 2000: Finder.HURTS}, 1000),
                         ({1000: Finder.HURTS}, 0)):
        person = Life({BACK: 3})
        person.open(0)
        person.find(LIFT, steps)
        assert person.state["exercises"][f"{LIFT}:cable:both"]["found"][0] == found


def test_two_different_answers_about_one_exercise_keep_the_stricter():
    person = Life({BACK: 3})
    person.open(0)
    person.sets(LIFT, 10_000, 12, effort=3, peak=2)
    person.sets(LIFT, 10_000, 12, effort=7, peak=5)
    outing = person.state["exercises"][f"{LIFT}:cable:both"]["outings"][0]

    assert (outing["e"], outing["p"], outing["c"]) == (7, 5, True)


def test_the_state_stays_small():
    person = Life({BACK: 3})
    for day in range(0, 400, 2):
        person.open(day)
        for number in range(6):
            person.sets(f"exercise_{(day * 3 + number) % 240}", 5_000, 10, peak=3)
        person.close(3)
        person.morning(day + 1, day % 6)
    state = person.state

    assert len(json.dumps(state)) < 64 * 1024
    assert len(state["regions"]["low_back"]["mornings"]) <= MORNINGS_KEPT


def test_nothing_is_known_of_nobody():
    assert fold([]) == fresh()


def test_flare_answer_yes_opens_no_holds():
    person = Life({BACK: 3})
    person.say_flare(1, BACK, Answer.NO)
    assert person.state["regions"]["low_back"]["held"] == (DAY0 + timedelta(days=1)).isoformat()
    person.say_flare(2, BACK, Answer.YES)
    assert open_flare(person.state["regions"]["low_back"])


def test_a_name_with_a_colon_is_a_name():
    life = Life()
    life.open(0)
    life.sets("a:b", 1_000, 10, effort=5, peak=2)
    life.sets("a:b", 1_000, 10, stop=Why.PAIN, peak=6)
    life.close(3)
    outing = life.state["exercises"]["a:b:cable:both"]["outings"][-1]
    assert (outing["e"], outing["x"]) == (5, "pain")
