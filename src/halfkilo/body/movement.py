"""The movement file: how an exercise moves, in words of contact and place. `docs/movement.md` is the guide to writing one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated

from halfkilo.body.errors import MovementError
from halfkilo.body.vocabulary import CENTRAL, Axes, Base, Blades, Surface, Touch, Toward, near, parts, side_of
from halfkilo.exercises.facts import With
from halfkilo.strict import Malformed, Many, Range, Text, read

Cm = Annotated[int, Range(-300, 300)]
Degrees = Annotated[int, Range(-180, 180)]
BENDS = ("knees", "hips", "elbows", "wrists", "ankles", "toes")
TWISTS = ("hips", "shoulders", "feet")


def _pair(word: str, known: tuple[str, ...], place: str) -> tuple[str, ...]:
    """`knees` or `right_knee` -> single parts, if the plural is among `known`."""
    singles = parts(word, place)
    if not {f"{part.partition('_')[2]}" for part in singles} <= {_single(plural) for plural in known}:
        raise Malformed(place, f"{word!r} has no such hint here; known are {', '.join(known)}, or one side of them")
    return singles


def _single(plural: str) -> str:
    return parts(plural, "")[0].partition("_")[2] if plural not in CENTRAL else plural


@dataclass(frozen=True)
class Place:
    """A place for a part: centimetres from `of`, for an adult of 1.70 m (scaled with the body).

    `of` is a part (own side where paired), a surface, or `start` (where the part was in the first pose). With `reach`,
    the three distances are only a direction and the length is that percent of the arm or leg. `only` names the axes
    that count (`forward`, `out`, `up`); the others stay free.
    """

    of: str
    forward: Cm = 0
    out: Cm = 0
    up: Cm = 0
    axes: Axes | None = None
    reach: Annotated[int, Range(1, 110)] | None = None
    only: tuple[str, ...] = ("forward", "out", "up")

    def __post_init__(self) -> None:
        if self.of not in set(Surface) and self.of != "start":
            parts(self.of, "of")
        if not self.only or not set(self.only) <= {"forward", "out", "up"}:
            raise Malformed("only", "lists one or more of forward, out, up")
        if self.reach is not None and not (self.forward or self.out or self.up):
            raise Malformed("reach", "needs a direction: at least one of forward, out, up")


@dataclass(frozen=True)
class Bend:
    """Degrees for a stretch of the spine: forward, to the right side, turned to the right (all may be negative)."""

    forward: Degrees = 0
    side: Degrees = 0
    turn: Degrees = 0


@dataclass(frozen=True)
class Pose:
    """One key pose, or what holds in all of them (`[always]`). Everything not said follows from the base and balance."""

    name: Annotated[str, Text(40)] = ""
    touch: tuple[str, ...] | None = None
    reach: Annotated[dict[str, Place], Many(12)] = field(default_factory=dict)
    lean: Degrees | None = None
    spine: Bend | None = None
    low_back: Bend | None = None
    upper_back: Bend | None = None
    neck: Bend | None = None
    chin: Degrees | None = None
    bend: dict[str, Degrees] = field(default_factory=dict)
    twist: dict[str, Degrees] = field(default_factory=dict)
    palms: Toward | None = None
    fingers: Toward | None = None
    gaze: Toward | None = None
    blades: Blades | None = None
    balance: bool | None = None

    def __post_init__(self) -> None:
        _ = self.touches, self.bends, self.twists
        for part in self.reach:
            parts(part, "reach")

    @cached_property
    def touches(self) -> tuple[Touch, ...] | None:
        """The contacts, or None where nothing is said."""
        if self.touch is None:
            return None
        return tuple(Touch.parse(text, f"touch[{index}]") for index, text in enumerate(self.touch))

    @cached_property
    def bends(self) -> dict[str, int]:
        """Degrees by single part: `right_knee`."""
        return {part: angle for word, angle in self.bend.items() for part in _pair(word, BENDS, f"bend.{word}")}

    @cached_property
    def twists(self) -> dict[str, int]:
        """Degrees inward by single part: `right_hip`."""
        return {part: angle for word, angle in self.twist.items() for part in _pair(word, TWISTS, f"twist.{word}")}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by single part: `right_hand`."""
        return {part: place for word, place in self.reach.items() for part in parts(word, "reach")}


    @property
    def one_sided(self) -> bool:
        """Whether right and left differ: a part of one side is named, or the spine or the eyes turn aside."""
        words = [*self.reach, *self.bend, *self.twist, *(place.of for place in self.reach.values())]
        touched = [touch.parts[0] for touch in self.touches or () if len(touch.parts) == 1]
        bends = (self.spine, self.low_back, self.upper_back, self.neck)
        shifted = any(place.out and not side_of(part) for part, place in self.places.items())
        return (any(side_of(word) for word in (*words, *touched)) or any(bend and (bend.side or bend.turn) for bend in bends)
                or self.gaze in {Toward.RIGHT, Toward.LEFT} or shifted)


