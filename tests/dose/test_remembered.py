"""What is remembered between decisions never shows: a day decided with everything remembered is the day decided from nothing."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from functools import cache
from statistics import median_high, median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo import limits
from halfkilo.cohort.live import live
from halfkilo.cohort.story import Story
from halfkilo.dose import Choice, Reason, Session, record, today
from halfkilo.dose.once import changed
from halfkilo.journal import make, new_id
from halfkilo.journal.corridor import Usual, corridor, in_flare, morning_of
from halfkilo.journal.fields import Away, Mode
from halfkilo.journal.fold import fold, step
from halfkilo.journal.kinds import equipped, flare_opened, limit_set
from halfkilo.journal.state import RegionState, State
from halfkilo.people import VirtualPerson, draw
from halfkilo.screening import LoadClass
from halfkilo.units import Region, Tool

START = date(2026, 3, 2)
DAYS = 30
ROOMS = ("halfkilo.dose", "halfkilo.journal.corridor", "halfkilo.journal.standing")
What = limit_set.What


@cache
def entries(seed: int) -> tuple:
    places = ((Region.LOW_BACK,), (Region.KNEE_LEFT, Region.LOW_BACK))[seed % 2]
    story = Story(name=f"kept {seed}", flares={12: 4.0}, weekdays=(0, 2, 4))
    return tuple(live(VirtualPerson(draw(seed, places), seed), ("low_back", "knee")[seed % 2], DAYS, START, story))


@cache
def row(seed: int, upto: int) -> str:
    """The state after a share of the life, in thousandths, as the head row holds it."""
    return json.dumps(fold(entries(seed)[: max(1, len(entries(seed)) * upto // 1000)]))


def forget() -> None:
    """Empty everything that the two rooms keep between decisions; files that were read once are not read again."""
    for name, module in list(sys.modules.items()):
        if name.startswith(ROOMS):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear") and kept.__module__.startswith(ROOMS):
                    kept.cache_clear()


CHANGES = [
    ("limit_set", limit_set.Body(What.BAN, exercise="chair_stand")),
    ("limit_set", limit_set.Body(What.LOAD_MOST, value=2000)),
    ("limit_set", limit_set.Body(What.PIN, exercise="seated_chest_press")),
    ("limit_set", limit_set.Body(What.LEAVE_OUT, load_class=LoadClass.OVERHEAD)),
    ("equipped", equipped.Body(None, (1000, 3000), (2000,))),
    ("flare_opened", flare_opened.Body(START + timedelta(days=DAYS), (Region.LOW_BACK,))),
]
CHOICES = [Choice(), Choice(minutes=30), Choice(minutes=2), Choice(minutes=20, away=Away.TRAVEL), Choice(minutes=10, tools=(Tool.BAND,)),
           Choice(minutes=20, mode=Mode.RESCUE)]


def decide(state: State, choice: Choice) -> Session:
    return today(state, START + timedelta(days=DAYS), choice)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1), st.sampled_from((1000, 700, 300)), st.lists(st.sampled_from(CHANGES), max_size=3), st.sampled_from(CHOICES))
def test_a_day_with_everything_remembered_is_the_day_from_nothing(seed, upto, changes, choice):
    state: State = json.loads(row(seed, upto))
    at = f"{START + timedelta(days=DAYS)}T06:00:00+00:00"
    decide(state, choice)
    for kind, body in changes:
        step(state, make(kind, body, at=at, author="person", id=new_id()))
        decide(state, choice)
    warm = decide(state, choice)
    again = json.loads(json.dumps(state))
    forget()
    cold = decide(again, choice)

    assert cold == warm
    assert record(cold) == record(warm)
    assert again == state


def test_changes_are_seen_at_once():
    state: State = json.loads(row(0, 1000))
    first = decide(state, Choice(minutes=20)).items[1].exercise
    step(state, make("limit_set", limit_set.Body(What.BAN, exercise=first), at="2026-04-01T06:00:00+00:00", author="person", id=new_id()))

    assert first not in {item.exercise for item in decide(state, Choice(minutes=20)).items}


def test_the_digest_is_of_the_state_that_was_decided_from():
    state: State = json.loads(row(0, 1000))
    session = decide(state, Choice())
    step(state, make(*CHANGES[0], at="2026-04-01T06:00:00+00:00", author="person", id=new_id()))

    with pytest.raises(RuntimeError, match="moved on"):
        _ = session.digest


# --- the usual, against its definition --------------------------------------------------------------------------------
def by_definition(region: RegionState, on: str, days: int) -> list[int]:
    first = (date.fromisoformat(on) - timedelta(days=days - 1)).isoformat()
    return [pain for day, pain in region["mornings"] if first <= day <= on and not in_flare(region["flares"], day)]


def day_of(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


@st.composite
def regions(draw) -> RegionState:
    mornings = draw(st.dictionaries(st.integers(0, 60), st.integers(0, 10), max_size=50))
    edges = sorted(draw(st.sets(st.integers(-5, 70), max_size=4)))
    flares = [{"since": day_of(since), "until": day_of(until)} for since, until in zip(edges[::2], edges[1::2], strict=False)]
    flares += [{"since": day_of(edges[-1]), "until": None}] if len(edges) % 2 else []
    return {"entry": draw(st.integers(0, 10)), "intake": 5, "since": day_of(0), "reviewed": day_of(0), "tracked": True, "held": None,
            "mornings": [[day_of(number), pain] for number, pain in sorted(mornings.items())], "flares": flares}


@settings(max_examples=100, deadline=None)
@given(regions(), st.integers(-3, 75))
def test_the_usual_is_the_median_of_the_mornings_outside_flares(region, number):
    on = day_of(number)
    for days in (7, limits.BASE_DAYS.first, limits.SD_DAYS.first):
        assert list(Usual(region).last(days, on)) == by_definition(region, on, days)
    scores, now = by_definition(region, on, limits.BASE_DAYS.first), corridor(region, on)
    known = len(scores) >= limits.BASE_LEAST.first
    assert now.ref + now.d >= Usual(region).least_signal
    assert (now.usual, now.high) == ((median_low(scores), median_high(scores)) if known else (region["entry"], region["entry"]))
    assert morning_of(region, on) == dict(map(tuple, region["mornings"])).get(on)


# --- copies ---------------------------------------------------------------------------------------------------------
def test_a_copy_has_the_same_fields_and_no_others():
    reason = Reason("E1", {"peak": 7})

    assert changed(reason, rule="E2") == Reason("E2", {"peak": 7})
    assert reason.rule == "E1"
    with pytest.raises(TypeError, match="no such fields: rules"):
        changed(reason, rules="E2")
