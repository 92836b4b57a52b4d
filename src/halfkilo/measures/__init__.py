"""Measures: one folder each with `measure.toml`: items, range, direction, scoring, change that matters, schedule, licence."""

from halfkilo.measures.measure import Direction, Measure, Taken, Taking, Unit, Unscored, Way, measures, repeated
from halfkilo.measures.scoring import Rule

__all__ = ["Direction", "Measure", "Rule", "Taken", "Taking", "Unit", "Unscored", "Way", "measures", "repeated"]
