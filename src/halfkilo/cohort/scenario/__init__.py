"""Hazard scenarios: what can go wrong with a dose, told in a file, lived by simulated people under three sets of rules, harm counted."""

from halfkilo.cohort.scenario.file import Scenario, load, scenarios

__all__ = ["Scenario", "load", "scenarios"]
