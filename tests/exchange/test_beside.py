"""What a file may add to a record of one's own: whatever is in it, no load is heavier and no rise comes sooner."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.dose import Session
from halfkilo.exchange import beside, lines, past
from halfkilo.exchange.brought import against
from halfkilo.exchange.history import Settings
from halfkilo.exchange.ins import bring, kind_of
from halfkilo.exchange.outs import Format, write
from halfkilo.journal.entry import Entry, new_id, uuid7
from halfkilo.journal.fields import Why
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import kinds, make, stopped
from halfkilo.journal.kinds.corrected import Body as Corrected
from halfkilo.journal.kinds.morning import Body as Morning
from halfkilo.journal.state import State
from halfkilo.strict import plain
from halfkilo.units import Region
from halfkilo.words import has
from tests.dose.lives import Told, ask, tale, told
from tests.exchange.sets import session
from tests.life import BACK, DAY0, LIFT, ZONE, Life

LOOSE = {"seq", "basis", "basis_id", "last", "imported", "measures", "events", "notes", "runs", "soreness", "today", "eve", "ill"}
"""What a file may add to: counts and names of entries, readings, words, and answers of days before anything counted."""


def settings_on(day: int) -> Settings:
    return Settings("asha", ZONE, DAY0 + timedelta(days=day))


def file_of(entries: list[Entry]) -> bytes:
    return b"".join(lines.write(entries))


def taken(data: bytes, here: list[Entry], day: int) -> list[Entry]:
    known = lines.digests(here)
    brought = beside.journal(lines.whole(io.BytesIO(data), known), here, settings_on(day))
    return list(against(brought.entries, known).fresh)


def foreign(of: Told, chance: Random) -> list[Entry]:
    """The life of somebody else or of another copy, shifted in time, and one of every kind there is with any author."""
    shift = timedelta(days=chance.choice((-300, -30, -3, 0, 0, 0, 1)))
    moved = [replace(one, id=uuid7(one.instant, chance.randbytes(10)) if chance.random() < 0.8 else one.id,
                     at=(one.local + shift).isoformat()) for one in of.entries]
    at = chance.choice(of.entries).at
    strange = [make(kind.name, kind.example, at=at, author=chance.choice(("person", "site", "clinician:rao")),
                    id=uuid7(number, chance.randbytes(10))) for number, kind in enumerate(kinds().values())]
    later = Entry(uuid7(7, chance.randbytes(10)), at, "person", "from_later", 9, {"x": 1})
    wish = [one for one in of.entries if one.kind in ("morning", "limit_set", "set_done")]
    fixes = [make("corrected", Corrected(one.id, None), at=at, author="person", id=uuid7(8, chance.randbytes(10)))
             for one in chance.sample(wish, min(3, len(wish)))]
    return [*moved, *strange, later, *fixes]


def steering(state: State) -> dict[str, Any]:
    found: dict[str, Any] = {name: value for name, value in state.items() if name not in LOOSE}
    return {**found, "screen": {**state["screen"], "signs": []}, "decision": {**(state["decision"] or {}), "basis": 0}}


def heavier(one: Session, than: Session) -> bool:
    loads = {(item.exercise, item.tool, item.side): item for item in than.items}
    offers = {(made.exercise, made.side, made.offered, made.grams, made.target) for made in than.offers}
    more = [item for item in one.items if (old := loads.get((item.exercise, item.tool, item.side))) is None
            or (item.grams, item.target, item.sets) > (old.grams, old.target, old.sets)]
    rises = [made for made in one.offers if (made.exercise, made.side, made.offered, made.grams, made.target) not in offers]
    return bool(more or rises)


@pytest.mark.hazard("H05")
@pytest.mark.hazard("H46")
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
@settings(max_examples=10, deadline=None)
def test_no_journal_makes_todays_load_heavier_or_a_rise_earlier(mine: int, other: int, same: bool) -> None:
    here, day = told(tale(mine))
    chance = Random(other)
    file = foreign(here if same else told(tale(other))[0], chance)
    added = taken(file_of(file), here.entries, day)
    without, with_ = fold(here.entries), fold([*here.entries, *added])
    assert steering(with_) == steering(without)
    signs = with_["screen"]["signs"]
    for later in (day, day + 1, day + 12):
        before, after = ask(without, later), ask(with_, later)
        assert not heavier(after, before)
        if signs == without["screen"]["signs"]:
            assert [plain_item(item) for item in after.items] == [plain_item(item) for item in before.items]


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("form", [Format.FHIR, Format.OMH])
@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=3, deadline=None)
def test_no_other_format_does_either(form: Format, mine: int, other: int) -> None:
    here, day = told(tale(mine))
    whole = foreign(told(tale(other))[0], Random(other))
    carried = [one for one in whole if one.kind not in ("corrected", "from_later")]
    file = io.BytesIO()
    write(form, {one.id: one for one in carried[-120:]}.values(), file)
    file.seek(0)
    brought = bring(file, kind_of(file), settings_on(day), here.entries)
    added = against(brought.entries, lines.digests(here.entries)).fresh
    with_ = fold([*here.entries, *added])
    assert steering(with_) == steering(fold(here.entries))
    assert not heavier(ask(with_, day + 1), ask(fold(here.entries), day + 1))


def plain_item(item: Any) -> tuple[Any, ...]:
    return (item.exercise, item.tool, item.side, item.verdict, item.grams, item.target, item.sets)


def calm_copy() -> tuple[Life, list[Entry]]:
    """A life whose next clean session would bring a rise, and the same journal with that session and morning made up."""
    life = Life(unlocked=True)
    life.pin(LIFT)
    for day in (0, 3, 6):
        life.outing(day, LIFT, 5_000, 12, morning=3)
    here = list(life.entries)
    for day in (8, 10):
        life.outing(day, LIFT, 5_000, 12, effort=4, morning=3)
    return life, here


@pytest.mark.hazard("H05")
def test_made_up_calm_days_bring_no_rise_nearer_but_are_kept_as_history() -> None:
    life, here = calm_copy()
    assert heavier(ask(life.state, 12), ask(fold(here), 12)), "the made-up days would bring a rise, or this shows nothing"
    added = taken(file_of(life.entries), here, 12)
    assert {one.kind for one in added} == {"history"}
    names = [one.body["exercise"] for one in added]
    assert sum(name == LIFT for name in names) == 2 and names.count(past.SESSION) == 4
    assert steering(fold([*here, *added])) == steering(fold(here))
    assert taken(file_of(life.entries), [*here, *added], 12) == []


def test_the_whole_journal_comes_home_to_an_empty_account_byte_for_byte_and_a_torn_import_goes_on() -> None:
    life, _ = calm_copy()
    data = file_of(life.entries)
    added = taken(data, [], 12)
    assert file_of(added) == data and all(one.imported for one in added)
    set_up = [one for one in Life().entries if one.kind != "proposed"]
    home = [replace(one, id=new_id(), at=(DAY0 + timedelta(days=12)).isoformat() + "T06:00:00+05:30") for one in set_up]
    assert file_of(taken(data, home, 12)) == data
    half = added[: len(added) // 2]
    assert file_of([*half, *taken(data, half, 12)]) == data


def test_at_home_the_dose_stands_where_it_stood_and_eases_as_after_a_gap() -> None:
    life, _ = calm_copy()
    home = fold(taken(file_of(life.entries), [], 12))
    was = life.state
    assert {key: one["dose"] for key, one in home["exercises"].items()} == {key: one["dose"] for key, one in was["exercises"].items()}
    for later in (12, 40, 120):
        assert not heavier(ask(home, later), ask(was, later))


@pytest.mark.hazard("H15")
def test_a_stop_sign_from_elsewhere_blocks_here_and_pushes_no_other_out() -> None:
    here = Life(unlocked=True)
    here.morning(0, 3)
    own = here.add("stopped", stopped.Body(DAY0, Why.SIGN, sign="chest_pressure"))
    there = Life()
    for day in range(20):
        there.go(day)
        there.add("stopped", stopped.Body(DAY0 + timedelta(days=day), Why.SIGN, sign="palpitations", session=new_id()))
    added = taken(file_of(there.entries[-20:]), here.entries, 30)
    assert [one.body["sign"] for one in added] == ["palpitations"]
    signs = {sign for sign, _ in fold([*here.entries, *added])["screen"]["signs"]}
    assert signs == {"palpitations", own.body["sign"]}


@pytest.mark.hazard("H15")
def test_a_lighter_word_for_a_stop_never_takes_the_place_of_a_graver_one() -> None:
    life, _ = calm_copy()
    life.check_in(14, 3)
    name = life.open(14)
    life.sets(LIFT, 5_000, 12, stop=Why.PAIN, peak=7)
    life.close()
    softer = make("stopped", stopped.Body(DAY0 + timedelta(days=14), Why.TIME, session=name, exercise=LIFT), at=life.clock.isoformat(),
                  author="person", id=new_id())
    in_the_fold = fold([*life.entries, softer])["exercises"], fold(life.entries)["exercises"]
    assert in_the_fold[0] != in_the_fold[1], "it would take its place, or this shows nothing"
    assert taken(file_of([softer]), life.entries, 15) == []


def test_how_it_hurt_before_the_person_was_known_here_comes_in() -> None:
    here = Life(unlocked=True)
    first = here.entries[1].local.date()
    days = [first - timedelta(days=2), first - timedelta(days=1), first, first + timedelta(days=1)]
    mornings = [make("morning", Morning(on, {Region.LOW_BACK: 1}), at=f"{on}T07:00:00+05:30", author="person", id=new_id()) for on in days]
    assert [one.body["on"] for one in taken(file_of(mornings), here.entries, 0)] == [str(on) for on in days[:2]]


def test_a_correction_in_the_file_counts_and_what_was_taken_back_stays_away() -> None:
    here = Life(unlocked=True)
    first, second, third = (one for one in session(3) if one.kind == "set_done" and one.body["exercise"] in ("seated_row", "wall_sit"))
    right = make("corrected", Corrected(first.id, {**first.body, "done": 7}), at=third.at, author="person", id=new_id())
    void = make("corrected", Corrected(second.id, None), at=third.at, author="person", id=new_id())
    odd = make("corrected", Corrected(third.id, {"nonsense": 1}), at=third.at, author="person", id=new_id())
    brought = beside.journal([first, second, third, right, void, odd], here.entries, replace(settings_on(0), today=date(2026, 11, 22)))
    assert [one.body["sets"][0]["reps"] for one in brought.entries] == [7]
    assert brought.passed == {beside.ODD: 1}


def test_every_kind_has_been_thought_of() -> None:
    """A new kind stays outside until somebody says here that nothing follows from it."""
    outside = {"answered", "approved", "baseline_taken", "cleared", "corrected", "equipped", "flare_closed", "hazard_cleared",
               "hazard_raised", "limit_set", "profiled", "proposed", "range_taught", "rehearsed", "reintroduced", "screened", "shared",
               "unshared"}
    inside = beside.NEUTRAL | beside.HOW_IT_HURT | {"plan_chosen", "set_done", "session_opened", "session_closed"}
    assert kinds().keys() == outside | inside, "say in exchange/beside.py what a file with this kind may do beside a record of one's own"
    assert not outside & inside
    here = Life(unlocked=True)
    one_each = [make(kind.name, kind.example, at=here.entries[-1].at, author="person", id=new_id()) for kind in kinds().values()]
    brought = beside.journal(one_each, here.entries, settings_on(0))
    assert {one.kind for one in brought.entries} == beside.NEUTRAL and outside - {"corrected"} <= brought.passed.keys()
    assert all(has(f"import.kind.{kind}") for kind in kinds()), "words/*/exchange.toml: what an import calls it"


def test_unknown_kinds_hold_everything_at_home_and_stay_outside_elsewhere() -> None:
    later = Entry(new_id(), "2026-03-01T08:00:00+05:30", "person", "from_later", 9, {"x": 1})
    assert taken(file_of([later]), [], 5) == [replace(later, imported=True)]
    here = Life({BACK: 3}, unlocked=True)
    brought = beside.journal([later], here.entries, settings_on(5))
    assert brought.entries == () and brought.passed == {beside.STRANGE: 1}


def test_a_set_is_the_same_history_whichever_way_it_comes() -> None:
    one = session(5)[1]
    made = past.of_set(one, "asha")
    assert made == past.of_set(replace(one, imported=True), "asha") and made.id != past.of_set(one, "ben").id
    assert made.body["sets"][0]["grams"] == 12_500 and made.body["mapped"] == "seated_row"
    assert plain(past.of_session(session(5)[0], "asha").body)["exercise"] == past.SESSION
