"""Contact pictures of the figure itself: at rest, in hard postures, or through an exercise; drawn without OpenGL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from halfkilo.body.clip import posture_of
from halfkilo.body.errors import BodyError
from halfkilo.body.shape.bones import Hand
from halfkilo.body.shape.figure import Figure, skinned, skinned_normals
from halfkilo.body.shape.hard import HARD, posture
from halfkilo.body.shape.raster import Picture, View, draw
from halfkilo.body.skeleton import Vector, model
from halfkilo.exercises.muscles import Muscle

PAINT = np.array([[214, 178, 150], [126, 160, 160], [78, 88, 96], [224, 220, 212], [146, 142, 136], [84, 70, 60]], float)
"""Skin, top, trousers, shoe, sole, hair."""
APRICOT = np.array([224, 140, 66], float)
TILE = (300, 340)
MOMENTS = 8
SPAN = 2.1


def colours(figure: Figure, muscles: Sequence[Muscle] = ()) -> Vector:
    """Colours (n, 3), 0 to 255: cloth and skin, with the named muscles in apricot."""
    shown = np.isin(figure.muscle, [list(Muscle).index(muscle) + 1 for muscle in muscles])
    much = (shown * figure.muscle_weight / 255.0 * 0.8)[:, None]
    return np.asarray(PAINT[figure.part] * (1 - much) + APRICOT * much)


def picture(figure: Figure, q: Vector, view: View, size: tuple[int, int] = TILE, curl: tuple[Hand, Hand] = (Hand.REST, Hand.REST),
            muscles: Sequence[Muscle] = ()) -> Picture:
    """The figure in one posture (nq,)."""
    points, normal = skinned(figure, q, curl), skinned_normals(figure, q, curl)
    return draw(points, figure.triangle.astype(np.int64), normal, colours(figure, muscles), view, size)


def gallery(figure: Figure, out: Path) -> Path:
    """At rest from four sides, and every hard posture from two; returns the picture's path."""
    still = np.array(model().qpos0)
    hands, sides = (Hand.REST, Hand.HOLD), (0, 45, 90, 180)
    rows = [[picture(figure, still, _seen(figure, still, turn), curl=(hand, hand)) for hand in hands for turn in sides]]
    tiles = [picture(figure, q, _seen(figure, q, turn)) for name in HARD for q in (posture(name),) for turn in (90, 30)]
    rows += [tiles[k : k + MOMENTS] for k in range(0, len(tiles), MOMENTS)]
    return _saved(rows, out / f"figure-{figure.shape}.png")


def exercise(figure: Figure, folder: Path, out: Path, muscles: Sequence[Muscle] = ()) -> Path:
    """Eight moments of a stored clip from the side and the front; returns the picture's path.

    Raises:
        BodyError: there is no clip.
    """
    source = folder / "clip.json"
    if not source.exists():
        raise BodyError(f"{source} is missing; run `python -m halfkilo.body make {folder.name}` first")
    clip = json.loads(source.read_text(encoding="utf-8"))
    last = max(phase["to"] for phase in clip["phases"])
    moments = [posture_of(clip["angles"][round(last * k / (MOMENTS - 1))]) for k in range(MOMENTS)]
    middle = _middle(np.concatenate([skinned(figure, q) for q in (moments[0], moments[-1])]))
    curl = hands_of(clip)
    rows = [[picture(figure, q, View(turn, middle=middle, span=SPAN), curl=curl, muscles=muscles) for q in moments] for turn in (90, 0)]
    return _saved(rows, out / f"{folder.name}-{figure.shape}.png")


def hands_of(clip: dict[str, object]) -> tuple[Hand, Hand]:
    """How the right and the left hand are in a clip; at rest where it does not say."""
    said = clip.get("hands")
    if not isinstance(said, dict):
        return Hand.REST, Hand.REST
    return Hand(said.get("right", "rest")), Hand(said.get("left", "rest"))


def _seen(figure: Figure, q: Vector, turn: float) -> View:
    return View(turn, middle=_middle(skinned(figure, q)), span=SPAN)


def _middle(points: Vector) -> tuple[float, float, float]:
    x, y, z = (points.min(axis=0) + points.max(axis=0)) / 2
    return float(x), float(y), float(z)


def _saved(rows: Sequence[Sequence[Picture]], path: Path) -> Path:
    from PIL import Image

    wide = max(len(row) for row in rows)
    blank = np.full_like(rows[0][0], 250)
    sheet = np.concatenate([np.concatenate([*row, *[blank] * (wide - len(row))], axis=1) for row in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet).save(path)
    return path
