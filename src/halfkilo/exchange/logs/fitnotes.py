"""FitNotes: one row per set in the order done, by day only; the unit stands in the header or in a column."""

from __future__ import annotations

from halfkilo.exchange.amounts import Unit
from halfkilo.exchange.layout import Layout

LAYOUT = Layout(
    source="fitnotes", name="FitNotes", marks=frozenset({"date", "exercise", "category", "reps"}), when=("date",), exercise="exercise",
    weights={"weight (kgs)": Unit.KILOGRAM, "weight (kg)": Unit.KILOGRAM, "weight (lbs)": Unit.POUND, "weight (lb)": Unit.POUND,
             "weight": None},
    seconds=("time",), unit="weight unit")
