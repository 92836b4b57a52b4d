"""A measurement with its target, and the ways to show many of them."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measurement. most: the target, None when it is only told. unit: as a reader would write it behind the number."""

    what: str
    value: float
    unit: str
    most: float | None = None

    @property
    def verdict(self) -> str:
        """`ok`, `over`, or nothing without a target."""
        return "" if self.most is None else "ok" if self.value <= self.most else "over"

    @property
    def plain(self) -> dict[str, object]:
        """For `--json`."""
        return {"what": self.what, "value": round(self.value, 3), "unit": self.unit, "most": self.most, "verdict": self.verdict}


def machine() -> dict[str, object]:
    """The machine this ran on: processor, cores, Python, system."""
    return {"processor": _processor(), "cores": cpu_count() or 0, "python": sys.version.split()[0],
            "system": f"{platform.system()} {platform.machine()}"}


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def number(value: float) -> str:
    """Three digits that matter, no more."""
    return str(round(value)) if value >= 100 else f"{value:.3g}"


def table(rows: Iterable[Row]) -> str:
    """As a Markdown table, which reads well on a terminal, too."""
    cells = [("what", "measured", "at most", ""), *((row.what, _value(row), _most(row), row.verdict) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _value(row: Row) -> str:
    return f"{number(row.value)} {row.unit}".strip()


def _most(row: Row) -> str:
    return "" if row.most is None else f"{number(row.most)} {row.unit}".strip()


PAGE = """# Performance

Written by `make bench`; run it again rather than editing this page. `make bench ARGS=--json` prints the same as JSON.

Measured on: {processor}, {cores} cores, Python {python}, {system}.

{table}

How it is measured: the five-year person has 750 sessions, 11,250 sets and a morning for every day, on SQLite with the release's
own settings. Milliseconds are processor time of the process that serves, the median of many;
times to be ready and to stop are by the clock. Memory is each process's share (PSS) after two idle seconds, summed over
the site, its worker, the supervisor and the simulated gym. The first page is counted in Chromium with an empty cache, in bytes
over the wire. Stop times go from the screen's socket to the supervisor's answer; a killed supervisor is timed on the machine's
own clock, from the last renewal to no load. The figure is measured in Chromium that draws WebGL with the processor: seconds of the page
with its worker and of the drawing process, from asking for the page to the second picture, after the same page was once shown without it.
A session of the full engine in the loop is everything from one session to the next: mornings, check-in, decision, offers and their answers,
sets and nights, over half a year of eight simulated people, the quickest of three times each. Processor time also grows where other
work shares a core's caches, by half again and more on a busy machine.
A Python compiled with profile-guided optimisation, as Debian's is, does about a sixth more of these sessions than one compiled without.
"""


def page(rows: Iterable[Row]) -> str:
    """The whole of docs/performance.md."""
    return PAGE.format(table=table(rows), **machine())
