"""The rules as one table that people read: `table.toml`, checked against the program it describes, with the numbers in force filled in.

A row says when a rule applies, what then happens, how well that is known and from where. Numbers never stand in a row: `{cut_red}` is
filled from the policy, else from `limits`. A row about a rule that the program does not have, or with a number, source or key that
nobody knows, refuses to load and says where.
"""

from __future__ import annotations

import importlib
import re
import string
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from halfkilo import limits
from halfkilo.dose import finder, gates, items, rise, rules
from halfkilo.dose.numbers import read
from halfkilo.dose.policy import RAILS, STANDARD, Policy
from halfkilo.limits import Certainty, Guardrail
from halfkilo.strict import Malformed
from halfkilo.strict import read as strictly
from halfkilo.units import kilograms

__all__ = ["FILE", "STAGES", "Row", "Source", "Table", "load", "number", "read", "registered", "table"]

FILE = Path(__file__).with_name("table.toml")

STAGES = {
    "usual": "What is usual, and what a pain answer counts as",
    "gate": "May today be a training day?",
    "next": "The next dose of an exercise: the first rule that fits decides",
    "back": "The way back after a flare",
    "brake": "What keeps a clean exercise from rising",
    "progress": "How it rises",
    "first": "The first load",
    "day": "What the day is",
    "plan": "What several weeks say",
    "ask": "What is asked",
}
"""The parts of a decision, in the order in which they are looked at, each with its heading."""

BESIDE = {
    "break_first": limits.BREAK_BOUNDS[0],
    "break_last": limits.BREAK_BOUNDS[-1],
    "signal_most": limits.SIGNAL.hard[1],
    "tracked_most": limits.TRACKED.hard[1],
    "finder_quicker": finder.QUICKER,
    "finder_slower": finder.SLOWER,
    "finder_double": finder.DOUBLE,
    "anew_first": finder.ANEW,
    "lighter_week": items.LIGHTER_WEEK,
    "shortest": items.SHORTEST,
}
"""Numbers that stand beside the guardrails."""

HAZARD = re.compile(r"H\d\d")
ROOMS = ("dose", "journal")


@dataclass(frozen=True)
class Source:
    """Where a rule comes from. doi, pmid, pmcid: where one is known."""

    text: str
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""

    @property
    def cited(self) -> str:
        """The source with its number."""
        at = f"doi {self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else self.pmcid
        return f"{self.text} ({at})" if at else self.text

    @property
    def link(self) -> str:
        """Where it can be read; empty where no number is known."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/" if self.pmcid else ""


@dataclass(frozen=True)
class Row:
    """One rule. code: `room.module:name` for rules that stand in none of the program's ordered lists; says: further reasons under which
    "Why?" gives it."""

    id: str
    stage: str
    name: str
    when: str
    then: str
    source: tuple[str, ...]
    certainty: Certainty
    hazard: tuple[str, ...]
    code: str = ""
    says: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The names of the numbers it uses, each once."""
        found = (name for text in (self.when, self.then) for _, name, _, _ in string.Formatter().parse(text) if name)
        return tuple(dict.fromkeys(found))

    def filled(self, policy: Policy = STANDARD) -> tuple[str, str]:
        """When and then, with the numbers in force."""
        facts = {name: number(name, policy) for name in self.numbers}
        return self.when.format(**facts), self.then.format(**facts)


@dataclass(frozen=True)
class Table:
    """All rules in order, and their sources by id."""

    rules: tuple[Row, ...]
    sources: dict[str, Source]

    def of(self, reason: str) -> Row | None:
        """The row of a rule or of a reason that "Why?" gives."""
        return next((row for row in self.rules if reason == row.id or reason in row.says), None)

    def stage(self, name: str) -> tuple[Row, ...]:
        """The rows of one part of the decision."""
        return tuple(row for row in self.rules if row.stage == name)


@cache
def table() -> Table:
    """The table that is shipped."""
    return load(FILE)


