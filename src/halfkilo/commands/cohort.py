"""`halfkilo cohort compare`: dosing rules on virtual people. Never evidence about real ones, and it says so."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from halfkilo.cohort.biologies import names
from halfkilo.cohort.chart import chart
from halfkilo.cohort.comparison import Comparison
from halfkilo.cohort.errors import CohortError
from halfkilo.cohort.page import page
from halfkilo.cohort.runs import Plan, sort
from halfkilo.cohort.table import COLUMNS, against, cells, markdown, plain
from halfkilo.cohort.workers import Tell, in_processes, on_dask
from halfkilo.commands.told import Code, Trouble, say, told

NOTE = "Simulated people. Nothing here is evidence about real ones."
STOPPED = 130
"""Exit code after Ctrl-C."""

WIDE = 150
"""Columns where nobody looks at a terminal: no figure may be cut off in a file."""

TITLE = "Strength gained against flares provoked by load"


@dataclass(frozen=True)
class Wish:
    """What to compare, where to live it, and what to write."""

    people: int = 200
    weeks: int = 26
    policies: str = ""
    biology: str = "standard"
    first: int = 0
    engine: str = "processes"
    scheduler: str | None = None
    jobs: int | None = None
    json: bool = False
    out: Path | None = None
    docs: bool = False


@told
def compare(wish: Wish) -> None:
    """Live every policy on every biology asked for, and say what came of it."""
    try:
        done = [_lived(wish, plan) for plan in plans(wish)]
    except CohortError as error:
        raise Trouble(str(error), Code.USAGE) from error
    except KeyboardInterrupt:
        say_aside("Stopped; nothing was written.")
        raise SystemExit(STOPPED) from None
    if wish.out is not None:
        write(done, wish.out)
    if wish.docs:
        write_docs(done, Path("docs"))
    if wish.json:
        say(json.dumps([as_plain(one) for one in done], indent=1))
        return
    for one in done:
        show(one)


def plans(wish: Wish) -> list[Plan]:
    """One plan for each biology.

    Raises:
        CohortError: what was asked for can't be.
    """
    if wish.engine not in ("processes", "dask"):
        raise CohortError(f"engine is processes or dask, not {wish.engine!r}.")
    if wish.scheduler is not None and wish.engine != "dask":
        raise CohortError("a scheduler belongs to --engine dask.")
    if wish.jobs is not None and wish.jobs < 1:
        raise CohortError(f"jobs must be at least 1, got {wish.jobs}.")
    if wish.docs and not Path("docs").is_dir():
        raise CohortError("there is no folder docs here; --docs writes docs/cohort.md and its picture.")
    if ":" in wish.biology:
        sys.path.insert(0, str(Path.cwd()))  # somebody's own biology lies where they are
    asked = names() if wish.biology == "all" else _words(wish.biology)
    return [Plan(wish.people, wish.weeks, _words(wish.policies), biology, wish.first) for biology in asked]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (one.strip() for one in text.split(",")) if word)


def _lived(wish: Wish, plan: Plan) -> Comparison:
    pieces, jobs = list(plan.pieces()), wish.jobs or os.cpu_count() or 1
    with progress(f"{plan.biology}: people x policies", plan.people * len(plan.names)) as tell:
        outcomes = on_dask(pieces, wish.scheduler, jobs, tell) if wish.engine == "dask" else in_processes(pieces, jobs, tell)
    return Comparison(plan, sort(outcomes))


@contextmanager
def progress(what: str, whole: int) -> Iterator[Tell]:
    """A bar on standard error; nothing where nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=whole)
        yield lambda lived: bar.advance(task, lived)


def show(one: Comparison) -> None:
    """The table for the terminal."""
    from rich.console import Console
    from rich.table import Table

    plan = one.plan
    table = Table(title=f"{plan.people} people, {plan.weeks} weeks, biology {plan.biology}", title_justify="left", box=None, pad_edge=False)
    for index, column in enumerate(COLUMNS):
        table.add_column(column.short, justify="left" if index == 0 else "right", no_wrap=True)
    for row in cells(one.rows):
        table.add_row(*row)
    console = Console()
    (console if console.is_terminal else Console(width=WIDE)).print(table)
    for line in (against(one), *(f"Where ours loses: {loss}." for loss in one.losses()), NOTE):
        if line:
            say(line)


def as_plain(one: Comparison) -> dict[str, object]:
    """A comparison as JSON."""
    reached = one.share
    return {"simulated": True, "note": NOTE, "plan": asdict(one.plan) | {"policies": list(one.plan.names)}, "rows": plain(one.rows),
            "share_of_oracle": asdict(reached) if reached else None, "losses": one.losses()}


def write(done: Sequence[Comparison], folder: Path) -> None:
    """Rows and outcomes as JSON, the table and the chart, one set of files for each biology."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in done:
        stem = one.plan.biology.replace(":", "-")
        (folder / f"{stem}.json").write_text(json.dumps(as_plain(one), indent=1) + "\n", encoding="utf-8")
        lines = [json.dumps(asdict(outcome)) for name in one.plan.names for outcome in one.outcomes[name]]
        (folder / f"{stem}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        (folder / f"{stem}.md").write_text(f"{markdown(one.rows)}\n\n{against(one)}\n\n{NOTE}\n", encoding="utf-8")
        (folder / f"{stem}.svg").write_text(chart(one.rows, TITLE), encoding="utf-8")


def write_docs(done: Sequence[Comparison], folder: Path) -> None:
    """The page and its picture, and the same as JSON for the site's page of the rules."""
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / "cohort.svg").write_text(chart(done[0].rows, TITLE), encoding="utf-8")
    (folder / "cohort.md").write_text(page(done, "pictures/cohort.svg"), encoding="utf-8")
    (folder / "cohort.json").write_text(json.dumps([as_plain(one) for one in done], indent=1) + "\n", encoding="utf-8")


def say_aside(text: str) -> None:
    """A word on standard error."""
    sys.stderr.write(text + "\n")
