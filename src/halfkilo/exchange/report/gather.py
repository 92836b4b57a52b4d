"""Everything that a report tells, read from the lines of a record and the folded state once, not yet in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from halfkilo.exchange.report import curves, engine, training
from halfkilo.exchange.report.happened import Happened, happened
from halfkilo.exchange.report.wish import Wish
from halfkilo.insight.record import Told
from halfkilo.insight.trend import Trend

BEFORE = 60
"""Days before the span that are read as well, so that its first decisions stand beside those before them."""
ALWAYS = ("profiled", "plan_chosen", "note", "flare_opened", "flare_closed")
"""Kinds that are read from the beginning of the record."""


@dataclass(frozen=True)
class Gathered:
    """planned: sessions a week, 0 where no programme is chosen. mornings: days with an answer. activities: names by id; begun: where
    they stood when they were named. functions: those that were answered. loads: every exercise; measured: everything else."""

    wish: Wish
    planned: int
    mornings: int
    sessions: tuple[training.Session, ...]
    weeks: tuple[training.Week, ...]
    loads: tuple[training.Load, ...]
    pains: dict[str, curves.Curve]
    activities: dict[str, str]
    begun: dict[str, int]
    functions: dict[str, curves.Curve]
    measured: tuple[Trend, ...]
    happened: Happened
    did: tuple[engine.Did, ...]

    @property
    def lifted(self) -> tuple[training.Load, ...]:
        """Exercises with a load."""
        return tuple(one for one in self.loads if one.most)


def gather(told: Sequence[Told], state: Mapping[str, Any], wish: Wish) -> Gathered:
    """Read the lines up to the end of the span."""
    until = wish.last.isoformat()
    since = (wish.first - timedelta(days=BEFORE)).isoformat()
    lines = [one for one in told if (one.day >= since or one.kind in ALWAYS) and (one.day <= until or one.body.get("on", "9") <= until)]
    profile = _newest(lines, "profiled")
    about, tracked = profile.get("activities", []), [one["region"] for one in profile.get("places", []) if one["tracked"]]
    activities = {one["id"]: one["name"].strip() or one["id"] for one in about}
    what = happened(lines, state["regions"], wish)
    answered = {one.body["on"] for one in lines if one.kind == "morning" and wish.holds(one.body["on"])}
    return Gathered(
        wish, _newest(lines, "plan_chosen").get("days", 0), len(answered), tuple(training.sessions(lines, wish)),
        tuple(training.weeks(lines, wish)), tuple(training.loads(lines, wish)), curves.pains(lines, tracked, what.flares, wish), activities,
        {one["id"]: one["now"] for one in about}, curves.activities(lines, activities, wish), tuple(curves.others(lines, wish)), what,
        tuple(engine.did(lines, wish)))


def _newest(lines: Sequence[Told], kind: str) -> dict[str, Any]:
    return next((one.body for one in reversed(lines) if one.kind == kind), {})
