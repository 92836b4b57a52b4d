"""What the motion battery finds amiss in one exercise, in words: `python -m halfkilo.body check SLUG`, and the tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo.body import clip, furniture, lines, measure, says, scene, support
from halfkilo.body.errors import MovementError
from halfkilo.body.flesh import pressed
from halfkilo.body.motion import Motion, key_poses
from halfkilo.body.movement import Movement
from halfkilo.body.movement import load as load_movement
from halfkilo.body.skeleton import ROOT, Vector
from halfkilo.body.space import Seen, look
from halfkilo.exercises.facts import Facts, Family

SLIP = 0.010
STEADY = 0.010
"""Metres by which the centre of mass may leave the base of support: a foot is a little longer and wider than its capsules."""

JOLT = 20.0
"""Largest jerk, in units of the smoothest possible movement of the same size and time. A jump is over 100."""

DRAWN = 0.020
"""Metres by which a cable or band gets longer or shorter at least: otherwise it does no work."""

SEEN_MM, SEEN_DEGREES = 40, 10
"""How far a fault differs from the good form at least, somewhere."""

ON_THE_WAY = {Family.CARDIO, Family.CARRY, Family.STEP}
"""Families that pass over one leg while the other is on its way: they stand still only at both ends."""


@dataclass(frozen=True)
class Form:
    """One form of a clip (good, a fault, a way of loading): its movement, its rows and where everything is in them."""

    name: str
    movement: Movement
    rows: Vector
    frames: list[list[int]]
    seen: Seen

    @property
    def fault(self) -> bool:
        """Whether it shows how not to do it."""
        return self.name.startswith("faults")

    @property
    def where(self) -> str:
        """How a message begins."""
        return f"{self.name}: " if self.name else ""

    @property
    def boxes(self) -> list[scene.Box]:
        """All boxes in the room."""
        return [box for prop in scene.props(self.movement.scene) if prop.kind != "mat" for box in prop.boxes]


def as_stored(folder: Path) -> Motion:
    """The motion of an exercise with its frames from the stored clip: only the key poses are solved, a tenth of the work.

    Raises:
        MovementError, OutOfReach: what is amiss in the file.
    """
    movement = load_movement(folder / "movement.toml")
    kept = json.loads((folder / "clip.json").read_text(encoding="utf-8"))
    rows = np.array([clip.posture_of(row) for row in kept["angles"]])
    keys = key_poses(movement, f"exercises/{folder.name}/movement.toml")
    if movement.back is None:
        return Motion(movement, keys, rows, rows[::-1])
    turn = next(phase["to"] for phase in kept["phases"] if phase["name"] == "there") + 1
    return Motion(movement, keys, rows[:turn], rows[turn:])


@dataclass(frozen=True)
class Review:
    """One exercise as it ships: its clip, its solved good form, the facts beside it."""

    motion: Motion
    clip: Mapping[str, Any]
    facts: Facts

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """All forms of the stored clip, the good one first."""
        return tuple(self._form(name, rows) for name, rows in clip.forms(dict(self.clip)).items())

    def _form(self, name: str, stored: Mapping[str, Any]) -> Form:
        movement, kind = self.motion.movement, name.partition(".")[2]
        if name.startswith("faults"):
            movement = movement.with_layer(movement.fault[int(name[7:-1])])
        elif kind:
            movement = movement.with_layer(next(load for with_, load in movement.load.items() if with_ == kind))
        rows = np.array([clip.posture_of(row) for row in stored["angles"]])
        return Form(name, movement, rows, stored["frames"], look(rows))

    @property
    def good(self) -> Form:
        """The good form."""
        return self.forms[0]

    def loaded(self, load: str) -> Form:
        """The form that goes with a way of loading."""
        return next((form for form in self.forms if form.name == f"loads.{load}"), self.good)

    def joints(self) -> Iterator[str]:
        """Joints beyond what they can."""
        for form in self.forms:
            for name, by in measure.outside_limits(form.rows).items():
                yield f"{form.where}{name} is {by:.1f} degrees beyond its range"

    def slipping(self) -> Iterator[str]:
        """Planted feet and hands that move."""
        for name, by in measure.slip(self.motion).items():
            if by > SLIP:
                yield f"{name} slips {_mm(by)}; write `along` if it is to slide"

    def below(self) -> Iterator[str]:
        """Flesh under the floor or behind the wall."""
        for form in self.forms:
            for name, by in measure.below(form.movement, form.seen).items():
                if by > SLIP:
                    yield f"{form.where}the body is {_mm(by)} inside the {name}"

    def pressed(self) -> Iterator[str]:
        """Parts of the body in each other."""
        for form in self.forms:
            for name, by in pressed(form.seen).items():
                if by >= 0.001:
                    yield f"{form.where}{name} are {_mm(by)} deeper in each other than flesh gives way"

    def furniture(self) -> Iterator[str]:
        """Parts of the body in props."""
        for form in self.forms:
            for name, by in furniture.inside(form.seen, scene.props(form.movement.scene)).items():
                if by >= 0.001:
                    yield f"{form.where}{name} are {_mm(by)} deeper in each other than may be"

    def steady(self) -> Iterator[str]:
        """Moments at which the body would fall."""
        passing = self.facts.family in ON_THE_WAY or support.walks(self.motion)
        for form in self.forms:
            off = support.outside(form.seen, form.movement)
            judged = [0, len(self.motion.there) - 1] if passing else list(range(len(off)))
            worst = max(judged, key=lambda index: float(off[index]))
            if off[worst] > STEADY and not form.fault:
                yield f"{form.where}the weight is {_mm(float(off[worst]))} outside what carries it in frame {worst} of {len(off)}"

    def cables(self) -> Iterator[str]:
        """Cables and bands through the body or the room, or without work."""
        for load in self.clip["loads"]:
            form = self.loaded(load)
            found = list(lines.lines_of(self.clip, load, form.frames))
            for line in found:
                yield from _in_the_way(load, line, form)
            if found and len(form.rows) > 1 and self.facts.family is not Family.CARRY and max(map(lines.drawn_out, found)) < DRAWN:
                yield f"load.{load}: the line changes only {_mm(max(map(lines.drawn_out, found)))} in length, so it does no work"

    def said(self) -> Iterator[str]:
        """What the words say and the figure does not do."""
        yield from says.untrue(self.motion.movement, {name: key.q for name, key in self.motion.keys.items()})

    def jolts(self) -> Iterator[str]:
        """Jerky ways."""
        movement = self.motion.movement
        for name, rows, way in (("there", self.motion.there, movement.way), ("back", self.motion.back, movement.home)):
            jolt = measure.largest_jolt(rows, len(way) - 1) if len(way) > 1 else 0.0
            if jolt >= JOLT:
                yield f"the way {name} jolts: {jolt:.0f} times the jerk of a smooth movement, at most {JOLT:.0f}"

    def faults(self) -> Iterator[str]:
        """Faults that cannot be told from the good form."""
        for form in self.forms:
            apart = int(np.abs(np.array(form.frames) - np.array(self.good.frames)).max()) if form.fault else SEEN_MM + 1
            turned = float(np.degrees(np.abs(form.rows[:, ROOT:] - self.good.rows[:, ROOT:]).max()))
            if apart <= SEEN_MM and turned <= SEEN_DEGREES:
                yield f"{form.where}differs from the good form by only {apart} mm and {turned:.0f} degrees"


def _in_the_way(load: str, line: lines.Line, form: Form) -> Iterator[str]:
    end = (line.tied[1] or "").replace("_", " ")
    for name, gap in lines.grazes(line, form.seen).items():
        passes = f"comes as near as {_mm(gap)} to" if gap >= 0 else f"passes {_mm(-gap)} inside"
        yield f"load.{load}: the line to the {end} {passes} {name}"
    if lines.blocked(line, form.boxes) > 0:
        yield f"load.{load}: the line to the {end} passes {_mm(lines.blocked(line, form.boxes))} inside a prop"


def _mm(metres: float) -> str:
    return f"{metres * 1000:.0f} mm"


CHECKS: tuple[Callable[[Review], Iterator[str]], ...] = (
    Review.joints, Review.slipping, Review.below, Review.pressed, Review.furniture, Review.steady, Review.cables, Review.said, Review.jolts,
    Review.faults)
"""All questions to one exercise."""


def review(folder: Path, motion: Motion) -> Review:
    """What the battery looks at: the stored clip and the solved motion of one exercise folder.

    Raises:
        MovementError: facts.toml or clip.json is missing.
    """
    facts, path = clip.facts_of(folder), folder / "clip.json"
    if facts is None or not path.exists():
        raise MovementError(clip.file_of(folder), "", f"has no {'clip.json' if facts else 'facts.toml'} beside it")
    return Review(motion, json.loads(path.read_text(encoding="utf-8")), facts)
