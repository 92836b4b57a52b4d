"""Contact sheets: one exercise in a picture, eight moments from the side and from the front, to be looked at by somebody who knows bodies.

    python -m halfkilo.film.sheet SLUG... --out DIR [--load cable] [--fault 0]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from halfkilo.exercises import catalogue
from halfkilo.film.angles import hidden
from halfkilo.film.camera import Window
from halfkilo.film.look import INK, Size, View
from halfkilo.film.motion import Clip, Moment
from halfkilo.film.takes import Picture, Take

CELL = Size(390, 330, 2)
ALL = Window(-0.94, 0.94, -0.94, 0.94)
MOMENTS, WIDE = 8, 4


@dataclass(frozen=True)
class FaultTake(Take):
    """The common fault in place of the good form. fault: its place among those of the clip."""

    fault: int = 0

    @cached_property
    def clip(self) -> Clip:
        """The movement as it is often seen."""
        good = super().clip
        shown = good.raw["faults"][self.fault]
        raw = {**good.raw, "angles": shown["angles"], "frames": shown["frames"]}
        return replace(good, raw=raw, source=good.source + bytes([self.fault]))


def sheet(take: Take) -> Image.Image:
    """Eight from the side above eight from the front (half-turned where a counter or a wall stands there), evenly over the loop."""
    other = View.TURNED if hidden(take.clip.raw) else View.FRONT
    made = Image.fromarray(np.concatenate([_rows(replace(take, view=view)) for view in (View.SIDE, other)]))
    ImageDraw.Draw(made).text((8, 6), f"{take.slug} {take.load or 'no load'}", fill=INK)
    return made


def _rows(take: Take) -> Picture:
    moments = take.moments
    picked = [moments[round(index * (len(moments) - 1) / (MOMENTS - 1))] for index in range(MOMENTS)]
    camera = take.camera(CELL, ALL)
    found = list(take.pictures(CELL, [(Moment(one.frame, one.mirrored), camera) for one in picked]))
    return np.concatenate([np.concatenate(found[start : start + WIDE], axis=1) for start in range(0, MOMENTS, WIDE)])


def main(words: Sequence[str] | None = None) -> None:
    """Write a PNG for each exercise named, or for all."""
    asked = argparse.ArgumentParser(prog="python -m halfkilo.film.sheet", description="Draw contact sheets: 8 moments, side and front.")
    asked.add_argument("slugs", nargs="*")
    asked.add_argument("--out", type=Path, default=Path())
    asked.add_argument("--load", help="cable, band or dumbbell; by itself the first way the exercise is loaded")
    asked.add_argument("--fault", type=int, help="the common fault of this number in place of the good form")
    given = asked.parse_args(words)
    given.out.mkdir(parents=True, exist_ok=True)
    for slug in given.slugs or list(catalogue()):
        load = given.load if given.load is not None else _first_load(slug)
        take = Take(slug, View.SIDE, load) if given.fault is None else FaultTake(slug, View.SIDE, load, fault=given.fault)
        path = given.out / (f"{slug}.png" if given.fault is None else f"{slug}-fault-{given.fault}.png")
        sheet(take).save(path)
        print(path)


def _first_load(slug: str) -> str:
    return next((one.with_.value for one in catalogue()[slug].facts.variant if one.loaded), "")


if __name__ == "__main__":
    main()
