"""Strict reading: nothing that does not fit exactly comes in, and every refusal names its place."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.strict import YEARS, Malformed, Many, Range, Text, plain, read, schema


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Inner:
    score: Annotated[int, Range(0, 10)]


@dataclass(frozen=True)
class Outer:
    name: Annotated[str, Text(5, empty=False)]
    inner: tuple[Inner, ...] = ()
    colours: Annotated[dict[Colour, int], Many(1)] | None = None
    on: date | None = None
    flag: bool = False


@pytest.mark.parametrize(("value", "place"), [
    ({}, "name"), ({"name": ""}, "name"), ({"name": "longer"}, "name"), ({"name": 1}, "name"), ({"name": "a\x00"}, "name"),
    ({"name": "a", "inner": [{"score": True}]}, "inner[0].score"), ({"name": "a", "inner": [{"score": 1.0}]}, "inner[0].score"),
    ({"name": "a", "inner": [{"score": 11}]}, "inner[0].score"), ({"name": "a", "inner": [{"score": -1}]}, "inner[0].score"),
    ({"name": "a", "inner": {}}, "inner"), ({"name": "a", "flag": 1}, "flag"), ({"name": "a", "other": 1}, "other"),
    ({"name": "a", "colours": {"green": 1}}, "colours"), ({"name": "a", "colours": {"red": 1, "blue": 2}}, "colours"),
    ({"name": "a", "on": "2026-02-30"}, "on"), ({"name": "a", "on": "20260201"}, "on"), ([], ""),
])
def test_what_does_not_fit_is_refused_with_its_place(value, place):
    with pytest.raises(Malformed) as caught:
        read(Outer, value)

    assert caught.value.place == place


@given(st.builds(Outer, st.text("abc", min_size=1, max_size=5), st.lists(st.builds(Inner, st.integers(0, 10)), max_size=3).map(tuple),
                 st.none() | st.dictionaries(st.sampled_from(Colour), st.integers(), max_size=1),
                 st.none() | st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)),
                 st.booleans()))
def test_there_and_back(value):
    assert read(Outer, plain(value)) == value


def test_schema_says_the_same():
    assert schema(Inner) == {"type": "object", "properties": {"score": {"type": "integer", "minimum": 0, "maximum": 10}},
                             "additionalProperties": False, "required": ["score"]}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8))
def test_anything_else_is_malformed_never_a_crash(value):
    try:
        assert isinstance(read(Outer, value), Outer)
    except Malformed as error:
        assert error.problem
