"""Who is simulated: a person by number, from one of the biologies that ship or from somebody else's function."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from halfkilo.cohort.errors import NotKnown
from halfkilo.people import others
from halfkilo.people.protocol import Observed

METHODS = ("seed", "left", "tissues", "parameters", "morning", "replies", "pain", "soreness", "flares", "activity", "mood", "comes",
           "accepts", "train", "try_load", "night", "load_flares", "own_flares", "flare_days", "high_sessions", "mean_pain", "gained",
           "room", "asks", "promises")
"""What a person has to have (`people.protocol`)."""

Make = Callable[[int], Observed]


def names() -> tuple[str, ...]:
    """The biologies that ship, the standard one first."""
    return others.NAMES


def maker(biology: str) -> Make:
    """What makes person number `seed`. `module:function`: called with the seed, it gives anything with a simulated person's methods.

    Raises:
        NotKnown: no such biology, module or function, or what it makes is not a person.
    """
    if ":" in biology:
        return _elses(biology)
    if biology not in names():
        raise NotKnown("biology", biology, names(), "or module:function for your own")
    return partial(others.make, biology=biology)


def _elses(biology: str) -> Make:
    module, _, name = biology.partition(":")
    try:
        make: Any = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise NotKnown("biology", biology, (), f"it can't be imported: {error}") from error
    try:
        person = make(0)
    except TypeError as error:
        raise NotKnown("biology", biology, (), f"it is called with a whole number and gives a person: {error}") from error
    missing = [method for method in METHODS if not hasattr(person, method)]
    if missing:
        raise NotKnown("biology", biology, (), f"what it makes has no {', '.join(missing)}")
    made: Make = make
    return made
