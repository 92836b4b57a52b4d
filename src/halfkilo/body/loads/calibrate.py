"""The one fit: the muscles' gain, so that standing up from a chair presses the knee as instrumented knees felt it.

Nothing else enters: not the other rows of the same table, not sitting down, not the checks of `validate.py`.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from halfkilo.body.files import store
from halfkilo.body.loads import joints, muscles
from halfkilo.body.loads.evaluate import evaluate
from halfkilo.body.loads.library import exercise
from halfkilo.body.skeleton import Vector

SLUG, PHASE, TARGET = "chair_stand", "there", 2.46
"""Standing up: peak knee contact in body weights, mean of five people with instrumented knees."""

SOURCE = "Kutzner et al. 2010, J Biomech 43:2164: stand up 246 %BW (evidence.md 8)"


def peak(gain: float) -> float:
    """Peak knee contact while standing up, mean of both knees, body weights."""
    place = exercise(SLUG)
    way = np.array([phase == PHASE for phase in place.play.phase])
    found: Vector = evaluate(place, gain=gain).contact[way] / place.seen.who.weight
    knees = [joints.names().index(f"{side}_knee") for side in ("right", "left")]
    return float(found[:, knees].max(axis=0).mean())


def fit() -> float:
    """The gain at which the peak is the target, to three places, by halving (the peak rises with the gain)."""
    low, high = 0.2, 3.0
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (middle, high) if peak(middle) < TARGET else (low, middle)
    return round((low + high) / 2, 3)


def made() -> dict[str, Any]:
    """What `calibration.json` holds."""
    return {"gain": fit(), "fitted_to": {"exercise": SLUG, "phase": PHASE, "joint": "knee", "body_weights": TARGET, "source": SOURCE}}


def write() -> float:
    """Fit again and store; returns the gain."""
    found = made()
    store(muscles.STORE, json.dumps(found, indent=1) + "\n")
    muscles.gain.cache_clear()
    return float(found["gain"])
