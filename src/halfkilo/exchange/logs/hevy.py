"""Hevy: one row per set; the unit stands in the header; month names in the account's language."""

from __future__ import annotations

from halfkilo.exchange.amounts import Unit
from halfkilo.exchange.layout import Layout

LAYOUT = Layout(
    source="hevy", name="Hevy", marks=frozenset({"exercise_title", "set_index"}), when=("start_time",), exercise="exercise_title",
    weights={"weight_kg": Unit.KILOGRAM, "weight_lbs": Unit.POUND, "weight_lb": Unit.POUND},
    seconds=("duration_seconds",), workout="title")
