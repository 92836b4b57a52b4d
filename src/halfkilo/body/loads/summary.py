"""`loads.json`: what one exercise asks of each joint, small enough to commit, and whether it is still what the movement says."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo.body.errors import BodyError
from halfkilo.body.files import store
from halfkilo.body.loads import demand, joints, muscles
from halfkilo.body.loads.evaluate import Loads, Scene, evaluate
from halfkilo.body.loads.library import clip_of, exercise
from halfkilo.body.loads.outside import efforts
from halfkilo.body.vocabulary import mirrored
from halfkilo.exercises.catalogue import HERE, catalogue
from halfkilo.exercises.facts import Sides, Variant
from halfkilo.strict import plain
from halfkilo.units import PAIRED, Joint

VERSION = 4
"""Raised when the physics changes, so that every stored file is made again."""

COLUMNS = ("moment_at_zero", "moment_per_kg", "contact_at_zero", "contact_working", "contact_mean", "phase")
"""Per joint: peak moment without load, N m per kg of body mass; largest moment that one kilogram per piece adds, N m; peak contact
without load and at the working load and its mean at the working load, body weights; where in the loop that peak is."""

CLOSE = 0.02
"""How far a number made again may be off, as a share of itself or absolutely (another processor rounds otherwise)."""


class StaleLoads(BodyError):
    """A `loads.json` that no longer follows from its movement. `path` and `why` are kept."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; run `python -m halfkilo.body loads {path.parent.name}`")
        self.path, self.why = path, why


def made(slug: str) -> dict[str, Any]:
    """Weigh one exercise in all its ways."""
    facts = catalogue()[slug].facts
    ways: dict[str, Any] = {}
    asked: dict[str, int] = {}
    for variant in facts.variant:
        place = exercise(slug, kind=variant.with_)
        load, leaning = demand.working(place, variant)
        at_work = evaluate(place, variant.with_, load)
        ways[variant.with_.value] = _way(place, variant, load, at_work, facts.sides)
        found = demand.percent(place, at_work, evaluate(place, variant.with_, leaning) if leaning > load else at_work)
        asked = {name: max(value, asked.get(name, 0)) for name, value in found.items()}
    own, other = _sided(asked, facts.sides)
    return {"version": VERSION, "inputs": inputs(slug), "person": {"height_m": 1.70, "mass_kg": 75}, "columns": list(COLUMNS),
            "ways": ways, "demand": own, **({"demand_other": other} if facts.sides is Sides.EACH else {})}


