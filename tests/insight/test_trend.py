"""How a series has changed: known truths, honest verdicts, and truths of simulated people within the intervals."""

from __future__ import annotations

from statistics import fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.insight.trend import MOST_POINTS, STRETCH, Series, Size, Told, thinned, trend, verdict
from tests.insight.lives import life


def pain(points):
    return Series("pain:low_back", tuple(points), 2.0, False, 1, 1.2, 5.0, 5.0)


def falling(seed, by, days=84, sd=1.2):
    rng = np.random.default_rng(seed)
    return [(day, 6.0 - by * day / days + sd * float(rng.normal())) for day in range(days)]


def test_a_clear_change_is_told_with_its_size():
    change = trend(pain(falling(1, 3.5))).change

    assert (change.told, change.size) == (Told.BETTER, Size.MATTERS)
    assert change.low <= 3.5 * 70 / 84 <= change.high
    assert change.before - change.now == pytest.approx(change.better, abs=0.05)


def test_harder_is_told_as_plainly_as_better():
    change = trend(pain(falling(2, -2.5))).change

    assert change.told is Told.HARDER
    assert change.high < 0 < -change.better


def test_no_change_is_about_the_same_once_that_is_known():
    assert trend(pain(falling(3, 0.0))).change.told is Told.SAME


def test_few_answers_say_how_many_more():
    told = trend(pain(falling(4, 1.0)[:3]))

    assert (told.change.told, told.change.more, told.bands) == (Told.CANT_TELL, 1, ())


def test_two_weeks_of_noisy_answers_are_not_enough():
    assert trend(pain(falling(5, 0.3, days=14, sd=2.5))).change.told is Told.CANT_TELL


def test_the_direction_of_a_measure_turns_the_verdict():
    points = [(day, value) for day, value in falling(6, 3.0)]
    activity = Series("function:psfs.stairs", tuple(points), 3.0, True, 7, 1.0, 5.0, 5.0)

    assert trend(activity).change.told is Told.HARDER


def test_missing_days_are_missing():
    whole = falling(7, 2.0)
    told = trend(pain([point for point in whole if not 30 <= point[0] < 60]))
    gap = [band for band in told.bands if 40 <= band.day < 50]
    dense = [band for band in told.bands if 10 <= band.day < 20]

    assert fmean(band.high - band.low for band in gap) > 1.2 * fmean(band.high - band.low for band in dense)


def test_a_series_of_years_is_thinned_and_still_told():
    told = trend(pain(falling(8, 2.5, days=3650)))

    assert told.change.told is Told.BETTER
    assert len(told.bands) <= 61


@settings(max_examples=8)
@given(st.lists(st.integers(0, 2000), min_size=MOST_POINTS + 1, max_size=400, unique=True))
def test_thinning_keeps_days_in_order_and_means_within(days):
    points = [(day, float(day % 11)) for day in sorted(days)]
    thin = thinned(points)

    assert len(thin) <= MOST_POINTS
    assert [day for day, _ in thin] == sorted({day for day, _ in thin})
    assert min(value for _, value in points) <= min(value for _, value in thin)
    assert points[0][0] <= thin[0][0] and thin[-1][0] <= points[-1][0]


@given(st.floats(-4, 4), st.floats(0, 3), st.floats(0.5, 3))
def test_verdicts_follow_the_interval(middle, off, matters):
    low, high = middle - off, middle + off
    harder = 0.01 if low > 0 else 0.99 if high < 0 else 0.5
    told, size = verdict(harder, low, high, matters)

    assert (told is Told.BETTER) == (low > 0)
    assert (told is Told.HARDER) == (high < 0 and not low > 0)
    if size is Size.MATTERS:
        assert min(abs(low), abs(high)) >= matters
    if told is Told.SAME:
        assert -matters < low and high < matters


def test_series_that_make_no_sense_are_refused():
    for points, matters in (([(2, 1.0), (1, 1.0)], 2.0), ([(1, 1.0)], 0.0)):
        with pytest.raises(ValueError, match="series x"):
            Series("x", tuple(points), matters, False, 1, 1.0, 0.0, 1.0)


def _people(seeds):
    """Of simulated people: (whether the true change lies in the interval, told better though it is not, told harder though it is not)."""
    found = []
    for seed in seeds:
        lived = life(seed)
        points = [(day, float(answer)) for day, answer in sorted(lived.mornings.items()) if day not in lived.flares]
        if len(points) < 20:
            continue
        change, first, last = trend(pain(points)).change, points[0][0], points[-1][0]
        truth = fmean(lived.usual[first:first + STRETCH]) - fmean(lived.usual[last - STRETCH + 1:last + 1])
        better, harder = change.told is Told.BETTER and truth <= 0, change.told is Told.HARDER and truth >= 0
        found.append((change.low <= truth <= change.high, better, harder))
    return np.array(found)


def test_true_changes_of_simulated_people_lie_within():
    assert _people(range(9))[:, 0].sum() >= 6


def _rare(seed, *, monthly):
    """A few answers of whole numbers: chair stands every four weeks that level off, or an activity every week. (in the interval, false)"""
    rng = np.random.default_rng(seed)
    gain, start = rng.uniform(0, 0.5) if monthly else rng.normal() * 2.0, rng.uniform(7, 15) if monthly else rng.uniform(3, 7)
    days = range(0, 7 * 28, 28) if monthly else range(0, 84, 7)
    truth = [start * (1 + gain * (1 - np.exp(-day / 40))) if monthly else start + gain * day / 84 for day in range(days[-1] + 1)]
    points = tuple((day, float(round(truth[day] + 0.9 * rng.normal()))) for day in days)
    begin = fmean(value for _, value in points[:3])
    series = Series("x", points, 2.5 if monthly else 3.0, True, days.step, 1.25 if monthly else 1.5, begin, 9.0)
    change, stretch = trend(series).change, min(max(STRETCH, 3 * days.step), days[-1] // 2)
    true = fmean(truth[-stretch:]) - fmean(truth[:stretch])
    return change.low <= true <= change.high, (change.told is Told.BETTER and true <= 0) or (change.told is Told.HARDER and true >= 0)


@pytest.mark.campaign
@pytest.mark.parametrize("monthly", [True, False])
def test_few_answers_are_not_told_more_surely_than_they_are(monthly):
    covered, false = np.array([_rare(seed, monthly=monthly) for seed in range(2000)]).mean(axis=0)

    assert 0.86 <= covered <= 0.96, covered
    assert false <= 0.02


@pytest.mark.campaign
def test_90_percent_intervals_cover_the_true_change_of_simulated_people():
    """Their pain is not made the way the fit believes: it has flares, whole numbers that end at 0, and relief that slows down."""
    found = _people(range(2000))
    share = found.mean(axis=0)

    assert 0.87 <= share[0] <= 0.93, share
    assert share[1] <= 0.02, share
    assert share[2] <= 0.02, share
