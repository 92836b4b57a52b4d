"""Running scenarios: everybody in every arm, on one core or several, always with the same outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from halfkilo.cohort.scenario.cast import cast
from halfkilo.cohort.scenario.file import Scenario
from halfkilo.cohort.scenario.harm import Harm, total
from halfkilo.cohort.scenario.life import Arm, lived

ByPerson = Mapping[str, Harm]
Result = Mapping[Arm, ByPerson]
"""Harm by arm and person."""

Job = tuple[Scenario, int, Arm]
Told = Callable[[], object]


def run(many: Sequence[Scenario], arms: Sequence[Arm] = tuple(Arm), people: Sequence[str] | None = None, jobs: int = 1,
        told: Told = lambda: None) -> dict[str, Result]:
    """The harm of each scenario by its name. people: names out of each cast (None: everybody). told: is called after each life."""
    asked = list(jobs_of(many, arms, people))
    found: dict[str, dict[Arm, dict[str, Harm]]] = {one.name: {arm: {} for arm in arms} for one in many}
    for (scenario, number, arm), harm in zip(asked, _harms(asked, jobs), strict=True):
        found[scenario.name][arm][cast(scenario.told.people)[number].name] = harm
        told()
    return dict(found)


def jobs_of(many: Sequence[Scenario], arms: Sequence[Arm], people: Sequence[str] | None) -> Iterator[Job]:
    """Every life that is to be lived."""
    for scenario in many:
        for number, one in enumerate(cast(scenario.told.people)):
            if people is None or one.name in people:
                yield from ((scenario, number, arm) for arm in arms)


def _harms(asked: Sequence[Job], jobs: int) -> Iterator[Harm]:
    if jobs <= 1:
        yield from map(_one, asked)
        return
    # Spawned, as on every system: nothing of this process is shared by chance.
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(_one, asked, chunksize=4)


def _one(job: Job) -> Harm:
    scenario, number, arm = job
    return lived(scenario, cast(scenario.told.people)[number], arm)


def whole(result: Result) -> dict[Arm, Harm]:
    """Everybody's harm added up, by arm."""
    return {arm: total(people.values()) for arm, people in result.items()}
