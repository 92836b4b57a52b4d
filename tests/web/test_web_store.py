"""The database store: entries once, in any order of arrival, with corrections, never across people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halfkilo.journal import Entry, new_id
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import corrected, note, set_done
from halfkilo.journal.state import State
from halfkilo.journal.store import Fate
from halfkilo.units import Side, Tool
from halfkilo.web import clock, refold, service, store
from halfkilo.web.models import Checkpoint, EntryRow, Head
from tests.conftest import Cast
from tests.web.life import STORE, a_morning, beginning, entry, months, someone, training, wire

KEPT, KNOWN, REFUSED = Fate.KEPT, Fate.KNOWN, Fate.REFUSED


def fates(results: list) -> list[Fate]:
    return [result.fate for result in results]


def whole(person) -> State:
    """The state folded from nothing, by the journal's own fold."""
    return fold(STORE.entries(person.pk))


def test_the_same_entry_twice_does_nothing_and_other_bytes_are_refused(cast: Cast) -> None:
    now = clock.now()
    first = a_morning(now.date(), 3, now)
    other = Entry(first.id, first.at, first.author, first.kind, first.version, {"on": now.date().isoformat(), "pain": {"low_back": 4}})
    assert fates(STORE.append(cast.asha.pk, [first, first])) == [KEPT, KNOWN]
    before = STORE.seq(cast.asha.pk)
    again = STORE.append(cast.asha.pk, [first, other])
    assert fates(again) == [KNOWN, REFUSED] and "corrected" in again[1].problem
    assert STORE.seq(cast.asha.pk) == before
    assert STORE.state(cast.asha.pk)["regions"]["low_back"]["mornings"][-1][1] == 3


def test_two_entries_with_one_id_in_one_batch(cast: Cast) -> None:
    one = entry("note", note.Body("other", "one"))
    two = Entry(one.id, one.at, one.author, one.kind, 1, {"topic": "other", "text": "two"})
    assert fates(STORE.append(cast.asha.pk, [one, two])) == [KEPT, REFUSED]


@pytest.mark.hazard("H34")
def test_an_id_of_somebody_else_is_refused_in_the_same_words_as_ones_own(cast: Cast) -> None:
    hers = entry("note", note.Body("other", "hers"))
    STORE.append(cast.asha.pk, [hers])
    other = Entry(hers.id, hers.at, hers.author, hers.kind, 1, {"topic": "other", "text": "his"})
    to_him = STORE.append(cast.ben.pk, [hers])[0]
    to_her = STORE.append(cast.asha.pk, [other])[0]
    assert to_him.fate is REFUSED and to_him == to_her
    assert all(one.id != hers.id for one in STORE.entries(cast.ben.pk))


@pytest.mark.hazard("H09")
@pytest.mark.hazard("H25")
def test_an_entry_more_than_fourteen_hours_ahead_is_refused(cast: Cast) -> None:
    near, far = clock.now() + timedelta(hours=13, minutes=59), clock.now() + timedelta(hours=14, minutes=1)
    results = STORE.append(cast.asha.pk, [entry("note", note.Body("other", "near"), near), entry("note", note.Body("other", "far"), far)])
    assert fates(results) == [KEPT, REFUSED] and "clock" in results[1].problem


def test_the_order_of_receipt_has_no_gaps_and_refused_entries_take_no_number(cast: Cast) -> None:
    now = clock.now()
    batch = [a_morning(now.date(), 3, now), entry("morning", note.Body("other", "not a morning")), entry("note", note.Body("other", "x"))]
    assert fates(STORE.append(cast.ben.pk, batch)) == [KEPT, REFUSED, KEPT]
    numbers = list(EntryRow.objects.filter(person=cast.ben).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)) and STORE.seq(cast.ben.pk) == len(numbers)


