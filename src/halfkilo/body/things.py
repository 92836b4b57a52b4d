"""What stands in the room and what the hands hold or the load hangs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from halfkilo.body.keypose import Cm, Pose
from halfkilo.body.vocabulary import Toward, parts
from halfkilo.strict import Malformed, Range


@dataclass(frozen=True)
class Chair:
    """A chair under the person: height of the seat, cm; how far it stands forward of the usual place; with a back, with armrests or not."""

    seat: Annotated[int, Range(20, 80)] = 45
    forward: Cm = 0
    back: bool = True
    arms: bool = False


@dataclass(frozen=True)
class Block:
    """A bench, step or counter: height, and where its near edge (bench: its middle) is, cm; length along and across. An `open`
    counter is a table or a rail: legs or a cable go below it."""

    height: Annotated[int, Range(2, 130)]
    forward: Cm = 0
    length: Annotated[int, Range(5, 220)] = 40
    width: Annotated[int, Range(5, 220)] = 60
    open: bool = False


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


class Grip(StrEnum):
    """How a hand is: closed round something, flat on something, at rest."""

    HOLD = "hold"
    FLAT = "flat"
    REST = "rest"


@dataclass(frozen=True)
class Hands:
    """How each hand is, where it is not as the contacts say."""

    right: Grip | None = None
    left: Grip | None = None


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What is laid over the good form: `always` in all poses, `pose` in those named; `scene` instead of the usual one."""

    always: Pose = field(default_factory=Pose)
    pose: tuple[Pose, ...] = ()
    scene: Scene | None = None

    @property
    def moves(self) -> bool:
        """Whether it changes any pose or the room."""
        return bool(self.pose) or self.always != Pose() or self.scene is not None


@dataclass(frozen=True, kw_only=True)
class Load(Layer):
    """Where the load of one variant is attached: `to` parts; a cable or band comes from a point in the room
    (`forward`, `left`, `up`, cm from the start place; `up` follows from the pulley) or from another part (`of`). `handle` is what
    this one is held by, if not what the scene says; `hands`, `always`, `pose`, `scene`: what is different in this variant."""

    to: str
    forward: Cm | None = None
    left: Cm = 0
    up: Cm | None = None
    of: str | None = None
    handle: Handle | None = None
    hands: Hands = field(default_factory=Hands)

    def __post_init__(self) -> None:
        parts(self.to, "to")
        if self.of is not None:
            parts(self.of, "of")
        if self.of is not None and self.forward is not None:
            raise Malformed("of", "and `forward` exclude each other: a band comes from a part or from a point")
