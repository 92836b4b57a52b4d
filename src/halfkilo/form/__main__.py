"""`python -m halfkilo.form make [SLUG...] [--check]`: derive signal.json from clip.json (all exercises, if none is named)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from halfkilo.exercises.catalogue import HERE
from halfkilo.form import exercise
from halfkilo.form.errors import FormError


def main(words: Sequence[str] | None = None) -> int:
    """Run; returns 0, or 1 when a file needs making again."""
    parser = argparse.ArgumentParser(prog="python -m halfkilo.form", description=__doc__)
    make = parser.add_subparsers(dest="command", required=True).add_parser("make", help="derive signal.json from clip.json")
    make.add_argument("slug", nargs="*", help="exercises (all, if none is named)")
    make.add_argument("--check", action="store_true", help="only say whether what is stored is current")
    choice = parser.parse_args(words)
    amiss = 0
    for slug in choice.slug or sorted(path.parent.name for path in HERE.glob("*/clip.json")):
        try:
            told = "current" if choice.check else f"{exercise.write(slug)} bytes"
            if choice.check:
                exercise.check(slug)
            print(f"{slug}: {told}")
        except (FormError, OSError) as problem:
            amiss = 1
            print(problem, file=sys.stderr)
    return amiss


if __name__ == "__main__":
    sys.exit(main())
