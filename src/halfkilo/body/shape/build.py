"""The three builds: how far each stretch of the body reaches, on one skeleton."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Build:
    """Factors on girth per stretch of the body; `belly` and `seat`: metres added in front at the waist and behind at the hips."""

    name: str
    neck: float = 1.0
    chest: float = 1.0
    waist: float = 1.0
    hips: float = 1.0
    arms: float = 1.0
    thighs: float = 1.0
    shanks: float = 1.0
    jaw: float = 1.0
    belly: float = 0.0
    seat: float = 0.0


BUILDS: Mapping[str, Build] = MappingProxyType({build.name: build for build in (
    Build("slim", neck=0.93, chest=0.93, waist=0.90, hips=0.94, arms=0.88, thighs=0.89, shanks=0.93, jaw=0.96, belly=-0.008, seat=-0.004),
    Build("middle"),
    Build("broad", neck=1.10, chest=1.09, waist=1.20, hips=1.10, arms=1.15, thighs=1.12, shanks=1.09, jaw=1.07, belly=0.032, seat=0.006),
)})
"""By name, in the order they are offered."""
