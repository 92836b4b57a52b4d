"""A clinic's figures: intervals against scipy, counts by hand, and nobody to be found behind a small number."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, chi2, t

from halfkilo.insight import intervals
from halfkilo.insight.evaluation import SMALL, Row, cell, evaluate, hidden, outcomes, secondary

TODAY = 800_000


def started(days_ago, stayed, **more):
    """Somebody who started so many days ago and was last seen so many days after that."""
    return Row(TODAY - days_ago - 3, TODAY - days_ago, TODAY - days_ago + stayed, **more)


@settings(max_examples=12)
@given(st.integers(0, 60), st.integers(1, 60))
def test_shares_are_clopper_pearson(hits, more):
    of = hits + more
    low, high = intervals.share(hits, of)

    assert low == pytest.approx(beta.ppf(0.025, hits, more + 1) if hits else 0.0, abs=1e-9)
    assert high == pytest.approx(beta.ppf(0.975, hits + 1, more), abs=1e-9)


@settings(max_examples=12)
@given(st.integers(0, 150), st.floats(0.1, 1000))
def test_rates_are_garwood(events, exposure):
    low, high = intervals.rate(events, exposure)

    assert low * exposure == pytest.approx(chi2.ppf(0.025, 2 * events) / 2 if events else 0.0, rel=1e-7)
    assert high * exposure == pytest.approx(chi2.ppf(0.975, 2 * events + 2) / 2, rel=1e-7)


@settings(max_examples=12)
@given(st.integers(1, 300), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_student_is_student(freedom, level):
    assert intervals.student(level, freedom) == pytest.approx(t.ppf((1 + level) / 2, freedom), rel=1e-7)


def test_intervals_of_means_cover():
    draw, inside = random.Random(4), 0
    for _ in range(300):
        _, low, high = intervals.mean([draw.gauss(1.0, 2.0) for _ in range(12)])
        inside += low <= 1.0 <= high

    assert inside / 300 == pytest.approx(0.95, abs=0.038)  # three standard errors


@pytest.mark.parametrize("what", [lambda: intervals.share(3, 2), lambda: intervals.share(0, 0), lambda: intervals.rate(1, 0.0),
                                  lambda: intervals.mean([1.0])])
def test_what_has_no_interval_is_refused(what):
    with pytest.raises(ValueError, match=r"of|in|two"):
        what()


def test_engagement_counts_only_those_whose_time_has_come():
    rows = [started(400, 380)] * 6 + [started(400, 100)] * 6 + [started(100, 50)] * 8 + [started(10, 9)] * 5 + [Row(TODAY)] * 5
    cells = {one.name: (one.count, one.of) for one in evaluate(rows, TODAY).engagement}

    assert cells == {"enrolled": (30, 30), "started": (25, 30), "30_days": (20, 20), "6_months": (6, 12), "12_months": (6, 12)}


def test_how_few_left_between_two_points_is_not_told():
    rows = [started(400, 380)] * 12 + [started(400, 300)] * 3 + [started(400, 100)] * 10
    cells = {one.name: one.count for one in evaluate(rows, TODAY).engagement}

    assert (cells["30_days"], cells["6_months"], cells["12_months"]) == (25, 15, None)


def test_outcomes_are_of_all_who_started_with_the_missing_counted():
    def told(change):
        return started(400, 390, scores={"nrs": ((TODAY - 401, 6.0), (TODAY - 370, 6.0 + change))})

    rows = [told(-2.0)] * 6 + [told(-1.0)] * 4 + [started(400, 20, scores={"nrs": ((TODAY - 401, 6.0),)})] * 10
    point = {one.point: one for one in outcomes(rows, TODAY)}["30_days"]

    assert (point.starters, point.told) == (20, 10)
    assert point.change == pytest.approx(-1.6)
    assert point.all_told == pytest.approx(-0.8)
    assert point.low < point.change < point.high


def test_events_have_denominators_and_none_is_said_as_none():
    rows = [started(365, 364, events={"self_care": 2}, sessions=100) for _ in range(10)]
    rates = {one.severity: one for one in evaluate(rows, TODAY).events}

    assert rates["self_care"].per_sessions[0] == pytest.approx(20.0)
    assert rates["self_care"].per_year[0] == pytest.approx(2.0, rel=0.01)
    assert (rates["hospital"].events, rates["hospital"].per_sessions[0]) == (0, 0.0)
    assert rates["hospital"].per_sessions[2] == pytest.approx(3.69, abs=0.01)  # none in 1,000 sessions


def test_few_people_show_nothing_at_all():
    told = evaluate([started(400, 300, events={"hospital": 1}, sessions=9)] * (SMALL - 1), TODAY)

    assert told == evaluate([], TODAY)
    assert told.people is None


@given(st.integers(0, 40), st.integers(0, 40))
def test_no_count_gives_a_small_one_away(count, rest):
    told = cell("x", count, count + rest)

    if 0 < count < SMALL or 0 < rest < SMALL:
        assert told.count is None and told.share is None and told.low is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), min_size=1))
def test_nothing_hidden_can_be_worked_out_from_a_total(counts):
    shown = secondary(counts)
    gone = [counts[name] for name in counts if name not in shown]

    assert all(hidden(counts[name]) is not None for name in shown)
    assert len(gone) != 1 or len(counts) == 1
    if gone and shown:
        assert sum(gone) >= SMALL
    assert bool(gone) == any(0 < count < SMALL for count in counts.values())


def test_a_rare_reason_is_hidden_with_the_next():
    rows = [started(100, 20, left=left) for left, many in (("time", 12), ("pain", 6), ("moved", 2)) for _ in range(many)]
    told = {one.name: one.count for one in evaluate(rows, TODAY).reasons}

    assert told == {"time": 12, "pain": None, "moved": None}
