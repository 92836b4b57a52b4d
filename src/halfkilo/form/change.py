"""How unusual a repetition is for this person, in one number, whatever the exercise.

Every channel's difference from the baseline is measured in the person's own spread (with a floor that cameras need). What is unusual
about the whole is told by how these are spread over channels and moments, with weights learned once over ten movements of UI-PRMD
(model.json). The weights know no exercise: leaving the movement out as well as the person changes little (docs/form-figures.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from halfkilo.form.baseline import Baseline
from halfkilo.form.channels import CHANNELS
from halfkilo.form.joints import Array
from halfkilo.form.shape import Shape

OWN = 0.9
"""Share of the person's own spread in the yardstick; the rest is everybody's."""

FLOOR = 1.0
"""Square degrees below which no spread is believed."""

PACE_FLOOR = 0.03
"""The same for the logarithm of seconds: 17 % quicker or slower is usual."""

CAP = 6.0
"""Own spreads beyond which more says nothing new."""

QUANTILES = (1.0, 0.98, 0.95, 0.9, 0.8, 0.65, 0.5)
"""Which of the channels, ordered by change, are looked at."""

LEVEL = 0.7
"""Log odds from which a repetition counts as off: leans to silence (docs/form-figures.md shows what both sides cost)."""

MODEL = Path(__file__).parent / "model.json"


@dataclass(frozen=True)
class Model:
    """everybody (channels,): usual spread of correct repetitions around their own baseline. middle, size, weight (features,) and bias:
    a logistic regression. level: log odds from which a repetition counts as off."""

    everybody: Array
    middle: Array
    size: Array
    weight: Array
    bias: float
    level: float


@cache
def model() -> Model:
    """The committed one."""
    raw = json.loads(MODEL.read_text(encoding="utf-8"))
    everybody = np.array([raw["everybody"][name] for name in CHANNELS])
    return Model(everybody, np.array(raw["middle"]), np.array(raw["size"]), np.array(raw["weight"]), raw["bias"], raw["level"])


@dataclass(frozen=True)
class Change:
    """difference, unusual (rows, channels): signed degrees, and own spreads from 0 to `CAP`; NaN where unseen now or then.
    pace: logarithm of now over usual seconds; slower is above 0. pace_unusual: own spreads."""

    difference: Array
    unusual: Array
    pace: float
    pace_unusual: float

    @property
    def seen(self) -> float:
        """Share of the channels that could be compared."""
        return float(np.isfinite(self.unusual).all(0).mean())

    def features(self) -> Array:
        """(len(QUANTILES) + rows + 1,) for the model, which takes logarithms."""
        good = self.unusual[:, np.isfinite(self.unusual).all(0)]
        if not good.size:
            return np.full(len(QUANTILES) + len(self.unusual) + 1, np.nan)
        return np.log(np.concatenate([np.quantile(good.mean(0), QUANTILES), good.mean(1), [self.pace_unusual]]) + 0.2)


def change(now: Shape, usual: Baseline, everybody: Array) -> Change:
    """Compare one repetition with the person's own. everybody: (channels,)."""
    difference = now.rows - usual.mean
    yardstick = np.sqrt((1 - OWN) * everybody**2 + OWN * usual.spread**2 + FLOOR)
    pace = float(np.log(max(now.seconds, 0.05)) - usual.pace)
    return Change(difference, np.minimum(np.abs(difference) / yardstick, CAP), pace,
                  min(abs(pace) / float(np.sqrt(usual.pace_spread**2 + PACE_FLOOR)), CAP))


def odds(found: Change, by: Model) -> float:
    """Logarithm of the odds that this is not the person's usual form; NaN when nothing could be compared."""
    return float((found.features() - by.middle) / by.size @ by.weight + by.bias)


def learn(changes: list[Change], off: Array, everybody: Array, strength: float = 3.0, level: float = LEVEL) -> Model:
    """Fit the weights: ridge logistic regression, both classes weighing the same. off (n,): 1 where done wrongly on purpose."""
    features = np.array([found.features() for found in changes])
    middle, size = features.mean(0), features.std(0)
    x = np.column_stack([(features - middle) / size, np.ones(len(off))])
    each = np.where(off == 1, 0.5 / off.sum(), 0.5 / (1 - off).sum()) * len(off)
    ridge = np.diag([strength] * (x.shape[1] - 1) + [1e-6])
    weight = np.zeros(x.shape[1])
    for _ in range(40):
        guess = 1 / (1 + np.exp(-x @ weight))
        step = np.linalg.solve((x * (each * guess * (1 - guess))[:, None]).T @ x + ridge, x.T @ (each * (guess - off)) + ridge @ weight)
        weight -= step
        if np.abs(step).max() < 1e-8:
            break
    return Model(everybody, middle, size, weight[:-1], float(weight[-1]), level)
