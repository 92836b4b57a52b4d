"""Remote hands may lower, never raise: whatever a clinician does from afar that holds at once leaves no dose heavier than it was."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo import limits
from halfkilo.dose import Session, Verdict
from halfkilo.exercises import catalogue
from halfkilo.journal import remote
from halfkilo.journal.fold import step
from halfkilo.journal.kinds.limit_set import Body, What
from halfkilo.journal.state import State
from halfkilo.programmes import programmes
from halfkilo.screening import LoadClass
from halfkilo.strict import Malformed, plain
from halfkilo.units import Region, Side
from tests.dose.lives import ask, key, tales, told
from tests.life import BACK, DAY0, LIFT, Life

RAO = "clinician:rao"
SOME = (LIFT, "vector_side", "vector_easy", *sorted(catalogue())[::40])
VALUES = {What.LOAD_MOST: (0, 60_000), What.RANGE_MOST: (0, 100), What.EFFORT_MOST: (0, 10), What.SETS_MOST: (0, 5),
          What.GREEN: (1, 3), What.RED: (4, 6), What.APPROVE: (0, 5_000)}


@st.composite
def acts(draw: st.DrawFn) -> Body:
    """Anything that a limit can say."""
    what = draw(st.sampled_from(What))
    low, high = VALUES.get(what, (0, 0))
    return Body(what, draw(st.integers(low, high)) if what in VALUES else None,
                draw(st.sampled_from(SOME)) if what in (What.BAN, What.PIN) else draw(st.sampled_from([None, *SOME])),
                draw(st.sampled_from([None, Side.LEFT])), draw(st.sampled_from([None, BACK, Region.KNEE_LEFT])),
                draw(st.sampled_from(LoadClass)) if what is What.LEAVE_OUT else None,
                draw(st.sampled_from([None, *(DAY0 + timedelta(days=days) for days in (-1, 20, 90))])),
                lift=draw(st.sampled_from((False, False, False, True))))


def doses(session: Session) -> dict[str, tuple[int, int, int]]:
    """What a set of each exercise asks: grams, demand, range."""
    return {key(item): (item.grams, max(1, item.grams) * (30 + item.target), item.range_percent)
            for item in session.items if item.verdict is not Verdict.FIND}


def bounds(state: State, name: str, before: dict[str, tuple[int, int, int]]) -> tuple[int, ...]:
    """The most that a set may ask after a remote act. Load and range: what they did before; where it was not in the day, where it stands by
    the person's own yes. Amounts: that, or the tenth more that the exercise has earned by itself and that waited for room in its place."""
    dose = (state["exercises"].get(name) or {}).get("dose")
    stands = (dose["g"], max(1, dose["g"]) * (30 + dose["t"]), 100) if dose is not None else None
    was = before.get(name, stands)
    if was is None or stands is None:
        return was or ()
    return was[0], max(was[1], stands[1] * (100 + limits.DEMAND_STEP.first) // 100), was[2]


def most_sets(session: Session, state: State) -> int:
    """What the plan has: sets that did not fit may fit again where something else was taken out, and never more."""
    return max([*programmes()[state["plan"]["programme"]].sets, *(item.sets for item in session.items)])


@pytest.mark.hazard("H31")
@given(tales(), st.lists(acts(), min_size=1, max_size=5))
def test_no_remote_act_makes_today_heavier(tale, wanted):
    person, day = told(tale)
    today = (DAY0 + timedelta(days=day)).isoformat()
    for number, body in enumerate(wanted):
        if not remote.lowers(person.now, body, today):
            continue
        earlier = deepcopy(person.now)
        asked = ask(person.now, day)
        before = doses(asked)
        person.add("limit_set", body, author=RAO)
        after = ask(person.now, day)
        for name, dose in doses(after).items():
            most = bounds(earlier, name, before)
            assert not most or all(new <= old for new, old in zip(dose, most, strict=True)), (number, body, name, most, dose)
        assert all(item.sets <= most_sets(asked, earlier) for item in after.items)


@pytest.mark.hazard("H31")
@given(acts(), acts())
def test_what_loosens_a_clinicians_limit_waits_for_the_person(first, second):
    """The fold takes the second in the first one's place: where it holds at once, it must be as strict in value and in time."""
    person = Life()
    state = person.state
    step(state, person.add("limit_set", Body(**{**vars(first), "lift": False}), author=RAO))
    old = state["limits"][-1]
    if not remote.lowers(state, second, DAY0.isoformat()) or not remote.theirs(state, second):
        return
    step(state, person.add("limit_set", second, author=RAO))
    new = state["limits"][-1]
    over = old.get("until") is not None and old["until"] < DAY0.isoformat()
    assert over or (new.get("value") or 0) <= (old.get("value") or 0)
    assert over or new.get("until") is None or (old.get("until") is not None and new["until"] >= old["until"])


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("body", [Body(What.LOAD_MOST, lift=True, exercise=LIFT), Body(What.PIN, exercise=LIFT),
                                  Body(What.LOAD_MOST, 9_000, LIFT), Body(What.LOAD_MOST, 7_000, LIFT, until=DAY0)])
def test_lifting_pinning_raising_and_ending_sooner_are_suggestions(body):
    person = Life()
    person.limit(What.LOAD_MOST, 8_000, exercise=LIFT, author=RAO)
    assert not remote.lowers(person.state, body, DAY0.isoformat())
    assert remote.lowers(person.state, Body(What.LOAD_MOST, 7_000, LIFT), DAY0.isoformat())


@pytest.mark.hazard("H22")
def test_limits_from_afar_never_push_out_the_persons_own():
    person = Life()
    state = person.state
    for number in range(remote.ROOM):
        body = Body(What.BAN, exercise=f"own_{number}")
        assert not remote.full(state, body)
        step(state, person.add("limit_set", body))
    assert remote.full(state, Body(What.BAN, exercise="one_more"))
    assert len(state["limits"]) == remote.ROOM and all(one["by"] == "person" for one in state["limits"])


@settings(max_examples=10)
@given(acts())
def test_what_was_drawn_is_what_the_journal_takes(body):
    from halfkilo.journal.kinds import kinds
    from halfkilo.strict import read

    try:
        assert read(kinds()["limit_set"].body, plain(body)) == body
    except Malformed as problem:
        raise AssertionError(f"the strategy draws what is not a limit: {problem}") from problem
