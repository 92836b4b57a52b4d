"""What can be told from noise: by hand, and by drawing people who did not change."""

import math
from random import Random

import pytest

from halfkilo.gym.trials.noise import Noise, Told, compare, noise, t_95


def test_students_t_is_never_rounded_to_the_bold_side() -> None:
    assert [t_95(freedom) for freedom in (1, 2, 20, 22, 29, 1000)] == [12.706, 4.303, 2.086, 2.086, 2.060, 1.980]


def test_three_pulls_of_one_day_by_hand() -> None:
    """19, 20, 21 kg: standard deviation 1 kg, of the mean 1/sqrt(3) kg; times sqrt(2) and 4.303: 3.51 kg."""
    known = noise([[19_000, 20_000, 21_000]])
    assert known is not None and (known.freedom, known.over_days) == (2, False)
    assert known.error == pytest.approx(1000 / math.sqrt(3))
    assert known.change == pytest.approx(3513, abs=1)


def test_less_than_three_repetitions_know_nothing() -> None:
    assert noise([]) is None and noise([[], [20_000]]) is None and noise([[20_000, 21_000]]) is None
    assert compare([1], [100], None) is Told.CANT_TELL
    assert compare([], [100], Noise(1.0, 5, over_days=True)) is Told.CANT_TELL


def test_from_four_days_on_the_days_count_by_hand() -> None:
    """Days at 20, 22, 20, 22 kg, each without any spread: neighbours differ by 2 kg, so a day's error is sqrt(4/2) kg."""
    days = [[level, level, level] for level in (20_000, 22_000, 20_000, 22_000)]
    known = noise(days)
    assert known is not None and known.over_days and known.freedom == 3
    assert known.error == pytest.approx(1414.2, abs=0.1)
    assert noise(days[:3]).change == 0  # type: ignore[union-attr]


def test_a_slow_rise_is_not_noise() -> None:
    rising = noise([[20_000 + 100 * day] * 3 for day in range(10)])
    assert rising is not None and rising.error == pytest.approx(100 / math.sqrt(2))


def test_a_difference_needs_to_be_more_than_noise_and_more_than_matters() -> None:
    known = Noise(100.0, 1000, over_days=True)  # smallest change 280
    assert compare([1000], [1270], known) is Told.CANT_TELL
    assert compare([1000], [1290], known) is Told.HIGHER
    assert compare([1290], [1000], known) is Told.LOWER
    assert compare([1000], [1290], known, least=300) is Told.CANT_TELL


def test_who_did_not_change_is_rarely_told_so() -> None:
    """Simulated people with noise inside a day and from day to day: from eight known days on, called changed in about one of twenty."""
    random, called, of = Random(5), 0, 600
    for _ in range(of):
        days = [[random.gauss(level, 300) for _ in range(3)] for level in (random.gauss(20_000, 700) for _ in range(10))]
        called += compare(days[0], days[-1], noise(days)) is not Told.CANT_TELL
    assert called / of < 0.08
