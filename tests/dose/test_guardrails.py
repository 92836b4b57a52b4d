"""Every guardrail has a source and refuses what lies outside; and a table of decisions that must not change unseen (H36).

After a change of the rules that is meant: `python -m tests.dose.test_guardrails` writes the table anew; read the difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from halfkilo import limits
from halfkilo.dose import RULES
from halfkilo.journal.fields import Answer, Different, Finder, Why
from halfkilo.limits import Certainty, Guardrail, OutOfBounds, all_rails
from halfkilo.units import Side
from tests.life import BACK, LEFT, LIFT, RIGHT, Life

GOLDEN = Path(__file__).with_name("golden_doses.json")


# --- rails ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rail", all_rails(), ids=lambda rail: rail.name)
def test_every_rail_has_a_source_a_certainty_and_refuses_what_lies_outside(rail: Guardrail):
    low, high = rail.hard
    assert len(rail.source) > 6 and isinstance(rail.certainty, Certainty) and rail.unit
    assert rail.hold(low) == low and rail.hold(high) == high and rail.hold(rail.first) == rail.first
    assert rail.advised_for(rail.first)
    for outside in (low - 1, high + 1, True):
        with pytest.raises(OutOfBounds) as refused:
            rail.hold(outside)
        assert refused.value.asked == outside and refused.value.guardrail is rail


def test_rails_are_named_once():
    names = [rail.name for rail in all_rails()]

    assert len(set(names)) == len(names) > 50


@pytest.mark.parametrize("numbers", [((2, 1), (1, 1), 1), ((0, 9), (3, 2), 3), ((0, 9), (2, 3), 4), ((3, 9), (2, 4), 3)])
def test_a_rail_that_contradicts_itself_cannot_exist(numbers: tuple[Any, Any, int]):
    with pytest.raises(ValueError, match="contradict"):
        Guardrail("odd", *numbers, "g", "somewhere read", Certainty.DESIGN)


def test_a_rail_without_a_source_cannot_exist():
    with pytest.raises(ValueError, match="no source"):
        Guardrail("odd", (0, 9), (1, 3), 2, "g", "", Certainty.DESIGN)


def test_first_values_are_never_the_loosest():
    """Where a rail leaves room, what stands at first is on the careful side of its hard bounds."""
    for rail, careful in ((limits.GREEN_ABSOLUTE, max), (limits.RED_ABSOLUTE, max), (limits.MOST_LOAD, max),
                          (limits.EFFORT_HIGH, max), (limits.CUT_RED, min), (limits.CUT_UNSETTLED, min), (limits.PLAN_CUT, min)):
        assert rail.first != careful(rail.hard), rail.name


# --- the golden table -----------------------------------------------------------------------------------------------
def decided(person: Life, day: int, slug: str = LIFT) -> list[list[Any]]:
    """What the day says about one exercise, and what it offers."""
    session = person.today(day)
    lines: list[list[Any]] = [["day", session.status.value, session.mode.value]]
    lines += [[one.exercise, one.side.value, one.verdict.value, one.rule, one.grams, one.target, one.sets, one.range_percent,
               [reason.rule for reason in one.reasons]] for one in session.items if one.exercise in (slug, "vector_easy")]
    lines += [["offer", one.offered.value, one.side.value, one.grams, one.target, one.stage] for one in session.offers
              if one.exercise == slug]
    return lines


def table() -> dict[str, list[list[Any]]]:
    """All rows by name."""
    parts = (_last_outings(), _ladder(), _mornings(), _breaks(), _sides(), _before(), _finder(), _flare(), _way_back())
    return dict(row for rows in parts for row in rows)


def _person(usual: int = 3, **more: Any) -> Life:
    person = Life({BACK: usual}, unlocked=True, **more)
    person.pin(LIFT)
    return person


def _last_outings() -> Iterator[tuple[str, list[list[Any]]]]:
    """Usual pain x worst pain x the next morning."""
    for usual in (0, 2, 3, 5, 6):
        for peak in (0, 3, 5, 6, 7, 8):
            for up in (0, 2):
                person = _person(usual)
                person.outing(0, LIFT, 12_000, 10, pre=usual, peak=peak, cool=max(peak - 1, usual), morning=usual + up)
                person.check_in(2, usual + up)
                yield f"usual {usual}, peak {peak}, morning +{up}", decided(person, 2)


def _ladder() -> Iterator[tuple[str, list[list[Any]]]]:
    """Clean twice at the top, by load, effort and age."""
    for grams, top in ((500, 20), (1_500, 20), (3_000, 15), (4_500, 15), (5_000, 12), (10_000, 12), (25_000, 12), (60_000, 12)):
        for effort in (3, 5, 7, 8):
            for born in (1976, 1950):
                person = _person(birth_year=born)
                for day in (0, 2, 4):
                    person.outing(day, LIFT, grams, top, effort=effort)
                yield f"{grams} g x {top}, effort {effort}, born {born}", decided(person, 5)


def _mornings() -> Iterator[tuple[str, list[list[Any]]]]:
    for pains in ([3, 3], [5, 3], [5, 5], [6, 6, 4], [7, 7, 7], [3, 6]):
        person = _person()
        person.outing(0, LIFT, 12_000, 12, morning=None)
        person.mornings(1, pains)
        yield f"mornings {pains}", decided(person, len(pains))


def _breaks() -> Iterator[tuple[str, list[list[Any]]]]:
    for days in (10, 11, 21, 22, 42, 43, 90, 91):
        for born in (1976, 1950):
            for grams in (500, 10_000):
                person = _person(birth_year=born)
                person.outing(0, LIFT, grams, 10, sets=2)
                person.morning(days, 3)
                yield f"{days} days off, born {born}, {grams} g", decided(person, days)


def _sides() -> Iterator[tuple[str, list[list[Any]]]]:
    for left, right in ((3, 3), (8, 3), (3, 8), (5, 3)):
        person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
        person.pin("vector_side")
        person.check_in(0, 3)
        person.open(0)
        person.sets("vector_side", 10_000, 12, side=Side.LEFT, peak=left)
        person.sets("vector_side", 10_000, 12, side=Side.RIGHT, peak=right)
        person.close()
        person.morning(1, 3)
        yield f"left {left}, right {right}", decided(person, 2, "vector_side")


def _before() -> Iterator[tuple[str, list[list[Any]]]]:
    for different in Different:
        person = _person()
        for day in (0, 2):
            person.outing(day, LIFT, 12_000, 12)
        person.check_in(3, 3, different)
        yield f"different {different.value}", decided(person, 3)
    for why in (Why.PAIN, Why.FATIGUE, Why.FEAR, Why.TIME):
        person = _person()
        person.outing(0, LIFT, 12_000, 12, done=7, stop=why)
        yield f"stopped for {why.value}", decided(person, 2)


def _finder() -> Iterator[tuple[str, list[list[Any]]]]:
    for steps in ({1_000: Finder.HURTS}, {1_000: Finder.COMFORTABLE}, {1_000: Finder.MORE, 1_500: Finder.MORE, 2_000: Finder.COMFORTABLE},
                  {1_000: Finder.MORE, 1_500: Finder.HURTS}):
        person = _person()
        person.open(0)
        person.find(LIFT, steps)
        person.close(3)
        person.morning(1, 3)
        yield f"found {[how.value for how in steps.values()]} at {max(steps)}", decided(person, 2)


def _flare() -> Iterator[tuple[str, list[list[Any]]]]:
    for grams in (500, 12_000):
        person = _person()
        person.outing(-3, LIFT, grams, 12)
        person.flare(0)
        for day, pain in enumerate([7, 6, 5, 4, 3, 3]):
            person.morning(day, pain)
            yield f"flare at {grams} g, day {day}", decided(person, day)


def _way_back() -> Iterator[tuple[str, list[list[Any]]]]:
    person = _person()
    person.outing(-3, LIFT, 12_000, 12)
    person.flare(0)
    person.mornings(0, [7, 6, 5, 4, 3, 3])
    for day, peak in ((5, 3), (8, 5), (10, 3), (12, 3)):
        session = person.decide(day)
        for one in (one for one in session.offers if one.exercise == LIFT):
            person.answer(one.id, Answer.ACCEPT)
        yield f"way back, day {day}, before", decided(person, day)
        grams = next(one.grams for one in person.today(day).items if one.exercise == LIFT)
        person.outing(day, LIFT, grams, 12, peak=peak)
        yield f"way back, day {day}, after a peak of {peak}", decided(person, day + 1)
    for effort in (8, 9):
        person = _person()
        person.outing(0, LIFT, 12_000, 12, effort=effort)
        yield f"effort {effort} once", decided(person, 2)


def text() -> str:
    """The table as it is stored: one row a line, so that a difference can be read."""
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(table().items()))
    return f'{{\n  "rules": {json.dumps(RULES)},\n{rows}\n}}\n'


@pytest.mark.hazard("H36")
def test_decisions_are_those_of_the_golden_table():
    told, stored = text(), GOLDEN.read_text(encoding="utf-8")
    changed = [line for line in told.splitlines() if line not in set(stored.splitlines())]

    assert not changed[:5]
    assert told == stored


@pytest.mark.hazard("H36")
def test_the_golden_table_is_wide():
    rows = json.loads(GOLDEN.read_text(encoding="utf-8"))
    rules = {line[3] for row in rows.values() if isinstance(row, list) for line in row if len(line) > 4 and line[0] != "offer"}

    assert len(rows) >= 180
    assert {"E1", "E2", "E3", "E3-cut", "E4", "E5", "E6", "E7", "E8", "find", "start", "back"} <= rules


if __name__ == "__main__":
    GOLDEN.write_text(text(), encoding="utf-8")