def test_a_late_entry_gives_the_state_it_would_have_given_in_time(cast: Cast) -> None:
    days = months(20, {"seated_row": 10_000, "hip_hinge": 8000})
    late = days.pop(len(days) // 2)
    STORE.append(cast.asha.pk, days)
    assert Checkpoint.objects.filter(person=cast.asha).exists() or len(days) < refold.EVERY
    assert fates(STORE.append(cast.asha.pk, [late])) == [KEPT]
    assert STORE.state(cast.asha.pk) == whole(cast.asha)


LIFE = [*beginning("low_back"), *months(8, {"seated_row": 10_000})]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(len(LIFE))), cuts=st.lists(st.integers(1, 12), min_size=1, max_size=12), data=st.data())
def test_whatever_the_order_of_arrival_the_fold_is_the_same(db: None, order: list[int], cuts: list[int], data: st.DataObject) -> None:
    refold_every, refold.EVERY = refold.EVERY, 7  # so that checkpoints lie within so short a life
    try:
        person = someone(f"Person {new_id()}")
        waiting = [_anew(LIFE[place], data.draw(st.just(person.pk.hex[:8]))) for place in order]
        while waiting:
            size = cuts[len(waiting) % len(cuts)]
            piece, waiting = waiting[:size], waiting[size:]
            assert set(fates(STORE.append(person.pk, piece))) == {KEPT}
            assert STORE.state(person.pk) == whole(person)
        marks = Checkpoint.objects.filter(person=person)
        assert marks.exists()
        in_order = list(STORE.entries(person.pk))
        for mark in marks:
            assert refold.inflate(mark.state) == fold(in_order[:mark.count])
    finally:
        refold.EVERY = refold_every


def _anew(one: Entry, salt: str) -> Entry:
    """The same entry under an id of this example, since ids are unique over everybody."""
    return Entry(f"{one.id[:28]}{salt}", one.at, one.author, one.kind, one.version, one.body)


def test_a_correction_refolds_and_a_void_entry_is_gone(cast: Cast) -> None:
    now = clock.now()
    session = new_id()
    STORE.append(cast.asha.pk, training(session, now.date(), now - timedelta(hours=1), {"seated_row": 10_000}))
    typo = next(one for one in STORE.entries(cast.asha.pk) if one.kind == "set_done")
    right = {**typo.body, "done": 3}
    assert fates(STORE.append(cast.asha.pk, [entry("corrected", corrected.Body(typo.id, right, "typed 12 for 3"))])) == [KEPT]
    state = STORE.state(cast.asha.pk)
    assert state["exercises"]["seated_row:cable:both"]["outings"][-1]["r"] == [3, 12]
    STORE.append(cast.asha.pk, [entry("corrected", corrected.Body(typo.id))])
    assert STORE.state(cast.asha.pk)["exercises"]["seated_row:cable:both"]["outings"][-1]["r"] == [12]
    assert STORE.state(cast.asha.pk) == whole(cast.asha)


def test_a_correction_is_read_as_strictly_as_what_it_corrects(cast: Cast) -> None:
    now = clock.now()
    morning = a_morning(now.date(), 3, now)
    bad = entry("corrected", corrected.Body(morning.id, {"on": now.date().isoformat(), "pain": {"low_back": 11}}))
    result = STORE.append(cast.asha.pk, [bad, morning])
    assert fates(result) == [REFUSED, KEPT]
    assert "body.pain.low_back" in result[0].problem and "11" in result[0].problem


def test_a_correction_in_the_batch_of_its_target_counts_at_once(cast: Cast) -> None:
    now = clock.now()
    morning = a_morning(now.date(), 3, now)
    right = {"on": now.date().isoformat(), "pain": {"low_back": 6}}
    fix = entry("corrected", corrected.Body(morning.id, right), now + timedelta(seconds=1))
    assert fates(STORE.append(cast.asha.pk, [fix, morning])) == [KEPT, KEPT]
    assert STORE.state(cast.asha.pk)["regions"]["low_back"]["mornings"][-1][1] == 6


@pytest.mark.parametrize("whose", ["ben", "nobody"])
def test_only_entries_of_ones_own_journal_are_corrected(cast: Cast, whose: str) -> None:
    target = new_id()
    if whose == "ben":
        his = entry("note", note.Body("other", "his"))
        STORE.append(cast.ben.pk, [his])
        target = his.id
    result = STORE.append(cast.asha.pk, [entry("corrected", corrected.Body(target))])[0]
    assert result.fate is REFUSED and result.problem == "body.entry: there is no such entry in this journal; send the entry itself first"


