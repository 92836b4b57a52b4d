"""The data dictionary as docs/recording.md shows it: `python -m tests.gym.recorded` prints the table."""

from __future__ import annotations

from halfkilo.gym.recording.columns import COLUMNS, Column


def line(column: Column) -> str:
    """One row of the table."""
    return f"| `{column.name}` | {column.kind} | {column.unit} | {column.about} |"


if __name__ == "__main__":
    print("\n".join(map(line, COLUMNS)))
