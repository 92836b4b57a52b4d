"""What the dose promises, on random lives (`lives.py`), one test for each sentence; in the campaign on many more of them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.dose import Item, Offer, Session, Verdict
from halfkilo.journal import Entry
from halfkilo.journal.corridor import corridor, open_flare
from halfkilo.journal.fields import Answer, Offered
from halfkilo.journal.fold import fold, step
from halfkilo.journal.kinds import equipped
from halfkilo.journal.standing import reached, says, slowed
from halfkilo.journal.state import ExerciseState, Outing, State
from halfkilo.units import Region, Side, Tool
from tests.dose.lives import ask, days, key, tales, told
from tests.dose.watch import demand
from tests.life import CATALOGUE, DAY0

MANY = 400
few = settings(max_examples=15, deadline=None)
"""A life has one number, so there is little to shrink: `lives.tale` tells what it is."""
GROWS = {Offered.LOAD, Offered.SET, Offered.HARDER, Offered.FIND}


# --- what a session asks, beside where things stand -------------------------------------------------------------------
def last(past: ExerciseState | None) -> Outing | None:
    """The last outing that says where the dose stands."""
    return next((one for one in reversed(past["outings"]) if says(one)), None) if past else None


def grown(state: State, item: Item) -> set[str]:
    """What of an item is more than where it stands."""
    past = state["exercises"].get(key(item))
    before = last(past)
    if past is None or past["dose"] is None or before is None or item.verdict in (Verdict.FIND, Verdict.REST):
        return set()
    dose, sets = past["dose"], max(one["s"] for one in [one for one in past["outings"] if says(one)][-4:])
    more = {"load": item.grams > dose["g"], "amount": item.grams >= dose["g"] and item.target > dose["t"], "sets": item.sets > sets,
            "range": item.range_percent > reached(before), "tempo": item.grams >= dose["g"] and item.slower > slowed(before)}
    return {name for name, is_more in more.items() if is_more}


def offers(session: Session, one: str) -> list[Offer]:
    """What would make an exercise more."""
    return [made for made in session.offers if key(made) == one and made.offered in GROWS]


def hears(one: str) -> list[Region]:
    """The places an exercise listens to."""
    slug, _, side = one.split(":")
    return [region for region in Region if CATALOGUE[slug].demand_on(region, Side(side)) >= 20]


def hot(state: State, one: str) -> list[str]:
    """The tracked places an exercise listens to, by name."""
    return [region.value for region in hears(one) if region.value in state["regions"] and state["regions"][region.value]["tracked"]]


def sessions(tale: Any) -> list[tuple[State, Session]]:
    """Every decision of a life with the state it was made from."""
    return [(copy.deepcopy(person.now), ask(person.now, day)) for person, day in days(tale)]


def nothing_grows(state: State, session: Session, one: str) -> None:
    """No item, offer or yes makes the exercise more."""
    assert offers(session, one) == []
    for item in session.items:
        if key(item) == one:
            assert grown(state, item) <= {"range"} if item.rule == "range" else not grown(state, item), item


# --- the promises -----------------------------------------------------------------------------------------------------
def never_up_after_a_flare_or_red(tale):
    for state, session in sessions(tale):
        for one, past in state["exercises"].items():
            flaring = any(open_flare(state["regions"][name]) for name in hot(state, one))
            if flaring or _red(state, one, last(past)):
                nothing_grows(state, session, one)
        for made in session.offers:
            if made.offered is Offered.WAY_BACK:
                before = state["exercises"][key(made)]["before"]
                assert (made.grams, made.target) <= (before["g"], before["t"])


def _red(state: State, one: str, outing: Outing | None) -> bool:
    """Red by the corridor's own edges, or stopped for pain; counted here apart from the engine."""
    if outing is None or outing["x"] == "pain":
        return outing is not None
    peaks = outing.get("pp", {})
    for name in hot(state, one):
        peak, edges = peaks.get(name, outing["p"]), corridor(state["regions"][name], outing["d"])
        if peak is not None and (peak >= 8 or peak > edges.red):
            return True
    return False