@pytest.mark.hazard("H22")
def test_a_person_cannot_take_back_a_clinicians_limit_by_correcting_it(cast: Cast) -> None:
    from halfkilo.journal.kinds import limit_set

    limit = entry("limit_set", limit_set.Body(limit_set.What.LOAD_MOST, 8000, "hip_hinge"), author=f"clinician:{cast.rao.pk}")
    STORE.append(cast.asha.pk, [limit])
    result = STORE.append(cast.asha.pk, [entry("corrected", corrected.Body(limit.id))])[0]
    assert result.fate is REFUSED and "somebody else" in result.problem
    assert [one["value"] for one in STORE.state(cast.asha.pk)["limits"]] == [8000]


def test_a_state_that_would_outgrow_its_bound_takes_nothing_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MostBytes", 2000)
    before = list(STORE.entries(cast.asha.pk))
    results = STORE.append(cast.asha.pk, training(new_id(), clock.now().date(), clock.now(), {"seated_row": 10_000}))
    assert set(fates(results)) == {REFUSED} and "64 kB" in results[0].problem
    assert list(STORE.entries(cast.asha.pk)) == before and STORE.state(cast.asha.pk) == whole(cast.asha)


@pytest.mark.hazard("H22")
def test_a_head_of_another_fold_version_is_folded_again(cast: Cast) -> None:
    right = STORE.state(cast.asha.pk)
    Head.objects.filter(person=cast.asha).update(fold=0, state="{}")
    assert STORE.state(cast.asha.pk) == right
    Head.objects.filter(person=cast.asha).update(fold=0, state="{}")
    STORE.append(cast.asha.pk, [entry("note", note.Body("other", "x"))])
    assert STORE.state(cast.asha.pk) == whole(cast.asha)


def test_rebuilding_changes_nothing(cast: Cast) -> None:
    STORE.append(cast.asha.pk, months(30, {"seated_row": 10_000, "hip_hinge": 8000}))
    before = STORE.state(cast.asha.pk)
    assert store.rebuild(cast.asha.pk) == before == whole(cast.asha)


def test_logging_a_set_and_looking_at_today_take_at_most_twelve_statements(whole_cast: Cast) -> None:
    now = clock.now()
    steps = training(new_id(), now.date(), now, {"seated_row": 10_000})
    STORE.append(whole_cast.asha.pk, steps[:2])
    with CaptureQueriesContext(connection) as asked:
        service.log_entries(whole_cast.asha, "person", [wire(steps[2])])
        service.open_day(whole_cast.asha, service.choice_of(20))
    assert len(asked) <= 12, [one["sql"][:80] for one in asked]


def test_a_decision_is_written_once_and_stands_while_a_session_is_open(cast: Cast) -> None:
    first = service.open_day(cast.asha, service.choice_of(20))
    service.open_day(cast.asha, service.choice_of(20))
    assert [one.id for one in STORE.entries(cast.asha.pk) if one.kind == "proposed"] == [first.decision]
    now = clock.now()
    steps = training(new_id(), service.day_of(cast.asha), now, {"seated_row": 10_000})
    STORE.append(cast.asha.pk, steps[:3])
    service.open_day(cast.asha, service.choice_of(20))
    assert STORE.state(cast.asha.pk)["decision"]["id"] == first.decision


def test_history_shows_entries_as_corrected(cast: Cast) -> None:
    from halfkilo.web import history

    now = clock.now()
    STORE.append(cast.asha.pk, training(new_id(), now.date(), now - timedelta(hours=1), {"seated_row": 10_000}))
    one, two = [found for found in STORE.entries(cast.asha.pk) if found.kind == "set_done"]
    moved = set_done.Body(one.body["session"], "hip_hinge", Tool.CABLE, Side.BOTH, 1, 8000, 12, 12, 2)
    from halfkilo.strict import plain

    STORE.append(cast.asha.pk, [entry("corrected", corrected.Body(one.id, plain(moved))), entry("corrected", corrected.Body(two.id))])
    assert history.history(cast.asha, "seated_row").sets == []
    assert [found.grams for found in history.history(cast.asha, "hip_hinge").sets] == [8000]
    assert list(history.progress(cast.asha).loads) == ["hip_hinge:cable:both"]
