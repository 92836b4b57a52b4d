"""Who is simulated: a person by number, from one of the biologies that ship or from somebody else's function."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from halfkilo.cohort.errors import NotKnown
from halfkilo.people import VirtualPerson, draw_anybody

STANDARD = "standard"
OTHERS = "halfkilo.people.others"
METHODS = ("morning", "pain", "soreness", "flares", "comes", "replies", "accepts", "train", "try_load", "night")

Make = Callable[[int], VirtualPerson]


def names() -> tuple[str, ...]:
    """The biologies that ship, the standard one first."""
    if find_spec(OTHERS) is None:
        return (STANDARD,)
    return (STANDARD, *(name for name in import_module(OTHERS).NAMES if name != STANDARD))


def maker(biology: str) -> Make:
    """What makes person number `seed`. `module:function`: called with the seed, it gives anything with a simulated person's methods.

    Raises:
        NotKnown: no such biology, module or function, or what it makes is not a person.
    """
    if ":" in biology:
        return _elses(biology)
    if biology == STANDARD:
        return lambda seed: VirtualPerson(draw_anybody(seed), seed)
    if biology not in names():
        raise NotKnown("biology", biology, names(), "or module:function for your own")
    make: Any = import_module(OTHERS).make
    return partial(make, biology=biology)


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
    missing = [method for method in METHODS if not callable(getattr(person, method, None))]
    if missing:
        raise NotKnown("biology", biology, (), f"what it makes has no {', '.join(missing)}")
    made: Make = make
    return made
