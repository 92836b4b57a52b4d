"""`halfkilo cohort scenario` and `scenarios`: hazard scenarios in three arms, day by day for one person, and their harm written down."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from halfkilo.cohort.scenario import Scenario, load, scenarios
from halfkilo.cohort.scenario.baseline import ACCEPT, FILE, biology, read_baseline, risen, written
from halfkilo.cohort.scenario.cast import Cast, cast
from halfkilo.cohort.scenario.harm import MEASURES, Harm
from halfkilo.cohort.scenario.judge import faults
from halfkilo.cohort.scenario.life import Arm
from halfkilo.cohort.scenario.run import Result, jobs_of, run, whole
from halfkilo.cohort.scenario.tell import told as days_told
from halfkilo.commands.told import Code, Trouble, leave, say, told
from halfkilo.dose import RULES


@told
def one(file: Path, step: bool, person: str | None, arm: str, jobs: int) -> None:
    """One scenario: the table of its arms, or one person's days."""
    scenario = load(file)
    if arm not in list(Arm):
        raise Trouble(f"An arm is one of {', '.join(Arm)}, not {arm!r}.", Code.USAGE)
    if step:
        _step(scenario, _somebody(scenario, person), Arm(arm))
        return
    people = [_somebody(scenario, person).name] if person is not None else None
    result = run([scenario], people=people, jobs=jobs)[scenario.name]
    for line in (*_heading(scenario), *_table(result), *faults(scenario, result)):
        say(line)


@told
def many(folder: Path, write: bool, jobs: int, only: tuple[str, ...] = ()) -> None:
    """Every scenario of a folder, beside the harm that stands in its file; with `write` that file is written anew. only: names of
    those that are run; the others keep what is written about them."""
    found = scenarios(folder)
    for name in only:
        if name not in found:
            raise Trouble(f"{folder} holds no scenario {name!r}.", Code.USAGE)
    results = _all({name: one for name, one in found.items() if not only or name in only}, jobs)
    problems = []
    for name, result in results.items():
        for line in (*_heading(found[name]), *_table(result), ""):
            say(line)
        problems += list(faults(found[name], result))
    path = folder / FILE
    if write:
        path.write_text(written(found, {**_kept(path, found, results), **results}), encoding="utf-8")
        say(f"{path} written.")
    else:
        problems += _compared(path, found, results)
    for problem in problems:
        say(problem)
    if problems:
        raise leave(f"{len(problems)} to look at.")


def _kept(path: Path, found: Mapping[str, Scenario], results: Mapping[str, Result]) -> dict[str, Result]:
    """What stays of the file when only some scenarios were run."""
    left = set(found) - set(results)
    if not left:
        return {}
    base = read_baseline(path)
    if base.biology != biology() or base.rules != RULES or any(base.files.get(name) != found[name].digest for name in left):
        raise Trouble(f"{path} is of other people, rules or scenarios: run all of them.")
    return {name: base.harm[name] for name in left}


def _compared(path: Path, found: Mapping[str, Scenario], results: Mapping[str, Result]) -> list[str]:
    base = read_baseline(path)
    if base.biology != biology():
        return [f"{path} was written for other simulated people; `{ACCEPT}` writes it for these"]
    return list(risen(base, found, results))


def _all(found: Mapping[str, Scenario], jobs: int) -> dict[str, Result]:
    """Run all of them, with a bar where somebody looks on."""
    from rich.progress import Progress

    several = list(found.values())
    with Progress(disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("lives", total=sum(1 for _ in jobs_of(several, tuple(Arm), None)))
        return run(several, jobs=jobs, told=lambda: bar.advance(task))


def _heading(scenario: Scenario) -> Iterator[str]:
    yield f"{scenario.name} ({', '.join(scenario.told.hazards)}), {scenario.told.weeks} weeks: {scenario.told.wrong}"
    matters = f"matters in {scenario.told.matters}" if scenario.told.matters else f"covered: {scenario.told.covered}"
    yield f"  off: without {', '.join(scenario.told.mitigation)}; {matters}"


def _table(result: Result) -> Iterator[str]:
    harm = whole(result)
    shown = [name for name in MEASURES if any(getattr(one, name) for one in harm.values())]
    yield "  ".join([f"  {'arm':6}", *(f"{name:>11}" for name in shown)])
    for arm in Arm:
        yield "  ".join([f"  {arm.value:6}", *(f"{_shown(name, harm[arm]):>11}" for name in shown)])


def _shown(name: str, harm: Harm) -> str:
    value = getattr(harm, name)
    return f"{value / 1000:.1f} kg" if name == "excess" else str(value)


def _somebody(scenario: Scenario, person: str | None) -> Cast:
    """A person by name or by number from 1; the first without either."""
    everybody = cast(scenario.told.people)
    if person is None:
        return everybody[0]
    for number, one in enumerate(everybody, start=1):
        if person in (one.name, str(number)):
            return one
    raise Trouble(f"{scenario.name} has nobody called {person!r}: a number from 1 to {len(everybody)}, or one of "
                  f"{', '.join(one.name for one in everybody)}.", Code.USAGE)


def _step(scenario: Scenario, one: Cast, arm: Arm) -> None:
    for line in (*_heading(scenario), f"{one.name}, arm {arm.value}"):
        say(line)
    waits = sys.stdin.isatty() and sys.stdout.isatty()
    for text in days_told(scenario, one, arm):
        say(text)
        if waits and _ends():
            return


def _ends() -> bool:
    """Wait for Enter; whether the person has seen enough (q, or the end of input)."""
    try:
        return input().strip().lower() == "q"
    except EOFError:
        return True
