"""One entry: its identity, its bytes, and everything that must not pass as one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.journal import body_of, journal_schema, kinds, make, new_id, parse
from halfkilo.journal.entry import LONGEST_LINE, derived_id, uuid7
from halfkilo.journal.fold import check, fold
from halfkilo.strict import Malformed

GOOD = make("morning", kinds()["morning"].example, at="2026-11-22T07:30:00+05:30", author="person", id=uuid7(0, b"0123456789"))


def _with(**changes: object) -> str:
    return json.dumps({**json.loads(GOOD.line), **changes})


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
class TestEveryKind:
    def test_its_example_goes_out_and_in_again(self, kind):
        entry = make(kind.name, kind.example, at=GOOD.at, author="person", id=GOOD.id)

        assert body_of(parse(entry.line)) == kind.example
        assert parse(entry.line).canonical == entry.canonical

    def test_says_what_it_is_for(self, kind):
        assert len(kind.about) > 20

    def test_stands_in_the_schema(self, kind):
        titles = [branch["title"] for branch in journal_schema()["oneOf"]]

        assert kind.name in titles

    def test_refuses_an_unknown_field(self, kind):
        entry = make(kind.name, kind.example, at=GOOD.at, author="person", id=GOOD.id)
        raw = json.loads(entry.line)
        raw["body"]["surprise"] = 1
        with pytest.raises(Malformed, match="surprise"):
            check(parse(json.dumps(raw)))


@pytest.mark.parametrize(("line", "says"), [
    (GOOD.line[:-5], "torn"), ("", "whole JSON"), ("[]", "object"), ("null", "object"), (_with(id="1"), "UUID"),
    (_with(id=GOOD.id.upper()), "lower"),
    (_with(at="2026-11-22T07:30:00"), "offset"), (_with(at="2026-02-30T07:30:00Z"), "real time"), (_with(at=1), "local time"),
    (_with(version=True), "version"), (_with(version=0), "version"), (_with(kind="../x"), "kind"), (_with(body=[]), "object"),
    (_with(extra=1), "field"), (_with(author=""), "author"), (GOOD.line.replace('"low_back":3', '"low_back":NaN'), "NaN"),
    (GOOD.line.replace('"version":1', '"version":1,"version":2'), "twice"), ("[" * 100_000, "bytes"), (" " * (LONGEST_LINE + 1), "bytes"),
])
def test_bad_lines_are_named(line, says):
    with pytest.raises(Malformed) as caught:
        parse(line)

    assert says in str(caught.value)


@pytest.mark.parametrize("pain", [-1, 11, True, 3.0, "3", None])
def test_pain_is_a_whole_number_from_zero_to_ten(pain):
    with pytest.raises(Malformed, match=r"body\.pain\.low_back"):
        check(parse(_with(body={"on": "2026-11-22", "pain": {"low_back": pain}})))


@pytest.mark.hazard("H31")
def test_a_forged_author_is_refused():
    with pytest.raises(Malformed, match="sign-in"):
        parse(_with(author="clinician:7"), author="person")


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_ids_are_version_seven_and_sort_by_time(milliseconds, random):
    text = uuid7(milliseconds, random)

    assert parse(_with(id=text)).id == text
    assert uuid7(max(0, milliseconds - 1), b"\xff" * 10) <= uuid7(milliseconds, b"\xff" * 10)


def test_derived_ids_are_the_same_for_the_same_parts():
    assert derived_id(5, "a", 1) == derived_id(5, "a", 1) != derived_id(5, "a", 2)
    assert parse(_with(id=derived_id(5, "x"))).id.startswith("00000000-0005-7")


def test_fresh_ids_differ():
    assert len({new_id() for _ in range(500)}) == 500


def test_author_and_receipt_are_no_part_of_identity():
    assert parse(_with(author="site")).canonical == GOOD.canonical
    assert parse(_with(at="2026-11-22T07:31:00+05:30")).canonical != GOOD.canonical


def test_a_newer_version_is_kept_and_means_hold():
    entry = parse(_with(version=99))
    check(entry)

    assert fold([entry])["unknown"] == 1
