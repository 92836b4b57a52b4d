"""FHIR out and in: valid in both releases, the same entries back, nothing twice, nothing that clears or loads."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.exchange import lines, past
from halfkilo.exchange.beside import PLANS
from halfkilo.exchange.brought import against
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.fhir.carried import extension, value_of
from halfkilo.exchange.fhir.codes import BASE, PAIN, Version
from halfkilo.exchange.fhir.out import SHAPES, bundle
from halfkilo.exchange.fhir.read import REPORTS, read, taken
from halfkilo.exchange.history import Settings
from halfkilo.exchange.ins import Kind, bring
from halfkilo.exchange.vitals import BY_LOINC
from halfkilo.journal.entry import Entry, uuid7
from halfkilo.journal.fields import Finder
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import adverse_event, kinds, make, measured, note, set_done
from halfkilo.journal.kinds.adverse_event import Severity
from halfkilo.journal.kinds.corrected import Body as Corrected
from halfkilo.measures import measures
from halfkilo.units import Side, Tool

AT = "2026-11-22T07:30:00+05:30"
INDIA = timezone(timedelta(hours=5, minutes=30))
HERE = Settings("asha", INDIA, date(2026, 11, 22))
BOTH = pytest.mark.parametrize("version", list(Version))


def entry(kind: str, body: object, number: int = 1, author: str = "person") -> Entry:
    return make(kind, body, at=AT, author=author, id=uuid7(number, bytes(10)))


def every() -> list[Entry]:
    plain = [entry(kind.name, kind.example, number) for number, kind in enumerate(kinds().values(), start=1)]
    more = [entry("measured", measured.Body(date(2026, 11, 22), "body_mass", {"decagrams": 7145}), 101),
            entry("measured", measured.Body(date(2026, 11, 22), "heart_rate", {"mean": 71, "least": 55, "most": 130}), 102),
            entry("measured", measured.Body(date(2026, 11, 22), "isometric_strength", {"knee_extension.left.1": 12_345}), 103),
            entry("measured", measured.Body(date(2026, 11, 22), "psfs", {}), 104),
            *[entry("measured", measured.Body(date(2026, 11, 22), slug, {"left": one.least, "x.1": one.most, "half": 7}), 150 + number)
              for number, (slug, one) in enumerate(measures().items())],
            entry("note", note.Body("remark", ""), 105), entry("note", note.Body("", "\x01 control\x1f\n"), 106),
            entry("adverse_event", adverse_event.Body(date(2026, 11, 20), Severity.NONE), 107)]
    return [one for one in plain if one.kind != "corrected"] + more


def out(entries: list[Entry], version: Version) -> bytes:
    return json.dumps(bundle(entries, version)[0]).encode()


@BOTH
def test_every_resource_is_valid_in_its_release_and_every_reference_leads_somewhere(version: Version) -> None:
    import fhir.resources
    import fhir.resources.R4B

    whole, counted = bundle(every(), version)
    home = fhir.resources if version is Version.R5 else fhir.resources.R4B
    made = home.get_fhir_model_class("Bundle").model_validate(whole)
    wanted = {"Patient", "Observation", "QuestionnaireResponse", "CarePlan", "Goal", "Procedure", "AdverseEvent", "DocumentReference"}
    assert {one.resource.get_resource_type() for one in made.entry} == wanted == set(counted.written)
    there = {f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in whole["entry"]}
    assert len(there) == len(whole["entry"])
    assert _references(whole) <= there
    assert {"screened", "cleared", "limit_set", "answered", "approved"} <= set(counted.left)


def _references(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_references, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    return {value["reference"]} if "reference" in value else _references(list(value.values()))


@BOTH
def test_the_same_entries_come_back_byte_for_byte(version: Version) -> None:
    entries = [one for one in every() if one.kind in SHAPES]
    found = read(out(entries, version), HERE)
    assert found.problems == () and found.version is version
    assert {one.line for one in found.entries} == {one.line for one in entries}
    assert all(one.imported for one in found.entries)


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60),
       st.dictionaries(st.sampled_from(["knee.left.1", "hip 2", "ü"]), st.integers(-100_000, 100_000)))
@settings(max_examples=15)
def test_any_words_and_numbers_come_back(text: str, values: dict[str, int]) -> None:
    entries = [entry("note", note.Body(text[:40], text)), entry("measured", measured.Body(date(2026, 11, 22), "own_mood", values), 2)]
    assert {one.line for one in read(out(entries, Version.R4B), HERE).entries} == {one.line for one in entries}


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
JSON = st.recursive(st.none() | st.booleans() | st.integers(-2**31, 2**31 - 1) | TEXT,
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=8)


@given(JSON)
def test_what_travels_as_an_extension_comes_back_exactly(value: Any) -> None:
    assert value_of(extension("x", value)) == value


def test_pain_has_the_code_that_others_look_for_with_its_place() -> None:
    whole, _ = bundle([one for one in every() if one.kind == "morning"], Version.R5)
    member = next(one["resource"] for one in whole["entry"] if "bodySite" in one["resource"])
    assert member["code"]["coding"][0]["code"] == "72514-3" and member["valueInteger"] == 3
    assert member["bodySite"]["coding"][0]["code"] == "low_back"


def test_importing_twice_adds_nothing_and_what_stands_here_is_known() -> None:
    entries = every()
    data = out(entries, Version.R5)
    first = taken(read(data, HERE), {}, HERE).entries
    assert len(first) == len({one.id for one in first}) > 8
    again = taken(read(data, HERE), lines.digests(first), HERE)
    assert against(again.entries, lines.digests(first)).fresh == ()
    assert taken(read(data, HERE), lines.digests(entries), HERE).entries == ()


@pytest.mark.hazard("H05")
def test_a_file_sets_no_load_and_unlocks_nothing() -> None:
    sets = [entry("set_done", set_done.Body("s", "seated_row", Tool.CABLE, Side.BOTH, number, 40_000, 12, 12, 2,
                                            finder=Finder.COMFORTABLE if number == 3 else None), number) for number in (1, 2, 3)]
    entries = [*every(), *[replace(one, id=uuid7(200 + n, bytes(10))) for n, one in enumerate(sets)]]
    got = taken(read(out(entries, Version.R5), HERE), {}, HERE)
    assert {one.kind for one in got.entries} <= REPORTS | {"history"}
    assert sum(one.kind == "history" for one in got.entries) == 4 + 2  # sets, and a session opened and closed
    state = fold(got.entries)
    assert state["exercises"] == {} and state["trained"] == 0 and state["limits"] == [] and not state["screen"]["here"]
    assert state["plan"] is not None and state["plan"]["programme"] == kinds()["plan_chosen"].example.programme


def test_what_was_taken_back_is_marked_and_what_took_its_place_comes_instead() -> None:
    old = entry("morning", kinds()["morning"].example, 1)
    right = entry("corrected", Corrected(old.id, {"on": "2026-11-22", "pain": {"low_back": 5}}), 2)
    gone = entry("note", note.Body("remark", "not mine"), 3)
    void = entry("corrected", Corrected(gone.id), 4)
    data = out([old, right, gone, void], Version.R5)
    found = read(data, HERE)
    assert [(one.id, one.body["pain"]) for one in found.entries] == [(right.id, {"low_back": 5})]
    assert found.passed["taken back by the person"] == 2
    assert taken(found, lines.digests([old, right, gone, void]), HERE).entries == ()
    assert b"entered-in-error" in data


def foreign(**changed: Any) -> bytes:
    one = {"resourceType": "Observation", "id": "w1", "status": "final", "identifier": [{"system": "http://clinic.example", "value": "17"}],
           "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}, "effectiveDateTime": "2026-11-20T08:00:00+01:00",
           "valueQuantity": {"value": 71.45, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}} | changed
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [
        {"fullUrl": "http://clinic.example/Observation/w1", "resource": one},
        {"fullUrl": "http://clinic.example/Organization/o",
         "resource": {"resourceType": "Organization", "id": "o", "name": "Clinic"}}]}).encode()


def test_a_weight_from_a_clinic_is_a_reading_once() -> None:
    found = read(foreign(), HERE)
    (one,) = found.readings
    assert one.body == {"on": "2026-11-20", "measure": "body_mass", "values": {"decagrams": 7145}} and found.passed == {"Organization": 1}
    assert read(foreign(), HERE).readings == found.readings
    pounds = {"value": 157.5, "system": "http://unitsofmeasure.org", "code": "[lb_av]"}
    assert read(foreign(valueQuantity=pounds), HERE).readings[0].body["values"] == {"decagrams": 7144}


@pytest.mark.parametrize(("changed", "said"), [
    ({"valueQuantity": {"value": 71, "system": "http://unitsofmeasure.org", "code": "cm"}}, "'cm' is not a unit of body weight"),
    ({"valueQuantity": {"value": 7145, "code": "kg"}}, "no body weight that a person has"),
    ({"valueQuantity": {"value": 71, "code": "kg", "comparator": "<"}}, "no exact value"),
    ({"valueQuantity": {"value": 71, "code": "kg", "system": "http://other.example"}}, "only UCUM"),
    ({"status": None}, "status"), ({"effectiveDateTime": "2027-01-01"}, "future"), ({"effectiveDateTime": "2026"}, "names no day"),
    ({"valueQuantity": {"value": "heavy"}}, "Observation.valueQuantity"), ({"madeUp": 1}, "madeUp")])
def test_what_does_not_fit_is_named_by_its_place(changed: dict[str, Any], said: str) -> None:
    found = read(foreign(**changed), HERE)
    assert found.readings == () and [one.place for one in found.problems] == ["entry 1"]
    assert said in found.problems[0].problem, found.problems


def test_half_a_bundle_of_ours_names_what_is_missing_and_a_changed_twin_is_refused() -> None:
    whole, _ = bundle([one for one in every() if one.kind == "morning"], Version.R5)
    half = {**whole, "entry": [one for one in whole["entry"] if "bodySite" not in one["resource"]]}
    assert "half of one" in read(json.dumps(half).encode(), HERE).problems[0].problem
    notes, _ = bundle([entry("note", note.Body("remark", "one"))], Version.R5)
    other, _ = bundle([entry("note", note.Body("remark", "two"))], Version.R5)
    both = {**notes, "entry": [*notes["entry"], other["entry"][1]]}
    assert "stands twice" in read(json.dumps(both).encode(), HERE).problems[0].problem


@pytest.mark.parametrize(("data", "reason"), [
    (b'{"resourceType": "Bundle", "entry": [', Reason.NOT_TEXT), (b'{"resourceType": "Patient"}', Reason.UNKNOWN_FORMAT),
    (b"[" * 100_000, Reason.NOT_TEXT), (b'{"resourceType":"Bundle","total":NaN}', Reason.NOT_TEXT), (b"\xff\xfe{", Reason.NOT_TEXT),
    (b'{"resourceType":"Bundle","entry":{}}', Reason.UNKNOWN_FORMAT)])
def test_what_is_no_bundle_is_refused_as_a_whole(data: bytes, reason: Reason) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data, HERE)
    assert refused.value.reason is reason


@pytest.mark.parametrize("odd", [{}, {"resource": None}, {"resource": {"resourceType": "Nonsense"}}, {"resource": {"resourceType": []}}, 3])
def test_odd_entries_of_a_bundle_are_named_and_the_rest_is_read(odd: Any) -> None:
    whole, _ = bundle([entry("note", note.Body("remark", "one"))], Version.R5)
    found = read(json.dumps({**whole, "entry": [odd, *whole["entry"]]}).encode(), HERE)
    assert len(found.entries) == 1 and [one.place for one in found.problems] == ["entry 1"]


@BOTH
def test_sessions_programmes_and_goals_come_in_again(version: Version) -> None:
    data = out(every(), version)
    got = taken(read(data, HERE), {}, HERE)
    sessions = [one.body for one in got.entries if one.kind == "history" and one.body["exercise"] == past.SESSION]
    assert sorted(one["sets"][0].get("seconds", 0) for one in sessions) == [0, 1200]
    assert [one.line for one in got.entries if one.kind == "plan_chosen"] == [one.line for one in every() if one.kind == "plan_chosen"]
    goals = [one for one in got.entries if one.body.get("topic") == "goal"]
    assert [one.body["text"] for one in goals] == ["Two flights of stairs\nAt the beginning: 4 of 10"] and "Goal" not in got.passed
    assert [one.digest for one in taken(read(data, HERE), {}, HERE).entries] == [one.digest for one in got.entries]
    mine = [one for one in every() if one.kind == "profiled"]
    assert not any(one.body.get("topic") == "goal" for one in taken(read(data, HERE), lines.digests(mine), HERE).entries)


def test_a_programme_from_a_file_never_takes_the_place_of_ones_own() -> None:
    plan = next(one for one in every() if one.kind == "plan_chosen")
    other = replace(plan, id=uuid7(999, bytes(10)), body={**plan.body, "programme": "knee"})
    bundle_ = io.BytesIO(out([other], Version.R5))
    trained = [one for one in every() if one.kind in ("morning", "profiled")]
    for here, kept in (([], 1), ([plan], 0), (trained, 0)):
        got = bring(bundle_, Kind.FHIR, HERE, here)
        assert len(got.entries) == kept and got.passed.get(PLANS, 0) == 1 - kept
        bundle_.seek(0)


def goal(**changed: Any) -> bytes:
    one = {"resourceType": "Goal", "id": "g1", "lifecycleStatus": "active", "description": {"text": "Walk to the market"},
           "subject": {"reference": "Patient/p"}, "startDate": "2026-11-01",
           "identifier": [{"system": "http://clinic.example", "value": "9"}]}
    line = {"fullUrl": "http://clinic.example/Goal/g1", "resource": one | changed}
    whole = {"resourceType": "Bundle", "type": "collection", "entry": [line]}
    return json.dumps(whole).encode()


def test_a_goal_from_a_clinic_is_a_note_that_nothing_follows_from() -> None:
    (one,) = taken(read(goal(), HERE), {}, HERE).entries
    assert one.kind == "note" and one.body == {"topic": "goal", "text": "Walk to the market"} and one.at.startswith("2026-11-01")
    assert read(goal(lifecycleStatus="cancelled"), HERE).goals == () and read(goal(lifecycleStatus="cancelled"), HERE).passed == {"Goal": 1}
    assert "nobody knows when" in read(goal(startDate=None), HERE).problems[0].problem


@BOTH
def test_what_was_taken_back_never_comes_in_again_whatever_its_resource(version: Version) -> None:
    entries = [one for one in every() if one.kind in SHAPES and one.kind != "corrected"]
    void = [entry("corrected", Corrected(one.id), 3000 + number) for number, one in enumerate(entries)]
    found = read(out([*entries, *void], version), HERE)
    assert found.entries == () and found.problems == () and found.passed["taken back by the person"] == len(entries)


def test_only_codes_that_name_exactly_what_is_counted_are_used() -> None:
    whole, _ = bundle(every(), Version.R5)
    used = {one["code"] for one in _codings(whole) if one["system"] == "http://loinc.org"}
    assert used <= {"72514-3", "29463-7", "8867-4", "40443-4", "41950-7", "93832-4"} and {"72514-3", "29463-7"} <= used
    said = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert all(code in said for code in {PAIN[0], *BY_LOINC})
    assert all(one["system"].startswith(("http://loinc.org", BASE, "http://terminology.hl7.org/")) for one in _codings(whole))


def _codings(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for one in value for found in _codings(one)]
    if not isinstance(value, dict):
        return []
    return [*value.get("coding", []), *_codings(list(value.values()))]
