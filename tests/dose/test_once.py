"""What is worked out once is worked out once, and a copy is a copy; what a decision was made from has a hash of its own."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pytest

from halfkilo.dose.once import Lazily, changed, kept, once, remembered
from halfkilo.dose.session import Basis
from tests.life import LIFT, Life


def kind() -> Any:
    """A class whose objects count what was worked out, made anew each time."""

    class Thing:
        """Words."""

        def __init__(self) -> None:
            self.made: list[object] = []

        @once
        def value(self) -> int:
            """Words."""
            self.made.append("value")
            return 7

        @remembered
        def plus(self, one: int, other: int = 1) -> int | None:
            """Words."""
            self.made.append((one, other))
            return one + other if one else None

        @kept
        def size(self) -> None:
            """Nothing, but worked out."""
            self.made.append("size")

        @kept
        def length(self) -> int:
            """Another one."""
            self.made.append("length")
            return 3

    return Thing


def test_each_object_works_a_value_out_once():
    Thing = kind()  # noqa: N806 - a class
    one, other = Thing(), Thing()
    assert (one.value, one.value, one.made, other.made) == (7, 7, ["value"], [])
    assert Thing.value.__doc__ == "Words." and Thing.value.name == "value" and Thing.value.make(other) == 7


def test_answers_are_kept_by_what_was_asked_also_when_they_are_none():
    thing = kind()()
    assert [thing.plus(2, 3), thing.plus(2, 3), thing.plus(4), thing.plus(0, 0), thing.plus(0, 0)] == [5, 5, 5, None, None]
    assert thing.made == [(2, 3), (4, 1), (0, 0)]
    assert thing.plus.__doc__ == "Words."


def test_functions_of_one_object_are_kept_apart_also_when_they_are_none():
    thing = kind()()
    assert (thing.size(), thing.size(), thing.length(), thing.length()) == (None, None, 3, 3)
    assert thing.made == ["size", "length"] and thing.size.__doc__ == "Nothing, but worked out."


def test_a_row_is_worked_out_from_the_first_on_as_far_as_it_is_asked_for():
    made: list[int] = []
    row = Lazily(5, lambda place: made.append(place) or 10 * place)

    assert len(row) == 5 and made == []
    assert (row[1], made) == (10, [0, 1])
    assert (row[1], row[0], made) == (10, 0, [0, 1])
    assert (row[-5], row[-2], made) == (0, 30, [0, 1, 2, 3])
    assert row[1:4:2] == [10, 30] and row[3:] == [30, 40] and row[:-3] == [0, 10]
    assert list(row) == [0, 10, 20, 30, 40] and made == [0, 1, 2, 3, 4]
    assert list(Lazily(0, lambda place: place)) == []


@pytest.mark.parametrize("place", [5, 6, -6])
def test_a_row_ends_where_it_ends(place: int):
    with pytest.raises(IndexError):
        Lazily(5, lambda at: at)[place]


@dataclass
class Plain:
    """Two fields."""

    one: int
    other: tuple[int, ...] = ()


def test_a_copy_differs_in_what_was_changed_and_leaves_the_first_alone():
    first = Plain(1, (2,))
    second = changed(first, one=5)
    assert (first, second, type(second)) == (Plain(1, (2,)), Plain(5, (2,)), Plain)
    assert changed(first) == first and changed(first) is not first


def test_a_copy_has_no_other_fields_and_takes_nothing_over_that_was_worked_out():
    with pytest.raises(TypeError, match="no such fields: three, two"):
        changed(Plain(1), two=2, three=3)
    first = Plain(1)
    first.__dict__["worked_out"] = 3
    with pytest.raises(TypeError, match="more than its fields"):
        changed(first, one=2)


# --- the basis of a decision ----------------------------------------------------------------------------------------
def test_the_hash_of_a_basis_is_about_the_person_and_not_about_when_it_was_asked():
    state = Life(unlocked=True).state
    first = Basis(state)
    assert len(first.digest) == 16 and int(first.digest, 16) >= 0 and first.told() == first.digest
    for name, other in (("decision", {"id": "x"}), ("last", [1, "x"]), ("seq", 99)):
        same = deepcopy(state)
        same[name] = other  # type: ignore[literal-required]
        assert Basis(same) == first and hash(Basis(same)) == hash(first), name
    told = deepcopy(state)
    told["trained"] += 1
    assert Basis(told) != first and Basis(told).digest != first.digest
    assert first == first and first != first.digest and Basis.of_told(first.digest) == first


def test_a_basis_is_asked_for_its_hash_before_the_state_moves_on():
    state = Life(unlocked=True).state
    basis = Basis(state)
    state["seq"] += 1
    with pytest.raises(RuntimeError, match="moved on"):
        basis.digest  # noqa: B018 - asking is what is tried
    assert Basis(state).digest


def test_exercises_of_a_day_count_once_and_what_is_calm_does_not_count():
    session = Life(unlocked=True).today(0)
    calm = [part for part in session.parts if part.kind == "calm"]
    work = [part for part in session.parts if part.kind != "calm"]
    assert calm and work
    assert session.items == tuple(item for part in session.parts for item in part.items)
    assert session.exercises == len({item.exercise for part in work for item in part.items})
    twice = replace(session, parts=(*session.parts, *work))
    assert twice.exercises == session.exercises and replace(session, parts=tuple(calm)).exercises == 0
    assert all(item.exercise != LIFT for item in session.items), "not pinned, not there"
