"""Which exercises a day holds: what the person can, may and has; pins, bans, swaps; grouping of cables and floor."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from halfkilo.dose import Status
from halfkilo.dose.choose import Pick, _aim
from halfkilo.dose.reach import reach_for
from halfkilo.exercises import Catalogue, Exercise, Family
from halfkilo.exercises.loads import Demand
from halfkilo.journal import make
from halfkilo.journal.fields import Away
from halfkilo.journal.kinds import profiled
from halfkilo.journal.kinds.limit_set import What
from halfkilo.programmes import programmes
from halfkilo.programmes.programme import Part, Slot
from halfkilo.screening import BY_ID, ITEMS, Outcome
from halfkilo.units import Joint, Tool
from tests.every import asked_of
from tests.life import BACK, CATALOGUE, LIFT, Life

LIMITING = [item.id for item in ITEMS if item.leaves_out and item.outcome is Outcome.LIMITS]


def _cannot(person: Life, *needs: str) -> None:
    last = next(entry for entry in reversed(person.entries) if entry.kind == "profiled")
    body = profiled.Body(**{**profiled.EXAMPLE.__dict__, "cannot": needs})
    person.entries.remove(last)
    person.entries.append(make("profiled", body, at=last.at, author="person", id=last.id))


@pytest.mark.hazard("H40")
@asked_of(need=["floor", "kneel", "wrist", "grip", "balance", "standing"], programme=programmes())
def test_nobody_gets_what_they_cannot_do(programme, need):
    person = Life(programme=programme)
    _cannot(person, need)
    session = person.today(0)

    assert session.items
    for item in session.items:
        exercise = CATALOGUE[item.exercise]
        assert need not in [one.value for one in exercise.facts.needs]
        if need == "standing":
            assert "stand" not in exercise.facts.positions
        if need == "grip":
            assert not exercise.held(exercise.variant(item.tool))


@pytest.mark.hazard("H16", "H49", "H41")
@asked_of(item=LIMITING, programme=programmes())
def test_what_a_condition_leaves_out_never_appears(programme, item):
    session = Life(programme=programme, yes=(item,)).today(0)

    assert session.status is Status.READY
    for one in session.items:
        assert not BY_ID[item].leaves_out & set(CATALOGUE[one.exercise].facts.classes)
        if BY_ID[item].effort_cap is not None:
            assert one.effort_most <= BY_ID[item].effort_cap


@pytest.mark.parametrize(("away", "gone"), [(Away.TRAVEL, {Tool.CABLE, Tool.DUMBBELL}), (Away.NO_GYM, {Tool.CABLE})])
def test_away_from_the_gym_keeps_the_families(away, gone):
    home, out = Life().today(0), Life().today(0, away=away)

    assert not gone & {item.tool for item in out.items}
    families = [{CATALOGUE[item.exercise].facts.family for item in session.items} for session in (home, out)]
    assert len(families[0] & families[1]) >= len(families[0]) - 1


@pytest.mark.hazard("H40")
@pytest.mark.parametrize("programme", programmes())
def test_one_way_down_to_the_floor_and_few_pulley_changes(programme):
    for days in range(3):
        person = Life(programme=programme)
        for number in range(days):
            person.open(-9 + number)
            person.close()
        items = person.today(0).items
        floor = [CATALOGUE[item.exercise].on_floor for item in items]
        assert sum(now and not before for before, now in zip([False, *floor], floor, strict=False)) <= 1
        pulleys = [variant.pulley for item in items if (variant := CATALOGUE[item.exercise].variant(item.tool)).pulley]
        changes = sum(now is not before for before, now in pairwise(pulleys))
        assert changes <= len(set(pulleys))


def test_pins_are_in_every_session_and_bans_in_none():
    person = Life()
    person.pin(LIFT)
    banned = person.today(0).items[0].exercise
    person.limit(What.BAN, exercise=banned)
    slugs = {item.exercise for item in person.today(0).items}

    assert LIFT in slugs
    assert banned not in slugs


@pytest.mark.hazard("H14")
def test_a_flare_rests_its_place_and_keeps_the_rest_moving():
    person = Life({BACK: 3}, unlocked=True)
    person.flare(0)
    session = person.today(0)

    assert session.mode == "rescue"
    assert session.items
    assert not session.offers
    for item in session.items:
        assert CATALOGUE[item.exercise].demand_on(BACK, item.side) < 20
        assert item.effort_most <= 4


def test_the_way_back_goes_in_stages_each_with_a_yes():
    from halfkilo.journal.fields import Answer
    from tests.life import item, offer

    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 10_000, 10)
    person.flare(2)
    person.mornings(3, [6, 5, 4, 3])
    assert not any(one.exercise == LIFT for one in person.today(6).items)
    for day, stage, grams in ((6, 70, 7_000), (8, 85, 8_500), (10, 100, 10_000)):
        session = person.decide(day)
        assert (offer(session, LIFT).stage, offer(session, LIFT).grams) == (stage, grams)
        person.answer(offer(session, LIFT).id, Answer.ACCEPT)
        assert item(person.today(day), LIFT).grams == grams
        person.outing(day, LIFT, grams, 10)
    person.morning(12, 3)
    assert item(person.today(12), LIFT).rule != "back"


def test_an_unsettled_stage_stays():
    from halfkilo.journal.fields import Answer
    from tests.life import item, offer

    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 10_000, 10)
    person.flare(2)
    person.mornings(3, [6, 5, 4, 3])
    person.answer(offer(person.decide(6), LIFT).id, Answer.ACCEPT)
    person.outing(6, LIFT, 7_000, 10, morning=5)
    session = person.today(8)

    assert item(session, LIFT).grams == 7_000
    assert offer(session, LIFT) is None


def test_two_minutes_are_one_or_two_exercises():
    session = Life().today(0, minutes=2)

    assert 1 <= session.exercises <= 2


@pytest.mark.hazard("H15")
@asked_of(item=[item.id for item in ITEMS if item.outcome in (Outcome.STOP, Outcome.SEE_FIRST)])
def test_every_red_flag_closes_the_day(item):
    session = Life(yes=(item,)).today(0)

    assert session.status is (Status.STOP if BY_ID[item].outcome is Outcome.STOP else Status.SEE_FIRST)
    assert not session.offers
    if session.status is Status.STOP or not BY_ID[item].gentle:
        assert all(CATALOGUE[one.exercise].facts.mechanism == "calm" for one in session.items)


# --- who yields to what is towards the person's own activities --------------------------------------------------------
def aimed(standing: Pick, *, pinned: tuple[str, ...] = (), moved: tuple[str, ...] = (), asks: int = 30, weight: int = 2,
          more: tuple[Pick, ...] = ()) -> list[str]:
    """What is picked in the end, where `standing` is and something towards an activity would like to come in."""
    other = next(one for one in Family if one is not CATALOGUE[LIFT].facts.family)
    facts = replace(CATALOGUE[LIFT].facts, family=other, easier=None)
    wanted = Exercise("wanted", facts, Demand({Joint.LOW_BACK: asks}))
    known = Catalogue({one.slug: one for one in (wanted, standing.exercise, *(one.exercise for one in more))})
    limits = json.dumps([{"what": "pin", "exercise": slug} for slug in pinned])
    reach = reach_for(known, (BACK,), frozenset(), frozenset(), limits, "{}", tuple(("old", slug) for slug in moved), 60_000)
    picks = {one.slot.name: one for one in (standing, *more)}
    slot = Slot("wanted", Part.STRENGTH, (other,), ("wanted",), weight, 30)
    _aim(reach, picks, Pick(slot, wanted, facts.variant[0]), frozenset({other}))
    return [one.exercise.slug for one in picks.values()]


def stands(slug: str = "standing", *, asks: int = 30, part: Part = Part.STRENGTH, weight: int = 2, minutes: int = 10,
           family: Family | None = None) -> Pick:
    facts = replace(CATALOGUE[LIFT].facts, family=family or CATALOGUE[LIFT].facts.family, easier=None)
    exercise = Exercise(slug, facts, Demand({Joint.LOW_BACK: asks}))
    return Pick(Slot(slug, part, (facts.family,), (slug,), weight, minutes), exercise, facts.variant[0])


def test_what_asks_as_much_and_weighs_as_much_yields():
    assert aimed(stands()) == ["wanted"]
    assert aimed(stands(asks=31)) == ["wanted"] and aimed(stands(asks=29)) == ["standing"], "never more of the sore place"
    assert aimed(stands(weight=3)) == ["wanted"] and aimed(stands(weight=1)) == ["standing"]


def test_what_is_in_the_shortest_session_pinned_moved_to_or_no_strength_stays():
    assert aimed(stands(minutes=2)) == ["standing"] and aimed(stands(minutes=20)) == ["wanted"]
    assert aimed(stands(), pinned=("standing",)) == aimed(stands(), moved=("standing",)) == ["standing"]
    assert aimed(stands(part=Part.CARDIO)) == aimed(stands(part=Part.WARM_UP)) == ["standing"]
    towards = next(one for one in Family if one is not CATALOGUE[LIFT].facts.family)
    assert aimed(stands(family=towards)) == ["standing"], "it is towards an activity itself"


def test_of_several_the_one_of_the_longest_session_yields():
    more = (stands("late", minutes=20), stands("middle", minutes=10))
    assert aimed(stands("first", minutes=10), more=more) == ["first", "middle", "wanted"]
