"""From journal entries to series and numbers of the day: as corrected, in their own units, and nothing that was not said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from halfkilo.insight import record
from halfkilo.insight.record import Line, number
from halfkilo.insight.trend import Told, trend
from halfkilo.journal.entry import Entry

DAY = date(2026, 3, 2)


def on(offset):
    return (DAY + timedelta(days=offset)).isoformat()


def line(kind, offset, **body):
    return Line(kind, on(offset), body)


def morning(offset, **pain):
    return line("morning", offset, on=on(offset), pain=pain)


def one_set(offset, grams=10_000, done=10, exercise="seated_row", **more):
    return line("set_done", offset, session="s", exercise=exercise, tool="cable", side="both", number=1, grams=grams, done=done, target=10,
                **more)


def measured(offset, measure, **values):
    return line("measured", offset, on=on(offset), measure=measure, values=values)


def test_entries_are_read_as_corrected_and_void_ones_left_out():
    def entry(at, kind, body):
        return Entry(f"019395a0-5c00-7000-8000-{at:012d}", f"2026-03-02T08:00:{at:02d}+01:00", "person", kind, 1, body)

    right, gone = (entry(at, "morning", {"on": on(at), "pain": {"low_back": 9}}) for at in (0, 1))
    fixes = [entry(3, "corrected", {"entry": right.id, "body": {"on": on(0), "pain": {"low_back": 3}}}),
             entry(4, "corrected", {"entry": gone.id})]
    found = list(record.lines([*fixes, right, gone]))

    assert record.mornings(found, "low_back") == {number(on(0)): 3.0}


def test_pain_leaves_out_flares_and_other_places():
    told = [morning(0, low_back=4), morning(1, low_back=8), morning(3, low_back=5), morning(4, neck=2)]
    flare = record.flare_days([(on(1), on(3))], number(on(9)))

    assert record.pain(told, "low_back", flare).points == ((number(on(0)), 4.0), (number(on(3)), 5.0))
    assert flare == {number(on(1)), number(on(2))}
    assert max(record.flare_days([(on(1), None)], number(on(9)))) == number(on(9))


def test_flares_have_a_line_of_their_own():
    flare = record.flare_days([(on(10), on(16)), (on(40), on(44))], 0)
    series = record.flare_share("low_back", flare, number(on(0)), number(on(60)))

    assert [value for _, value in series.points] == [6.0, 4.0]  # the third block of four weeks is not over


def test_sessions_of_whole_weeks():
    told = [line("session_opened", offset, session="s", on=on(offset)) for offset in (0, 2, 2, 5, 8, 21)]

    assert [value for _, value in record.sessions(told, number(on(22))).points] == [3.0, 1.0, 0.0]
    assert record.sessions([], number(on(22))).points == ()


def test_measures_by_item_by_score_and_in_their_units():
    told = [measured(0, "psfs", stairs=3, garden=5), measured(7, "psfs", stairs=6), measured(0, "own_mood", mood=4),
            measured(0, "timed_up_and_go", time=124), measured(1, "phq_4", **{"1": 1, "2": 1, "3": 2, "4": 2}),
            measured(1, "peg", **{"1": 4}), measured(3, "nobody_knows", x=1),
            measured(2, "isometric_strength", **{"row.left.1": 20_000, "row.left.2": 22_000})]
    found = {series.name: series for series in record.measured(told)}

    assert {name: [value for _, value in series.points] for name, series in found.items()} == {
        "function:psfs.stairs": [3.0, 6.0], "function:psfs.garden": [5.0], "mood:own_mood": [4.0], "mobility:timed_up_and_go": [12.4],
        "mood:phq_4": [6.0], "strength:isometric_strength.row.left": [21.0]}  # one of three items of the PEG gives no score
    assert found["function:psfs.stairs"].matters == 3.0
    assert found["strength:isometric_strength.row.left"].matters == pytest.approx(1.96 * 2**0.5 * 1.0, rel=0.01)
    assert (found["mobility:timed_up_and_go"].unit, found["mobility:timed_up_and_go"].higher_better) == ("seconds", False)


def test_what_is_lifted_counts_real_sets_alone():
    told = [one_set(0), one_set(0, grams=12_000), one_set(1, grams=90_000, typed=True), one_set(1, grams=90_000, assisted=True),
            one_set(1, grams=90_000, finder="more"), one_set(2, exercise="no_such_thing"), one_set(2, exercise="plank_wall")]
    series, = record.lifted(told)

    assert series.name == "strength:seated_row.cable.both"
    assert series.points == ((number(on(0)), pytest.approx(16.0)),)


def test_numbers_of_the_day():
    told = [one_set(0), one_set(0), one_set(3), measured(1, "sleep_time", sleep=420), measured(1, "steps", steps=6000)]
    found = record.factors(told)

    assert found["load"] == {number(on(0)): 200.0, number(on(1)): 0.0, number(on(2)): 0.0, number(on(3)): 100.0}
    assert (found["sleep"], found["steps"]) == ({number(on(1)): 7.0}, {number(on(1)): 6000.0})
    assert "stress" not in found
    assert record.factors([one_set(0, grams=0), one_set(0, grams=0), one_set(1, grams=0)]) == {
        "sets": {number(on(0)): 2.0, number(on(1)): 1.0}}
    assert record.factors([one_set(0, exercise="wrist_flexion_supported")], "knee_left") == {}


def test_a_year_of_a_record_is_told():
    told = [morning(day, low_back=6 - day // 100) for day in range(360)]

    assert trend(record.pain(told, "low_back")).change.told is Told.BETTER
