"""The clip: what the browser plays. Points in whole millimetres, frames of the way there and back, phases in step with the tempo."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo.body.errors import MovementError, StaleClip
from halfkilo.body.files import store
from halfkilo.body.hands import hands_of
from halfkilo.body.motion import Motion, solve_file, solve_layer
from halfkilo.body.movement import Fault, Handle, Held, Load, Measure, Movement, Pose, Signal
from halfkilo.body.pose import data_at
from halfkilo.body.scene import props
from halfkilo.body.skeleton import ROOT, Vector, site
from halfkilo.body.vocabulary import Toward, mirrored, parts
from halfkilo.exercises.catalogue import facts_at
from halfkilo.exercises.facts import Facts, Pulley, Sides, With

VERSION = 2
CENTRE = ("pelvis", "neck", "head", "crown", "nose")
DOUBLE = ("waist", "ribs", "shoulder", "elbow", "wrist", "knuckle", "fingertip", "thumb", "hip", "knee", "ankle", "heel", "ball", "toe")
POINTS = (*CENTRE, *(f"right_{name}" for name in DOUBLE), *(f"left_{name}" for name in DOUBLE))
"""Names of the points, in the order of each frame."""

PLACE, TURN, ANGLE = 10_000, 10_000, 100
"""Whole numbers in a frame of `angles`: tenths of a millimetre, ten-thousandths of a quaternion, hundredths of a degree."""

BONES = {("shoulder", "elbow"): (48, 38), ("elbow", "wrist"): (39, 27), ("wrist", "knuckle"): (28, 33),
         ("knuckle", "fingertip"): (30, 17), ("hip", "knee"): (82, 54), ("knee", "ankle"): (56, 35), ("heel", "ankle"): (27, 38),
         ("ankle", "ball"): (36, 27), ("ball", "toe"): (27, 17), ("heel", "ball"): (27, 24)}
"""Limbs of one side: thickness at both ends, millimetres radius."""

HEIGHTS = {Pulley.LOW: 15, Pulley.MIDDLE: 105, Pulley.HIGH: 200}
"""Where a cable leaves the machine, cm above the floor."""

APART = 25
"""Two cables leave the machine this far to each side, cm."""

ROWS = ("frames", "angles")
"""What a clip holds per frame."""

DEFAULT_TEMPO = (2, 1, 2, 1)
TOLERANCE = 2
"""Millimetres by which a clip solved again may differ from the committed one."""


def facts_of(folder: Path) -> Facts | None:
    """The facts beside a movement, or None while they are not written yet."""
    path = folder / "facts.toml"
    return facts_at(path) if path.exists() else None


def make(folder: Path) -> dict[str, Any]:
    """Solve the movement of one exercise folder and lay it out as a clip.

    Raises:
        MovementError, OutOfReach: what is amiss in the file, and where.
    """
    return layout(folder, solve_file(folder / "movement.toml"))


def layout(folder: Path, motion: Motion, layers: bool = True) -> dict[str, Any]:
    """Lay a solved motion out as a clip, with tempo, sides and loads from the facts beside it. Without `layers` only the good form is
    solved: faults and loads with a form of their own are missing."""
    facts, movement = facts_of(folder), motion.movement
    if facts:
        _check_loads(folder, movement, facts)
    if facts and facts.sides is Sides.ALTERNATE and movement.scene.wall and movement.scene.wall.side in {Toward.RIGHT, Toward.LEFT}:
        raise MovementError(file_of(folder), "scene.wall.side", "a wall at one side cannot serve both sides in turn (alternate); "
                            "use forward or back, a counter in front, or sides = \"each\" in facts.toml")
    if not layers:
        bare = {kind: dataclasses.replace(load, always=Pose(), pose=(), scene=None) for kind, load in movement.load.items()}
        movement = dataclasses.replace(movement, fault=(), load=bare)
        motion = dataclasses.replace(motion, movement=movement)
    tempo, sides = (facts.tempo, facts.sides) if facts else (DEFAULT_TEMPO, Sides.BOTH)
    return {
        "version": VERSION, "slug": folder.name, "source": source(folder), "base": movement.base.value,
        "view": facts.camera if facts else "side",
        "sides": sides.value, "fps": _rate(motion, tempo), "points": list(POINTS), "bones": _bones(),
        **_rows_of(motion), "phases": _phases(motion, tempo, sides), "hands": hands_of(movement),
        "props": _props(movement),
        "held": _held(movement), "loads": _loads(folder, motion, facts), "signal": _signal(motion),
        "faults": [_fault(folder, motion, index, fault) for index, fault in enumerate(movement.fault)],
    }


def _rows_of(motion: Motion) -> dict[str, list[list[int]]]:
    """The frames there (and back, where that is another way), as points and as angles."""
    rows = motion.there if motion.returns_same_way else np.concatenate([motion.there, motion.back])
    return {"frames": [frame_of(q) for q in rows], "angles": [angles_of(q) for q in rows]}


def file_of(folder: Path) -> str:
    """How messages name the movement file of a folder."""
    return f"exercises/{folder.name}/movement.toml"


def _fault(folder: Path, good: Motion, index: int, fault: Fault) -> dict[str, Any]:
    """One fault: which words go with it, and its rows for the phases of the good form."""
    path = folder / "words" / "en.toml"
    told = len(tomllib.loads(path.read_text(encoding="utf-8")).get("fault", ())) if path.exists() else 0
    if fault.words >= told:
        raise MovementError(file_of(folder), f"fault[{index}].words", f"is {fault.words}, but words/en.toml has {told}; the first is 0")
    return {"words": fault.words, **_rows_of(solve_layer(good, fault, f"{file_of(folder)}, fault {index}"))}


def source(folder: Path) -> str:
    """What a clip was made from: a digest of the movement file. A clip whose file has changed since is known without solving."""
    return hashlib.sha256((folder / "movement.toml").read_bytes()).hexdigest()[:16]


def frame_of(q: Vector) -> list[int]:
    """Every point of one posture, whole millimetres: x, y, z in turn."""
    data = data_at(q)
    return [round(float(v) * 1000) for name in POINTS for v in data.site_xpos[site(name)]]


def angles_of(q: Vector) -> list[int]:
    """One posture as whole numbers: place and turn of the pelvis, then every hinge in the order of the skeleton."""
    return [round(float(v)) for part, unit in ((q[:3], PLACE), (q[3:ROOT], TURN), (np.degrees(q[ROOT:]), ANGLE)) for v in part * unit]


def posture_of(angles: Sequence[int]) -> Vector:
    """The posture (nq,) that `angles_of` wrote down: metres, unit quaternion, radians.
    To 0.1 mm at the root, 0.005 degrees at each hinge."""
    row = np.array(angles, float)
    turn = row[3:ROOT] / TURN
    return np.concatenate([row[:3] / PLACE, turn / np.linalg.norm(turn), np.radians(row[ROOT:] / ANGLE)])


def _bones() -> list[list[object]]:
    return [[f"{side}_{a}", f"{side}_{b}", *radii] for side in ("right", "left") for (a, b), radii in BONES.items()]


def _rate(motion: Motion, tempo: Sequence[int]) -> float:
    """Frames per second on the way there, to one decimal; the player stretches each phase to its seconds."""
    return round((len(motion.there) - 1) / (tempo[0] or 1), 1)


def _phases(motion: Motion, tempo: Sequence[int], sides: Sides) -> list[dict[str, Any]]:
    """Phases of one loop. `from` may lie above `to`: the frames run backwards. `mirror`: right and left exchanged."""
    last = len(motion.there) - 1
    back = (last, 0) if motion.returns_same_way else (last + 1, last + len(motion.back))
    spans = ((0, last), (last, last), back, (back[1], back[1]))
    loop = [{"name": name, "seconds": seconds, "from": span[0], "to": span[1], "mirror": False}
            for name, seconds, span in zip(("there", "hold", "back", "rest"), tempo, spans, strict=True) if seconds]
    return loop + [{**phase, "mirror": True} for phase in loop] if sides is Sides.ALTERNATE else loop


def _held(movement: Movement) -> list[dict[str, Any]]:
    """Things carried along: kind, the points they are at, thickness in millimetres."""
    found = []
    for kind in ("ball", "cushion", "stick", "towel"):
        item: Held | None = getattr(movement.scene, kind)
        if item:
            found.append({"kind": kind, "at": [_point(part) for part in parts(item.at, kind)], "size": item.size * 10})
    return found


_NEAREST = {"hand": "knuckle", "foot": "ball", "forearm": "wrist", "thigh": "knee", "shin": "ankle", "calf": "ankle", "instep": "ball",
            "ear": "shoulder"}
_NEAREST_CENTRE = {"waist": "pelvis", "chest": "neck", "breastbone": "neck", "back": "neck", "low_back": "pelvis", "forehead": "nose",
                   "side": "pelvis"}


def _point(part: str) -> str:
    """The point of the clip that stands for a part."""
    side, _, stem = part.partition("_")
    if side in {"right", "left"}:
        return f"{side}_{_NEAREST.get(stem, stem)}"
    return _NEAREST_CENTRE.get(part, part)


def _loads(folder: Path, motion: Motion, facts: Facts | None) -> dict[str, Any]:
    """Per way of loading: `lines` from a place (mm) or a point to a point, what is held at which points, how the hands are; where
    this way has a form or a room of its own, its rows and its `props`."""
    return {kind.value: _load(motion.movement, kind, load, facts) | _own_form(folder, motion, load)
            for kind, load in motion.movement.load.items()}


def _own_form(folder: Path, good: Motion, load: Load) -> dict[str, Any]:
    if not load.moves:
        return {"hands": hands_of(good.movement, load)}
    own = solve_layer(good, load, f"{file_of(folder)}, [load] to {load.to}")
    return {"hands": hands_of(own.movement, load), **_rows_of(own), "props": _props(own.movement)}


def _props(movement: Movement) -> list[dict[str, Any]]:
    return [{"kind": item.kind, "boxes": item.boxes} for item in props(movement.scene)]


def _load(movement: Movement, kind: With, load: Load, facts: Facts | None) -> dict[str, Any]:
    variant = next((item for item in facts.variant if item.with_ is kind), None) if facts else None
    ends, pieces = [_point(part) for part in parts(load.to, "to")], variant.pieces if variant else 1
    if kind is With.DUMBBELL:
        return {"held": "dumbbell", "at": ends, "pieces": pieces, "lines": []}
    shown = load.handle or movement.scene.handle or (Handle.GRIP if kind is With.CABLE else Handle.STRAP)
    return {"held": shown.value, "at": ends, "pieces": pieces, "lines": _lines(load, ends, variant.pulley if variant else None, pieces)}


def _lines(load: Load, ends: list[str], pulley: Pulley | None, pieces: int) -> list[list[object]]:
    """Cables and bands: from a part, or from a place in the room (mm), to a part."""
    if load.of is not None:
        starts = [_point(part) for part in parts(load.of, "of")]
        pairs = list(zip(starts * len(ends), ends * len(starts), strict=True))[:max(len(ends), len(starts))]
        return [[start, end] for start, end in pairs if start != end]
    up = load.up if load.up is not None else HEIGHTS[pulley or Pulley.MIDDLE]
    apart = load.left or (APART if pulley and pieces == 2 else 0)
    left = [apart if len(ends) == 1 or end.startswith("left") else -apart for end in ends]
    return [[[(load.forward or 0) * 10, y * 10, up * 10], end] for y, end in zip(left, ends, strict=True)]


def _check_loads(folder: Path, movement: Movement, facts: Facts) -> None:
    offered = {variant.with_ for variant in facts.variant if variant.loaded}
    for kind in sorted(offered - set(movement.load)):
        raise MovementError(file_of(folder), f"load.{kind.value}",
                            f"is missing: facts.toml offers {kind.value}; add [load.{kind.value}] with `to`")


def _signal(motion: Motion) -> dict[str, Any]:
    """The number that describes a repetition, and its value (mm or degrees) at both ends."""
    signal = motion.movement.signal
    ends = [measure(signal, motion.there[index]) for index in (0, -1)]
    return {"measure": signal.measure.value, "of": signal.of, "to": signal.to, "at": signal.at, "start": ends[0], "end": ends[1]}


def measure(signal: Signal, q: Vector) -> int:
    """The signal in one posture: millimetres, or whole degrees for angle and tilt."""
    data = data_at(q)
    of, to, at = (data.site_xpos[site(part)] if part else np.zeros(3) for part in (signal.of, signal.to, signal.at))
    if signal.measure is Measure.ANGLE:
        return _degrees(of - at, to - at)
    if signal.measure is Measure.TILT:
        return _degrees(to - of, np.array([0.0, 0, 1]))
    if signal.measure is Measure.DISTANCE:
        return round(float(np.linalg.norm(to - of)) * 1000)
    return round(float(of[2 if signal.measure is Measure.HEIGHT else 0]) * 1000)


def _degrees(a: Vector, b: Vector) -> int:
    return round(float(np.degrees(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1)))))


def mirror_frame(frame: Sequence[int]) -> list[int]:
    """A frame with right and left exchanged: what the player does for the other side. Exact."""
    out: list[int] = []
    for name in POINTS:
        start = 3 * POINTS.index(mirrored(name))
        out += [frame[start], -frame[start + 1], frame[start + 2]]
    return out


def text(clip: dict[str, Any]) -> str:
    """The clip as it is stored: one frame a line, so that a change reads well."""
    return _stored(clip) + "\n"


def _stored(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f'"{key}":{_rows(item) if key in ROWS else _stored(item)}' for key, item in value.items()) + "}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[" + ",".join(_stored(item) for item in value) + "]"
    return json.dumps(value, separators=(",", ":"))


def _rows(frames: Sequence[Sequence[int]]) -> str:
    return "[\n" + ",\n".join(json.dumps(frame, separators=(",", ":")) for frame in frames) + "\n]"


def write(folder: Path) -> int:
    """Make and store the clip of a folder; returns its bytes."""
    return store(folder / "clip.json", text(make(folder)))


def forms(clip: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All that a clip can show, each with `frames` and `angles`: the good form (no name), faults, loads with a form of their own."""
    faults = {f"faults[{index}]": fault for index, fault in enumerate(clip["faults"])}
    own = {f"loads.{kind}": load for kind, load in clip["loads"].items() if "frames" in load}
    return {"": clip, **faults, **own}


