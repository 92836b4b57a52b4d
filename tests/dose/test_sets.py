"""Sets: they never grow by themselves, a short day does not shrink the next, and a rescue session leaves the dose alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from halfkilo.dose import Choice, Verdict
from halfkilo.dose.budget import Row
from halfkilo.dose.choose import Pick
from halfkilo.dose.context import Day
from halfkilo.dose.gates import gates
from halfkilo.dose.items import MINUTE, items_for, seconds_of
from halfkilo.dose.session import Reason
from halfkilo.dose.sets import with_a_set
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Answer, Mode, Offered
from halfkilo.journal.kinds import session_opened
from halfkilo.journal.kinds.limit_set import What
from halfkilo.programmes.programme import Part, Slot
from halfkilo.units import Joint, Tool
from tests.life import BACK, CATALOGUE, DAY0, LIFT, Life, item, offer


def _person() -> Life:
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    for number in range(8):
        person.open(-14 + number)
        person.close()
    return person


def test_where_no_load_can_grow_a_second_set_is_offered_and_waits_for_a_yes():
    person = _person()
    person.limit(What.LOAD_MOST, 12_000, exercise=LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)
    session = person.decide(3)
    assert (offer(session, LIFT).offered, item(session, LIFT).sets) == (Offered.SET, 1)

    person.answer(offer(session, LIFT).id, Answer.ACCEPT)
    after = item(person.today(3), LIFT)
    assert (after.sets, after.grams, after.target) == (2, 12_000, 12)


def test_a_short_day_does_not_shrink_the_next():
    person = _person()
    person.outing(0, LIFT, 12_000, 10, sets=2)
    person.outing(2, LIFT, 12_000, 10, sets=1)

    assert item(person.today(4), LIFT).sets == 2


def test_a_rescue_session_leaves_the_standing_dose():
    person = _person()
    person.outing(0, LIFT, 12_000, 10)
    on = person.go(2)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, on, Mode.RESCUE))
    person.sets(LIFT, 9_500, 10, peak=3)
    person.close()
    person.morning(3, 3)

    assert item(person.today(4), LIFT).grams == 12_000


def test_fewer_sets_while_the_usual_creeps_up():
    person = _person()
    person.outing(0, LIFT, 12_000, 10, sets=2)
    for week, pain in enumerate((3, 3, 4, 4)):
        for day in range(7):
            person.morning(2 + 7 * week + day, pain)
    session = person.today(29)

    assert any(reason.rule == "usual_up" for reason in session.notices)
    assert item(session, LIFT).sets == 1


# --- a set more, where there is time ----------------------------------------------------------------------------------
def rows_of(*exercises: str, sets: int = 1, effort: int = 4, target: int = 9, times: int = 4) -> tuple[Day, list[Row]]:
    """Rows of exercises with body weight that are calm and easy, each with one set of the two that are planned."""
    facts = replace(CATALOGUE["vector_easy"].facts, harder=None)
    known = Catalogue({**CATALOGUE, **{slug: Exercise(slug, facts, Demand({Joint.LOW_BACK: asks}))
                                       for slug, asks in (("small", 30), ("large", 50))}})
    person = Life({BACK: 3}, unlocked=True)
    for number in range(times):
        person.check_in(2 * number, 3)
        person.open(2 * number)
        for slug in exercises:
            person.sets(slug, 0, target, sets=sets, tool=Tool.BODY, peak=3, effort=effort - number % 2)
        person.close(3)
        person.morning(2 * number + 1, 3)
    person.check_in(2 * times, 3)
    day = Day(person.state, (DAY0 + timedelta(days=2 * times)).isoformat(), Choice(), known)
    gate, out = gates(day), []
    for slug in exercises:
        pick = Pick(Slot(slug, Part.STRENGTH, (known[slug].facts.family,), (slug,), 1, 2), known[slug], known[slug].facts.variant[0])
        out += [(pick, one, decided, case) for one, decided, case in items_for(day, gate, pick, 2, 6)]
    return day, out


def asked_for(rows: list[Row]) -> list[str]:
    return [one.exercise for _, one, decided, _ in rows if decided.wish is not None and decided.wish.offered is Offered.SET]


def test_one_exercise_a_day_is_asked_about_the_one_that_asks_least_of_the_sore_place():
    day, rows = rows_of("large", "small")
    assert asked_for(rows) == [] and all(decided.rule == "E7" for _, _, decided, _ in rows)
    after = with_a_set(day, rows, 30)
    assert asked_for(after) == ["small"] and after[0] == rows[0]
    (_, one, decided, _) = after[1]
    assert (one.verdict, one.target, one.grams, one.sets) == (Verdict.HOLD, 9, 0, 1), "it takes the place of a repetition more"
    assert one.reasons == decided.reasons == (Reason("E7-set", {"sets": 2}),)


def test_it_fits_to_the_second():
    """Nothing else is done: one set more is the set and the rest before it."""
    day, rows = rows_of("small")
    (_, one, _, _), = rows
    more = seconds_of(replace(one, sets=2), day) - seconds_of(one, day)
    minutes = -(-(seconds_of(one, day) + more) // MINUTE)
    assert asked_for(with_a_set(day, rows, minutes)) == ["small"]
    assert asked_for(with_a_set(day, rows, minutes - 1)) == []
    long = [(pick, replace(item, rest_s=item.rest_s + minutes * MINUTE - seconds_of(item, day) - more), decided, case)
            for pick, item, decided, case in rows]
    assert asked_for(with_a_set(day, long, minutes)) == ["small"], "to the last second"
    longer = [(pick, replace(item, rest_s=item.rest_s + 1), decided, case) for pick, item, decided, case in long]
    assert asked_for(with_a_set(day, longer, minutes)) == []


@pytest.mark.parametrize("more", [{"sets": 2}, {"effort": 6}, {"times": 1}], ids=str)
def test_only_what_has_fewer_sets_than_planned_was_easy_and_has_a_calm_record(more: dict[str, int]):
    day, rows = rows_of("small", **more)
    assert asked_for(with_a_set(day, rows, 30)) == []


def test_a_no_today_moves_the_question_to_nobody_else():
    day, rows = rows_of("large", "small")
    day.state["exercises"]["small:body:both"]["declined"] = day.on
    assert asked_for(with_a_set(day, rows, 30)) == []
    day.state["exercises"]["small:body:both"]["declined"] = DAY0.isoformat()
    assert asked_for(with_a_set(day, rows, 30)) == ["small"]


def test_where_a_set_is_wished_for_already_nobody_else_is_asked_and_without_time_it_is_taken_back():
    day, rows = rows_of("large", "small")
    wished = with_a_set(day, rows, 30)
    assert with_a_set(day, wished, 30) == wished
    without = with_a_set(day, wished, 1)
    assert asked_for(without) == [] and [one.rule for one in without[1][1].reasons] == ["set-time"]
    assert without[1][1].reasons == without[1][2].reasons and without[0] == wished[0]