def inputs(slug: str) -> str:
    """A mark of all that the numbers depend on: postures, tempo, lines, contacts, scene, variants, efforts, calibration, version."""
    clip = clip_of(slug)
    ways = {kind: {key: value for key, value in way.items() if key not in {"frames", "props", "hands", "held"}}
            for kind, way in clip["loads"].items()}
    said = [VERSION, clip["angles"], clip["phases"], ways, _said(slug), plain(catalogue()[slug].facts.variant),
            repr(efforts().get(slug)), muscles.gain()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _said(slug: str) -> dict[str, Any]:
    """What the movement file says, but for what only shows."""
    raw = tomllib.loads((HERE / slug / "movement.toml").read_text(encoding="utf-8"))
    return {key: value for key, value in raw.items() if key not in {"fault", "signal", "hands"}}


def _way(place: Scene, variant: Variant, load: float, at_work: Loads, sides: Sides) -> dict[str, Any]:
    empty, weight = evaluate(place), place.seen.who.weight
    kept = empty.carried & at_work.carried
    added = (at_work.moments - empty.moments)[kept] / (load or 1.0)
    pressed, phases = at_work.contact[kept] / weight, [phase for phase, good in zip(place.play.phase, kept, strict=True) if good]
    rows: dict[str, list[Any]] = {}
    for index, name in enumerate(joints.names()):
        rows[name] = [_round(empty.size[kept, index].max() / place.seen.who.mass), _round(np.linalg.norm(added[:, index], axis=1).max()),
                      _round(empty.contact[kept, index].max() / weight), _round(pressed[:, index].max()), _round(pressed[:, index].mean()),
                      phases[int(pressed[:, index].round(4).argmax())]]  # alike both ways: the way there
    if sides is Sides.ALTERNATE:
        rows = {name: _either(row, rows[mirrored(name)]) for name, row in rows.items()}
    left = {"unmet": _round(at_work.unbalanced), "carried": _round(float(kept.mean()))} if at_work.unbalanced > demand.STEADY else {}
    return {"pieces": variant.pieces, "working_g": round(load * 1000), **left, "joints": rows}


def _either(row: list[Any], other: list[Any]) -> list[Any]:
    """Both sides take their turn: the larger numbers (of the mean, the mean of both)."""
    larger = row if row[3] >= other[3] else other
    return [max(row[0], other[0]), max(row[1], other[1]), max(row[2], other[2]), larger[3], _round((row[4] + other[4]) / 2), larger[5]]


def _round(value: float) -> float:
    return round(float(value), 3)


def _sided(found: dict[str, int], sides: Sides) -> tuple[dict[str, int], dict[str, int]]:
    """Demand by joint of the working side (right in the clip), and of the other; both sides alike take the larger."""
    own: dict[str, int] = {}
    other: dict[str, int] = {}
    for joint in Joint:
        if joint in PAIRED:
            right, left = found[f"right_{joint.value}"], found[f"left_{joint.value}"]
            own[joint.value], other[joint.value] = (right, left) if sides is Sides.EACH else (max(right, left), 0)
        elif joint is not Joint.WIDESPREAD:
            own[joint.value] = found[joint.value]
    return {name: value for name, value in own.items() if value}, {name: value for name, value in other.items() if value}


def text(found: dict[str, Any]) -> str:
    """As it is stored: one joint a line."""
    ways = ",\n".join(f' "{kind}": {{{_head(way)}, "joints": {{\n' + ",\n".join(
        f'  "{name}": {json.dumps(row)}' for name, row in way["joints"].items()) + "}}" for kind, way in found["ways"].items())
    rest = ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in found.items() if key != "ways")
    return f"{{{rest},\n\"ways\": {{\n{ways}}}}}\n"


def _head(way: dict[str, Any]) -> str:
    return ", ".join(f'"{key}": {json.dumps(value)}' for key, value in way.items() if key != "joints")


def path_of(slug: str) -> Path:
    """Where the loads of an exercise are kept."""
    return HERE / slug / "loads.json"


def write(slug: str) -> int:
    """Make and store; returns bytes."""
    return store(path_of(slug), text(made(slug)))


def check(slug: str, again: bool = True) -> None:
    """Compare with what is stored: its mark, and with `again` every number.

    Raises:
        StaleLoads: it is missing or differs.
    """
    path = path_of(slug)
    if not path.exists():
        raise StaleLoads(path, "is missing")
    old = json.loads(path.read_text(encoding="utf-8"))
    if old.get("inputs") != inputs(slug):
        raise StaleLoads(path, "was made from another movement, tempo, load or calibration")
    if again:
        _compare(path, old, json.loads(text(made(slug))), "")


def _compare(path: Path, old: Any, new: Any, where: str) -> None:
    """Numbers may differ a little, all else not at all (a peak may fall into a neighbouring phase)."""
    if isinstance(new, dict) and isinstance(old, dict) and old.keys() == new.keys():
        for key, value in new.items():
            _compare(path, old[key], value, f"{where}.{key}")
    elif isinstance(new, list) and isinstance(old, list) and len(old) == len(new):
        for index, value in enumerate(new):
            _compare(path, old[index], value, f"{where}[{index}]")
    elif isinstance(new, (int, float)) and isinstance(old, (int, float)):
        slack = 1 if where.startswith(".demand") else CLOSE
        if abs(new - old) > slack + CLOSE * abs(new):
            raise StaleLoads(path, f"{where.lstrip('.')} is {old}, but {new} follows from the movement")
    elif old != new and not where.endswith("[5]"):
        raise StaleLoads(path, f"{where.lstrip('.')} is {old!r}, but {new!r} follows from the movement")


