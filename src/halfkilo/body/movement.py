"""The movement file: how an exercise moves, in words of contact and place. `docs/movement.md` is the guide to writing one."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated

from halfkilo.body.errors import MovementError
from halfkilo.body.keypose import Bend, Place, Pose, always, over
from halfkilo.body.things import Block, Chair, Grip, Handle, Hands, Held, Layer, Load, Scene, Wall
from halfkilo.body.vocabulary import SIDES, Base, Surface, near, parts
from halfkilo.exercises.facts import With
from halfkilo.strict import Malformed, Range, read

__all__ = ["Bend", "Block", "Chair", "Fault", "Grip", "Handle", "Hands", "Held", "Layer", "Load", "Measure", "Movement", "Place", "Pose",
           "Say", "Saying", "Scene", "Signal", "Wall", "load"]

JOINTS = ("knee", "elbow", "hip")
"""What `says` may measure the bend of."""


class Measure(StrEnum):
    """What tells one repetition from the next: height or forward place of a part over the floor, distance between two,
    angle at `at` between two, tilt of the line between two from upright."""

    HEIGHT = "height"
    FORWARD = "forward"
    DISTANCE = "distance"
    ANGLE = "angle"
    TILT = "tilt"


@dataclass(frozen=True)
class Signal:
    """The one number that describes a repetition, for counting from a camera."""

    measure: Measure
    of: str
    to: str | None = None
    at: str | None = None

    def __post_init__(self) -> None:
        for key in ("of", "to", "at"):
            word = getattr(self, key)
            if word is not None and len(parts(word, key)) != 1:
                raise Malformed(key, f"names one part, not a pair: right_{parts(word, key)[0].partition('_')[2]}")
        pair = self.measure in {Measure.DISTANCE, Measure.ANGLE, Measure.TILT}
        if pair != (self.to is not None):
            raise Malformed("to", "is needed for distance, angle and tilt, and only there")
        if (self.measure is Measure.ANGLE) != (self.at is not None):
            raise Malformed("at", "is needed for an angle and only there")


class Saying(StrEnum):
    """How one part is from another: higher, further forward, further to the right, away (cm); the line from it to the other against
    upright (degrees)."""

    ABOVE = "above"
    AHEAD = "ahead"
    BESIDE = "beside"
    APART = "apart"
    TILT = "tilt"


@dataclass(frozen=True)
class Say:
    """What the words say of a pose, so that it can be checked: how far a knee, elbow or hip is bent (0 is straight), or how `of` is from
    `to`. `between`: least and most, degrees or cm."""

    pose: str
    measure: str
    between: tuple[int, ...]
    of: str | None = None
    to: str | None = None

    def __post_init__(self) -> None:
        if len(self.between) != 2 or self.between[0] > self.between[1]:
            raise Malformed("between", "is the least and the most: [80, 100]")
        if not self.joint and self.measure not in set(Saying):
            known = [*Saying, *(f"{side}_{joint}" for side in SIDES for joint in JOINTS)]
            raise Malformed("measure", f"is a joint or a way to be from each other; got {self.measure!r}{near(self.measure, known)}")
        for key in ("of", "to"):
            word = getattr(self, key)
            if (word is None) is not self.joint:
                raise Malformed(key, "is needed unless a joint is measured, and only then")
            if word is not None and len(parts(word, key)) != 1:
                raise Malformed(key, "names one part, not a pair")

    @property
    def joint(self) -> bool:
        """Whether a joint's bend is meant."""
        side, _, stem = self.measure.partition("_")
        return side in SIDES and stem in JOINTS


@dataclass(frozen=True, kw_only=True)
class Fault(Layer):
    """A common fault, shown beside the good form: what of the good poses is different. `words`: which fault of words/en.toml (0 is
    the first)."""

    words: Annotated[int, Range(0, 9)]


