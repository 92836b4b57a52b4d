"""What `facts.toml` may say about an exercise, and the exercise itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from halfkilo.exercises.loads import Demand, Percent
from halfkilo.exercises.muscles import Muscle
from halfkilo.screening import LoadClass, Need
from halfkilo.strict import Malformed, Range, Text
from halfkilo.units import Joint, Region, Side
from halfkilo.units import Tool as With

__all__ = ["Count", "Exercise", "Facts", "Family", "LoadClass", "Mechanism", "Muscle", "Muscles", "Need", "Position",
           "Pulley", "Sides", "Start", "Variant", "With"]


class Family(StrEnum):
    """Exercises that do the same job; a swap stays within the family."""

    SQUAT = "squat"
    STEP = "step"
    HINGE = "hinge"
    HIP_EXTENSION = "hip_extension"
    HIP_ABDUCTION = "hip_abduction"
    HIP_ADDUCTION = "hip_adduction"
    HIP_FLEXION = "hip_flexion"
    HIP_ROTATION = "hip_rotation"
    KNEE_EXTENSION = "knee_extension"
    KNEE_FLEXION = "knee_flexion"
    CALF = "calf"
    SHIN = "shin"
    ROW = "row"
    PULL_DOWN = "pull_down"
    PUSH = "push"
    PRESS_UP = "press_up"
    SHOULDER_RAISE = "shoulder_raise"
    SHOULDER_ROTATION = "shoulder_rotation"
    SHOULDER_BLADE = "shoulder_blade"
    ELBOW_FLEXION = "elbow_flexion"
    ELBOW_EXTENSION = "elbow_extension"
    FOREARM = "forearm"
    NECK = "neck"
    TRUNK_FRONT = "trunk_front"
    TRUNK_SIDE = "trunk_side"
    TRUNK_BACK = "trunk_back"
    TRUNK_ROTATION = "trunk_rotation"
    BALANCE = "balance"
    CARRY = "carry"
    SPINE_MOBILITY = "spine_mobility"
    NECK_MOBILITY = "neck_mobility"
    HIP_MOBILITY = "hip_mobility"
    SHOULDER_MOBILITY = "shoulder_mobility"
    ANKLE_MOBILITY = "ankle_mobility"
    CARDIO = "cardio"
    BREATHING = "breathing"
    RELAXATION = "relaxation"


class Mechanism(StrEnum):
    """Which of the five mechanisms the exercise serves first (mood comes with all, so it is no value here)."""

    STABILITY = "stability"
    MOBILITY = "mobility"
    STRENGTH = "strength"
    CARDIO = "cardio"
    CALM = "calm"


class Count(StrEnum):
    """What is counted in one set."""

    REPS = "reps"
    SECONDS = "seconds"
    MINUTES = "minutes"


class Sides(StrEnum):
    """`both`: one movement. `each`: one side, then the other, each with its own dose. `alternate`: turns in one set."""

    BOTH = "both"
    EACH = "each"
    ALTERNATE = "alternate"


class Position(StrEnum):
    """Body positions in the order the exercise takes them; floor positions need a floor transfer."""

    STAND = "stand"
    CHAIR = "chair"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    ALL_FOURS = "all_fours"
    KNEEL = "kneel"
    HALF_KNEEL = "half_kneel"


FLOOR = frozenset({Position.SUPINE, Position.PRONE, Position.SIDE_LYING, Position.ALL_FOURS, Position.KNEEL,
                   Position.HALF_KNEEL})


class Pulley(StrEnum):
    """Where the cable leaves the machine: near the floor, at waist to chest height, above the head."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Start(StrEnum):
    """How the first load is found: the comfortable-load finder, or body weight alone."""

    FINDER = "finder"
    BODY = "body"