def never_more_than_one_variable(tale):
    for state, session in sessions(tale):
        for item in session.items:
            assert len(grown(state, item)) <= 1, (item, state["exercises"][key(item)])
        for made in session.offers:
            if made.offered in (Offered.LOAD, Offered.SET):
                dose = state["exercises"][key(made)]["dose"]
                assert dose is not None
                load, amount = made.grams > dose["g"], made.grams >= dose["g"] and made.target > dose["t"]
                assert load + amount + (made.offered is Offered.SET) == 1, made
                items = [one for one in session.items if key(one) == key(made)]
                assert not any(grown(state, one) for one in items), "what is offered comes alone"
        for one in {key(made) for made in session.offers}:
            assert len(offers(session, one)) <= 1


def never_up_on_missing_stale_contradictory_or_flat_data(tale):
    for state, session in sessions(tale):
        for one, past in state["exercises"].items():
            if "accepted" not in past and _uncertain(state, one, last(past), session.on):
                nothing_grows(state, session, one)


def _uncertain(state: State, one: str, outing: Outing | None, on: date) -> bool:
    """Missing: worst pain or next morning, and effort where it was not amber (E6 goes by pain alone). Stale: no pain told of a place for
    48 hours. Contradictory: two answers, where it was not amber. Flat: nothing has moved for two weeks and eight exercises."""
    if outing is None or CATALOGUE[one.split(":")[0]].facts.mechanism.value in ("mobility", "calm"):
        return False
    places, after = hot(state, one), (date.fromisoformat(outing["d"]) + timedelta(days=1)).isoformat()
    recent = [(on - timedelta(days=back)).isoformat() for back in (0, 1)]
    told_today = {} if state["today"] is None or state["today"]["on"] != on.isoformat() else state["today"]["worst"]
    for name in places:
        mornings = {day for day, _ in state["regions"][name]["mornings"]}
        missing = after not in mornings or outing.get("pp", {}).get(name, outing["p"]) is None
        if missing or not (name in told_today or mornings & set(recent)):
            return True
    return _flat(state) or ((outing["e"] is None or outing.get("c", False)) and not _amber(state, one, outing))


def _amber(state: State, one: str, outing: Outing) -> bool:
    """Above green, counted here apart from the engine."""
    session = next((told for told in state["sessions"] if told["n"] == outing["n"]), None)
    for name in hot(state, one):
        peak, edges = outing.get("pp", {}).get(name, outing["p"]), corridor(state["regions"][name], outing["d"])
        if peak is not None and not edges.peak_green(peak, session["pre"].get(name) if session else None):
            return True
    return not hot(state, one) and (outing["p"] or 0) > 5


def _flat(state: State) -> bool:
    return state["runs"]["morning"] >= 14 and state["runs"]["effort"] >= 8


def more_pain_never_yields_more_load(tale, random):
    """One answer of pain, raised. Left out is what DOSE.md itself lets loosen the rules: pain before an earlier session (a worst pain that
    did not rise above it is green), a morning that moves the usual, its variation, or the end of a flare, and answers that had not moved
    for weeks until this one did. Where a load is no longer offered, an amount may grow in its place, to no more than was offered. Sets are
    not compared: a session has room for one more where something else became less.

    Two rules are read to the letter and left out as well: E6 adds a repetition after two amber outings running, so an earlier outing that
    was amber and not green may bring it; and E4 holds on a raised morning before pain learned from several outings eases."""
    person, day = told(tale)
    session = ask(person.now, day)
    for _ in range(4):
        entries = _louder(person.entries, random, day)
        if entries is None:
            continue
        state = fold(entries)
        if _same_usual(person.now, state) and not _flat(person.now):
            louder = ask(state, day)
            _no_heavier(session, louder, person.now)


PAINS = {"morning": ("pain",), "checked_in": ("pain", "peak", "peaks")}


