"""What moves with the person: cables with their pulley, bands, dumbbells, grips, balls, pillows. Drawn into the scene of each frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import mujoco
import numpy as np

from halfkilo.body.skeleton import Vector
from halfkilo.film import cables, soft, straps, weights
from halfkilo.film.posed import Posed, place
from halfkilo.film.solids import Drawn


@dataclass(frozen=True)
class Carried:
    """What is held and what pulls, from a clip and one way of loading it ("" for none); left: all in the mirror."""

    clip: Mapping[str, Any]
    load: str
    left: bool = False

    def drawn(self, data: mujoco.MjData) -> list[Drawn]:
        """Everything, where it is in this posture."""
        who = Posed(self.clip, data, self.left)
        things = [one for held in self.clip["held"] for one in soft.thing(held["kind"], held["at"], held["size"], who)]
        load = self.clip["loads"].get(self.load)
        return [*things, *self._load(load, who)] if load else things

    def places(self) -> Vector:
        """Where cables and bands are fixed in the room, (n, 3) metres: they belong in the picture."""
        lines = self.clip["loads"].get(self.load, {}).get("lines", [])
        fixed = [(place(start, self.left), start, end) for start, end in lines if not isinstance(start, str)]
        posts = [at + self._away(start, end) * cables.POST_ROOM for at, start, end in fixed if self.load == "cable"]
        found = [*(at for at, _, _ in fixed), *(post * (1, 1, 0) for post in posts), *(post + np.array([0, 0, 0.14]) for post in posts)]
        return np.array(found).reshape(-1, 3)

    def _away(self, start: Any, end: str) -> Vector:
        return cables.away(self.clip, start, end, self.left)

    def _load(self, load: Mapping[str, Any], who: Posed) -> Iterator[Drawn]:
        if self.load == "dumbbell":
            yield from weights.dumbbells(load["at"], load["pieces"], who)
        elif self.load == "cable":
            yield from self._cables(load, who)
        else:
            yield from self._bands(load, who)

    def _cables(self, load: Mapping[str, Any], who: Posed) -> Iterator[Drawn]:
        pair = cables.shared(load, who)
        for start, end in load["lines"][:1] if pair else load["lines"]:
            at = place(start, self.left)
            yield from cables.pulley(at, self._away(start, end))
            yield from cables.together(at, load, pair, who) if pair else cables.line(at, end, load, who)
        for name in load["at"] if load["held"] == "strap" else ():
            yield from straps.cuff(name, who)

    def _bands(self, load: Mapping[str, Any], who: Posed) -> Iterator[Drawn]:
        for start, end in load["lines"]:
            if straps.both(start, end):
                yield from straps.loop(start, end, who)
                continue
            fixed = not isinstance(start, str)
            yield from cables.band(place(start, self.left) if fixed else who.place(start), who.place(end), fixed)
            yield from straps.cuff(end, who) if load["held"] == "strap" else ()
        for name in load["at"]:
            yield from cables.band_grip(name, load, who)