@dataclass(frozen=True)
class Variant:
    """One way of resisting the same movement. Loads are per cable or per dumbbell, grams.

    `pieces` is how many cables or dumbbells are used at once. `first` is where the finder begins. `ceiling` is the most
    this product will ever ask for in this variant (a guardrail, not a goal).
    """

    with_: With
    start: Start
    pulley: Pulley | None = None
    pieces: Annotated[int, Range(0, 2)] = 0
    first: Annotated[int, Range(0, 20_000)] = 0
    ceiling: Annotated[int, Range(0, 100_000)] = 40_000

    def __post_init__(self) -> None:
        loaded = self.with_ is not With.BODY
        if loaded != (self.pieces > 0):
            raise Malformed("pieces", "is 1 or 2 for cable, dumbbell and band, and 0 for body weight")
        if (self.with_ is With.CABLE) != (self.pulley is not None):
            raise Malformed("pulley", "is needed for a cable and only there")
        if loaded != (self.start is Start.FINDER):
            raise Malformed("start", "is `finder` where something is lifted and `body` where nothing is")
        if self.first > self.ceiling:
            raise Malformed("first", "lies above the ceiling")

    @property
    def loaded(self) -> bool:
        """Whether grams mean anything here. A band has a named strength, stored as grams at the usual stretch."""
        return self.with_ is not With.BODY


@dataclass(frozen=True)
class Muscles:
    """Muscles that do the work first, and those that help."""

    main: tuple[Muscle, ...]
    also: tuple[Muscle, ...] = ()


@dataclass(frozen=True)
class Facts:
    """`facts.toml`, field by field. What each joint carries is derived by physics (`loads.json`); `least` and `least_other` (the side that
    does not work) name what physics can't see: muscles that work against each other, or pull on a joint they only pass."""

    family: Family
    mechanism: Mechanism
    count: Count
    range: tuple[int, ...]
    sides: Sides
    tempo: tuple[int, ...]
    positions: tuple[Position, ...]
    camera: Annotated[str, Text(20, empty=False)]
    muscles: Muscles
    variant: tuple[Variant, ...]
    least: dict[Joint, Percent] | None = None
    least_other: dict[Joint, Percent] | None = None
    needs: tuple[Need, ...] = ()
    classes: tuple[LoadClass, ...] = ()
    easier: str | None = None
    harder: str | None = None
    supervised: bool = False

    def __post_init__(self) -> None:
        if len(self.range) != 2 or not 0 < self.range[0] <= self.range[1]:
            raise Malformed("range", "is [lowest, highest] target, both above 0")
        if len(self.tempo) != 4 or any(not 0 <= part <= 60 for part in self.tempo):
            raise Malformed("tempo", "is four whole seconds: there, hold, back, hold")
        if self.camera not in {"side", "front"}:
            raise Malformed("camera", "is `side` or `front`")
        if not self.positions or not self.variant:
            raise Malformed("positions" if not self.positions else "variant", "must not be empty")
        if self.sides is not Sides.EACH and self.least_other is not None:
            raise Malformed("least_other", "belongs to exercises done one side after the other")


CUFFED = frozenset(
    {Family.HIP_ABDUCTION, Family.HIP_ADDUCTION, Family.HIP_EXTENSION, Family.HIP_FLEXION, Family.HIP_ROTATION,
     Family.KNEE_EXTENSION, Family.KNEE_FLEXION, Family.SHIN})
"""Families whose cable or band is tied to the leg, so that no hand has to hold it."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise of the catalogue: its folder's name, its facts, and what it asks of each joint. Each is one thing, equal to itself
    alone, so that what is worked out about it can be remembered by it."""

    slug: str
    facts: Facts
    demand: Demand

    def variant(self, kind: With) -> Variant | None:
        """The way of doing it with `kind`, or None."""
        return self._variants.get(kind)

    @cached_property
    def _variants(self) -> Mapping[With, Variant]:
        return {variant.with_: variant for variant in reversed(self.facts.variant)}

    def held(self, variant: Variant) -> bool:
        """Whether the hands hold what resists."""
        return variant.loaded and (variant.with_ is With.DUMBBELL or self.facts.family not in CUFFED)

    @cached_property
    def on_floor(self) -> bool:
        """Whether the person has to get down to the floor."""
        return bool(FLOOR & set(self.facts.positions))

    @cached_property
    def doses(self) -> tuple[Side, ...]:
        """The sides that carry a dose of their own."""
        return (Side.LEFT, Side.RIGHT) if self.facts.sides is Sides.EACH else (Side.BOTH,)

    @cached_property
    def most_demand(self) -> int:
        """The largest demand on any joint of the side that works."""
        return max(self.demand.own.values(), default=0)

    def demand_on(self, region: Region, side: Side) -> int:
        """Demand on a region (0 to 100) while `side` works; widespread pain hears the largest."""
        return self.demand.on(region, side)
