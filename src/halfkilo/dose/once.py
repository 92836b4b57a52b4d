"""Values that are worked out when they are first asked for and then kept in their object, which is only read.

`functools.cached_property` does the same behind a lock that costs more than most of our values (until Python 3.12). Here two threads
that ask at once may both work the value out; it is the same value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, Generic, Self, TypeVar, TypeVarTuple, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - read like `property`
    """For methods without arguments of objects that are only read."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.make(instance)
        return value


class Lazily(Sequence[T]):
    """So many values in a row, from the first one on, each worked out when it is first asked for and then kept."""

    def __init__(self, length: int, make: Callable[[int], T]) -> None:
        self._length, self._make = length, make
        self._made: list[T] = []

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        made = self._made
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._length))]
        if 0 <= place < len(made):
            return made[place]
        at = place if place >= 0 else place + self._length
        if not 0 <= at < self._length:
            raise IndexError(place)
        while at >= len(made):
            made.append(self._make(len(made)))
        return made[at]

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(self._length))


_UNKNOWN: Any = object()

Ts = TypeVarTuple("Ts")
S = TypeVar("S")


def remembered(make: Callable[[S, *Ts], T]) -> Callable[[S, *Ts], T]:
    """For methods, and functions of an object that is only read, with hashable arguments given by position: what was answered once is
    kept in the object."""
    name = f"{make.__module__}.{make.__qualname__}()"

    @wraps(make)
    def method(self: S, /, *args: *Ts) -> T:
        try:
            value: T = self.__dict__[name][args]
        except KeyError:  # an exception costs less than asking first, where most answers are kept already
            pass
        else:
            return value
        value = make(self, *args)
        self.__dict__.setdefault(name, {})[args] = value
        return value

    return method


def kept(make: Callable[[S], T]) -> Callable[[S], T]:
    """The same for functions of nothing but an object that is only read."""
    name = f"{make.__module__}.{make.__qualname__}()"

    @wraps(make)
    def function(thing: S, /) -> T:
        value: T = thing.__dict__.get(name, _UNKNOWN)
        if value is _UNKNOWN:
            value = thing.__dict__[name] = make(thing)
        return value

    return function


def changed(thing: T, **fields: Any) -> T:
    """A copy of a dataclass with other values in some fields, like `dataclasses.replace`, several times as fast: it calls no `__init__`,
    so it is for plain values whose fields may be anything.

    Raises:
        TypeError: there is no such field.
    """
    old = thing.__dict__
    if len(old) != len(thing.__dataclass_fields__):  # type: ignore[attr-defined]
        raise TypeError(f"{type(thing).__name__} keeps more than its fields, which a copy must not take over")
    copy = object.__new__(type(thing))
    copy.__dict__.update(old, **fields)
    if len(copy.__dict__) != len(old):
        raise TypeError(f"{type(thing).__name__} has no such fields: {', '.join(sorted(fields.keys() - old.keys()))}")
    return copy
