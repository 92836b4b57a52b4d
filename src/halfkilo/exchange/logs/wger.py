"""wger: one row per set as its interface gives them (JSON, or the same as CSV); units are numbers of wger's own, times carry their zone.

Numbers of units are those that every wger begins with: weight 1 kilograms, 2 pounds; repetitions 1 repetitions, 3 seconds, 4 minutes.
An exercise that is only a number is called so: what it means differs from site to site.
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from halfkilo.exchange.layout import Layout
from halfkilo.exchange.table import Row

WEIGHTS = {"1": "kg", "2": "lb", "3": "body weight", "4": "plates", "5": "km/h", "6": "mph"}
SECONDS = {"3": 1, "seconds": 1, "4": 60, "minutes": 60}
REPS = {"", "1", "repetitions", "2", "until failure", "7", "max reps"}


def mended(row: Row, zone: tzinfo) -> Row:
    """The row with what is meant beside what is written: local time, unit, repetitions or seconds, a name."""
    cells = dict(row.cells)
    cells["when meant"] = _local(cells.get("date", ""), zone)
    unit = cells.get("weight_unit", "").strip().casefold()
    cells["unit meant"] = WEIGHTS.get(unit, unit)
    counted = cells.get("repetitions_unit", "").strip().casefold()
    amount = cells.get("repetitions", "").strip()
    if counted in SECONDS and amount:
        cells["seconds meant"] = _times(amount, SECONDS[counted])
    elif counted in REPS and amount:
        cells["reps meant"] = amount
    name = cells.get("exercise_name") or cells.get("exercise", "")
    cells["name meant"] = f"wger exercise {name}" if name.strip().isdigit() else name
    return Row(row.line, {column: cell for column, cell in cells.items() if cell.strip()})


def _local(text: str, zone: tzinfo) -> str:
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return when.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if when.tzinfo is not None else text


def _times(amount: str, seconds: int) -> str:
    try:
        return str(int(float(amount) * seconds))
    except (ValueError, OverflowError):
        return amount


LAYOUT = Layout(
    source="wger", name="wger", marks=frozenset({"date", "exercise", "repetitions", "weight"}), when=("when meant", "date"),
    exercise="name meant", weights={"weight": None}, reps="reps meant", seconds=("seconds meant",), workout="session", unit="unit meant",
    mended=mended)
