"""A supposed future holds what the journal would hold after days that went well, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from halfkilo.dose.ahead import Ahead
from halfkilo.dose.case import Case
from halfkilo.dose.context import Choice, Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.gates import gates
from halfkilo.dose.items import decide
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Answer
from halfkilo.journal.state import SessionState
from halfkilo.units import Joint, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life

KEY = f"{LIFT}:cable:both"


def lifter(**more: object) -> Life:
    """One outing of the lift, beside another exercise, on day 0; its next morning was missed."""
    person = Life({BACK: 3, LEFT: 2}, unlocked=True)
    person.pin(LIFT)
    person.check_in(0, 3)
    person.decide(0)
    person.open(0)
    person.sets(LIFT, 12_000, 10, sets=2, peak=3)
    person.sets("seated_row", 8_000, 10)
    person.close(3)
    return person


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def day_of(ahead: Ahead, day: int) -> Day:
    return Day(ahead.state, iso(day), Choice(), CATALOGUE)


def rows(ahead: Ahead, day: int, slug: str = LIFT, tool: Tool = Tool.CABLE) -> list[tuple[Decision, Case]]:
    on = day_of(ahead, day)
    variant = CATALOGUE[slug].variant(tool)
    assert variant is not None
    case = Case(on, gates(on), CATALOGUE[slug], variant, Side.BOTH, 2)
    return [(decide(case), case)]


def sessions_on(ahead: Ahead, day: int) -> list[SessionState]:
    return [one for one in ahead.state["sessions"] if one["on"] == iso(day)]


def test_it_is_about_one_exercise_and_holds_no_earlier_decision():
    person = lifter()
    person.answer(person.id(), Answer.ACCEPT)  # to an offer whose entry has not come in yet
    state = person.state
    ahead = Ahead(state, LIFT)

    assert state["early"] and len(state["exercises"]) > 1 and set(ahead.state["exercises"]) == {KEY}
    assert state["decision"] is not None and ahead.state["decision"] is None and ahead.state["early"] == {}
    assert set(ahead.state) == set(state)


def test_open_mornings_are_answered_at_the_reference_of_each_place():
    ahead = Ahead(lifter().state, LIFT)

    assert ahead.answer(day_of(ahead, 2)) == (iso(1), iso(2))
    for region, pain in ((BACK, 3), (LEFT, 2)):
        assert ahead.state["regions"][region.value]["mornings"][-2:] == [[iso(1), pain], [iso(2), pain]]
    assert ahead.answer(day_of(ahead, 2)) == ()


def test_a_morning_that_was_answered_stays_as_it_was_told():
    person = lifter()
    person.morning(1, {BACK: 5, LEFT: 2})
    ahead = Ahead(person.state, LIFT)

    assert ahead.answer(day_of(ahead, 2)) == (iso(2),)
    assert ahead.state["regions"]["low_back"]["mornings"][-2:] == [[iso(1), 5], [iso(2), 3]]


def test_the_check_in_is_at_the_reference_and_only_where_there_is_none():
    ahead = Ahead(lifter().state, LIFT)

    assert ahead.check_in(day_of(ahead, 2)) is True
    told = day_of(ahead, 2).checked
    assert told is not None and (told["pre"], told["different"]) == ({"low_back": 3, "knee_left": 2}, "no")
    assert ahead.check_in(day_of(ahead, 2)) is False


def test_a_check_in_that_was_told_stays():
    person = lifter()
    person.check_in(2, {BACK: 4, LEFT: 1})
    ahead = Ahead(person.state, LIFT)

    assert ahead.check_in(day_of(ahead, 2)) is False
    told = day_of(ahead, 2).checked
    assert told is not None and told["pre"] == {"low_back": 4, "knee_left": 1}


def test_the_stop_is_rehearsed_once():
    ahead = Ahead(Life({BACK: 3}).state, LIFT)

    assert ahead.rehearse(iso(0)) is True
    assert ahead.rehearse(iso(1)) is False and ahead.state["rehearsed"] == iso(0)


def test_what_is_open_today_is_closed():
    person = lifter()
    person.open(2)
    person.open(2)
    ahead = Ahead(person.state, LIFT)
    assert [one["closed"] for one in sessions_on(ahead, 2)].count(False) >= 1

    assert ahead.close(iso(2)) is True and all(one["closed"] for one in sessions_on(ahead, 2))
    assert ahead.close(iso(3)) is False


def trained(ahead: Ahead, day: int, decided: Decision | None = None) -> None:
    """One day that goes well."""
    ahead.answer(day_of(ahead, day))
    ahead.check_in(day_of(ahead, day))
    (found, case), *_ = rows(ahead, day)
    ahead.train(day_of(ahead, day), [(decided or found, case)])


def test_a_session_is_done_as_it_was_decided_with_the_hardest_effort_that_is_clean_and_no_more_pain_than_before():
    person = lifter()
    person.morning(1, {BACK: 3, LEFT: 2})
    person.check_in(2, {BACK: 4, LEFT: 1})
    ahead = Ahead(person.state, LIFT)
    trained(ahead, 2)
    (decided, case), *_ = rows(ahead, 4)
    done = ahead.state["exercises"][KEY]["outings"][-1]

    assert case.regions == (BACK,)
    assert (done["d"], done["g"], done["t"], done["s"], done["r"]) == (iso(2), 12_000, 11, 2, [11, 11])
    assert (done["e"], done["p"], done["pp"]) == (6, 4, {"low_back": 4})
    assert [one["closed"] for one in sessions_on(ahead, 2)] == [True] and ahead.sessions == [iso(2)]
    assert case.last is not None and case.last.outing is case.works[-1] and case.works[-1]["d"] == iso(2) and decided.target >= 11


def test_the_worst_of_several_places_is_the_one_number_beside_theirs():
    known = Catalogue({**CATALOGUE, LIFT: Exercise(LIFT, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 40}))})
    person = lifter()
    person.check_in(2, {BACK: 4, LEFT: 1})
    ahead = Ahead(person.state, LIFT)
    on = Day(ahead.state, iso(2), Choice(), known)
    case = Case(on, gates(on), known[LIFT], known[LIFT].facts.variant[0], Side.BOTH, 2)
    ahead.train(on, [(decide(case), case)])
    done = ahead.state["exercises"][KEY]["outings"][-1]

    assert (done["p"], done["pp"]) == (4, {"low_back": 4, "knee_left": 1})


def test_effort_moves_because_answers_that_never_move_are_none():
    ahead = Ahead(lifter().state, LIFT)
    for day in (2, 4, 6, 8):
        trained(ahead, day)

    assert [one["e"] for one in ahead.state["exercises"][KEY]["outings"]] == [5, 6, 5, 6, 5]
    assert ahead.sessions == [iso(2), iso(4), iso(6), iso(8)]


def test_range_and_tempo_are_done_as_decided():
    ahead = Ahead(lifter().state, LIFT)
    ahead.answer(day_of(ahead, 2))
    (decided, _), *_ = rows(ahead, 2)
    trained(ahead, 2, replace(decided, range_percent=70, slower=2))
    done = ahead.state["exercises"][KEY]["outings"][-1]

    assert (done["rp"], done["sl"]) == (70, 2)


def test_without_a_check_in_no_pain_is_supposed():
    ahead = Ahead(lifter().state, LIFT)
    ahead.train(day_of(ahead, 2), rows(ahead, 2))
    assert ahead.state["exercises"][KEY]["outings"][-1]["p"] == 0


def test_what_loads_no_tracked_place_has_one_number_the_loudest_there_was():
    """A lift of somebody with two knees: nothing is asked place by place."""
    person = Life({LEFT: 2, RIGHT: 1}, unlocked=True, programme="knee")
    person.outing(0, LIFT, 12_000, 10, pre=2, peak=2)
    for checked_in, worst in ((True, 2), (False, 0)):
        ahead = Ahead(person.state, LIFT)
        if checked_in:
            ahead.check_in(day_of(ahead, 2))
        (decided, case), *_ = rows(ahead, 2)
        ahead.train(day_of(ahead, 2), [(decided, case)])
        done = ahead.state["exercises"][KEY]["outings"][-1]

        assert case.regions == () and (done["p"], done.get("pp")) == (worst, None)
