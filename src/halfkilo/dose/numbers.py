"""A site's own numbers: one small file that a clinician edits. Every mistake is named at once, with its line and what would be right.

The file is TOML: a name of `policy.RAILS`, the sign of equality, a whole number. A number that is left out is ours. Nothing but numbers can
be set, and none beyond its guardrail: rules are not switched off here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from halfkilo.dose.policy import ORDER, RAILS, RULES, Policy
from halfkilo.limits import Guardrail
from halfkilo.strict import Malformed

LARGEST = 64 * 1024
"""Bytes of a file of numbers; a longer one is something else."""

KEY = re.compile(r"^\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))\s*=")


@dataclass(frozen=True)
class Finding:
    """One thing about a file. line: 0 for the file as a whole. grave: the file can't be used; else it may be, and it is worth a look."""

    line: int
    name: str
    problem: str
    grave: bool = True

    def said(self, file: str) -> str:
        """As a sentence with its place."""
        place = f"{file}, line {self.line}" if self.line else file
        return f"{place}: {self.name + ' ' if self.name else ''}{self.problem}"


def read(path: Path) -> Policy:
    """The policy of a file.

    Raises:
        Malformed: with all that is not right about it, a line each.
        OSError: it can't be read.
    """
    policy, findings = look(path)
    if policy is None:
        raise Malformed("", "\n".join(one.said(path.name) for one in findings if one.grave))
    return policy


def look(path: Path) -> tuple[Policy | None, tuple[Finding, ...]]:
    """The policy of a file (None where it can't be used), and everything there is to say about it, in the order of its lines.

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return None, (Finding(0, "", f"is larger than {LARGEST // 1024} kB; this is no file of numbers"),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (Finding(0, "", "is not UTF-8 text; save it as UTF-8"),)
    findings, values = _values(text)
    findings += _bounds(values, findings)
    findings.sort(key=lambda one: one.line)
    if any(one.grave for one in findings):
        return None, tuple(findings)
    own: dict[str, Any] = {name: value for name, (_, value) in values.items()}
    return Policy(**own), tuple(findings)


def template() -> str:
    """A file with every number that may be set, at our value, with its bounds, what we advise and where it comes from."""
    head = f"""\
# Numbers of the dose for everybody on this site. Rules of version {RULES}.
# Change a number behind a sign of equality, save, then run:  halfkilo rules --check THIS-FILE
# and start with:  halfkilo serve --rules THIS-FILE
# A line that is taken out means our number. Whole numbers only; loads in grams."""
    return "\n\n".join([head, *(_entry(name, rail) for name, rail in RAILS.items())]) + "\n"


def _entry(name: str, rail: Guardrail) -> str:
    (low, high), (least, most) = rail.hard, rail.advised
    order = [f"# {before} must not be above {after}." for before, after in ORDER if name in (before, after)]
    head = f"# {rail.name}, {rail.unit}. May be {low} to {high}; advised {least} to {most}; ours {rail.first}."
    return "\n".join((head, f"# From: {rail.source}.", *order, f"{name} = {rail.first}"))


def _values(text: str) -> tuple[list[Finding], dict[str, tuple[int, int]]]:
    """What is not right about the file as it is written, and its known whole numbers by name, each with its line."""
    lines = _lines(text)
    twice = [Finding(at[1], name, f"stands in line {at[0]} already; keep one") for name, at in lines.items() if len(at) > 1]
    if twice:
        return twice, {}
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        place = re.search(r"line (\d+)", str(problem))
        return [Finding(int(place[1]) if place else 0, "", f"can't be read: {problem}")], {}
    findings: list[Finding] = []
    values: dict[str, tuple[int, int]] = {}
    for name, value in given.items():
        line = lines.get(name, [0])[0]
        odd = _odd(name, value)
        if odd is not None:
            findings.append(Finding(line, name, odd))
        else:
            values[name] = (line, value)
    return findings, values


def _lines(text: str) -> dict[str, list[int]]:
    """The lines on which a name stands before a sign of equality."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := KEY.match(line):
            found.setdefault(next(one for one in match.groups() if one is not None), []).append(number)
    return found


def _odd(name: str, value: object) -> str | None:
    """What is not right about one line by itself, but for its bounds."""
    if name not in RAILS:
        near = get_close_matches(name, RAILS, n=1, cutoff=0.5)
        return f"is not a number that may be set{f'; is {near[0]} meant?' if near else '; halfkilo rules --write FILE lists them'}"
    if type(value) is not int:
        return f"must be a whole number of {RAILS[name].unit}, such as {name} = {RAILS[name].first}; got {value!r}"
    return None


def _bounds(values: dict[str, tuple[int, int]], before: list[Finding]) -> list[Finding]:
    """Numbers beyond a guardrail, outside what is advised, or against one another."""
    found = [one for name, (line, value) in values.items() if (one := _bound(name, line, value)) is not None]
    if not any(one.grave for one in (*found, *before)):
        found += _contradictions(values)
    return found


def _bound(name: str, line: int, value: int) -> Finding | None:
    rail = RAILS[name]
    if not rail.hard[0] <= value <= rail.hard[1]:
        return Finding(line, name, f"must be from {rail.hard[0]} to {rail.hard[1]} {rail.unit}; got {value}")
    if not rail.advised_for(value):
        problem = f"is {value}; we advise {rail.advised[0]} to {rail.advised[1]} {rail.unit} ({rail.source})"
        return Finding(line, name, problem, grave=False)
    return None


def _contradictions(values: dict[str, tuple[int, int]]) -> Iterator[Finding]:
    for low, high in ORDER:
        (line_low, below), (line_high, above) = (values.get(name, (0, RAILS[name].first)) for name in (low, high))
        if below > above:
            ours = "" if high in values and low in values else " (ours)"
            yield Finding(max(line_low, line_high), low, f"({below}) must not be above {high} ({above}{ours if high not in values else ''})"
                          + (ours if low not in values else ""))
