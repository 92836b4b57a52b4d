"""Which part of a record (`access.PARTS`) a measure belongs to, when somebody shares one part and keeps another."""

from __future__ import annotations

MEASURES, MOOD, HAPPENED, MEDICINES = "measures", "mood", "health", "health,notes"
"""Tests and scores; mood, worry, fear and sleep; unwanted events; medicines, which are about health and in the person's own words."""

FELT = ("own_mood", "own_worry", "own_fear", "own_stress", "own_sleep", "sleep_time", "phq_4", "phq_8", "gad_7", "pcs", "tsk_11")
"""Measures that belong to the part `mood`, whoever wrote their words."""


def part_of(slug: str) -> str:
    """The part that has to be shared for this measure to be seen."""
    return MOOD if slug in FELT else MEASURES
