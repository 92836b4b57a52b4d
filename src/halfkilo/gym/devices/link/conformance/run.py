"""Running the checks: one after the other, each from nothing, each leaving nothing on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from halfkilo.gym.devices.link.codec import Identity
from halfkilo.gym.devices.link.conformance import loading, talking  # noqa: F401  their requirements register themselves
from halfkilo.gym.devices.link.conformance.reach import Gone, Reach
from halfkilo.gym.devices.link.conformance.requirement import REQUIREMENTS, Outcome, Requirement, Result
from halfkilo.gym.devices.link.conformance.talk import Missed, NotRun
from halfkilo.gym.devices.link.conformance.trial import Trial


def who(reach: Reach) -> Identity:
    """Who answers there.

    Raises:
        Gone: nobody does.
        Missed: somebody who does not speak the link.
    """
    trial = Trial(reach)
    try:
        return trial.open().hello("")
    finally:
        trial.end()


def run(
    reach: Reach, simulated: bool, load: bool, tell: Callable[[str], None] = lambda _text: None, only: frozenset[str] | None = None,
) -> Iterator[Result]:
    """Every requirement in order. load: checks that load may run; `simulated` what the machine says it is.

    only: these and what they need.
    """
    found: dict[str, Outcome] = {}
    wanted = REQUIREMENTS if only is None else {name: REQUIREMENTS[name] for name in REQUIREMENTS if name in _with_needs(only)}
    for requirement in wanted.values():
        result = _skipped(requirement, found, simulated, load) or _checked(requirement, reach, tell)
        found[requirement.name] = result.outcome
        yield result


def _with_needs(names: frozenset[str]) -> frozenset[str]:
    more = frozenset(need for name in names for need in REQUIREMENTS[name].needs)
    return names if more <= names else _with_needs(names | more)


def _skipped(requirement: Requirement, found: dict[str, Outcome], simulated: bool, load: bool) -> Result | None:
    why = ""
    if requirement.loads and not load:
        why = "it loads, and loading was not allowed (--load)"
    elif requirement.simulated_only and not simulated:
        why = "it asks for more than any check may ask of a machine that is no simulation"
    else:
        without = [need for need in requirement.needs if found.get(need) is not Outcome.MET]
        why = f"{without[0]} comes first" if without else ""
    return Result(requirement.name, Outcome.NOT_RUN, why) if why else None


def _checked(requirement: Requirement, reach: Reach, tell: Callable[[str], None]) -> Result:
    trial = Trial(reach, tell)
    try:
        requirement.check(trial)
    except Missed as missed:
        return Result(requirement.name, Outcome.MISSED, str(missed))
    except Gone as gone:
        return Result(requirement.name, Outcome.MISSED, f"the connection could not be made or kept: {gone}")
    except NotRun as why:
        return Result(requirement.name, Outcome.NOT_RUN, str(why))
    finally:
        trial.end()
    return Result(requirement.name, Outcome.MET)
