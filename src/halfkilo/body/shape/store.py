"""Figure files: `docs/figure.md` in bytes."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.errors import BodyError
from halfkilo.body.shape.bones import Bone
from halfkilo.body.shape.figure import FOLDER, PARTS, UNIT, Figure
from halfkilo.exercises.muscles import Muscle

MAGIC = b"HKFIG1\0\0"
TYPES = {"i16": "<i2", "u16": "<u2", "i8": "<i1", "u8": "<u1"}
ARRAYS = {"position": ("i16", 3), "normal": ("i8", 3), "part": ("u8", 1), "muscle": ("u8", 1), "muscle_weight": ("u8", 1),
          "bone": ("u8", 4), "weight": ("u8", 4), "triangle": ("u16", 3)}
"""In the order they are stored: type, numbers per item."""
PLAIN = ("weight", "bone", "part", "muscle", "normal", "muscle_weight")
"""Arrays that are smaller as they are than as differences."""
HEIGHT = 1.70


class FigureError(BodyError):
    """A figure file that cannot be read, or does not follow from its sources. `path` and `why` say what and how."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; run `python -m halfkilo.body figure`")
        self.path, self.why = path, why


def packed(figure: Figure) -> bytes:
    """A figure as the bytes of its file."""
    blocks, table, offset = [], {}, 0
    for name, (kind, width) in ARRAYS.items():
        array = np.ascontiguousarray(getattr(figure, name)).astype(TYPES[kind]).reshape(-1, width)
        block = (array if name in PLAIN else _differences(array)).tobytes()
        block += b"\0" * (-len(block) % 4)
        entry: dict[str, Any] = {"type": kind, "items": len(array), "of": width, "offset": offset}
        table[name] = entry if name in PLAIN else {**entry, "delta": True}
        blocks.append(block)
        offset += len(block)
    header = json.dumps(_header(figure, table), separators=(",", ":")).encode()
    header += b" " * (-len(header) % 4)
    return b"".join([MAGIC, struct.pack("<I", len(header)), header, *blocks])


def _header(figure: Figure, table: dict[str, Any]) -> dict[str, Any]:
    return {"shape": figure.shape, "height": HEIGHT, "unit": UNIT, "stamp": figure.stamp, "parts": list(PARTS),
            "muscles": [muscle.value for muscle in Muscle], "bones": [_bone(bone) for bone in figure.bones],
            "sites": {name: list(place) for name, place in figure.sites.items()}, "arrays": table}


def _bone(bone: Bone) -> dict[str, Any]:
    found: dict[str, Any] = {"name": bone.name, "parent": bone.parent, "at": list(bone.at)}
    if bone.curl:
        curl = bone.curl
        return {**found, "curl": {"axis": list(curl.axis), "rest": curl.rest, "flat": curl.flat, "hold": curl.hold}}
    found["hinges"] = [{"axis": list(hinge.axis), "angle": hinge.angle, **({"share": hinge.share} if hinge.share != 1 else {})}
                       for hinge in bone.hinges]
    return found


def _differences(array: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([array[:1], array[1:] - array[:-1]])


def path_of(shape: str) -> Path:
    """Where the figure of a build is stored."""
    return FOLDER / f"{shape}.bin"


def load(shape: str) -> Figure:
    """Read a stored figure.

    Raises:
        FigureError: there is none of that name, or it cannot be read.
    """
    path = path_of(shape)
    if not path.exists():
        raise FigureError(path, "is missing")
    return unpacked(path.read_bytes(), path)


def unpacked(raw: bytes, path: Path) -> Figure:
    """A figure from the bytes of its file.

    Raises:
        FigureError: it is no figure file.
    """
    if raw[:8] != MAGIC:
        raise FigureError(path, "is no figure file")
    start = 12 + struct.unpack_from("<I", raw, 8)[0]
    header = json.loads(raw[12:start])
    arrays = {name: _array(raw, start, entry) for name, entry in header["arrays"].items()}
    return Figure(shape=header["shape"], stamp=header["stamp"], **arrays)


def _array(raw: bytes, start: int, entry: dict[str, Any]) -> NDArray[Any]:
    count = entry["items"] * entry["of"]
    array = np.frombuffer(raw, TYPES[entry["type"]], count, start + entry["offset"]).reshape(entry["items"], entry["of"])
    array = np.cumsum(array, axis=0, dtype=array.dtype) if entry.get("delta") else array
    return array[:, 0] if entry["of"] == 1 else array
