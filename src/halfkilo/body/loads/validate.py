"""What the model never saw: published loads against ours, within or outside. Misses stay in the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from halfkilo.body.loads import joints
from halfkilo.body.loads.evaluate import Loads, Scene, evaluate
from halfkilo.body.loads.library import exercise, validation, validation_slugs
from halfkilo.exercises.facts import With

BW = "body weights"


@dataclass(frozen=True)
class Check:
    """One published fact: what, ours, from and to (None: open), its unit and source."""

    what: str
    ours: float
    least: float
    most: float | None
    unit: str
    published: str

    @property
    def span(self) -> str:
        """The range in words."""
        if self.most is None:
            return f"at least {self.least:.2f}"
        return f"{self.least:.2f} to {self.most:.2f}"

    @property
    def within(self) -> bool:
        """Whether ours lies in the range."""
        return self.ours >= self.least and (self.most is None or self.ours <= self.most)


@cache
def _weighed(slug: str, kind: With = With.BODY, kilograms: float = 0.0) -> tuple[Scene, Loads]:
    place = validation(slug) if slug in validation_slugs() else exercise(slug)
    return place, evaluate(place, kind, kilograms)


def contact(slug: str, joint: str, kind: With = With.BODY, kilograms: float = 0.0, phase: str = "") -> float:
    """Peak contact of a joint in body weights (the larger side), over all frames or those of a phase."""
    place, loads = _weighed(slug, kind, kilograms)
    rows = np.array([phase in {"", name} for name in place.play.phase])
    columns = [index for index, name in enumerate(joints.names()) if name in {joint, f"right_{joint}", f"left_{joint}"}]
    return float(loads.contact[rows][:, columns].max()) / place.seen.who.weight


def leg_moment(slug: str) -> float:
    """Largest sum of hip and knee extension of one leg, N m per kg (mean of both legs)."""
    place, loads = _weighed(slug)
    at = {name: index for index, name in enumerate(joints.names())}
    sums = [-loads.moments[:, at[f"{side}_hip"], 0] - loads.moments[:, at[f"{side}_knee"], 0] for side in ("right", "left")]
    return float(np.mean([one.max() for one in sums])) / place.seen.who.mass


def checks() -> tuple[Check, ...]:
    """Every check, in the order of the table."""
    return (*_knees(), *_legs(), *_backs())


def _knees() -> Iterator[Check]:
    for what, slug, target, phase in (("knee bend, both legs", "knee_bend", 2.53, ""), ("standing on one leg", "one_leg_stand", 2.59, ""),
                                      ("sitting down", "chair_stand", 2.25, "back")):
        yield Check(f"knee contact, {what}", contact(slug, "knee", phase=phase), 0.85 * target, 1.15 * target, BW,
                    f"{target:.2f} (Kutzner 2010), within 15 %")
    yield Check("knee contact, standing on both", contact("two_leg_stand", "knee"), 1.0, 1.2, BW, "1.07 (Kutzner 2010)")
    yield Check("knee contact, chair stand", contact("chair_stand", "knee"), 2.1, 2.8, BW, "2.46 (Kutzner 2010); fitted to it, so no test")


def _legs() -> Iterator[Check]:
    yield Check("hip + knee moment of one leg, chair stand", leg_moment("chair_stand"), 1.4, 1.8, "N m/kg",
                "about 1.53 at least, whatever the style (10.1186/1475-925X-6-26)")


def _backs() -> Iterator[Check]:
    yield from _rows()
    stand, bend = contact("two_leg_stand", "low_back"), contact("forward_bend", "low_back")
    raised = contact("forward_arm_raise", "low_back", With.DUMBBELL, 5)
    lift = contact("lift_from_floor", "low_back", With.DUMBBELL, 10)
    back, there = (contact("forward_bend", "low_back", phase=phase) for phase in ("back", "there"))
    others = max(stand, bend, raised, contact("chair_stand", "low_back"))
    yield Check("low back: arms forward with 5 kg against standing", raised / stand, 1.3, None, "times",
                "at least 30 % more (10.1016/j.jbiomech.2015.01.007)")
    yield Check("low back: bending forward against standing", bend / stand, 1.0, None, "times",
                "about 450 N in an implant, more than standing (10.1371/journal.pone.0098510)")
    yield Check("low back: coming up against going down", back / there, 1.07, 1.44, "times",
                "565 against 450 N: 1.26 (10.1371/journal.pone.0098510), within 15 %")
    yield Check("low back: lifting 10 kg from low against all of these", lift / others, 1.0, None, "times",
                "the highest of daily life (10.1371/journal.pone.0098510)")


def _rows() -> Iterator[Check]:
    cable, bent = contact("cable_row_stand", "low_back", With.CABLE, 20), contact("bent_over_row", "low_back", With.DUMBBELL, 10)
    hung = contact("inverted_row", "low_back")
    yield Check("low back: standing cable row (20 kg) against inverted row", cable / hung, 1.0, None, "times", "more (Fenwick 2009)")
    yield Check("low back: bent-over row (2 x 10 kg) against cable row", bent / cable, 1.0, None, "times", "more (Fenwick 2009)")


def table() -> str:
    """The checks as Markdown."""
    lines = ["| what | ours | published range | unit | source | |", "|---|---|---|---|---|---|"]
    for check in checks():
        verdict = "within" if check.within else "**outside**"
        lines.append(f"| {check.what} | {check.ours:.2f} | {check.span} | {check.unit} | {check.published} | {verdict} |")
    return "\n".join(lines) + "\n"
