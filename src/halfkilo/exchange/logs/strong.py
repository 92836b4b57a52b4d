"""Strong: one row per set. The unit stands in a column, in the header, or nowhere; durations of rest are rows of their own."""

from __future__ import annotations

from halfkilo.exchange.amounts import Unit
from halfkilo.exchange.layout import Layout

LAYOUT = Layout(
    source="strong", name="Strong", marks=frozenset({"exercise name", "set order"}), when=("date",), exercise="exercise name",
    weights={"weight": None, "weight (kg)": Unit.KILOGRAM, "weight (kgs)": Unit.KILOGRAM, "weight (lb)": Unit.POUND,
             "weight (lbs)": Unit.POUND},
    seconds=("seconds",), workout="workout name", unit="weight unit", order="set order", not_sets=frozenset({"rest timer", "note"}))
