"""Whether a repetition is this person's usual form, and whether it looks like one of the exercise's known faults.

Nothing is said while too little is seen, of a limb that is not seen, before the same shows in two of the last three repetitions, twice in
a row, or two things at once.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from halfkilo.form.baseline import Baseline
from halfkilo.form.change import Change, Model, change, model, odds
from halfkilo.form.channels import CHANNELS, about, mirror
from halfkilo.form.exercise import Fault
from halfkilo.form.joints import Array
from halfkilo.form.shape import MOMENTS, Shape

SEEN_ENOUGH = 0.5
"""Share of the channels that must be compared before a repetition is judged."""

LIKE = 0.32
"""How much a change must look like a fault before it is called that: the cosine between both, each in own spreads. Higher only makes it
quieter: at this, too, nothing was taken for another fault, on films, with a phone's noise and on people (docs/form-live.md)."""

AMOUNT = 0.3
"""How much of the fault, as the figure shows it, must be there."""

PLAIN = 1.2
"""... and by how many own spreads, on average over its picture."""

CLEARLY = 0.2
"""... and by how much more than like any other fault."""

SHOWS = 0.7
"""Share of a fault's picture that must be in view."""

ALIKE = 0.25
"""Share by which both sides of a fault's picture may differ and still be the same: then the near limb tells of the hidden far one."""

SURELY = 1.5
"""Log odds from which a part of the body is spoken of. Above the level of "off", because a camera that stands a step aside changes a whole
part a little: of 33 sets done rightly by people one instead of two then hears a word, of 33 done otherwise 30 instead of 32."""

LAST, OFTEN, QUIET = 3, 2, 3
"""A cue is given when it shows in `OFTEN` of the `LAST` repetitions, then not for `QUIET`."""


@dataclass(frozen=True)
class Verdict:
    """off: None where too little was seen to judge. odds: their logarithm, 0 is even. fault: index into the exercise's faults that it
    looks like. likeness: 0 to 1. seen: share of channels compared. part: where an off repetition changed most, of what was seen."""

    off: bool | None
    odds: float
    fault: int | None
    likeness: float
    seen: float
    part: str | None = None

    @property
    def cue(self) -> str | None:
        """What there would be to say: `fault N` of the exercise's faults, else `part NAME` (the words: "as in your usual sets")."""
        if self.fault is not None:
            return f"fault {self.fault}"
        return f"part {self.part}" if self.part else None


def judge(now: Shape, usual: Baseline, faults: tuple[Fault, ...] = (), by: Model | None = None, far: str = "") -> Verdict:
    """One repetition against the person's own. far: the side of the body that is behind it as the camera stands, left or right; nothing
    where both are in view."""
    by = by or model()
    found = change(now, usual, by.everybody)
    if found.seen < SEEN_ENOUGH:
        return Verdict(None, math.nan, None, 0.0, found.seen)
    chance = odds(found, by)
    fault, likeness = _looks_like(found, faults, far)
    off = chance > by.level
    return Verdict(off, chance, fault, likeness, found.seen, _part(found, far) if chance > max(by.level, SURELY) else None)


def _part(found: Change, far: str) -> str | None:
    """The part of the body whose most changed channel changed most; what was not seen is never named, nor a limb behind the body, which a
    pose model only guesses."""
    by_channel = found.unusual.mean(0)
    part = about(CHANNELS[int(np.nanargmax(by_channel))])
    return None if far and part.startswith(far) else part


def _looks_like(found: Change, faults: tuple[Fault, ...], far: str) -> tuple[int | None, float]:
    """The fault that the change resembles clearly, and how much."""
    rated = sorted(((_likeness(found, fault, far), index) for index, fault in enumerate(faults)), reverse=True)
    if not rated or rated[0][0] < LIKE or (len(rated) > 1 and rated[0][0] - rated[1][0] < CLEARLY):
        return None, rated[0][0] if rated else 0.0
    return rated[0][1], rated[0][0]


def _likeness(found: Change, fault: Fault, far: str) -> float:
    """Cosine between what changed and how the fault looks, in the person's own spreads; 0 where the fault shows less than by `AMOUNT` of
    its picture, by less than `PLAIN` own spreads, or is not in view."""
    difference, unusual = found.difference[:MOMENTS], found.unusual[:MOMENTS]
    there = np.isfinite(difference) & np.isfinite(unusual)
    per = np.where(there, unusual, 0.0) / np.maximum(np.abs(np.where(there, difference, 1.0)), 1e-6)
    picture, size = fault.difference, np.abs(fault.difference)
    whole = float(size.sum())
    if not whole or float(size[there | _told_by_the_near_one(picture, there, far)].sum()) < SHOWS * whole:
        return 0.0
    seen = np.where(there, picture, 0.0)
    changed = np.where(there, difference, 0.0)
    amount = float((changed * seen).sum() / (seen * seen).sum())
    plain = float((np.where(there, unusual, 0.0) * np.sign(changed * seen) * size).sum() / size[there].sum())
    if amount < AMOUNT or plain < PLAIN:
        return 0.0
    a, b = changed * per, seen * per
    return max(0.0, float((a * b).sum()) / max(float(np.sqrt((a * a).sum() * (b * b).sum())), 1e-9))


def _told_by_the_near_one(picture: Array, there: NDArray[np.bool_], far: str) -> NDArray[np.bool_]:
    """(moments, channels): what the far limbs hide, where the near ones show it, in a fault that looks the same on both sides. From the
    side half of such a fault is always hidden. A limb that is hidden for another reason is never spoken of."""
    order, signs = mirror()
    behind = np.array([bool(far) and name.startswith(far) for name in CHANNELS])
    told: NDArray[np.bool_] = behind & there[:, order] & (np.abs(picture - picture[:, order] * signs) <= ALIKE * np.abs(picture))
    return told


@dataclass
class Coach:
    """Hears verdicts one by one and says at most one cue."""

    _last: deque[str | None] = field(default_factory=lambda: deque(maxlen=LAST))
    _quiet: int = 0

    def hear(self, verdict: Verdict) -> str | None:
        """The cue to give now (`Verdict.cue`), or None for silence."""
        self._last.append(verdict.cue)
        if self._quiet:
            self._quiet -= 1
            return None
        if verdict.cue is None or Counter(self._last)[verdict.cue] < OFTEN:
            return None
        self._quiet = QUIET
        return verdict.cue
