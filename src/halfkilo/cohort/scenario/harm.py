"""Harm, counted from what is true of a simulated person, never from what they answer. Whole numbers, so that they add up exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields

from halfkilo.journal.state import key_of
from halfkilo.units import Side, Tool


@dataclass
class Harm:
    """One person in one arm, or the sum of several.

    load_flares: flares provoked by load. flare_days: days with a flare, whatever began it, places added up. loud: sessions with true
    pain above 5. risen: sessions with true pain more than 2 above the usual. over: sessions that ask more of a place than it bears.
    excess: grams lifted above what a place bears, summed over the sets. unasked: doses heavier than the last without a yes.
    under_sign: sets lifted while a stop sign stood. closed: sets of exercises that this body is closed to.
    """

    load_flares: int = 0
    flare_days: int = 0
    loud: int = 0
    risen: int = 0
    over: int = 0
    excess: int = 0
    unasked: int = 0
    under_sign: int = 0
    closed: int = 0

    def __add__(self, other: Harm) -> Harm:
        """Both together."""
        return Harm(**{name: getattr(self, name) + getattr(other, name) for name in MEASURES})

    @property
    def values(self) -> dict[str, int]:
        """By measure."""
        return asdict(self)


MEASURES = tuple(one.name for one in fields(Harm))
"""Every measure by name."""


def total(harms: Iterable[Harm]) -> Harm:
    """The sum of several."""
    return sum(harms, Harm())


def read_harm(values: Mapping[str, int]) -> Harm:
    """Back from its values; a measure that is not told is 0."""
    return Harm(**{name: int(values.get(name, 0)) for name in MEASURES})


@dataclass
class Ledger:
    """Which loads were lifted and which had a yes, in grams by exercise, tool and side."""

    stands: dict[str, int] = field(default_factory=dict)
    yes: dict[str, int] = field(default_factory=dict)

    def agreed(self, exercise: str, tool: Tool, side: Side, grams: int) -> None:
        """The person said yes to a load."""
        self.yes[key_of(exercise, tool, side)] = grams

    def anew(self, exercise: str, tool: Tool, side: Side) -> None:
        """A comfortable load is looked for: nothing stands."""
        self.stands.pop(key_of(exercise, tool, side), None)

    def lifted(self, exercise: str, tool: Tool, side: Side, grams: int, spared: bool) -> bool:
        """Note a load; whether it was heavier than the last one without a yes. spared: lighter on purpose, so nothing to measure by."""
        key = key_of(exercise, tool, side)
        unasked = key in self.stands and grams > max(self.stands[key], self.yes.get(key, 0))
        if not spared:
            self.stands[key] = grams
            self.yes.pop(key, None)
        return unasked
