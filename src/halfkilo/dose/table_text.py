"""The table of rules as plain data and as Markdown, with the numbers in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from halfkilo import limits
from halfkilo.dose.policy import ORDER, RAILS, STANDARD, Policy
from halfkilo.dose.table import STAGES, Row, Table, shown, table
from halfkilo.limits import Certainty, Guardrail

CERTAIN = {
    Certainty.READ: "read in the study itself",
    Certainty.SECONDARY: "from a summary of the study",
    Certainty.COMPUTED: "computed from cited inputs",
    Certainty.DESIGN: "our own choice",
    Certainty.MEMORY: "common practice, from memory",
}
"""What the letters say."""

HONEST = (
    "No trial has tested these rules on people. Where a rule follows a published one, that one was tested as a package, mostly in small "
    "trials of tendons and shoulders; none shows that 5 is a better edge than 4 or 6, and none tested an automatic step of half a kilo.",
    "In trials, heavier training did not bring more pain relief than lighter training, and how often people came mattered more. So the "
    "rules seek steady attendance and slow progress; load is there for strength.",
    "The rules have been tried on virtual people. That shows how rules compare when the assumptions hold. It is no evidence in patients.",
)
"""The limits of what is known, said wherever the rules are shown."""


NOTES = ("In the sources of numbers, DOSE.md is the dose specification and evidence the notes behind it, each with its section; "
         "decisions stand in docs/decisions.")
"""What the short names in `limits.py` mean."""


def unit_of(rail: Guardrail) -> str:
    """The unit behind a number that `shown` wrote."""
    return "" if rail.unit == "g" else rail.unit.removeprefix("tenths of ").removeprefix("tenths")


def settable(policy: Policy = STANDARD) -> Iterator[dict[str, Any]]:
    """Every number that a site may set: as it stands, ours, bounds, advice, source, certainty, the rules that use it."""
    for name, rail in RAILS.items():
        yield _rail(name, rail, getattr(policy, name))


def fixed() -> Iterator[dict[str, Any]]:
    """Every number that no file of a site changes."""
    taken = {id(rail) for rail in RAILS.values()}
    for name, rail in vars(limits).items():
        if isinstance(rail, Guardrail) and id(rail) not in taken:
            yield _rail(name.lower(), rail, rail.first)


def _rail(name: str, rail: Guardrail, value: int) -> dict[str, Any]:
    return {
        "name": name,
        "what": rail.name,
        "unit": unit_of(rail),
        "value": shown(value, rail.unit),
        "ours": shown(rail.first, rail.unit),
        "changed": value != rail.first,
        "hard": [shown(one, rail.unit) for one in rail.hard],
        "advised": [shown(one, rail.unit) for one in rail.advised],
        "source": rail.source,
        "certainty": rail.certainty.value,
        "rules": [row.id for row in table().rules if name in row.numbers],
    }


def plain(policy: Policy = STANDARD) -> dict[str, Any]:
    """Everything as JSON has it."""
    known = table()
    return {
        "version": policy.version,
        "stages": STAGES,
        "rules": [_row(row, known, policy) for row in known.rules],
        "numbers": list(settable(policy)),
        "fixed": list(fixed()),
        "order": [f"{low} must not be above {high}" for low, high in ORDER],
        "certainty": {one.value: said for one, said in CERTAIN.items()},
        "notes": NOTES,
        "limits": list(HONEST),
    }


def _row(row: Row, known: Table, policy: Policy) -> dict[str, Any]:
    when, then = row.filled(policy)
    return {
        "id": row.id,
        "stage": row.stage,
        "name": row.name,
        "when": when,
        "then": then,
        "numbers": list(row.numbers),
        "sources": [{"text": one.text, "cited": one.cited, "link": one.link} for one in (known.sources[name] for name in row.source)],
        "certainty": row.certainty.value,
        "hazards": list(row.hazard),
        "says": list(row.says),
    }


def markdown(policy: Policy = STANDARD) -> str:
    """The whole table as a page."""
    return "\n".join(_page(plain(policy))) + "\n"


def _page(told: dict[str, Any]) -> Iterator[str]:
    yield "# The rules of the dose"
    yield ""
    yield f"Version {told['version']}. Written by `halfkilo rules --markdown`; change `src/halfkilo/dose/table.toml` and run it again."
    yield "Rules are tried from top to bottom. How sure: " + "; ".join(f"{one} {said}" for one, said in told["certainty"].items()) + "."
    for one in told["limits"]:
        yield ""
        yield one
    for stage, title in told["stages"].items():
        yield from ("", f"## {title}", "", "| rule | when | then | from | sure | hazards |", "|---|---|---|---|---|---|")
        yield from (_line(row) for row in told["rules"] if row["stage"] == stage)
    yield from _numbers(told)


def _line(row: dict[str, Any]) -> str:
    sources = "; ".join(f"[{one['text']}]({one['link']})" if one["link"] else one["text"] for one in row["sources"])
    return _cells(f"**{row['id']}** {row['name']}", row["when"], row["then"], sources, row["certainty"], " ".join(row["hazards"]))


def _numbers(told: dict[str, Any]) -> Iterator[str]:
    yield from ("", "## Numbers that a site may set", "")
    yield "`halfkilo rules --write my-rules.toml` writes them into a file, `--check` looks it over, `halfkilo serve --rules` uses it."
    yield "Never: " + "; ".join(one.replace("must not be", "is") for one in told["order"]) + "."
    yield told["notes"]
    yield from ("", "| number | what | in force | may be | advised | from | sure | used by |", "|---|---|---|---|---|---|---|---|")
    for one in told["numbers"]:
        yield _cells(*_named(one), " to ".join(one["hard"]), " to ".join(one["advised"]), *_known(one))
    yield from ("", "## Numbers that stay", "", "| number | what | value | from | sure | used by |", "|---|---|---|---|---|---|")
    for one in told["fixed"]:
        yield _cells(*_named(one), *_known(one))


def _named(one: dict[str, Any]) -> tuple[str, ...]:
    return f"`{one['name']}`", one["what"], f"{one['value']} {one['unit']}".strip()


def _known(one: dict[str, Any]) -> tuple[str, ...]:
    return one["source"], one["certainty"], ", ".join(one["rules"])


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
