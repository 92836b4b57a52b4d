"""Agreement: formulas against a published example and tables worked by hand, people as what is drawn, and files read strictly."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.form import agreement as room
from halfkilo.form.agreement import ENGINE, Said, agreement, kappa, of_file, weighted
from halfkilo.form.errors import Unreadable


@pytest.mark.parametrize(("table", "value"), [
    # Viera and Garrett 2005 (Fam Med 37:360), two residents on 100 lectures, printed as .57 (from memory): (.85 - .65) / (1 - .65).
    ([[15, 5], [10, 70]], Fraction(4, 7)),
    ([[20, 5], [10, 15]], Fraction(2, 5)),  # by hand: alike 35 of 50, by chance 25
    ([[45, 15], [25, 15]], Fraction(3, 23)),  # alike 60, by chance 54: 6 of 46
    ([[25, 35], [5, 35]], Fraction(14, 54)),  # as much alike, other margins: 60 against 46 by chance
    ([[10, 0], [0, 10]], Fraction(1)), ([[0, 10], [10, 0]], Fraction(-1)),
    ([[1, 1, 0], [0, 1, 1], [1, 0, 1]], Fraction(1, 4)),  # three answers: alike 3 of 6, by chance 2
])
def test_kappa_is_what_the_example_says(table, value):
    assert kappa(table) == pytest.approx(float(value), abs=1e-12)


def test_weighted_kappa_by_hand():
    # Two raters, three steps; far apart counts four times. Observed: 2*1 + 1*4 = 6. By chance: rows (4, 3, 3), columns (5, 3, 2), all 10:
    # one apart (4*3 + 3*5 + 3*2 + 3*3) / 10 = 4.2, two apart (4*2 + 3*5) / 10 * 4 = 9.2. So 1 - 6 / 13.4.
    table = [[3, 1, 0], [1, 2, 0], [1, 0, 2]]
    assert weighted(table) == pytest.approx(1 - 6 / 13.4)
    assert weighted([[5, 5], [2, 8]]) == pytest.approx(kappa([[5, 5], [2, 8]])), "with two answers both are the same"


def test_where_chance_alone_agrees_nothing_is_told():
    assert math.isnan(kappa([[10, 0], [0, 0]])) and math.isnan(kappa([[0, 0], [0, 0]]))


@given(st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_kappa_has_its_bounds_and_knows_no_first_rater(cells):
    table = np.array(cells).reshape(3, 3)
    one, other = kappa(table), kappa(table.T)
    assert (math.isnan(one) and math.isnan(other)) or (one == pytest.approx(other) and one <= 1.0)
    share = np.trace(table) / max(1, table.sum())
    assert math.isnan(one) or one <= share + 1e-9, "kappa is never above the plain share"


def rows(people, answers):
    """answers: per repetition a label per rater."""
    return [Said(person, "chair_stand", str(n), rater, label, score) for person in people
            for n, said in enumerate(answers) for rater, (label, score) in said.items()]


def test_people_and_engine_are_told_apart():
    data = rows("abcd", [{"x": ("right", 5), "y": ("right", 4), ENGINE: ("right", None)},
                         {"x": ("fault 0", 2), "y": ("fault 1", 2), ENGINE: ("off", None)},
                         {"x": ("fault 0", 2), "y": ("right", 3), ENGINE: ("right", None)},
                         {"x": ("cant_tell", None), "y": ("right", 5), ENGINE: ("cant_tell", None)}])
    between = {(one.exercise, one.between): one for one in agreement(data)}
    people, engine = between["chair_stand", "people"], between["chair_stand", ENGINE]
    assert (people.people, people.raters, people.repetitions) == (4, 2, 12)
    assert people.percent.value == pytest.approx(2 / 3)
    assert people.cant_tell == pytest.approx(1 / 8)
    # x and y, per person: right-right, off-off, off-right: by chance (1*2 + 2*1) / 9
    assert people.right.value == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    assert people.fault.value < people.right.value, "which fault is harder to agree on"
    # the engine agrees with y in all it judged, and with x in two of three
    assert engine.percent.value == pytest.approx(5 / 6)
    assert math.isnan(engine.score.value), "the engine gives no score"
    assert between["all", "people"].percent == people.percent


def test_limits_are_over_people_not_repetitions():
    """Two kinds of people: each alike with themselves. Ten times as many repetitions of each tell nothing new."""
    answers = {True: {"x": ("right", None), "y": ("right", None)}, False: {"x": ("right", None), "y": ("fault 0", None)}}
    def of(times):
        return [Said(str(person), "plank", f"{n}", rater, label) for person, n in product(range(8), range(times))
                for rater, (label, _) in answers[person % 2 == 0].items()]
    few, many = (agreement(of(times))[0].percent for times in (2, 20))
    assert few == many and few.value == 0.5
    assert few.high - few.low > 0.5, "eight people, half of them otherwise: nearly nothing is known"


def test_one_person_has_no_limits():
    found = agreement(rows("a", [{"x": ("right", None), "y": ("right", None)}, {"x": ("fault 0", None), "y": ("right", None)}]))[0]
    assert found.percent.value == 0.5 and math.isnan(found.percent.low) and found.percent.plain()["low"] is None


def test_nobody_twice_means_nothing_to_tell():
    assert agreement(rows("ab", [{"x": ("right", 5)}])) == [] and agreement([]) == []


def test_the_yardstick_names_its_source():
    assert room.YARDSTICK == 0.833 and "e26658" in room.YARDSTICK_SOURCE and "24 people" in room.YARDSTICK_SOURCE


HEAD = "person,exercise,repetition,rater,label,score\n"


def test_a_table_is_read(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text(HEAD + "p1,squat,1,anna,right,5\np1,squat,1,engine,off,\np1,squat,2,anna,fault 1,\np1,squat,3,anna,,3\n")
    assert of_file(path) == [Said("p1", "squat", "1", "anna", "right", 5), Said("p1", "squat", "1", "engine", "off"),
                             Said("p1", "squat", "2", "anna", "fault 1"), Said("p1", "squat", "3", "anna", "", 3)]


@pytest.mark.parametrize(("text", "said"), [
    ("", "line 1: has the columns"), ("person,exercise,repetition,rater\n", "missing or strange: label"),
    (HEAD.replace("score", "points") + "a,b,1,x,right,1\n", "strange: points"), (HEAD + "a,b,1,x,good,1\n", "line 2: label is right"),
    (HEAD + "a,b,1,x,right,6\n", "line 2: score is 1 to 5"), (HEAD + "a,b,1,x,right\n", "line 2: has another number"),
    (HEAD + "a,b,1,x,right,1,2\n", "line 2: has another number"), (HEAD + ",b,1,x,right,1\n", "never empty"),
    (HEAD + "a,b,1,x,right,1\na,b,1,x,right,2\n", "line 3: x says something about this repetition twice"),
])
def test_what_does_not_fit_is_named(tmp_path, text, said):
    path = tmp_path / "labels.csv"
    path.write_text(text)
    with pytest.raises(Unreadable) as found:
        of_file(path)
    assert said in str(found.value)
