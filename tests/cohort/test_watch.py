"""The watch beside the engine sees every kind of rise that must not be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from halfkilo.cohort.watch import Account, Listener, Watch
from halfkilo.exercises import catalogue
from halfkilo.journal.fields import Answer, Finder, Mode, Offered, Question
from halfkilo.journal.kinds import answered, proposed, session_opened, set_done
from halfkilo.journal.state import fresh
from halfkilo.units import Side, Tool

KEY = "row:cable:both"


def watched(*doses: tuple[int, int], yes: tuple[int, int] | None = None, back: bool = False, unlocked: bool = True,
            apart: int = 7) -> Watch:
    """The same exercise, lifted every `apart` days; a yes, if there was one, for the last."""
    watch = Watch()
    for index, dose in enumerate(doses):
        last = index == len(doses) - 1
        if yes is not None and last:
            watch.accounts.setdefault(KEY, Account()).yes = (yes, back)
        watch.lifted(KEY, dose, index * apart, unlocked)
    return watch


@pytest.mark.parametrize(("doses", "more", "breach"), [
    (((10_000, 8), (10_500, 8)), {}, "unasked"),
    (((10_000, 8), (10_500, 8)), {"yes": (10_500, 8), "unlocked": False}, "locked"),
    (((10_000, 8), (10_500, 9)), {"yes": (10_500, 9)}, "two at once"),
    (((10_000, 8), (11_500, 8)), {"yes": (11_500, 8)}, "load"),
    (((3_000, 12), (3_500, 12)), {"yes": (3_500, 12)}, "step"),
    (((10_000, 8), (10_000, 13)), {}, "step"),
    (((4_000, 12), (4_000, 14), (4_000, 16), (4_000, 18)), {"apart": 2}, "week"),
])
def test_each_breach_has_its_name(doses, more, breach):
    assert breach in watched(*doses, **more).breaches


@pytest.mark.parametrize(("doses", "more"), [
    (((10_000, 12), (10_500, 12)), {"yes": (10_500, 12)}),
    (((10_000, 8), (10_000, 9), (10_000, 10)), {}),
    (((10_000, 8), (8_000, 8)), {}),
    (((10_000, 8), (7_000, 8), (8_500, 8)), {"yes": (8_500, 8), "back": True, "apart": 2}),
])
def test_what_may_be_is_no_breach(doses, more):
    watch = watched(*doses, **more)

    assert not watch.breaches
    assert watch.raised == sum(new[0] > old[0] for old, new in pairwise(doses))


def test_a_way_back_never_leads_past_where_it_came_from():
    assert "unasked" in watched((8_000, 8), (6_000, 8), (8_500, 8), yes=(8_000, 8), back=True).breaches


def test_peers_ask_nobody_and_a_load_found_anew_is_no_rise():
    watch = Watch(consent=False)
    watch.lifted(KEY, (10_000, 8), 0)
    watch.lifted(KEY, (10_500, 8), 3)
    watch.anew(KEY)
    watch.lifted(KEY, (20_000, 8), 5)

    assert not watch.breaches and watch.raised == 1 and watch.first_raise == 3


# --- what it hears --------------------------------------------------------------------------------------------------
DAY = date(2026, 1, 5)


def hearing() -> Listener:
    """Somebody unlocked who lifted 10 kg eight times."""
    listener = Listener(Watch(), fresh(), catalogue(), mornings=20, sessions=9)
    opened(listener, lift=10_000)
    return listener


def opened(listener: Listener, mode: Mode = Mode.NORMAL, lift: int = 0, slug: str = "seated_row", reps: int = 8) -> None:
    listener.heard("session_opened", session_opened.Body("s", DAY, mode))
    tool = Tool.CABLE if lift else Tool.BODY
    for number in (1, 2):
        listener.heard("set_done", set_done.Body("s", slug, tool, Side.BOTH, number, lift, reps, reps, 2))


def said(listener: Listener, offered: Offered, grams: int, answer: Answer = Answer.ACCEPT, other: str | None = None) -> None:
    offer = proposed.Offer("o", offered, "seated_row", Tool.CABLE, Side.BOTH, grams, 8, "E7", other)
    listener.heard("proposed", proposed.Body(DAY, "1", "x", (), (offer,)))
    listener.heard("answered", answered.Body(Question.OFFER, answer, "o"))


@pytest.mark.parametrize(("answer", "lift", "breach"), [
    (Answer.ACCEPT, 10_500, {}), (Answer.ACCEPT, 11_000, {"unasked": 1}), (Answer.KEEP, 10_500, {"unasked": 1}), (Answer.KEEP, 10_000, {})])
def test_a_yes_is_heard_and_a_no_is_too(answer, lift, breach):
    listener = hearing()
    said(listener, Offered.LOAD, 10_500, answer)
    opened(listener, lift=lift)

    assert dict(listener.watch.breaches) == breach


def test_what_is_spared_on_purpose_is_no_account():
    listener = hearing()
    opened(listener, Mode.RESCUE, lift=5_000)
    opened(listener, lift=10_000)

    assert not listener.watch.breaches and listener.watch.raised == 0


def test_a_harder_exercise_with_a_yes_begins_from_its_bottom():
    listener = hearing()
    opened(listener, slug="glute_bridge", reps=3)
    said(listener, Offered.HARDER, 0, other="glute_bridge")
    opened(listener, slug="glute_bridge", reps=8)

    assert not listener.watch.breaches


def test_work_on_a_place_that_flares_is_a_breach():
    listener = hearing()
    listener.state["regions"]["low_back"] = {"entry": 4, "intake": 4, "since": "2026-01-01", "reviewed": "2026-01-01", "tracked": True,
                                             "mornings": [], "flares": [{"since": "2026-01-04", "until": None}], "held": None}
    opened(listener, slug="glute_bridge", reps=8)

    assert dict(listener.watch.breaches) == {"in a flare": 1}


# --- a load that is found anew with a yes ---------------------------------------------------------------------------
def looked(listener: Listener, *steps: int, how: Finder = Finder.COMFORTABLE, day: int = 1) -> None:
    listener.day = day
    listener.heard("session_opened", session_opened.Body("f", DAY, Mode.NORMAL))
    for number, grams in enumerate(steps, start=1):
        ends = how if number == len(steps) else Finder.MORE
        listener.heard("set_done", set_done.Body("f", "seated_row", Tool.CABLE, Side.BOTH, number, grams, 3, 3, 1, finder=ends))


def test_what_a_finder_with_its_yes_found_is_no_rise():
    listener = hearing()
    said(listener, Offered.FIND, 20_000)
    looked(listener, 10_000, 15_000, 20_000, how=Finder.HURTS)
    opened(listener, lift=12_000)

    assert not listener.watch.breaches and (listener.watch.refound, listener.watch.raised) == (1, 1)
    opened(listener, lift=12_500)
    assert listener.watch.breaches["unasked"] == 1, "it counts once"


@pytest.mark.parametrize(("yes", "steps", "day", "lift"), [
    (None, (10_000, 20_000), 1, 12_000),  # no yes
    (20_000, (10_000, 20_000), 8, 12_000),  # late
    (20_000, (10_000, 15_000), 1, 12_500),  # more than four fifths of it
    (15_000, (10_000, 15_000, 40_000), 1, 32_000),  # past what the yes said
])
def test_every_other_finder_says_nothing_about_a_dose_that_stands(yes, steps, day, lift):
    listener = hearing()
    if yes is not None:
        said(listener, Offered.FIND, yes)
    looked(listener, *steps, day=day)
    opened(listener, lift=lift)

    assert listener.watch.breaches["unasked"] == 1


def test_after_a_long_break_a_finder_needs_no_yes():
    listener = hearing()
    looked(listener, 2_000, 3_000, day=91)
    opened(listener, lift=2_000)

    assert not listener.watch.breaches