def _louder(entries: list[Entry], random: Random, day: int) -> list[Entry] | None:
    """The same record with one pain raised; None where what was drawn is not to be raised."""
    at = [place for place, one in enumerate(entries) if one.kind in PAINS and not one.at < DAY0.isoformat()]
    if not at:
        return None
    place = random.choice(at)
    body = copy.deepcopy(entries[place].body)
    earlier = body.get("on") != (DAY0 + timedelta(days=day)).isoformat()
    if body.get("moment") == "before" and earlier:
        return None
    for name in PAINS[entries[place].kind]:
        told = body.get(name)
        if isinstance(told, dict) and told:
            region = random.choice(sorted(told))
            told[region] = random.randint(told[region], 10)
            break
        if isinstance(told, int):
            body[name] = random.randint(told, 10)
            break
    return [*entries[:place], replace(entries[place], body=body), *entries[place + 1:]]


def _same_usual(first: State, second: State) -> bool:
    """Whether every place's corridor stayed on every day, and its flares."""
    for name, region in first["regions"].items():
        other = second["regions"][name]
        if region["flares"] != other["flares"] or region["entry"] != other["entry"]:
            return False
        told = {day for one in (region, other) for day, _ in one["mornings"]}
        if any(corridor(region, day) != corridor(other, day) for day in told):
            return False
    return True


def _no_heavier(calm: Session, loud: Session, state: State) -> None:
    items, made = {key(one): one for one in calm.items}, {key(one): one for one in calm.offers if one.offered in GROWS}
    for item in loud.items:
        old = items.get(key(item))
        if old is None or Verdict.FIND in (old.verdict, item.verdict):
            continue
        if (item.rule, item.verdict) == ("E6", Verdict.PROGRESS) or (item.rule, old.rule) == ("E4", "reacts-ease"):
            continue
        offered = made.get(key(item))
        assert item.grams <= old.grams, (old, item)
        most = max(demand((one.grams, one.target)) for one in (old, offered) if one is not None)
        assert item.grams < old.grams or demand((item.grams, item.target)) <= most, (old, item)
    for one in loud.offers:
        if one.offered in GROWS - {Offered.SET}:
            assert key(one) in made and one.grams <= made[key(one)].grams, one


def the_order_of_unrelated_entries_does_not_matter(tale, random):
    """Two entries one after another that speak of different things, told the other way round."""
    person, day = told(tale)
    pairs = [at for at, (one, other) in enumerate(zip(person.entries, person.entries[1:], strict=False)) if _unrelated(one, other)]
    session = _plain(ask(person.now, day))
    for at in random.sample(pairs, min(3, len(pairs))):
        entries = list(person.entries)
        one, other = entries[at], entries[at + 1]
        entries[at], entries[at + 1] = _at(one, other), _at(other, one)
        assert _plain(ask(fold(entries), day)) == session, (one, other)


def _at(one: Entry, when: Entry) -> Entry:
    from halfkilo.journal import body_of, make

    return make(one.kind, body_of(one), at=when.at, author=one.author, id=one.id)


def _unrelated(one: Entry, other: Entry) -> bool:
    """A set and how another exercise felt; two exercises' sets or check-ins; a limit beside anything else."""
    if one.at[:10] != other.at[:10]:
        return False
    kinds, about = {one.kind, other.kind}, [entry.body.get("exercise") for entry in (one, other)]
    if "limit_set" in kinds:  # two limits are not unrelated: exercises are pinned in their order
        return bool(kinds & {"morning", "checked_in", "set_done"})
    return kinds <= {"set_done", "checked_in"} and None not in about and about[0] != about[1]


def _plain(session: Session) -> list[Any]:
    """What a person sees of a session, without the ids that name what it was decided from."""
    return [session.status, session.mode, session.parts, session.reasons, session.notices, session.locked, session.questions,
            [replace(one, id="") for one in session.offers]]


