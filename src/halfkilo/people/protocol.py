"""What a simulated person has to offer, so that anybody can bring a biology of their own.

`halfkilo cohort compare --biology module:function` calls `function(seed)` and gets something with these methods. `VirtualPerson` is one.
Loads are whole grams per cable or dumbbell, pain is 0 to 10, strength gained is a share of the strength on the first day, days count
from 0. `Person` is what a policy lives with; `Observed` adds what is counted at the end and what an oracle sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from halfkilo.exercises import Exercise
from halfkilo.journal.fields import Finder, Soreness
from halfkilo.people.person import Effort
from halfkilo.units import Joint, Region, Side, Tool


class Told(Protocol):
    """What a person writes into the profile besides the places."""

    @property
    def age(self) -> int:
        """Years."""
        ...


@runtime_checkable
class Person(Protocol):
    """What a policy lives with. In the order of a day: `morning`, `comes`, `pain`, `train` again and again, `pain`, `night`.

    seed: which person of this biology. left: whether the person has given up. tissues: the painful places, the worst first; only the keys
    are used. parameters: only `age` is used."""

    seed: int
    left: bool

    @property
    def tissues(self) -> Mapping[Region, Any]:
        """The painful places."""
        ...

    @property
    def parameters(self) -> Told:
        """What the profile tells."""
        ...

    def morning(self, day: int) -> dict[Region, int]:
        """Usual pain since yesterday in each place, as answered."""
        ...

    def replies(self) -> bool:
        """Whether this morning is answered."""
        ...

    def pain(self) -> dict[Region, int]:
        """Pain now in each place, as answered: at the check-in and at the cool-down."""
        ...

    def soreness(self) -> Soreness | None:
        """What a raised morning feels like; None where nothing is raised."""
        ...

    def flares(self, region: Region) -> bool:
        """Whether it feels like a flare to the person."""
        ...

    def activity(self, start: float) -> int:
        """An own activity that stood at `start` on the first day, 0 (can't) to 10 (as before)."""
        ...

    def mood(self) -> int:
        """Low mood, 0 to 10."""
        ...

    def comes(self) -> bool:
        """Whether the person does today's session."""
        ...

    def accepts(self) -> bool:
        """Whether an offer gets a yes."""
        ...

    def train(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool, side: Side) -> Effort:
        """Do so many sets of `target` (repetitions, seconds or minutes, the exercise's own count), or fewer; `grams` is 0 without a load.
        Gives the amounts done, effort 0 to 10 and worst pain as answered, and why it ended early."""
        ...

    def try_load(self, exercise: Exercise, grams: int, reps: int, *, tool: Tool, side: Side, effort_most: int = 4) -> Finder:
        """A few repetitions on the way to a first load: more is possible, comfortable (an effort of `effort_most`), or it hurts."""
        ...

    def night(self) -> None:
        """The day ends."""
        ...


@runtime_checkable
class Observed(Person, Protocol):
    """What is counted in the end, and what an oracle sees."""

    @property
    def load_flares(self) -> int:
        """Flares provoked by load so far."""
        ...

    @property
    def own_flares(self) -> int:
        """Flares that began by themselves so far."""
        ...

    @property
    def flare_days(self) -> int:
        """Days with a flare so far, added over the places."""
        ...

    high_sessions: int
    """Sessions with true pain above 5 so far."""

    def mean_pain(self) -> float:
        """True pain now, the mean of the places."""
        ...

    def gained(self, joint: Joint) -> float:
        """Strength gained by a joint."""
        ...

    def room(self, ordinary: bool = False) -> Mapping[Region, float]:
        """What each place bears today, or on an ordinary day, in the units of `asks`."""
        ...

    def asks(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool, side: Side) -> Mapping[Region, float]:
        """What so many sets would ask of each place; all sets of a session add up."""
        ...

    def promises(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool, side: Side) -> float:
        """Strength that such a dose still leads to; only its order matters."""
        ...
