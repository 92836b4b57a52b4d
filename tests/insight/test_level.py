"""The exact fit against a second, plain one, and against truths drawn from its own prior (simulation-based calibration)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from halfkilo.insight.level import CARRIES, LOG_SIGMA_SD, MOST_DAYS, RATIO_SD, Fit, Prior, TooMany, effect_sds
from halfkilo.insight.mixture import Mixture
from tests.insight import brute


def drawn(rng, days=60, answered=0.9, effects=2):
    """(days, answers, columns, prior, true effects, true change of the level): everything drawn from the prior."""
    at = np.sort(rng.choice(days, round(answered * days), replace=False))
    prior = Prior(1.2, (5.0, 3.0), (1.0,) * effects)
    carry, ratio, sigma = rng.choice(CARRIES), abs(rng.normal()) * RATIO_SD, 1.2 * math.exp(LOG_SIGMA_SD * rng.normal())
    x, b = rng.normal(size=(len(at), effects)) * 0.5, rng.normal(size=effects)
    walk = np.concatenate([[0.0], np.cumsum(rng.normal(size=at[-1] - at[0]) * ratio * sigma)])
    level = 5.0 + 3.0 * rng.normal() + walk[at - at[0]]
    noise = np.linalg.cholesky(sigma**2 * carry ** np.abs(np.subtract.outer(at, at))) @ rng.normal(size=len(at))
    return at.tolist(), (level + x @ b + noise).tolist(), x, prior, b, level[-1] - level[0]


def ranks(runs, seed):
    """Where the truth lies in what is told, 0 to 1: of the first effect, and of the change from the first to the last day."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(runs):
        days, y, x, prior, b, change = drawn(rng)
        fit = Fit(days, y, x, prior)
        found.append((fit.effect(0).below(b[0]), fit.contrast({days[-1]: 1.0, days[0]: -1.0}).below(change)))
    return np.array(found)


def covered(ranks_):
    """Share of truths within the middle 90 %."""
    return ((ranks_ > 0.05) & (ranks_ < 0.95)).mean(axis=0)


def test_a_plain_fit_on_a_fine_grid_says_the_same():
    rng = np.random.default_rng(1)
    days = sorted(rng.choice(24, 12, replace=False).tolist())
    x = rng.normal(size=(12, 1)) * 0.5
    y = 5.0 + np.cumsum(rng.normal(size=12) * 0.2) + x[:, 0] + rng.normal(size=12)
    prior = Prior(1.2, (5.0, 3.0), (1.0,), carries=(0.0, 0.45))
    fit = Fit(days, y.tolist(), x, prior)
    logs = np.linspace(-1.8, 2.2, 24)
    ratios = (np.arange(20) + 0.5) / 20
    weights, effects, changes = brute.posterior(days, y, x, prior, ratios, np.exp(logs), days[0], days[-1])
    weights = weights * np.tile(np.exp(logs), len(weights) // len(logs))  # even steps of log sigma
    weights /= weights.sum()
    change = fit.contrast({days[-1]: 1.0, days[0]: -1.0})

    assert (fit.effect(0).mean, fit.effect(0).sd) == pytest.approx(brute.moments(weights, effects), abs=2e-3)
    assert (change.mean, change.sd) == pytest.approx(brute.moments(weights, changes), abs=4e-3)


def test_truths_drawn_from_the_prior_are_covered():
    assert covered(ranks(40, 11)) == pytest.approx([0.9, 0.9], abs=0.14)  # three standard errors of 40 runs


@pytest.mark.campaign
def test_90_percent_intervals_cover_90_percent_over_2000_runs():
    found = ranks(2000, 12)
    counts = np.array([np.histogram(column, 10, (0.0, 1.0))[0] for column in found.T])

    assert np.all((covered(found) > 0.87) & (covered(found) < 0.93)), covered(found)
    assert np.all(((counts - 200.0) ** 2 / 200.0).sum(axis=1) < 27.9), counts  # chi-square, 9 degrees of freedom: one in a thousand


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.floats(-3, 3))
def test_moving_all_answers_moves_the_level_and_nothing_else(seed, up):
    days, y, x, _, _, _ = drawn(np.random.default_rng(seed), days=20)
    here = Fit(days, y, x, Prior(1.2, (5.0, 3.0), (1.0, 1.0)))
    there = Fit(days, [one + up for one in y], x, Prior(1.2, (5.0 + up, 3.0), (1.0, 1.0)))

    assert there.effect(0).mean == pytest.approx(here.effect(0).mean, abs=1e-6)
    assert there.level(days[3]).mean == pytest.approx(here.level(days[3]).mean + up, abs=1e-6)


def test_one_answer_and_frozen_answers_are_borne():
    lonely, frozen = Fit([7], [4.0], None, Prior(1.2, (5.0, 3.0))), Fit(list(range(40)), [4.0] * 40, None, Prior(1.2, (5.0, 3.0)))

    assert lonely.level(7).sd > 0.5
    assert frozen.level(20).mean == pytest.approx(4.0, abs=0.05)
    assert frozen.level(20).sd < 0.2


def test_the_grid_ends_where_there_is_hardly_any_probability():
    for seed in range(6):
        days, y, x, prior, _, _ = drawn(np.random.default_rng(seed))
        fit = Fit(days, y, x, prior)
        edges = fit.weights[:, :, 0].sum() + fit.weights[:, :, -1].sum() + (fit.weights[:, -1, :].sum() if fit.ratios[-1] < 1.0 else 0.0)
        assert edges < 2e-3


def test_how_exactly_effects_will_be_known_is_what_the_fit_says():
    days, y, x, prior, _, _ = drawn(np.random.default_rng(5))
    one = Prior(prior.scale, prior.start, prior.effects, carries=(0.3,))
    fit = Fit(days, y, x, one)
    planned = effect_sds(np.array(days, float), x, one, *fit.usual)

    assert planned[0] == pytest.approx(fit.effect(0).sd, rel=0.1)


def test_too_many_days_and_days_out_of_order_are_refused():
    with pytest.raises(TooMany):
        Fit(list(range(MOST_DAYS + 1)), [1.0] * (MOST_DAYS + 1), None, Prior(1.0, (0.0, 1.0)))
    for days in ([2, 1], [1, 1], []):
        with pytest.raises(ValueError, match="days must rise"):
            Fit(days, [1.0] * len(days), None, Prior(1.0, (0.0, 1.0)))


@given(st.floats(-5, 5), st.floats(0.1, 3), st.floats(0.01, 0.99))
def test_a_mixture_of_one_is_a_normal(mean, sd, share):
    one = Mixture(np.array([1.0]), np.array([mean]), np.array([sd]))

    assert one.quantile(share) == pytest.approx(norm.ppf(share, mean, sd), abs=1e-5)
    assert one.below(one.quantile(share)) == pytest.approx(share, abs=1e-5)
    assert (one.mean, one.sd) == pytest.approx((mean, sd))
