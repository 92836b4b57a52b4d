"""Every item of the screen through every door, and every condition against every exercise (H15, H16, H49)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from halfkilo.dose import Choice, Session, Status, today
from halfkilo.journal import Entry
from halfkilo.journal.fields import Away, Different, Moment, Why
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import checked_in, cleared, limit_set, profiled, screened, stopped
from halfkilo.programmes import programmes
from halfkilo.screening import ITEMS, STOP_SIGNS, Group, Item, Need, Outcome, Reply
from halfkilo.units import Region
from tests.every import asked_of
from tests.life import BACK, CATALOGUE, DAY0, Life

NOW = [item for item in ITEMS if item.group is Group.NOW]
SEE_FIRST = [item for item in ITEMS if item.outcome is Outcome.SEE_FIRST]
WHERE = {"low_back": BACK, "knee": Region.KNEE_LEFT, "hip": Region.HIP_LEFT, "neck_shoulder": Region.NECK,
         "patellofemoral": Region.KNEE_RIGHT, "widespread": Region.WIDESPREAD, "whole_body": BACK}


def replies(**answers: Reply) -> screened.Body:
    """The screen with these answers, all else no."""
    return screened.Body({item.id: answers.get(item.id, Reply.NO) for item in ITEMS}, "112")


def imported(person: Life, kind: str, body: object, author: str = "person") -> Entry:
    """The same entry, as it comes with a file."""
    entry = replace(person.add(kind, body, author=author), imported=True)
    person.entries[-1] = entry
    return entry


def loads_nothing(session: Session) -> bool:
    """Breathing and mobility only, with no load and no offer."""
    return all(one.grams == 0 for one in session.items) and not session.offers


@pytest.mark.hazard("H15")
@asked_of(item=NOW, reply=[Reply.YES, Reply.UNSURE])
def test_every_red_flag_stops_whatever_a_file_says(item: Item, reply: Reply):
    person = Life(unlocked=True)
    assert person.today(0).status is Status.READY
    person.go(0)
    person.add("screened", replies(**{item.id: reply}))
    assert person.today(0).status is Status.STOP and not person.today(0).items

    imported(person, "cleared", cleared.Body((item.id,), "a letter"), author="clinician:rao")
    assert person.today(0).status is Status.STOP
    imported(person, "screened", replies())
    assert person.today(0).status is Status.STOP

    person.add("cleared", cleared.Body((item.id,), "Dr Rao"))
    assert person.today(0).status is Status.READY


@pytest.mark.hazard("H15")
@asked_of(door=["stopped", "check_in", "file"], sign=STOP_SIGNS)
def test_every_stop_sign_blocks_through_every_door(sign: str, door: str):
    person = Life(unlocked=True)
    person.go(0)
    if door == "check_in":
        person.add("checked_in", checked_in.Body(Moment.BEFORE, DAY0, sign=sign))
    else:
        body = stopped.Body(DAY0, Why.SIGN, sign=sign)
        person.add("stopped", body) if door == "stopped" else imported(person, "stopped", body)
    assert person.today(0).status is Status.STOP
    assert person.today(20).status is Status.STOP, "time alone does not clear it"
    imported(person, "cleared", cleared.Body((sign,), "a letter"))
    assert person.today(0).status is Status.STOP
    person.add("cleared", cleared.Body((sign,), "Dr Rao"))
    assert person.today(0).status is Status.READY


@pytest.mark.hazard("H15")
@asked_of(item=SEE_FIRST)
def test_see_first_loads_nothing_and_keeps_its_limits_when_cleared(item: Item):
    person = Life(unlocked=True, yes=(item.id,))
    session = person.today(0)
    assert session.status is Status.SEE_FIRST and loads_nothing(session)
    if not item.gentle:
        assert all(CATALOGUE[one.exercise].facts.mechanism.value == "calm" for one in session.items)
    person.add("cleared", cleared.Body((item.id,), "Dr Rao"))
    after = person.today(0)
    assert after.status is Status.READY
    assert item.effort_cap is None or all(one.effort_most <= item.effort_cap for one in after.items)


@pytest.mark.hazard("H15")
def test_a_file_alone_never_opens_the_door():
    person = Life()
    person.entries = [replace(entry, imported=True) for entry in person.entries]
    assert person.today(0).status is Status.NEEDS_SCREEN

    unanswered = Life()
    unanswered.go(0)
    unanswered.add("screened", screened.Body({ITEMS[0].id: Reply.NO}))
    assert unanswered.today(0).status is Status.SEE_FIRST


def test_a_new_symptom_rests_every_place_today():
    person = Life({BACK: 3, Region.KNEE_LEFT: 2}, unlocked=True)
    person.check_in(0, 3, Different.NEW_SYMPTOM)

    assert person.today(0).mode == "rescue"


SHARED = pytest.mark.xdist_group("sessions of every condition")  # made once, looked at by two tests
CONDITIONS = [item for item in ITEMS if item.leaves_out]
CHOICES = (Choice(minutes=30), Choice(minutes=10, away=Away.TRAVEL), Choice(minutes=20, away=Away.ILL), Choice(minutes=2))


@cache
def state_of(programme: str, conditions: tuple[str, ...], cannot: tuple[Need, ...] = ()) -> object:
    """Somebody with these conditions, cleared where someone has to look first."""
    where = WHERE[programme]
    person = Life({where: 3}, programme=programme, yes=conditions, dumbbells=(1000, 2000, 4000))
    person.add("cleared", cleared.Body(conditions, "Dr Rao"))
    person.add("profiled", profiled.Body((profiled.Place(where, 3, 6, 24, True),), 1976, cannot=cannot))
    return fold(person.entries)


@cache
def sessions(programme: str, *conditions: str, cannot: tuple[Need, ...] = ()) -> list[Session]:
    """Both kinds of days, every length, at home and away, on a day without and with a flare."""
    state = state_of(programme, conditions, cannot)
    days = []
    for done in (0, 1):
        flared = {**state, "session_count": done}
        days += [today(flared, DAY0, choice, CATALOGUE) for choice in CHOICES]
    hot = {name: {**region, "flares": [{"since": DAY0.isoformat(), "until": None}]} for name, region in state["regions"].items()}
    return [*days, today({**state, "regions": hot}, DAY0, Choice(minutes=30), CATALOGUE)]


@pytest.mark.hazard("H16")
@pytest.mark.hazard("H49")
@SHARED
@asked_of(item=CONDITIONS, programme=sorted(programmes()))
def test_no_condition_ever_meets_an_exercise_it_leaves_out(item: Item, programme: str):
    for session in sessions(programme, item.id):
        assert session.status is Status.READY
        shown = {slug for one in session.items for slug in (one.exercise, *one.swaps)}
        shown |= {slug for one in session.offers for slug in (one.exercise, one.other) if slug}
        for slug in shown:
            assert not item.leaves_out & set(CATALOGUE[slug].facts.classes), (slug, session.mode)


@pytest.mark.hazard("H40")
@asked_of(need=Need, programme=sorted(programmes()))
def test_nobody_is_given_what_they_cannot_do(need: Need, programme: str):
    for session in sessions(programme, cannot=(need,)):
        for slug in {slug for one in session.items for slug in (one.exercise, *one.swaps)}:
            assert need not in CATALOGUE[slug].facts.needs


@pytest.mark.hazard("H16")
@SHARED
def test_the_easier_button_never_leads_to_what_is_left_out():
    shown = 0
    for item in CONDITIONS:
        for programme in sorted(programmes()):
            for one in (one for session in sessions(programme, item.id) for one in session.items):
                if one.easier is not None:
                    shown += 1
                    assert not item.leaves_out & set(CATALOGUE[one.easier].facts.classes), (item.id, one.exercise, one.easier)
    assert shown > 100


@pytest.mark.hazard("H15")
@asked_of(item=NOW)
def test_a_sign_that_was_cleared_once_stops_again_when_it_is_said_again(item: Item):
    person = Life(unlocked=True, yes=(item.id,))
    person.add("cleared", cleared.Body((item.id,), "Dr Rao"))
    assert person.today(0).status is Status.READY
    person.go(30)
    person.add("screened", replies(**{item.id: Reply.YES}))

    assert person.today(30).status is Status.STOP


@pytest.mark.hazard("H22")
def test_many_own_limits_never_push_out_one_of_a_clinician():
    person = Life(unlocked=True)
    person.limit(limit_set.What.BAN, author="clinician:rao", exercise="hip_hinge_wall")
    for slug in list(CATALOGUE)[:70]:
        person.limit(limit_set.What.SETS_MOST, 3, exercise=slug)

    assert person.state["limits"][0]["what"] == "ban"
    assert all(one.exercise != "hip_hinge_wall" for one in person.today(0).items)


@pytest.mark.hazard("H15")
def test_a_red_flag_of_the_screen_is_taken_back_the_same_day_or_by_someone_who_looked():
    def again(person: Life, *yes: str) -> Status:
        person.add("screened", screened.Body({item.id: Reply.YES if item.id in yes else Reply.NO for item in ITEMS}, "112"))
        return person.today(3).status

    person = Life(yes=("saddle_numb",))
    assert again(person) is Status.READY, "a slip of the finger, put right at once"

    person = Life(yes=("saddle_numb",))
    person.go(1)
    assert again(person) is Status.STOP
    assert again(person) is Status.STOP, "asking twice changes nothing"
    person.add("cleared", cleared.Body(("saddle_numb",), "Dr Rao"))
    assert again(person) is Status.READY
    assert again(person, "saddle_numb") is Status.STOP
