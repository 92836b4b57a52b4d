"""`halfkilo rules`: the rules of the dose as a table, as JSON, as Markdown; a site's own numbers written out and looked over."""

from __future__ import annotations

import json
import os
from pathlib import Path

from halfkilo.commands.told import Code, Trouble, say, told
from halfkilo.dose import numbers
from halfkilo.dose.policy import RAILS, STANDARD, Policy

VARIABLE = "HALFKILO_RULES"
"""The file of a site's own numbers, where no --rules names one."""


def in_force(rules: Path | None) -> Policy:
    """The policy of a file; without one that of HALFKILO_RULES, else our own numbers.

    Raises:
        Trouble: the file is not there or can't be used.
    """
    found = str(rules) if rules is not None else os.environ.get(VARIABLE, "")
    if not found:
        return STANDARD
    policy, findings = _look(Path(found))
    if policy is None:
        raise Trouble("\n".join(one.said(found) for one in findings))
    return policy


@told
def show(rules: Path | None, as_json: bool, as_markdown: bool) -> None:
    """Print the table with the numbers in force."""
    from halfkilo.dose import table_text

    policy = in_force(rules)
    if as_json:
        say(json.dumps(table_text.plain(policy), ensure_ascii=False, indent=1))
    elif as_markdown:
        say(table_text.markdown(policy).rstrip("\n"))
    else:
        _print(policy)


@told
def write(path: Path) -> None:
    """Write a file with every number that may be set."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(numbers.template())
    except FileExistsError as problem:
        raise Trouble(f"{path} is there already. Choose another name, or move it away.") from problem
    say(f"{path} holds our numbers with their bounds and sources. Change what you like, then: halfkilo rules --check {path}")


@told
def check(path: Path) -> None:
    """Say everything that is to be said about a file of numbers."""
    policy, findings = _look(path)
    for one in findings:
        say(f"{'' if one.grave else 'Worth a look: '}{one.said(str(path))}")
    if policy is None:
        count = sum(one.grave for one in findings)
        raise Trouble(f"{count} {'thing' if count == 1 else 'things'} to put right; the file is not used as it is.", Code.TO_DO)
    changed = ", ".join(f"{name} {RAILS[name].first} -> {value}" for name, value in policy.changed.items())
    say(f"Fine: version {policy.version}. " + (f"Other than ours: {changed}." if changed else "The same numbers as ours."))


def _look(path: Path) -> tuple[Policy | None, tuple[numbers.Finding, ...]]:
    try:
        return numbers.look(path)
    except OSError as problem:
        raise Trouble(f"The file of numbers {path} can't be read: {problem.strerror}. "
                      f"Write one with: halfkilo rules --write {path}") from problem


def _print(policy: Policy) -> None:
    """The table in the terminal, as wide as it is."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from halfkilo.dose.table import STAGES, table
    from halfkilo.dose.table_text import CERTAIN, HONEST

    out = Console(highlight=False)
    out.print(f"[bold]The rules of the dose, version {escape(policy.version)}[/]")
    for stage, title in STAGES.items():
        grid = Table(title=title, title_justify="left", title_style="bold", show_lines=True, expand=True)
        for column, ratio in (("rule", 3), ("when", 7), ("then", 8), ("from", 5)):
            grid.add_column(column, ratio=ratio, overflow="fold")
        for row in table().stage(stage):
            when, then = (escape(text) for text in row.filled(policy))
            sources = "\n".join(table().sources[name].cited for name in row.source)
            hazards = f" {' '.join(row.hazard)}" if row.hazard else ""
            grid.add_row(escape(f"{row.id}\n{row.name}"), when, then, escape(f"{sources}\n{row.certainty.value}{hazards}"))
        out.print(grid)
    out.print("How sure: " + "; ".join(f"{one.value} {said}" for one, said in CERTAIN.items()) + ".")
    for line in HONEST:
        out.print(escape(line))
