"""The figure file (docs/figure.md) as skins of a MuJoCo model: one per garment, coloured by how much a working muscle is there."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from halfkilo import body
from halfkilo.body.shape.bones import Hand, origins, turns
from halfkilo.body.skeleton import Vector
from halfkilo.film.look import APRICOT, CLOTH, Colour, skin_of

MAGIC = b"HKFIG1\0\0"
TYPES = {"i16": np.int16, "u16": np.uint16, "i8": np.int8, "u8": np.uint8}
SHADES = 64
"""Steps from plain cloth to a muscle at full work."""

WARMEST = {"skin": 0.55, "top": 0.85, "trousers": 0.8}
"""How far towards apricot a garment goes where a main muscle works; what is not named stays as it is."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Figure:
    """A figure file, read. header: as in docs/figure.md; arrays by name, one row a vertex (or triangle); source: its bytes."""

    header: Mapping[str, Any]
    arrays: Mapping[str, Array]
    source: bytes


def path_of(shape: str = "middle") -> Path:
    """Where the figure of a shape is."""
    return Path(body.__file__).parent / "figure" / f"{shape}.bin"


@cache
def figure(path: Path) -> Figure:
    """Read a figure file."""
    source = path.read_bytes()
    if not source.startswith(MAGIC):
        raise ValueError(f"{path} is not a figure file")
    start = len(MAGIC) + 4
    (length,) = struct.unpack_from("<I", source, len(MAGIC))
    header = json.loads(source[start : start + length])
    return Figure(header, {name: _array(source, start + length, one) for name, one in header["arrays"].items()}, source)


def _array(source: bytes, base: int, said: Mapping[str, Any]) -> Array:
    kind = np.dtype(TYPES[said["type"]]).newbyteorder("<")
    rows = np.frombuffer(source, kind, said["items"] * said["of"], base + said["offset"]).reshape(-1, said["of"])
    found = rows.astype(TYPES[said["type"]])
    return np.cumsum(found, 0, dtype=found.dtype) if said.get("delta") else found


def dress(spec: Any, found: Figure, main: tuple[str, ...], also: tuple[str, ...], skin: str = "middle") -> Body:
    """Put the figure into `spec`: a skin and a texture for each garment, muscles at work in apricot. Returns what bends it."""
    part = found.arrays["part"].ravel()
    triangles = found.arrays["triangle"].astype(np.int64)
    effort = _effort(found, main, also)
    owner = np.sort(part[triangles], axis=1)[:, 1]  # the garment of at least two of the three corners, where two agree
    drawn, colours = [], CLOTH | skin_of(skin)
    for index, name in enumerate(found.header["parts"]):
        chosen = triangles[owner == index]
        if len(chosen):
            _material(spec, name, colours)
            drawn.append(_skin(spec, found, name, chosen, effort))
    return Body(found, np.concatenate(drawn))


def _effort(found: Figure, main: tuple[str, ...], also: tuple[str, ...]) -> Vector:
    """How much each vertex shows a working muscle, 0 to 1."""
    names = found.header["muscles"]
    share = np.array([0.0, *(1.0 if name in main else 0.45 if name in also else 0.0 for name in names)])
    return np.asarray(share[found.arrays["muscle"].ravel()] * found.arrays["muscle_weight"].ravel() / 255)


def _material(spec: Any, name: str, colours: Mapping[str, Colour]) -> None:
    texture = spec.add_texture(name=f"cloth_{name}", type=mujoco.mjtTexture.mjTEXTURE_2D, width=SHADES, height=4, nchannel=3)
    texture.data = np.tile(ramp(colours.get(name, colours["top"]), WARMEST.get(name, 0.0)), (4, 1, 1)).tobytes()
    material = spec.add_material(name=f"cloth_{name}", specular=0.06 if name in CLOTH else 0.0, shininess=0.2)
    material.textures[mujoco.mjtTextureRole.mjTEXROLE_RGB] = texture.name


def ramp(plain: Colour, warmest: float) -> NDArray[np.uint8]:
    """Colours from plain cloth to a muscle at work, shape (SHADES, 3)."""
    share = np.linspace(0, warmest, SHADES)[:, None]
    return np.asarray(np.round(np.array(plain) * (1 - share) + np.array(APRICOT) * share), np.uint8)


def _skin(spec: Any, found: Figure, name: str, triangles: Array, effort: Vector) -> Array:
    """Add one garment; returns which vertices of the figure it has, in its order. MuJoCo only draws it: `Body.bend` moves it."""
    used, faces = np.unique(triangles, return_inverse=True)
    across = (0.5 + effort[used] * (SHADES - 1)) / SHADES
    skin = spec.add_skin(name=name, material=f"cloth_{name}")
    skin.vert = (found.arrays["position"][used] * float(found.header["unit"])).ravel()
    skin.face = faces.ravel().astype(np.int32)
    skin.texcoord = np.stack([across, np.full(len(used), 0.5)], 1).ravel()
    skin.bodyname, skin.bindpos, skin.bindquat = ["world"], [0.0, 0, 0], [1.0, 0, 0, 0]
    skin.vertid, skin.vertweight = [list(range(len(used)))], [[1.0] * len(used)]
    return used


class Body:
    """The figure's skin, bent by its bones: linear blend over all vertices of all garments, in the order in which they are drawn."""

    def __init__(self, found: Figure, drawn: Array) -> None:
        """drawn: the vertices of the figure in the order of the model's skins."""
        place = found.arrays["position"][drawn] * float(found.header["unit"])
        normal = found.arrays["normal"][drawn] / 127.0
        self._bone = found.arrays["bone"][drawn].astype(np.intp)
        self._weight = (found.arrays["weight"][drawn] / 255).astype(np.float32)
        self._place, self._normal = place.astype(np.float32), normal.astype(np.float32)

    def bend(self, q: Vector, hands: tuple[Hand, Hand]) -> tuple[Array, Array]:
        """Places (m) and normals of all vertices in posture `q` (nq,), each (n, 3); hands: right and left."""
        turn, place = turns(q, hands)
        shift = place - np.einsum("bij,bj->bi", turn, origins())
        moves = np.concatenate([turn, shift[:, :, None]], 2).reshape(len(turn), 12).astype(np.float32)
        blended = sum((moves[self._bone[:, column]] * self._weight[:, column, None] for column in range(1, 4)),
                      moves[self._bone[:, 0]] * self._weight[:, 0, None]).reshape(-1, 3, 4)
        normal = np.einsum("nij,nj->ni", blended[:, :, :3], self._normal)
        bent = np.einsum("nij,nj->ni", blended[:, :, :3], self._place) + blended[:, :, 3]
        return bent, normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
