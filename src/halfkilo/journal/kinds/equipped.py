"""What there is to train with. The newest one counts; an empty one means body weight and a chair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Line, Load
from halfkilo.strict import Malformed, Many, Range


@dataclass(frozen=True)
class Gym:
    """A cable machine: grid `least, least + step, ... most` per cable, grams."""

    device: Line
    cables: Annotated[int, Range(1, 2)] = 2
    least: Load = 0
    most: Load = 100_000
    step: Annotated[int, Range(50, 10_000)] = 500


@dataclass(frozen=True)
class Band:
    """A band by its name and the pull at the usual stretch, grams; bands are used lightest first."""

    name: Line
    grams: Load


@dataclass(frozen=True)
class Counted:
    """Handles that plates go on, or plates: grams of each, and how many are owned."""

    grams: Annotated[int, Range(50, 50_000)]
    count: Annotated[int, Range(1, 20)]


@dataclass(frozen=True)
class Body:
    """dumbbells: weights owned, grams each; `pairs` those owned twice. handles: with collars, without plates."""

    gym: Gym | None = None
    dumbbells: Annotated[tuple[Load, ...], Many(60)] = ()
    pairs: Annotated[tuple[Load, ...], Many(60)] = ()
    bands: Annotated[tuple[Band, ...], Many(12)] = ()
    handles: Annotated[tuple[Counted, ...], Many(4)] = ()
    plates: Annotated[tuple[Counted, ...], Many(10)] = ()

    def __post_init__(self) -> None:
        if self.gym and self.gym.least > self.gym.most:
            raise Malformed("gym.least", "lies above the most the machine can hold")


EXAMPLE = Body(Gym("simulated"), (1000, 2000, 3000), (1000, 2000), (Band("yellow", 1500), Band("red", 2500)))
