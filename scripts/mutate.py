"""How many small changes of the dose and of its limits the tests notice: `python -m scripts.mutate`.

Goes on where it was left, as far as program and tests are the same; `docs/mutation.md` says what came of it. A tree may be copied and the
copy tried, so that work goes on beside it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from scripts.mutation.choice import Choice
from scripts.mutation.known import Known
from scripts.mutation.page import write
from scripts.mutation.run import QUIET, SLOW, Runner

ROOT = Path(__file__).resolve().parents[1]
TESTS = ("tests/dose", "tests/journal", "tests/cohort/test_rounds.py")
FIRST = ("progress", "rise", "learn", "rules", "judge", "gates", "start", "finder", "back", "grid", "limits")
"""What matters most comes first."""


def files(root: Path = ROOT) -> dict[str, Path]:
    """The files that are changed, by short name."""
    source = root / "src" / "halfkilo"
    found = {**{f"dose/{one.name}": one for one in sorted((source / "dose").glob("*.py"))}, "limits.py": source / "limits.py"}
    return dict(sorted(found.items(), key=lambda one: FIRST.index(one[1].stem) if one[1].stem in FIRST else len(FIRST)))


def main(arguments: list[str] | None = None) -> int:
    """Try mutants, then say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--known", type=Path, default=ROOT / ".make" / "mutation.json", help="where results are kept between runs")
    parser.add_argument("--of", nargs="*", default=[], help="only these files, such as rules or limits")
    parser.add_argument("--sample", type=int, help="only about this many mutants, drawn evenly")
    parser.add_argument("--seed", default="", help="any word: another one draws another sample")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="ask only these tests, such as tests/dose/test_place.py")
    parser.add_argument("--again", action="store_true", help="try those that nobody noticed once more")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--slow", type=float, default=SLOW, help="leave out tests that take more seconds; fewer mutants are then noticed")
    parser.add_argument("--page", type=Path, help="write the page, such as docs/mutation.md")
    told = parser.parse_args(arguments)
    told.known.parent.mkdir(parents=True, exist_ok=True)
    known = Known.read(told.known)
    if told.again:
        known.noticed = {key: one for key, one in known.noticed.items() if one is not None}
        known.seconds, known.lines = {}, {}
    chosen = {name: path for name, path in files().items() if not told.of or path.stem in told.of}
    choice = Choice.of(chosen, told.sample, told.seed)
    runner = Runner(ROOT, chosen, known, choice.wants, told.workers, lambda line: print(line, file=sys.stderr, flush=True),
                    told.slow)
    code = pytest.main([*QUIET, "--rootdir", str(ROOT), *(str(ROOT / one) for one in told.tests)], plugins=[runner])
    if told.page is not None:
        write(told.page, known.noticed, choice.keys)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