@dataclass(frozen=True)
class Movement:
    """`movement.toml`, field by field. Written for the right side; code mirrors it."""

    base: Base
    pose: tuple[Pose, ...]
    signal: Signal
    scene: Scene = field(default_factory=Scene)
    always: Pose = field(default_factory=Pose)
    load: dict[With, Load] = field(default_factory=dict)
    fault: tuple[Fault, ...] = ()
    hands: Hands = field(default_factory=Hands)
    says: tuple[Say, ...] = ()
    there: tuple[str, ...] | None = None
    back: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        names = [pose.name for pose in self.pose]
        if not names or len(names) > 8:
            raise Malformed("pose", "a movement has one to eight key poses")
        if "" in names or len(set(names)) != len(names):
            raise Malformed("pose", "every pose needs a name of its own")
        for key in ("there", "back"):
            for index, name in enumerate(getattr(self, key) or ()):
                if name not in names:
                    raise Malformed(f"{key}[{index}]", f"no pose is called {name!r}{near(name, names)}")
        self._check_ends()
        self._check_surfaces()
        for index, say in enumerate(self.says):
            if say.pose not in names:
                raise Malformed(f"says[{index}].pose", f"no pose is called {say.pose!r}{near(say.pose, names)}")
        for place, layer in self.layers:
            _check_layer(place, layer, names)

    def _check_ends(self) -> None:
        way, home = self.way, self.home
        if way[0] != home[-1] or way[-1] != home[0]:
            raise Malformed("back", f"runs from {way[-1]!r} to {way[0]!r}, so that the loop closes")

    def _check_surfaces(self) -> None:
        for index, pose in enumerate((*self.pose, self.always)):
            for touch in pose.touches or ():
                if not self.has(touch.surface):
                    where = f"pose[{index}].touch" if index < len(self.pose) else "always.touch"
                    raise Malformed(where, f"touches the {touch.surface}, which is not in [scene]")

    @property
    def layers(self) -> Iterator[tuple[str, Layer]]:
        """What may be laid over the good form, with its place in the file: faults and ways of loading."""
        yield from ((f"fault[{index}]", fault) for index, fault in enumerate(self.fault))
        yield from ((f"load.{kind.value}", load) for kind, load in self.load.items())

    def with_layer(self, layer: Layer) -> Movement:
        """This movement with other poses: what the layer says of a pose goes first, then what it says of all."""
        said = {pose.name: pose for pose in layer.pose}
        poses = tuple(over(said.get(pose.name, Pose()), over(always(layer.always), pose)) for pose in self.pose)
        return dataclasses.replace(self, pose=poses, scene=layer.scene or self.scene, load={}, fault=(), says=())

    def has(self, surface: Surface) -> bool:
        """Whether the scene has it. A floor and something to hold are always there."""
        if surface in {Surface.FLOOR, Surface.HANDLE}:
            return True
        if surface is Surface.BACKREST:
            return self.scene.chair is not None and self.scene.chair.back
        if surface is Surface.ARMREST:
            return self.scene.chair is not None and self.scene.chair.arms
        return bool(getattr(self.scene, surface.value))

    @cached_property
    def symmetric(self) -> bool:
        """Whether the file says nothing that is of one side only."""
        return self.base not in {Base.SIDE, Base.HALF_KNEEL} and not any(pose.one_sided for pose in (*self.pose, self.always))

    def same_on_both_sides(self, pose: Pose) -> bool:
        """Whether one pose (with what always holds) is of no one side."""
        return self.base not in {Base.SIDE, Base.HALF_KNEEL} and not pose.one_sided and not self.always.one_sided

    @property
    def way(self) -> tuple[str, ...]:
        """Pose names on the way there."""
        return self.there or tuple(pose.name for pose in self.pose)

    @property
    def home(self) -> tuple[str, ...]:
        """Pose names on the way back: the same way reversed unless the file says otherwise."""
        return self.back or tuple(reversed(self.way))


def _check_layer(place: str, layer: Layer, names: list[str]) -> None:
    for index, pose in enumerate(layer.pose):
        if pose.name not in names:
            raise Malformed(f"{place}.pose[{index}].name", f"no pose of the good form is called {pose.name!r}{near(pose.name, names)}")


def _check_good(movement: Movement) -> None:
    """`good` is the good form: the good form cannot be measured from itself."""
    for index, pose in enumerate((*movement.pose, movement.always)):
        for part, place in pose.places.items():
            if place.of == "good":
                where = f"pose[{index}]" if index < len(movement.pose) else "always"
                raise Malformed(f"{where}.reach.{part}.of", "`good` is only for [[fault]] and [load]; here write `start` or `base`")


def load(path: Path) -> Movement:
    """Read a movement file.

    Raises:
        MovementError: naming the file and the key, and what would be right.
    """
    file = f"exercises/{path.parent.name}/{path.name}"
    try:
        movement = read(Movement, tomllib.loads(path.read_text(encoding="utf-8")))
        _check_good(movement)
        return movement
    except tomllib.TOMLDecodeError as error:
        raise MovementError(file, "", f"is not TOML: {error}") from error
    except Malformed as error:
        raise MovementError(file, error.place, error.problem) from error
