"""Measures: one folder each with `measure.toml`: items, range, direction, scoring, change that matters, schedule, licence."""

from halfkilo.measures.measure import Direction, Measure, Unit, Unscored, measures, repeated

__all__ = ["Direction", "Measure", "Unit", "Unscored", "measures", "repeated"]
