"""The lean loop is the faithful one without its journal; what it counts is true; nothing goes past an invariant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo.cohort.diary import Diary, LeanDiary
from halfkilo.cohort.engine import START, STORY, Trained
from halfkilo.cohort.live import Life
from halfkilo.cohort.loop import WEEKDAYS, live, programme_for, trained
from halfkilo.cohort.policies import policies
from halfkilo.exercises import catalogue
from halfkilo.journal.fields import Away
from halfkilo.people import VirtualPerson, draw, draw_anybody
from halfkilo.units import Joint, Region

DAYS = 42


def keen(seed: int, *regions: Region) -> VirtualPerson:
    """Somebody who comes and stays."""
    return VirtualPerson(replace(draw(seed, regions or (Region.LOW_BACK,)), attends=1.0, leaves_early=0.0, leaves_later=0.0), seed)


def lived(diary: Diary) -> Any:
    """A life's state without its ids."""
    person = keen(5, Region.KNEE_LEFT, Region.LOW_BACK)
    life = Life(person, STORY, "knee", START, catalogue(), diary)
    life.begin()
    for day in range(DAYS):
        life.morning(day, START + timedelta(days=day))
        if day % 7 in WEEKDAYS:
            life.train(START + timedelta(days=day), Away.NO)
        person.night()
    state = dict(life.diary.state)
    for name in ("last", "basis_id"):
        del state[name]
    decision: Any = state["decision"]
    state["decision"] = {**decision, "id": "", "offers": list(decision["offers"].values())}
    state["sessions"] = [{**session, "id": ""} for session in life.diary.state["sessions"]]
    state["limits"] = [{**limit, "id": ""} for limit in life.diary.state["limits"]]
    return state


def test_a_life_without_a_journal_comes_to_the_same_state():
    assert lived(LeanDiary("x", STORY.zone)) == lived(Diary("x", STORY.zone))


@pytest.mark.parametrize("name", policies())
def test_every_policy_can_be_lived_and_gives_the_same_twice(name: str):
    first, again = (live(keen(7), policies()[name], 28) for _ in range(2))

    assert first == again
    assert first.planned == 12 and 10 <= first.done <= 12 and first.weeks == 4 and first.left is None
    assert first.policy == name and 0.0 < first.gain < 0.4


def test_who_leaves_is_counted_as_a_starter():
    leaver = VirtualPerson(replace(draw(3), leaves_early=0.9, leaves_later=0.9), 3)
    outcome = live(leaver, policies()["halfkilo"], 56)

    assert outcome.left is not None and outcome.left < 28
    assert outcome.planned == 24 and outcome.done < 12 and outcome.gain < 0.03


def test_the_programme_follows_the_first_place_and_trains_its_joints():
    assert programme_for(VirtualPerson(draw(1, (Region.KNEE_LEFT,)), 1)) == "knee"
    assert Joint.KNEE in trained("knee") and Joint.SHOULDER in trained("neck_shoulder")


@pytest.mark.parametrize("name", ["halfkilo", "oracle"])
def test_a_few_hundred_sessions_without_one_above_a_guardrail(name: str):
    outcomes = [live(VirtualPerson(replace(draw_anybody(seed), attends=0.95, leaves_early=0.0, leaves_later=0.0), seed),
                     policies()[name], 91) for seed in range(3)]

    assert sum(outcome.done for outcome in outcomes) >= 100
    assert sum(outcome.raised for outcome in outcomes) >= 5
    assert [dict(outcome.breaches) for outcome in outcomes] == [{}] * len(outcomes)


def test_the_watch_hears_what_the_engine_decides():
    person = keen(8)
    life = Trained(person, "low_back", catalogue(), policies()["halfkilo"].begin(keen(9), "low_back").life.decide)
    for day in range(14):
        life.morning(day)
        if day % 7 in WEEKDAYS:
            assert life.train(day)
        person.night()

    assert life.listener.sessions == 6 and 10 <= life.listener.mornings <= 14
    assert {key.split(":")[0] for key in life.watch.accounts} >= {"seated_row"}
    assert life.rules["find"] >= 1


def test_the_oracle_climbs_out_of_loads_too_light_to_train_anything():
    person = keen(3, Region.NECK)
    life = policies()["oracle"].begin(person, "neck_shoulder")
    lifted: dict[str, list[int]] = {}
    for day in range(70):
        life.morning(day)
        if day % 7 in WEEKDAYS:
            life.train(day)
            for key, account in life.watch.accounts.items():
                lifted.setdefault(key, []).append(account.dose[0] if account.dose else 0)
        person.night()
    row = [grams for grams in lifted["seated_row:cable:both"] if grams]

    assert max(row) >= 1.2 * row[0]


def test_the_oracle_asks_no_place_for_more_than_it_bears_once_it_has_a_say():
    """After the first weeks, in which first doses are the engine's own."""
    person = keen(11, Region.LOW_BACK)
    life = policies()["oracle"].begin(person, "low_back")
    over = 0
    for day in range(84):
        life.morning(day)
        if day % 7 in WEEKDAYS:
            life.train(day)
            place = person.tissues[Region.LOW_BACK]
            over += day >= 21 and place.stress > 1.02 * place.room(person.parameters)
        person.night()

    assert over == 0
