"""One comparison with its plan and rows, and what it says about our own rules: where they hold, and where they lose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from halfkilo.cohort.compare import Figure, Row, rows, share
from halfkilo.cohort.outcome import Outcome
from halfkilo.cohort.runs import Plan

OURS, CEILING = "halfkilo", "oracle"
SHARE_LEAST = 0.85
"""Of the oracle's gain that ours is to reach."""

FLARES_MOST = 2.0
"""Times the oracle's load-provoked flares that ours may reach."""


@dataclass(frozen=True)
class Comparison:
    """outcomes: by policy, in the order of the plan; each by number of the person."""

    plan: Plan
    outcomes: Mapping[str, Sequence[Outcome]]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """One row a policy."""
        return rows({name: self.outcomes[name] for name in self.plan.names})

    def row(self, policy: str) -> Row | None:
        """A policy's row, None where it was not lived."""
        return next((one for one in self.rows if one.policy == policy), None)

    @property
    def share(self) -> Figure | None:
        """Our gain over the oracle's."""
        if not {OURS, CEILING} <= set(self.outcomes):
            return None
        return share(self.outcomes[OURS], self.outcomes[CEILING])

    def as_good(self) -> list[Row]:
        """Peers that gain at least what ours gains, those with the fewest load-provoked flares first."""
        ours = self.row(OURS)
        peers = [one for one in self.rows if one.policy not in (OURS, CEILING) and ours is not None and one.gain.mean >= ours.gain.mean]
        return sorted(peers, key=lambda one: one.load_flares.mean)

    def losses(self) -> list[str]:
        """Where ours misses what it is to reach, in sentences; empty where it holds."""
        ours, ceiling, reached = self.row(OURS), self.row(CEILING), self.share
        if ours is None:
            return []
        said = []
        if reached is not None and reached.mean < SHARE_LEAST:
            said.append(f"gains {100 * reached.mean:.0f} % of the oracle's strength, not {100 * SHARE_LEAST:.0f} %")
        if ceiling is not None and ours.load_flares.mean > FLARES_MOST * ceiling.load_flares.mean:
            said.append(f"{ours.load_flares.mean:.2f} load flares a year against the oracle's {ceiling.load_flares.mean:.2f}")
        peers = [peer.policy for peer in self.as_good() if peer.load_flares.mean <= ours.load_flares.mean]
        if peers:
            said.append(f"{', '.join(peers)}: at least as much strength with no more load flares")
        if ours.breaches:
            said.append(f"{ours.breaches} doses past an invariant")
        return said
