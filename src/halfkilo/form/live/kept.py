"""The person's own way as it is kept: a few whole numbers to read, and the whole table as text for later comparison."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from halfkilo.form.baseline import LEAST, Baseline, baseline
from halfkilo.form.channels import CHANNELS, INDEX
from halfkilo.form.errors import FormError, TooFew
from halfkilo.form.joints import Array
from halfkilo.form.shape import ROWS, Shape
from halfkilo.form.told import Told

VERSION = 1
UNSEEN = -(2**15)
CELLS = len(ROWS) * len(CHANNELS)
HEAD = struct.Struct("<BB2h")
"""Version, number of repetitions, pace and its spread in thousandths (logarithm of seconds)."""

MOST = 12
"""Repetitions that are looked at: the last ones of the set that felt right."""

LEAST_SEEN = 0.5
"""Share of the channels that must have been seen."""


@dataclass(frozen=True)
class Usual:
    """form: to compare with. tempo: seconds there, hold, back. way: share of the exercise's own range. cable_mm: 0 without a machine.
    azimuth: degrees from where it was seen (see `view.azimuth`), None where that was not known."""

    form: Baseline
    tempo: tuple[float, float, float]
    way: float
    cable_mm: int = 0
    azimuth: int | None = None

    def range_of(self, channel: str) -> float | None:
        """Degrees of one joint angle; None where it was not seen."""
        found = float(self.form.mean[ROWS.index("range"), INDEX[channel]])
        return None if np.isnan(found) else found

    @property
    def mirrored(self) -> Usual:
        """For the other side, while that has none of its own."""
        return Usual(self.form.mirrored, self.tempo, self.way, self.cable_mm, None if self.azimuth is None else -self.azimuth)


def usual(shapes: list[Shape], told: list[Told], cable_mm: list[float], azimuth: float | None = None) -> Usual:
    """From the repetitions that the person said felt right.

    Raises:
        TooFew: fewer than three of which enough was seen.
    """
    seen = [index for index, one in enumerate(shapes) if np.isfinite(one.rows).all(0).mean() >= LEAST_SEEN][-MOST:]
    form = baseline([shapes[index] for index in seen])
    tempo = [float(np.median([getattr(told[index], name) for index in seen])) for name in ("there", "hold", "back")]
    return Usual(form, (tempo[0], tempo[1], tempo[2]), float(np.median([told[index].way for index in seen])),
                 round(float(np.median(cable_mm))) if len(cable_mm) >= LEAST else 0, None if azimuth is None else round(azimuth))


def pack(own: Usual, repetitions: int) -> dict[str, Any]:
    """For the journal's `baseline_taken`: `features` are whole numbers by name, `form` is the table."""
    features = {"repetitions": repetitions, "way_percent": round(100 * own.way), "cable_mm": own.cable_mm}
    features |= {f"{name}_ms": round(1000 * seconds) for name, seconds in zip(("there", "hold", "back"), own.tempo, strict=True)}
    features |= {} if own.azimuth is None else {"azimuth": own.azimuth}
    head = HEAD.pack(VERSION, min(repetitions, 255), _small(own.form.pace * 1000), _small(own.form.pace_spread * 1000))
    cells = np.concatenate([own.form.mean.ravel(), own.form.spread.ravel()]) * 10
    whole = np.where(np.isfinite(cells), np.clip(np.round(cells), -32767, 32767), UNSEEN).astype("<i2")
    return {"features": features, "form": base64.b85encode(head + whole.tobytes()).decode()}


def unpack(kept: dict[str, Any]) -> Usual:
    """The reverse.

    Raises:
        FormError: it does not fit, or is of another version.
    """
    try:
        raw, features = base64.b85decode(str(kept["form"])), kept["features"]
        version, _, pace, spread = HEAD.unpack_from(raw)
        cells = _cells(raw)
        way, cable, *tempo = (features[name] for name in ("way_percent", "cable_mm", "there_ms", "hold_ms", "back_ms"))
        azimuth = features.get("azimuth")
        if version != VERSION or not all(isinstance(value, int) for value in (way, cable, *tempo, azimuth or 0)):
            raise FormError("a baseline of another version: take it anew")
    except (AttributeError, KeyError, TypeError, ValueError, struct.error, binascii.Error) as problem:
        raise FormError(f"a kept baseline that does not fit: {problem}") from problem
    form = Baseline(cells[0], cells[1], pace / 1000, spread / 1000)
    return Usual(form, (tempo[0] / 1000, tempo[1] / 1000, tempo[2] / 1000), way / 100, cable, azimuth)


def _cells(raw: bytes) -> Array:
    if len(raw) != HEAD.size + 2 * 2 * CELLS:
        raise FormError("a baseline of another version: take it anew")
    whole = np.frombuffer(raw, "<i2", 2 * CELLS, HEAD.size).astype(float)
    cells: Array = np.where(whole == UNSEEN, np.nan, whole / 10).reshape(2, len(ROWS), len(CHANNELS))
    return cells


def _small(value: float) -> int:
    return int(np.clip(round(value), -32767, 32767))


__all__ = ["TooFew", "Usual", "pack", "unpack", "usual"]
