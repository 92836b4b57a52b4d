"""The camera has one say in a dose, and that is a brake (H20): what it saw changes nothing, and lost form only ever holds or lowers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.journal.kinds import set_done
from tests.life import BACK, Life, item, offer

LIFT = "hip_hinge"
SEEN = st.builds(set_done.Form, st.sampled_from(set_done.By), st.lists(st.integers(0, 100), max_size=12).map(tuple),
                 st.lists(st.sampled_from(["fault 0", "fault 1", "part trunk", "far_enough"]), max_size=3).map(tuple))
LOST = st.lists(st.booleans(), min_size=3, max_size=3)


class Watched(Life):
    """A life in which a camera looks at every set."""

    seen: set_done.Form | None = None

    def add(self, kind, body, **more):
        return super().add(kind, replace(body, form=self.seen) if kind == "set_done" else body, **more)


def trained(lost, seen=None, grams=10_000, reps=12):
    """Clean sessions, two days apart; lost: whether form was lost in each. seen: what the camera told of them."""
    person = Watched({BACK: 2}, unlocked=True)
    person.seen = seen
    person.pin(LIFT)
    for index, gone in enumerate(lost):
        person.outing(2 * index, LIFT, grams, reps, form_lost=gone)
    return person


def asked(person, day):
    """What is asked and offered."""
    today = person.today(day)
    now, made = item(today, LIFT), offer(today, LIFT)
    return now.grams, now.target, now.sets, now.rule, (made.grams, made.target) if made else None


@pytest.mark.hazard("H20")
@settings(max_examples=10)
@given(LOST, SEEN)
def test_what_a_camera_saw_changes_no_dose(lost, seen):
    assert asked(trained(lost, seen), 6) == asked(trained(lost), 6)


@pytest.mark.hazard("H20")
@settings(max_examples=10)
@given(LOST)
def test_lost_form_only_holds_or_lowers(lost):
    with_it, without = asked(trained(lost), 6), asked(trained([False] * len(lost)), 6)
    assert with_it[0] <= without[0] and with_it[1] <= without[1] and with_it[2] <= without[2]
    if lost[-1]:
        assert with_it[4] is None, "nothing is offered after a set in which form was lost"
    if lost[-2:] == [True, True]:
        assert with_it[0] < 10_000 and with_it[3] == "E3-cut"


@pytest.mark.hazard("H20")
def test_without_a_camera_a_dose_rises_as_ever():
    assert asked(trained([False] * 3), 6)[4] is not None
