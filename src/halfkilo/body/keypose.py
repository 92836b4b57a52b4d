"""One key pose: where parts are, how far joints bend, what faces where. The words of `docs/movement.md`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from halfkilo.body.vocabulary import CENTRAL, Axes, Blades, Surface, Touch, Toward, mirrored, parts, side_of
from halfkilo.strict import Malformed, Many, Range, Text

Cm = Annotated[int, Range(-300, 300)]
Degrees = Annotated[int, Range(-180, 180)]
BENDS = ("knees", "hips", "elbows", "wrists", "ankles", "toes")
TWISTS = ("hips", "shoulders", "feet")
EARLIER = ("start", "base", "good")
"""Places of the same part at another time: in the first pose, in the base, in the good form of the same pose (faults only)."""



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

    `of` is a part (own side where paired), a surface, `start` (where the part was in the first pose), `base` (where it is in
    the base) or, in a fault, `good` (where it is in the good form). `out` leads away from the midline; for a central part to
    the right. With `reach`, the three distances are only a direction and the length is that percent of the arm or leg. `only`
    names the axes that count (`forward`, `out`, `up`); the others stay free.
    """

    of: str
    forward: Cm = 0
    out: Cm = 0
    up: Cm = 0
    axes: Axes | None = None
    reach: Annotated[int, Range(1, 110)] | None = None
    only: tuple[str, ...] = ("forward", "out", "up")

    def __post_init__(self) -> None:
        if self.of not in {*Surface, *EARLIER}:
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
    right_palm: Toward | None = None
    left_palm: Toward | None = None
    fingers: Toward | None = None
    right_fingers: Toward | None = None
    left_fingers: Toward | None = None
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

    def toward(self, what: str, side: str) -> Toward | None:
        """Where one palm (`what` is `palm`) or the fingers of one hand point."""
        both = self.palms if what == "palm" else self.fingers
        own: Toward | None = getattr(self, f"{side}_{what}")
        return own or both

    @property
    def one_sided(self) -> bool:
        """Whether right and left differ: in what is asked of their parts, or because the spine or the eyes turn aside."""
        touched = {(part, touch.surface): touch.slides for touch in self.touches or () for part in touch.parts}
        mirror_touched = {(mirrored(part), surface): slides for (part, surface), slides in touched.items()}
        hands = {f"{side}_{what}": self.toward(what, side) for what in ("palm", "fingers") for side in ("right", "left")}
        bends = (self.spine, self.low_back, self.upper_back, self.neck)
        return (touched != mirror_touched or not all(_even(found) for found in (self.places, self.bends, self.twists, hands))
                or any(bend and (bend.side or bend.turn) for bend in bends) or self.gaze in {Toward.RIGHT, Toward.LEFT})


def _even(found: Mapping[str, Any]) -> bool:
    """Whether each part is asked for what its mirror image is asked for."""
    return {mirrored(part): _image(part, value) for part, value in found.items()} == found


def _image(part: str, value: Any) -> Any:
    if value in {Toward.RIGHT, Toward.LEFT}:
        return Toward.LEFT if value is Toward.RIGHT else Toward.RIGHT
    if not isinstance(value, Place):
        return value
    aside = value.out if side_of(part) else -value.out  # what is central stays so only on the midline
    return dataclasses.replace(value, of=mirrored(value.of), out=aside)


def over(pose: Pose, under: Pose) -> Pose:
    """A pose laid over what holds otherwise: what it says wins, part by part; of a pair also one by one."""
    added: dict[str, Any] = {}
    for item in dataclasses.fields(Pose):
        own, other = getattr(pose, item.name), getattr(under, item.name)
        if own is None or own == "":
            added[item.name] = other
    for word, singles in (("reach", "places"), ("bend", "bends"), ("twist", "twists")):
        added[word] = {**getattr(under, singles), **getattr(pose, singles)}
    added |= _hands_over(pose, under)
    return dataclasses.replace(pose, **added)


def _hands_over(pose: Pose, under: Pose) -> dict[str, Any]:
    """Both hands spoken of in a pose put out of force what was said of one of them below."""
    found: dict[str, Any] = {}
    for what in ("palm", "fingers"):
        both = pose.palms if what == "palm" else pose.fingers
        for side in ("right", "left"):
            found[f"{side}_{what}"] = getattr(pose, f"{side}_{what}") or (None if both else getattr(under, f"{side}_{what}"))
    return found


def always(pose: Pose) -> Pose:
    """`[always]` as it is laid under every pose: its `start` is where the base has the part, so that it cannot add up from pose to pose."""
    places = {part: dataclasses.replace(place, of="base") if place.of == "start" else place for part, place in pose.places.items()}
    return dataclasses.replace(pose, reach=places)
