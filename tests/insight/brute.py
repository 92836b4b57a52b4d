"""A second opinion: the same model written down plainly (dense normals of scipy on a wide fixed grid), with none of the tricks."""

from __future__ import annotations

import numpy as np
from scipy.stats import multivariate_normal, norm

from halfkilo.insight.level import RATIO_SD, Prior


def covariance(days, carry, ratio, sigma):
    """Of the answers, given the three: sigma^2 (C + ratio^2 K), element by element."""
    n = len(days)
    out = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            out[i, j] = sigma**2 * (carry ** abs(days[i] - days[j]) + ratio**2 * (min(days[i], days[j]) - days[0]))
    return out


def posterior(days, y, x, prior: Prior, ratios, sigmas, first: int, last: int):
    """(weights, mean and sd of effect 0, mean and sd of level(last) - level(first)) at every point of the grid."""
    days, y = np.asarray(days, float), np.asarray(y, float)
    design = np.column_stack([np.ones(len(days)), x])
    prior_cov = np.diag([prior.start[1] ** 2, *(sd**2 for sd in prior.effects)])
    logs, effects, changes = [], [], []
    for carry in prior.carries:
        for ratio in ratios:
            for sigma in sigmas:
                total = covariance(days, carry, ratio, sigma) + design @ prior_cov @ design.T
                rest = y - design @ prior.mean
                log = multivariate_normal(cov=total).logpdf(rest)
                log += norm.logpdf(ratio, 0, RATIO_SD) + norm.logpdf(np.log(sigma / prior.scale), 0, 0.6) - np.log(sigma)
                gain = np.linalg.inv(total)
                with_effect = prior_cov[1] @ design.T
                effects.append((with_effect @ gain @ rest, np.sqrt(prior_cov[1, 1] - with_effect @ gain @ with_effect)))
                walk = sigma**2 * ratio**2
                with_change = walk * (np.minimum(last, days) - np.minimum(first, days))
                own = walk * (last - first)
                changes.append((with_change @ gain @ rest, np.sqrt(max(0.0, own - with_change @ gain @ with_change))))
                logs.append(log)
    weights = np.exp(np.array(logs) - max(logs))
    return weights / weights.sum(), np.array(effects), np.array(changes)


def moments(weights, parts):
    """Mean and sd of a mixture of normals."""
    mean = weights @ parts[:, 0]
    return mean, np.sqrt(weights @ (parts[:, 1] ** 2 + parts[:, 0] ** 2) - mean**2)