def fold_in_one_go_equals_fold_in_pieces(tale, random):
    person, _ = told(tale)
    whole = fold(person.entries)
    assert whole == person.now, "one after another"
    shuffled = list(person.entries)
    random.shuffle(shuffled)
    assert fold(shuffled) == whole
    cut = random.randint(0, len(person.entries))
    pieces = json.loads(json.dumps(fold(person.entries[:cut])))
    assert fold(person.entries[cut:], pieces) == whole


CUTS = ("E1", "E2", "E3-cut", "reacts-ease")
"""Rules that take at least one step of the device they are made on (DOSE.md 4)."""


def a_coarser_devices_load_differs_by_less_than_one_of_its_steps_and_is_never_above(tale, random):
    """The same life, going on with a coarser device today. Cuts take at least one of its steps. What can't be made lighter is done less
    often instead: a load below the lightest notch stays on it with fewer repetitions."""
    person, day = told(tale)
    step_ = random.choice((1_000, 2_000, 2_500))
    coarse = copy.deepcopy(person.now)
    entry = person.add("equipped", equipped.Body(equipped.Gym("simulated", step=step_)))
    step(coarse, entry)
    fine = {key(one): one for one in ask(fold(person.entries[:-1]), day).items}
    for item in ask(coarse, day).items:
        old = fine.get(key(item))
        if old is None or item.tool is not Tool.CABLE or Verdict.FIND in (old.verdict, item.verdict):
            continue
        slack = step_ if item.rule in CUTS or old.rule in CUTS else 0
        dose = person.now["exercises"][key(item)]["dose"]
        if item.grams > old.grams:
            known = person.now["exercises"][key(item)]
            assert item.grams == step_ <= max(dose["g"] if dose else 0, known.get("found", [0])[0]), (old, item)
            assert item.target < old.target or item.verdict is Verdict.START, (old, item)
        assert old.grams - item.grams < step_ + slack, (old, item)


def declining_leaves_everything_as_it_was(tale):
    """Where everything stands, every load, and all of every other exercise but its number of sets, which goes by the time there is. What
    was declined waits for a week, and its amounts wait with it."""
    person, day = told(tale)
    person.go(day)
    session = person.decide(day)
    before = copy.deepcopy(person.now["exercises"])
    for made in session.offers:
        person.answer(made.id, Answer.KEEP)
    after = copy.deepcopy(person.now["exercises"])
    for one in after.values():
        one.pop("declined", None)
    for one in before.values():
        one.pop("declined", None)
    assert after == before
    seen = ask(person.now, day)
    assert [(key(one), one.grams) for one in seen.items] == [(key(one), one.grams) for one in session.items]
    declined = {made.exercise for made in session.offers}
    for was, now in zip(session.items, seen.items, strict=True):
        if was.exercise not in declined:
            assert (was.target, was.range_percent, was.slower) == (now.target, now.range_percent, now.slower)
        assert now.target <= was.target and now.range_percent <= was.range_percent and now.slower <= was.slower
    assert not {key(one) for one in seen.offers if one.offered in GROWS} & {key(one) for one in session.offers}


ONE_LIFE = (never_up_after_a_flare_or_red, never_more_than_one_variable, never_up_on_missing_stale_contradictory_or_flat_data,
            declining_leaves_everything_as_it_was)
CHANGED = (more_pain_never_yields_more_load, the_order_of_unrelated_entries_does_not_matter, fold_in_one_go_equals_fold_in_pieces,
           a_coarser_devices_load_differs_by_less_than_one_of_its_steps_and_is_never_above)
PROMISES: list[Callable[..., None]] = [*(given(tales())(one) for one in ONE_LIFE),
                                       *(given(tales(), st.randoms(use_true_random=False))(one) for one in CHANGED)]
each = pytest.mark.parametrize("promise", PROMISES, ids=lambda one: one.__name__)


@each
def test_it_keeps_the_promise(promise):
    few(promise)()


@pytest.mark.campaign
@each
def test_it_keeps_the_promise_for_many(promise):
    settings(few, max_examples=MANY)(promise)()
