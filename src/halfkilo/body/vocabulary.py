"""The words a movement file may use for places on the body and in the room. `docs/movement.md` explains them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum

from halfkilo.strict import Malformed

SIDES = ("right", "left")
PAIRED = {"hand": "hands", "elbow": "elbows", "wrist": "wrists", "forearm": "forearms", "shoulder": "shoulders",
          "foot": "feet", "heel": "heels", "ball": "balls", "toe": "toes", "ankle": "ankles", "instep": "insteps",
          "shin": "shins", "calf": "calves", "knee": "knees", "thigh": "thighs", "hip": "hips", "ear": "ears"}
"""One of a pair and its plural. A file says `right_hand`, `left_hand` or `hands` (both)."""

CENTRAL = ("pelvis", "waist", "chest", "breastbone", "back", "low_back", "neck", "head", "forehead", "nose", "crown", "side")
SINGULAR = {plural: single for single, plural in PAIRED.items()}


class Base(StrEnum):
    """The posture a movement starts from: first guess, resting shape of everything not mentioned, default contacts."""

    STAND = "stand"
    SIT = "sit"
    SUPINE = "supine"
    CROOK = "crook"
    PRONE = "prone"
    SIDE = "side"
    ALL_FOURS = "all_fours"
    KNEEL = "kneel"
    HALF_KNEEL = "half_kneel"


class Surface(StrEnum):
    """What the body can touch."""

    FLOOR = "floor"
    MAT = "mat"
    CHAIR = "chair"
    BACKREST = "backrest"
    ARMREST = "armrest"
    BENCH = "bench"
    STEP = "step"
    WALL = "wall"
    COUNTER = "counter"
    HANDLE = "handle"


class Axes(StrEnum):
    """Whose forward and up: the room's, the chest's, the pelvis's."""

    ROOM = "room"
    CHEST = "chest"
    PELVIS = "pelvis"


class Toward(StrEnum):
    """Directions for palms, fingers and the eyes, in the room for upright bases, of the chest when lying."""

    FORWARD = "forward"
    BACK = "back"
    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"
    RIGHT = "right"
    LEFT = "left"


class Blades(StrEnum):
    """Where the shoulder blades are."""

    REST = "rest"
    BACK = "back"
    DOWN = "down"
    BACK_DOWN = "back_down"
    FORWARD = "forward"
    UP = "up"


@dataclass(frozen=True)
class Touch:
    """One contact: `feet on floor`. `slides` is written `along` and lets the part travel on the surface."""

    parts: tuple[str, ...]
    surface: Surface
    slides: bool

    @classmethod
    def parse(cls, text: str, place: str) -> Touch:
        """Read `<part> on <surface>` or `<part> along <surface>`.

        Raises:
            Malformed: an unknown part or surface, with the nearest known words.
        """
        words = text.replace("left ", "left_").replace("right ", "right_").split()
        if len(words) != 3 or words[1] not in {"on", "along"}:
            raise Malformed(place, f"reads `<part> on <surface>` or `<part> along <surface>`, got {text!r}")
        if words[2] not in set(Surface):
            raise Malformed(place, f"no surface is called {words[2]!r}{near(words[2], list(Surface))}")
        return cls(parts(words[0], place), Surface(words[2]), words[1] == "along")


def parts(word: str, place: str) -> tuple[str, ...]:
    """`hands` -> (`right_hand`, `left_hand`); one part stays one.

    Raises:
        Malformed: no such part.
    """
    if word in SINGULAR:
        return tuple(f"{side}_{SINGULAR[word]}" for side in SIDES)
    side, _, stem = word.partition("_")
    if word in CENTRAL or (side in SIDES and stem in PAIRED):
        return (word,)
    known = [*CENTRAL, *SINGULAR, *(f"{side}_{stem}" for side in SIDES for stem in PAIRED)]
    raise Malformed(place, f"no part of the body is called {word!r}{near(word, known)}")


def side_of(part: str) -> str | None:
    """`right`, `left`, or None for a central part."""
    head = part.partition("_")[0]
    return head if head in SIDES else None


def mirrored(name: str) -> str:
    """The same name on the other side: `right_knee` -> `left_knee`, `head` -> `head`, `side_r` -> `side_l`."""
    for one, two in (("right", "left"), ("left", "right")):
        if name.startswith(one):
            return two + name.removeprefix(one)
    return name


def near(word: str, known: list[str]) -> str:
    """`; did you mean ...?` with up to three close words, else all of them."""
    close = difflib.get_close_matches(word, known, 3)
    return f"; did you mean {' or '.join(close)}?" if close else f"; known are {', '.join(known)}"
