"""Answers before a session, after an exercise, or at cool-down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from halfkilo.journal.fields import Different, Id, Line, Moment, Pain, Score, Slug
from halfkilo.strict import Malformed, Text
from halfkilo.units import Side, Tool


@dataclass(frozen=True)
class Body:
    """pain: now, per region. effort and peak: of one exercise (side missing: all sides done);
    peaks: the worst pain place by place, where the exercise loads more than one. sign: a stop sign's id."""

    moment: Moment
    on: date
    session: Id | None = None
    pain: Pain | None = None
    different: Different | None = None
    sign: Annotated[str, Text(60)] | None = None
    exercise: Slug | None = None
    tool: Tool | None = None
    side: Side | None = None
    effort: Score | None = None
    peak: Score | None = None
    peaks: Pain | None = None
    word: Line | None = None

    def __post_init__(self) -> None:
        if self.moment is Moment.EXERCISE and (self.exercise is None or self.session is None):
            raise Malformed("exercise", "and session are needed for a check-in after an exercise")
        if self.moment is not Moment.EXERCISE and (self.effort, self.peak, self.peaks) != (None, None, None):
            raise Malformed("effort", "and peak belong to an exercise")


EXAMPLE = Body(Moment.EXERCISE, date(2026, 11, 22), "019395a0-5c00-7000-8000-000000000001", exercise="seated_row", tool=Tool.CABLE,
               effort=5, peak=3)