def load(path: Path) -> Table:
    """A table from a file.

    Raises:
        Malformed: an unknown rule, number, source or key; a source or a text that is missing; a figure typed into a text; the place names
            file and row.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise Malformed(path.name, str(problem)) from problem
    for key in raw.keys() - {"rule", "source"}:
        raise Malformed(f"{path.name}: {key}", "is not known; a table has `rule` and `source`")
    sources = strictly(dict[str, Source], raw.get("source", {}), f"{path.name}: source")
    rows: dict[str, Row] = {}
    for index, one in enumerate(raw.get("rule", [])):
        place = f"{path.name}: rule {one.get('id', f'number {index + 1}')}"
        row = strictly(Row, one, place)
        _check(row, rows, sources, place)
        rows[row.id] = row
    if unused := sorted(sources.keys() - {name for row in rows.values() for name in row.source}):
        raise Malformed(f"{path.name}: source.{unused[0]}", "no rule cites it")
    return Table(tuple(rows.values()), sources)


def registered() -> dict[str, str]:
    """The rules that the program tries in order, by id: the part of the decision they belong to."""
    found = dict.fromkeys(rise.BRAKES, "brake")
    found |= {rule: "back" if rule == "back" else "next" for rule, _ in rules.IN_ORDER}
    return found | dict.fromkeys((*CLOSING, *(rule for rule, _ in gates.RESTING)), "gate")


CLOSING = {"G0": gates.g0_signs, "G1": gates.g1_screen, "G3-held": gates.g3_held}
"""Gates that close the whole day, or hold a place, before the resting ones are tried."""


def number(name: str, policy: Policy = STANDARD) -> str:
    """A number as people write it: tenths as such, grams as kilograms with their unit, several with commas.

    Raises:
        KeyError: there is no number of this name.
    """
    found = _values(policy)[name]
    if isinstance(found, tuple):
        return ", ".join(str(one) for one in found)
    return shown(found, _rails()[name].unit if name in _rails() else "")


def shown(value: int, unit: str) -> str:
    """A value in its unit, without the unit but for loads."""
    if unit == "g":
        return f"{kilograms(value)} kg"
    return f"{value // 10}.{value % 10}" if unit.startswith("tenths") else str(value)


@lru_cache(maxsize=4)
def _values(policy: Policy) -> dict[str, Any]:
    several = {name.lower(): value for name, value in vars(limits).items() if name.isupper() and isinstance(value, tuple)}
    return several | {name: rail.first for name, rail in _rails().items()} | policy.values | BESIDE


@cache
def _rails() -> dict[str, Guardrail]:
    """Every guardrail by the name that a text gives it; settable ones under the name of the policy."""
    return {name.lower(): value for name, value in vars(limits).items() if isinstance(value, Guardrail)} | RAILS


def _check(row: Row, before: dict[str, Row], sources: dict[str, Source], place: str) -> None:
    """One row against the program and the rest of the table."""
    said = {reason for one in before.values() for reason in (one.id, *one.says)}
    for reason in (row.id, *row.says):
        if reason in said:
            raise Malformed(place, f"{reason} stands in an earlier row, too")
    if row.stage not in STAGES:
        raise Malformed(f"{place}.stage", f"must be one of {', '.join(STAGES)}; got {row.stage}")
    for name, text in (("name", row.name), ("when", row.when), ("then", row.then)):
        _check_text(text, f"{place}.{name}")
    for name in row.numbers:
        if name not in _values(STANDARD):
            raise Malformed(place, f"{{{name}}} is no number of limits or policy")
    for name in row.source:
        if name not in sources:
            raise Malformed(f"{place}.source", f"{name} is not one of the sources")
    if not row.source:
        raise Malformed(f"{place}.source", "is missing; a choice of our own cites ours")
    for name in row.hazard:
        if not HAZARD.fullmatch(name):
            raise Malformed(f"{place}.hazard", f"must be such as H12, got {name}")
    _check_code(row, place)


def _check_text(text: str, place: str) -> None:
    if not text.strip():
        raise Malformed(place, "is missing")
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as problem:
        raise Malformed(place, f"braces do not fit: {problem}") from problem
    for before, _, form, _ in parts:
        figure = re.search(r"(?<![A-Z])\d", before)
        if form or figure:
            what = f"the form {form}" if form else f"the figure {figure[0] if figure else ''}"
            raise Malformed(place, f"holds {what}; write {{name}}, so that every number stands in one place")


def _check_code(row: Row, place: str) -> None:
    """A rule exists: in the program's lists, or under the name that the row gives."""
    stage = registered().get(row.id)
    if not row.code:
        if stage is None:
            raise Malformed(place, "the program has no such rule; one outside its lists names its place in `code`")
        if stage != row.stage:
            raise Malformed(f"{place}.stage", f"the program tries it as {stage}, not as {row.stage}")
        return
    if stage is not None:
        raise Malformed(f"{place}.code", "stands in the program's lists already; leave it out")
    if not _exists(row.code):
        raise Malformed(f"{place}.code", f"there is no {row.code}")


def _exists(code: str) -> bool:
    module, _, name = code.partition(":")
    if module.partition(".")[0] not in ROOMS:
        return False
    try:
        found: Any = importlib.import_module(f"halfkilo.{module}")
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return False
    return True
