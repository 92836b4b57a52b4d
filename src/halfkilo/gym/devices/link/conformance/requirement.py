"""One requirement: its name, what a machine must do, what the check needs, and how it came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from halfkilo.gym.devices.link.conformance.trial import Trial

Check = Callable[[Trial], None]
"""Raises: Missed, NotRun."""


@dataclass(frozen=True)
class Requirement:
    """loads: the check asks for a load, at most `CEILING_G`. needs: names of those without which this one says nothing.

    simulated_only: it asks for what no check may ask of a machine that could pull on somebody.
    """

    name: str
    must: str
    check: Check
    loads: bool = False
    simulated_only: bool = False
    needs: tuple[str, ...] = ()


class Outcome(StrEnum):
    """How a check came out."""

    MET = "met"
    MISSED = "missed"
    NOT_RUN = "not_run"


@dataclass(frozen=True)
class Result:
    """said: what was seen, or why it was not run; empty when met."""

    name: str
    outcome: Outcome
    said: str = ""


REQUIREMENTS: dict[str, Requirement] = {}
"""Every requirement by its name; those on talking come before those on loads."""


def must(text: str, *, loads: bool = False, simulated_only: bool = False, needs: tuple[str, ...] = ()) -> Callable[[Check], Check]:
    """Make a function the check of the requirement that has its name."""

    def add(check: Check) -> Check:
        name = check.__name__
        REQUIREMENTS[name] = Requirement(name, text, check, loads, simulated_only, needs)
        ordered = sorted(REQUIREMENTS.items(), key=lambda item: item[1].loads)
        REQUIREMENTS.clear()
        REQUIREMENTS.update(ordered)
        return check

    return add
