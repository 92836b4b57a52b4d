"""Measures: one folder each with `measure.toml`: items, range, direction, scoring, change that matters, schedule, licence."""

from halfkilo.measures.measure import Direction, Measure, Taken, Unit, Unscored, measures, repeated
from halfkilo.measures.scoring import Rule

__all__ = ["Direction", "Measure", "Rule", "Taken", "Unit", "Unscored", "measures", "repeated"]
