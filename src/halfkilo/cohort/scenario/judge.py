"""What a run of a scenario says: whether the rules do more good than harm, and whether the mitigation is worth having."""

from __future__ import annotations

from collections.abc import Iterator

from halfkilo.cohort.scenario.file import Scenario
from halfkilo.cohort.scenario.harm import MEASURES
from halfkilo.cohort.scenario.life import Arm
from halfkilo.cohort.scenario.run import Result, whole


def faults(scenario: Scenario, result: Result) -> Iterator[str]:
    """What speaks against the rules, as sentences; nothing when all is well."""
    harm, told = whole(result), scenario.told
    for measure in MEASURES:
        full, off, none = (getattr(harm[arm], measure) for arm in (Arm.FULL, Arm.OFF, Arm.NONE))
        spare = told.tolerance.get(measure, 0)
        if full > off + spare:
            yield f"{scenario.name}: {measure} is {full} with all rules and {off} without {', '.join(told.mitigation)} (tolerance {spare})"
        if full > none + spare:
            yield f"{scenario.name}: {measure} is {full} with all rules and {none} without any (tolerance {spare})"
    if told.matters is not None:
        off, full = getattr(harm[Arm.OFF], told.matters), getattr(harm[Arm.FULL], told.matters)
        if off <= full:
            yield (f"{scenario.name}: without {', '.join(told.mitigation)} there is not more {told.matters} ({off} against {full}); "
                   "say in `covered` what holds it back")
