"""The page `docs/mutation.md`: the score of every file, and every mutant that no test noticed, with what a person said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

OPEN = "not looked at"
HEAD = """# Which small changes of the dose the tests notice

`python -m scripts.mutate --page docs/mutation.md` changes one small thing of `dose` or `limits.py` at a time (a comparison, an operator, a
number, a condition, a word, what a function returns) and asks whether a test notices. Only tests that run the changed lines are asked.
Prose is left alone: docstrings, messages of errors, sources. `--sample 300` tries an even share (`--seed WORD` another one), `--of rules
rise` only these files, `--again` those that nobody noticed. Answers are kept between runs as long as program and tests are the same: a
changed program forgets all of them, a changed test its own and those that nobody noticed. Tests are written for what nobody noticed, so the
same sample again says less than a new one. `make campaign` tries an even share of 200, all of them with `HALFKILO_MUTANTS=all` (some
hours), and wants 95 % of them noticed or equivalent.

A mutant that nobody noticed is one of these: **equivalent** (no input can tell it from the program), **words only** (a fact that no
sentence uses), **performance only**, or **open** (a test is missing). What stands here is checked against the program by
`tests/dose/test_mutation.py`.
"""
ROW = re.compile(r"^\| `(?P<path>[^`]+)` \| `(?P<function>[^`]*)` \| `` (?P<old>.+?) `` \| `` (?P<new>.+?) `` \| (?P<nth>\d+) "
                 r"\| (?P<why>[^|]*) \|$")
BAR = "\u2223"
"""Stands for a vertical bar, which would end a cell."""


def explained(page: Path) -> dict[str, str]:
    """What the page says about each mutant that nobody noticed, by its key."""
    found = {}
    for line in page.read_text(encoding="utf-8").splitlines() if page.exists() else ():
        row = ROW.match(line)
        if row:
            old, new = (row[name].replace(BAR, "|") for name in ("old", "new"))
            found[f"{row['path']}:{row['function']}:{old} -> {new} #{row['nth']}"] = row["why"].strip()
    return found


def write(page: Path, noticed: Mapping[str, str | None], there: Mapping[str, list[str]]) -> None:
    """Write the page anew; what was said about a mutant stays, also where it was not tried this time.

    Args:
        noticed: who noticed each mutant tried. there: mutants by file.
    """
    said, lines = explained(page), [HEAD]
    lines += ["| file | mutants | tried | noticed | score | equivalent |", "|---|---|---|---|---|---|"]
    total = [0, 0, 0, 0]
    for name, keys in there.items():
        tried = [key for key in keys if key in noticed]
        left = [key for key in tried if noticed[key] is None]
        same = sum(said.get(key, OPEN).startswith("equivalent") for key in left)
        total = [one + more for one, more in zip(total, (len(keys), len(tried), len(tried) - len(left), same), strict=True)]
        lines.append(_row(name, len(keys), len(tried), len(tried) - len(left), same))
    lines += [_row("**all**", *total), ""]
    lines += ["| file | function | was | becomes | nth | why nobody noticed |", "|---|---|---|---|---|---|"]
    left = [key for keys in there.values() for key in keys if key in (said.keys() | noticed.keys()) and noticed.get(key) is None]
    lines += [_survivor(key, said.get(key, OPEN)) for key in left]
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(name: str, mutants: int, tried: int, noticed: int, same: int) -> str:
    score = f"{100 * noticed / tried:.1f} %" if tried else ""
    return f"| {name} | {mutants} | {tried} | {noticed} | {score} | {same} |"


def _survivor(key: str, why: str) -> str:
    path, function, rest = key.split(":", 2)
    change, nth = rest.rsplit(" #", 1)
    old, new = change.replace("|", BAR).split(" -> ", 1)
    return f"| `{path}` | `{function}` | `` {old} `` | `` {new} `` | {nth} | {why} |"
