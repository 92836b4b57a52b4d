"""A take: one exercise as it is filmed - side, view, load, range - and its pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape.bones import Hand
from halfkilo.body.skeleton import Vector
from halfkilo.film.angles import angle
from halfkilo.film.camera import LOOP, TITLE, Camera, Window, compose
from halfkilo.film.figure import figure, path_of
from halfkilo.film.look import USUAL, Build, Size, View
from halfkilo.film.motion import Clip, Moment, clip_of, formed, loop
from halfkilo.film.room import Room, furnish
from halfkilo.film.stage import Stage, stage
from halfkilo.film.things import Carried
from halfkilo.units import Side

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Take:
    """What is filmed. load: way of loading ("" for none); percent: how much of the range; half: which turn of an exercise that
    alternates (1 or 2), or 0 for the whole loop; hold: seconds to hold, or 0 for as long as the exercise says."""

    slug: str
    view: View
    load: str = ""
    side: Side = Side.BOTH
    percent: int = 100
    half: int = 0
    hold: int = 0
    build: Build = USUAL

    @property
    def left(self) -> bool:
        """Whether everything is in the mirror."""
        return self.side is Side.LEFT

    @cached_property
    def clip(self) -> Clip:
        """The movement, in the form that this way of loading has."""
        return formed(clip_of(self.slug), self.load)

    @cached_property
    def moments(self) -> list[Moment]:
        """The frames of one repetition."""
        return loop(self.clip, self.percent, self.half, self.hold)

    def facts(self, size: Size) -> dict[str, Any]:
        """All that its pictures depend on."""
        return {"clip": _digest(self.clip.source), "figure": _digest(figure(path_of(self.build.shape)).source), "skin": self.build.skin,
                "view": self.view,
                "load": self.load,
                "side": self.side, "percent": self.percent, "half": self.half, "hold": self.hold,
                "size": (size.width, size.height, size.larger)}

    def room(self) -> Room:
        """The room, lit for the view."""
        return _room(replace(self, half=0, hold=0, percent=100))

    def camera(self, size: Size, window: Window) -> Camera:
        """The camera that shows the whole movement in a part of the picture."""
        points = np.concatenate([_points(self.clip), Carried(self.clip.raw, self.load).places()])
        hand = -1 if self.left else 1
        azimuth, elevation = angle(self.clip.raw, self.view, self.load)
        return compose(points * (1, hand, 1), (hand * azimuth, elevation), window, size.width / size.height)

    def pictures(self, size: Size, shown: Sequence[tuple[Moment, Camera]]) -> Iterator[Picture]:
        """A picture for each moment and camera; where nothing changes it is drawn once."""
        with stage(self.room(), size) as opened:
            before, picture = None, None
            for one in shown:
                if one != before or picture is None:
                    picture = self._picture(opened, *one)
                before = one
                yield picture

    def _picture(self, opened: Stage, moment: Moment, camera: Camera) -> Picture:
        mirrored = moment.mirrored != self.left
        q = self.clip.posture(Moment(moment.frame, mirrored))
        data = opened.pose(q, self._hands(mirrored))
        return opened.picture(camera, Carried(self.clip.raw, self.load, mirrored).drawn(data))

    def _hands(self, mirrored: bool) -> tuple[Hand, Hand]:
        """How the right and the left hand are."""
        load = self.clip.raw["loads"].get(self.load, {})
        said = load.get("hands") or self.clip.raw.get("hands", {})
        right, left = Hand(said.get("right", "rest")), Hand(said.get("left", "rest"))
        return (left, right) if mirrored else (right, left)

    def looped(self, size: Size) -> Iterator[Picture]:
        """One repetition."""
        camera = self.camera(size, LOOP)
        return self.pictures(size, [(moment, camera) for moment in self.moments])

    def settling(self, size: Size, still: int, moving: int) -> Iterator[Picture]:
        """The start, still, as the title wants it, then the camera on its way to where the loop begins."""
        first, start, end = self.moments[0], self.camera(size, TITLE), self.camera(size, LOOP)
        way = [start.between(end, ease((index + 1) / moving)) for index in range(moving)]
        return self.pictures(size, [(first, start)] * still + [(first, camera) for camera in way])

    def start(self, size: Size) -> Picture:
        """The first picture of the loop."""
        return next(self.pictures(size, [(self.moments[0], self.camera(size, LOOP))]))


def ease(share: float) -> float:
    """Slowly away, slowly there."""
    return share * share * (3 - 2 * share)


@cache
def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


@cache
def _room(take: Take) -> Room:
    return furnish(take.clip, angle(take.clip.raw, take.view, take.load)[0], take.left, take.build)


def _points(clip: Clip) -> Vector:
    """Everywhere the body and the furniture it rests on go, (n, 3) metres; both sides where they alternate."""
    points = np.array(clip.raw["frames"], float).reshape(-1, 3) / 1000
    boxes = [box for prop in clip.raw["props"] if prop["kind"] != "wall" for box in prop["boxes"][:1]]
    corners = np.array([(box[x], box[y], box[z]) for box in boxes for x in (0, 3) for y in (1, 4) for z in (2, 5)], float).reshape(-1, 3)
    if any(phase["mirror"] for phase in clip.raw["phases"]):
        points = np.concatenate([points, points * (1, -1, 1)])
    ground = points[points[:, 2].argmin()] * (1, 1, 0)
    return np.concatenate([points, corners / 1000, ground[None]])
