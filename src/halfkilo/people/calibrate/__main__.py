"""`python -m halfkilo.people.calibrate [--people N] [--out FILE]`: measure, write the page, say what is missed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from halfkilo.people.calibrate.report import missed, page
from halfkilo.people.calibrate.targets import measured

PAGE = Path("docs/calibration.md")
PEOPLE, FEWEST = 8_000, 500


def main(arguments: list[str] | None = None) -> int:
    """0 when every target is met, 1 when not."""
    parser = argparse.ArgumentParser(prog="halfkilo.people.calibrate", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"people in each arm, {FEWEST} or more (default: {PEOPLE})")
    parser.add_argument("--out", type=Path, default=PAGE, help=f"the page to write (default: {PAGE})")
    chosen = parser.parse_args(arguments)
    if chosen.people < FEWEST:
        parser.error(f"--people: {chosen.people} are too few to tell a miss from chance; {FEWEST} or more")
    if not chosen.out.parent.is_dir():
        parser.error(f"--out: there is no folder {chosen.out.parent}")
    found = list(measured(chosen.people))
    chosen.out.write_text(page(found, chosen.people), encoding="utf-8")
    print(missed(found) or f"all {len(found)} targets are met")
    print(f"written: {chosen.out}")
    return 0 if all(one.met for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
