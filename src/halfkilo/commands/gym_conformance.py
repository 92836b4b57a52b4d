"""`halfkilo gym conformance ADDRESS`: does a machine on halfkilo link do what docs/link.md asks of it?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from halfkilo.gym.devices.link.codec import Identity
from halfkilo.gym.devices.link.conformance.reach import Gone, Reach, SocketReach
from halfkilo.gym.devices.link.conformance.requirement import REQUIREMENTS, Outcome, Result
from halfkilo.gym.devices.link.conformance.run import run, who
from halfkilo.gym.devices.link.conformance.talk import Missed
from halfkilo.gym.devices.link.conformance.trial import CEILING_G

ASKED = (
    f"This machine is no simulation. The checks will put up to {CEILING_G / 1000:g} kg on its left cable, many times over. "
    "Stay at the handles, know where the switch at the wall is, and let go whenever you like.\nType yes to begin: "
)
MISSED = 1
UNREACHED = 2
SHOWN = {Outcome.MET: "[green]met[/]", Outcome.MISSED: "[red]missed[/]", Outcome.NOT_RUN: "[yellow]not run[/]"}


def conformance(address: str, load: bool = False, only: list[str] | None = None, as_json: bool = False) -> None:
    """Check a machine that speaks halfkilo link, requirement by requirement.

    Ends with 0 when none was missed, 1 when one was, 2 when nobody answers there. What was not run was not checked.
    load: also those that load, on a real machine only after a person's typed yes. only: these and what they need.
    """
    chosen = _chosen(only)
    try:
        reach = SocketReach(address)
        identity = who(reach)
    except (Gone, Missed, ValueError) as error:
        typer.echo(f"no machine on the link at {address}: {error}", err=True)
        raise typer.Exit(UNREACHED) from error
    allowed = load and (identity.simulated or _agreed())
    tell = _tell if allowed and not identity.simulated else _say_nothing
    results = list(_shown(reach, identity, allowed, chosen, quiet=as_json, tell=tell))
    if as_json:
        typer.echo(json.dumps(_plain(identity, results), indent=1))
    else:
        _table(identity, results)
    if any(result.outcome is Outcome.MISSED for result in results):
        raise typer.Exit(MISSED)


def _chosen(only: list[str] | None) -> frozenset[str] | None:
    unknown = [name for name in only or [] if name not in REQUIREMENTS]
    if unknown:
        raise typer.BadParameter(f"there is no requirement {unknown[0]!r}; there are: {', '.join(REQUIREMENTS)}")
    return frozenset(only) if only else None


def _agreed() -> bool:
    """A person's typed yes; anything else, and no terminal, is a no."""
    typer.echo(ASKED, nl=False)
    try:
        return input().strip().lower() == "yes"
    except EOFError:
        return False


def _tell(text: str) -> None:
    typer.echo(f"  {text}", err=True)


def _say_nothing(_text: str) -> None:
    return


def _shown(
    reach: Reach, identity: Identity, load: bool, only: frozenset[str] | None, *, quiet: bool, tell: Callable[[str], None],
) -> Iterator[Result]:
    """The results, each named as it comes, since some of them take a while."""
    for result in run(reach, identity.simulated, load, tell, only):
        if not quiet:
            typer.echo(f"{result.outcome.value.replace('_', ' '):8} {result.name}", err=True)
        yield result


def _plain(identity: Identity, results: list[Result]) -> dict[str, object]:
    told = [{"name": one.name, "must": REQUIREMENTS[one.name].must, "outcome": one.outcome.value, "said": one.said} for one in results]
    return {
        "machine": {"maker": identity.maker, "model": identity.model, "firmware": identity.firmware, "simulated": identity.simulated},
        "results": told,
        "counts": {outcome.value: sum(one.outcome is outcome for one in results) for outcome in Outcome},
    }


def _table(identity: Identity, results: list[Result]) -> None:
    table = Table("requirement", "the machine", "", title=escape(f"{identity.maker} {identity.model}, firmware {identity.firmware}"))
    for one in results:
        table.add_row(one.name, REQUIREMENTS[one.name].must + (f"\n{escape(one.said)}" if one.said else ""), SHOWN[one.outcome])
    console = Console()
    console.print(table)
    console.print(", ".join(f"{sum(one.outcome is outcome for one in results)} {outcome.value.replace('_', ' ')}" for outcome in Outcome))
