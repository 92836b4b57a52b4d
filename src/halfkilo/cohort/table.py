"""The comparison as rows of text: for the terminal, for a page, and as plain values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from halfkilo.cohort.compare import Figure, Row
from halfkilo.cohort.comparison import CEILING, OURS, Comparison


def with_range(figure: Figure, digits: int) -> str:
    """5.9 (5.1..6.7)."""
    return f"{figure.mean:.{digits}f} ({figure.low:.{digits}f}..{figure.high:.{digits}f})"


@dataclass(frozen=True)
class Column:
    """A head for pages, a short one for the terminal, and what stands in it."""

    head: str
    short: str
    cell: Callable[[Row], str]


COLUMNS = (
    Column("policy", "policy", lambda row: row.policy),
    Column("strength gained, %", "strength, %", lambda row: with_range(row.gain, 1)),
    Column("load flares a year", "load flares/y", lambda row: with_range(row.load_flares, 2)),
    Column("flare days a year", "flare days/y", lambda row: with_range(row.flare_days, 0)),
    Column("sessions above 5 a year", "above 5/y", lambda row: with_range(row.loud, 1)),
    Column("attended, %", "came, %", lambda row: f"{row.attendance.mean:.0f}"),
    Column("left, %", "left, %", lambda row: f"{row.drop_out.mean:.0f}"),
    Column("change of pain", "pain", lambda row: f"{row.pain.mean:+.1f}"),
    Column("loads raised", "raised", lambda row: f"{row.raised.mean:.0f}"),
    Column("steps past ours", "past", lambda row: f"{row.breaches}"),
)
"""The last: rises past an invariant of DOSE.md 6, all sessions together."""


def cells(rows: Sequence[Row]) -> list[list[str]]:
    """The table without its head."""
    return [[column.cell(row) for column in COLUMNS] for row in rows]


def markdown(rows: Sequence[Row]) -> str:
    """The table for a page."""
    lines = [[column.head for column in COLUMNS], ["---", *["---:"] * (len(COLUMNS) - 1)], *cells(rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def against(comparison: Comparison) -> str:
    """How near ours comes to the ceiling, in a sentence; empty where one of the two was not lived."""
    reached, ours, ceiling = comparison.share, comparison.row(OURS), comparison.row(CEILING)
    if reached is None or ours is None or ceiling is None:
        return ""
    share = f"{100 * reached.mean:.0f} % ({100 * reached.low:.0f}..{100 * reached.high:.0f})"
    return (f"halfkilo gains {share} of what the oracle gains, with {ours.load_flares.mean:.2f} flares provoked by load a year against "
            f"{ceiling.load_flares.mean:.2f}.")


def plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """As JSON has it."""
    return [asdict(row) for row in rows]