def check(folder: Path, made: dict[str, Any] | None = None, layers: bool = True) -> None:
    """Solve again and compare with the committed clip; without `layers` only the good form.

    Raises:
        StaleClip: it is missing or differs.
    """
    path = folder / "clip.json"
    if not path.exists():
        raise StaleClip(path, "is missing")
    old, new = json.loads(path.read_text(encoding="utf-8")), json.loads(text(made or make(folder)))
    loose = {*ROWS, "signal", *(() if layers else ("faults", "loads"))}
    for key in new.keys() - loose:
        if _words_of(old.get(key)) != _words_of(new[key]):
            raise StaleClip(path, f"{key} differs from what movement.toml and facts.toml say")
    stored = forms(old)
    for name, form in forms(new).items():
        _check_form(path, name, stored[name], form)


def _words_of(value: Any) -> Any:
    """A value without the rows in it, which are compared with a tolerance."""
    if isinstance(value, dict):
        return {key: _words_of(item) for key, item in value.items() if key not in ROWS}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_words_of(item) for item in value]
    return value


def _check_form(path: Path, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    if np.shape(old["frames"]) != np.shape(new["frames"]):
        raise StaleClip(path, f"{name} has {len(old['frames'])} frames, {len(new['frames'])} are due")
    off = int(np.abs(np.array(old["frames"]) - np.array(new["frames"])).max())
    if off > TOLERANCE:
        raise StaleClip(path, f"{name} is {off} mm off what movement.toml says")
    off = max(_apart(frame, frame_of(posture_of(row))) for frame, row in zip(old["frames"], old["angles"], strict=True))
    if off > 1:
        raise StaleClip(path, f"{name} has angles that put the body {off} mm beside its points")


def _apart(one: Sequence[int], two: Sequence[int]) -> int:
    return max(abs(a - b) for a, b in zip(one, two, strict=True))
