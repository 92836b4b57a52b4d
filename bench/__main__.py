"""`python -m bench [--json] [--only PART]`: measure, print, and write docs/performance.md anew when everything was measured."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench import decision, film, form, gym, loads, loop, people, report, running, site, stop, viewer, visit

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON and leave docs/performance.md alone")
    parts = ("site", "running", "viewer", "film", "loads", "people", "decision", "loop", "gym", "stop", "form", "visit")
    parser.add_argument("--only", choices=parts, help="one part only; leaves docs/performance.md alone")
    chosen = parser.parse_args()
    rows = []
    if chosen.only in (None, "running"):
        rows += list(running.rows())
    if chosen.only in (None, "stop"):
        with tempfile.TemporaryDirectory() as data:
            rows += list(stop.rows(Path(data)))
    if chosen.only in (None, "viewer"):
        with tempfile.TemporaryDirectory() as data:
            rows += list(viewer.rows(Path(data)))
    if chosen.only in (None, "film"):
        with tempfile.TemporaryDirectory() as data:
            rows += list(film.rows(Path(data)))
    if chosen.only in (None, "loads"):
        rows += list(loads.rows())
    if chosen.only in (None, "people"):
        rows += list(people.rows())
    if chosen.only in (None, "decision"):
        rows += list(decision.rows())
    if chosen.only in (None, "loop"):
        rows += list(loop.rows())
    if chosen.only in (None, "form"):
        rows += list(form.rows())
    if chosen.only in (None, "visit"):
        rows += list(visit.rows())
    if chosen.only in (None, "gym"):
        rows += list(gym.rows())
    if chosen.only in (None, "site"):
        with tempfile.TemporaryDirectory() as data:
            rows[:0] = list(site.rows(Path(data)))
    if chosen.json:
        print(json.dumps({"machine": report.machine(), "rows": [row.plain for row in rows]}, indent=1))
        return
    print(", ".join(f"{name}: {value}" for name, value in report.machine().items()))
    print(report.table(rows))
    if chosen.only is None:
        PAGE.write_text(report.page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
