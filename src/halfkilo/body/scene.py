"""The room: planes the body can touch, and the boxes that are drawn for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from halfkilo.body.movement import Block, Chair, Movement, Scene, Wall
from halfkilo.body.skeleton import Vector
from halfkilo.body.vocabulary import Surface, Toward

Box = tuple[int, int, int, int, int, int]
"""Lowest and highest corner of a box: x, y, z, x, y, z in millimetres."""

ARM_HEIGHT, ARM_MIDDLE = 21, 26
"""Height of an armrest over the seat, and how far its middle is from the middle of the chair, cm (a usual armchair)."""

_WALLS = {Toward.FORWARD: (1, 0), Toward.BACK: (-1, 0), Toward.LEFT: (0, 1), Toward.RIGHT: (0, -1)}


@dataclass(frozen=True)
class Plane:
    """A surface: a point on it (m) and the direction that leads away from it into the room."""

    point: Vector
    normal: Vector


@dataclass(frozen=True)
class Drawn:
    """A prop for the clip: what it is and its boxes."""

    kind: str
    boxes: tuple[Box, ...]


def planes(movement: Movement) -> Mapping[Surface, Plane]:
    """Every surface of the scene. The floor is z = 0; a mat is counted as floor (its 8 mm give way)."""
    scene, up = movement.scene, (0.0, 0.0, 1.0)
    found = {Surface.FLOOR: _plane((0, 0, 0), up), Surface.MAT: _plane((0, 0, 0), up)}
    if scene.chair:
        found[Surface.CHAIR] = _plane((scene.chair.forward / 100, 0, scene.chair.seat / 100), up)
        found[Surface.BACKREST] = _plane((scene.chair.forward / 100 - 0.23, 0, scene.chair.seat / 100), (1.0, 0.0, 0.0))
        found[Surface.ARMREST] = _plane((scene.chair.forward / 100 - 0.04, 0, (scene.chair.seat + ARM_HEIGHT) / 100), up)
    for surface in (Surface.BENCH, Surface.STEP, Surface.COUNTER):
        block = getattr(scene, surface.value)
        if block:
            found[surface] = _plane((_middle(block, surface) / 100, 0, block.height / 100), up)
    if scene.wall:
        x, y = _WALLS[scene.wall.side]
        found[Surface.WALL] = _plane((x * scene.wall.away / 100, y * scene.wall.away / 100, 0), (-x, -y, 0.0))
    return MappingProxyType(found)


@cache
def _plane(point: tuple[float, float, float], normal: tuple[float, float, float]) -> Plane:
    return Plane(np.array(point, float), np.array(normal, float))


def _middle(block: Block, surface: Surface) -> float:
    """A bench is placed by its middle, a step or counter by its near edge."""
    return block.forward if surface is Surface.BENCH else block.forward + block.length / 2


def props(scene: Scene) -> tuple[Drawn, ...]:
    """What is drawn, in millimetres."""
    drawn = []
    if scene.mat:
        drawn.append(Drawn("mat", (_box(-105, 105, 34, -1, 0),)))
    if scene.chair:
        drawn.append(Drawn("chair", _chair(scene.chair)))
    if scene.bench:
        drawn.append(Drawn("bench", _bench(scene.bench)))
    if scene.step:
        drawn.append(Drawn("step", (_box(*_span(scene.step), scene.step.width / 2, 0, scene.step.height),)))
    if scene.counter:
        drawn.append(Drawn("counter", _counter(scene.counter)))
    if scene.wall:
        drawn.append(Drawn("wall", (_wall(scene.wall),)))
    return tuple(drawn)


def _box(x0: float, x1: float, half: float, z0: float, z1: float, y: float = 0) -> Box:
    """From centimetres: along x, `half` to each side of `y`, upward."""
    low, high = (x0, y - half, z0), (x1, y + half, z1)
    return tuple(round(v * 10) for v in (*low, *high))  # type: ignore[return-value]


def _span(block: Block) -> tuple[int, int]:
    return block.forward, block.forward + block.length


def _chair(chair: Chair) -> tuple[Box, ...]:
    x, seat = chair.forward, chair.seat
    legs = [_box(x + dx, x + dx + 3, 1.5, 0, seat - 4, y) for dx in (-24, 13) for y in (-20, 20)]
    back = [_box(x - 27, x - 24, 21, seat + 12, seat + 45)] if chair.back else []
    posts = [_box(x - 27, x - 24, 1.5, seat - 4, seat + 12, y) for y in (-19, 19)] if chair.back else []
    return (_box(x - 24, x + 16, 22, seat - 4, seat), *legs, *posts, *back, *(_arms(chair) if chair.arms else ()))


def _arms(chair: Chair) -> Iterator[Box]:
    """Two armrests, each on two posts."""
    x, low, high = chair.forward, chair.seat - 4, chair.seat + ARM_HEIGHT
    for y in (-ARM_MIDDLE, ARM_MIDDLE):
        yield _box(x - 26, x + 14, 2.5, high - 3, high, y)
        yield from (_box(dx, dx + 3, 1.5, low, high - 3, y) for dx in (x - 25, x + 10))


def _bench(bench: Block) -> tuple[Box, ...]:
    x0, x1 = bench.forward - bench.length / 2, bench.forward + bench.length / 2
    half = min(bench.width, 40) / 2
    legs = [_box(x, x + 4, half - 3, 0, bench.height - 6) for x in (x0 + 8, x1 - 12)]
    return (_box(x0, x1, half, bench.height - 6, bench.height), *legs)


def _counter(counter: Block) -> tuple[Box, ...]:
    x0, x1 = _span(counter)
    half = counter.width / 2
    if counter.open:
        feet = [_box(x, x + 4, 2, 0, counter.height - 4, y) for x in (x0 + 2, x1 - 6) for y in (4 - half, half - 4)]
        return (_box(x0, x1, half, counter.height - 4, counter.height), *feet)
    return (_box(x0, x1, half, counter.height - 4, counter.height), _box(x0 + 6, x1, half - 3, 0, counter.height - 4))


def _wall(wall: Wall) -> Box:
    x, y = _WALLS[wall.side]
    if x:
        edges = sorted((x * wall.away, x * (wall.away + 4)))
        return _box(edges[0], edges[1], 70, 0, 240)
    edges = sorted((y * wall.away, y * (wall.away + 4)))
    return tuple(v * 10 for v in (-70, edges[0], 0, 70, edges[1], 240))  # type: ignore[return-value]