@dataclass(frozen=True)
class Chair:
    """A chair under the person: height of the seat, cm; how far it stands forward of the usual place; with a back or not."""

    seat: Annotated[int, Range(20, 80)] = 45
    forward: Cm = 0
    back: bool = True


@dataclass(frozen=True)
class Block:
    """A bench, step or counter: height, and where its near edge (bench: its middle) is, cm; length along and across."""

    height: Annotated[int, Range(2, 130)]
    forward: Cm = 0
    length: Annotated[int, Range(5, 220)] = 40
    width: Annotated[int, Range(5, 220)] = 60


@dataclass(frozen=True)
class Wall:
    """A wall `away` cm from where the person's pelvis is at the start: in front, behind, right or left."""

    away: Annotated[int, Range(5, 200)]
    side: Toward = Toward.FORWARD

    def __post_init__(self) -> None:
        if self.side not in {Toward.FORWARD, Toward.BACK, Toward.RIGHT, Toward.LEFT}:
            raise Malformed("side", "is forward, back, right or left")


@dataclass(frozen=True)
class Held:
    """A thing carried along: at a part, or between a pair of parts. `size` is its diameter or thickness, cm."""

    at: str
    size: Annotated[int, Range(1, 80)] = 20

    def __post_init__(self) -> None:
        parts(self.at, "at")


class Handle(StrEnum):
    """What the hands hold at the end of a cable or band."""

    GRIP = "grip"
    BAR = "bar"
    ROPE = "rope"
    STRAP = "strap"


@dataclass(frozen=True)
class Scene:
    """What stands in the room."""

    mat: bool = False
    chair: Chair | None = None
    bench: Block | None = None
    step: Block | None = None
    counter: Block | None = None
    wall: Wall | None = None
    handle: Handle | None = None
    ball: Held | None = None
    cushion: Held | None = None
    stick: Held | None = None
    towel: Held | None = None


@dataclass(frozen=True)
class Load:
    """Where the load of one variant is attached: `to` parts; a cable or band comes from a point in the room
    (`forward`, `left`, `up`, cm from the start place; `up` follows from the pulley) or from another part (`of`)."""

    to: str
    forward: Cm | None = None
    left: Cm = 0
    up: Cm | None = None
    of: str | None = None

    def __post_init__(self) -> None:
        parts(self.to, "to")
        if self.of is not None:
            parts(self.of, "of")
        if self.of is not None and self.forward is not None:
            raise Malformed("of", "and `forward` exclude each other: a band comes from a part or from a point")


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
                raise Malformed(key, f"names one part, such as right_{_single(word)}, not a pair")
        pair = self.measure in {Measure.DISTANCE, Measure.ANGLE, Measure.TILT}
        if pair != (self.to is not None):
            raise Malformed("to", "is needed for distance, angle and tilt, and only there")
        if (self.measure is Measure.ANGLE) != (self.at is not None):
            raise Malformed("at", "is needed for an angle and only there")


@dataclass(frozen=True)
class Movement:
    """`movement.toml`, field by field. Written for the right side; code mirrors it."""

    base: Base
    pose: tuple[Pose, ...]
    signal: Signal
    scene: Scene = field(default_factory=Scene)
    always: Pose = field(default_factory=Pose)
    load: dict[With, Load] = field(default_factory=dict)
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

    def has(self, surface: Surface) -> bool:
        """Whether the scene has it. A floor and something to hold are always there."""
        if surface in {Surface.FLOOR, Surface.HANDLE}:
            return True
        if surface is Surface.BACKREST:
            return self.scene.chair is not None and self.scene.chair.back
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


def load(path: Path) -> Movement:
    """Read a movement file.

    Raises:
        MovementError: naming the file and the key, and what would be right.
    """
    file = f"exercises/{path.parent.name}/{path.name}"
    try:
        return read(Movement, tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise MovementError(file, "", f"is not TOML: {error}") from error
    except Malformed as error:
        raise MovementError(file, error.place, error.problem) from error
