"""The numbers of the rule set that may be set, and which rules apply: one frozen value that every decision carries.

A clinic may set a number within its guardrail (`table.read`). Switching a rule off, or deciding otherwise, is for simulated people
alone: the site never makes such a policy, and its version says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from halfkilo import limits
from halfkilo.limits import Guardrail

if TYPE_CHECKING:
    from halfkilo.dose.case import Case
    from halfkilo.dose.decision import Decision

RULES = "3"
"""Version of the rule set; part of every decision's id."""


def _set(rail: Guardrail) -> Any:
    return field(default=rail.first, metadata={"rail": rail})


@dataclass(frozen=True)
class Policy:
    """Whole numbers in the unit of their guardrail. off: rules that don't apply, by id. next_dose: who decides instead of the
    rules about an exercise that has been done before; both in simulations only.

    Raises:
        OutOfBounds: a number outside its guardrail.
        ValueError: numbers that contradict each other.
    """

    green_absolute: int = _set(limits.GREEN_ABSOLUTE)
    red_absolute: int = _set(limits.RED_ABSOLUTE)
    cut_red: int = _set(limits.CUT_RED)
    cut_unsettled: int = _set(limits.CUT_UNSETTLED)
    effort_high: int = _set(limits.EFFORT_HIGH)
    effort_clean: int = _set(limits.EFFORT_CLEAN)
    demand_step: int = _set(limits.DEMAND_STEP)
    demand_wanted: int = _set(limits.DEMAND_WANTED)
    week_rise: int = _set(limits.WEEK_RISE)
    clean_at_top: int = _set(limits.CLEAN_AT_TOP)
    clean_at_top_older: int = _set(limits.CLEAN_AT_TOP_OLDER)
    finder_start: int = _set(limits.FINDER_START)
    flare_effort: int = _set(limits.FLARE_EFFORT)
    widespread_effort: int = _set(limits.WIDESPREAD_EFFORT)
    plan_cut: int = _set(limits.PLAN_CUT)
    low_mood: int = _set(limits.LOW_MOOD)
    cardio_effort: int = _set(limits.CARDIO_EFFORT)
    most_load: int = _set(limits.MOST_LOAD)
    off: frozenset[str] = frozenset()
    next_dose: Callable[[Case], Decision] | None = None

    def __post_init__(self) -> None:
        for name, rail in RAILS.items():
            rail.hold(getattr(self, name))
        for low, high in ORDER:
            if getattr(self, low) > getattr(self, high):
                raise ValueError(f"{low} ({getattr(self, low)}) must not be above {high} ({getattr(self, high)})")

    def applies(self, rule: str) -> bool:
        """Whether a rule is in force."""
        return rule not in self.off

    @property
    def values(self) -> dict[str, int]:
        """Every number by name."""
        return {name: getattr(self, name) for name in RAILS}

    @property
    def changed(self) -> dict[str, int]:
        """The numbers that differ from ours."""
        return {name: value for name, value in self.values.items() if value != RAILS[name].first}

    @cached_property
    def version(self) -> str:
        """The rule set's version; with a site's own numbers a short hash of them behind it, in a simulation "simulated"."""
        if self.off or self.next_dose is not None:
            return f"{RULES}-simulated"
        if not self.changed:
            return RULES
        text = ",".join(f"{name}={value}" for name, value in sorted(self.changed.items()))
        return f"{RULES}+{sha256(text.encode()).hexdigest()[:8]}"


RAILS: dict[str, Guardrail] = {one.name: one.metadata["rail"] for one in fields(Policy) if "rail" in one.metadata}
"""The guardrail of every number."""

SWITCHES = frozenset({"G0", "G1", "G3-held", "invariants", "start", "drift", "settled", "calm", "known", "range", "budget"})
"""Ids that `off` may name beside the rules in order, the brakes and the gates that rest a place."""

ORDER = (("demand_wanted", "demand_step"), ("clean_at_top", "clean_at_top_older"), ("widespread_effort", "flare_effort"),
         ("flare_effort", "effort_clean"), ("cardio_effort", "effort_clean"), ("effort_clean", "effort_high"))
"""Numbers that contradict each other when the first is above the second."""

STANDARD = Policy()
"""Our own numbers, every rule in force."""
