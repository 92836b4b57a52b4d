"""Strict reading of JSON and TOML values into frozen dataclasses, and their JSON Schema: standard library only.

`true` is not 1, `1.0` is not 1, an unknown field is an error, and every error names the place and what would be right.
The types understood: `bool`, `int`, `str`, `date`, enums, `X | None`, `tuple[X, ...]`, `dict[K, X]`, frozen dataclasses,
and `Annotated[..., Range]` / `Annotated[str, Text]`.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

T = TypeVar("T")

YEARS = range(1900, 2200)
"""The years a date may lie in: what reckons some weeks before and after it never leaves the calendar."""


class Malformed(ValueError):
    """A value that does not fit. `place` is a path such as `body.pain.knee_left`; the message says what would."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


@dataclass(frozen=True)
class Range:
    """Whole numbers from `least` to `most`, both included."""

    least: int
    most: int


@dataclass(frozen=True)
class Text:
    """Text of at most `longest` characters; `empty` says whether nothing at all is allowed."""

    longest: int = 2000
    empty: bool = True


@dataclass(frozen=True)
class Many:
    """At most `most` members of a tuple or dict."""

    most: int


class Told(ABC):
    """A value that is written as one text, and read back from it."""

    @abstractmethod
    def told(self) -> str:
        """What is written."""

    @classmethod
    @abstractmethod
    def of_told(cls, text: str) -> Any:
        """The value that was written as `text`."""


def read(kind: type[T], value: object, place: str = "") -> T:
    """Turn decoded JSON into `kind`, refusing everything that does not fit exactly.

    Raises:
        Malformed: with the place and what would be right.
    """
    made: Any = kind
    return typing.cast(T, _reader(made)(value, place))


def plain(value: object) -> Any:
    """The reverse of `read`: decoded JSON. Fields that hold their default are left out, so old bytes stay short."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != _default(f)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Told):
        return value.told()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def schema(kind: Any) -> dict[str, Any]:
    """JSON Schema (2020-12) of what `read` accepts."""
    return _schema(kind)


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind, include_extras=True)


Reader = Callable[[object, str], Any]


@cache
def _reader(kind: Any) -> Reader:
    """The reader of one type, made once: a five-year journal is read in under a second because nothing is looked up twice."""
    origin = get_origin(kind)
    if origin is Annotated:
        return _reader_annotated(kind)
    if origin in (types.UnionType, typing.Union):
        return _reader_union(get_args(kind))
    if origin is tuple:
        return _reader_tuple(get_args(kind)[0])
    if origin is dict:
        return _reader_dict(*get_args(kind))
    if is_dataclass(kind):
        return _reader_dataclass(typing.cast(type, kind))
    return _reader_leaf(kind)


def _reader_annotated(kind: Any) -> Reader:
    inner, *rules = get_args(kind)
    read_inner = _reader(inner)
    checks = [check for rule in rules if (check := _check(rule)) is not None]

    def reader(value: object, place: str) -> object:
        result = read_inner(value, place)
        for check in checks:
            check(result, place)
        return result

    return reader


def _check(rule: object) -> Callable[[object, str], None] | None:
    """What a rule looks at; chosen once, since a journal is read by the ten thousand."""
    if isinstance(rule, Range):
        return _check_range(rule.least, rule.most)
    if isinstance(rule, Text):
        return _check_text(rule.longest, rule.empty)
    return _check_many(rule.most) if isinstance(rule, Many) else None


def _check_range(least: int, most: int) -> Callable[[object, str], None]:
    def check(value: object, place: str) -> None:
        if isinstance(value, int) and not least <= value <= most:
            raise Malformed(place, f"must be a whole number from {least} to {most}, got {value}")

    return check


def _check_text(longest: int, empty: bool) -> Callable[[object, str], None]:
    def check(value: object, place: str) -> None:
        if not isinstance(value, str):
            return
        if len(value) > longest:
            raise Malformed(place, f"is too long: {len(value)} characters, at most {longest}")
        if not empty and not value.strip():
            raise Malformed(place, "must not be empty")

    return check


def _check_many(most: int) -> Callable[[object, str], None]:
    def check(value: object, place: str) -> None:
        if isinstance(value, tuple | dict) and len(value) > most:
            raise Malformed(place, f"has {len(value)} members, at most {most} are allowed")

    return check


def _reader_union(options: tuple[Any, ...]) -> Reader:
    rest = [option for option in options if option is not type(None)]
    if len(rest) != 1 or len(rest) == len(options):
        raise TypeError(f"only `X | None` is understood, not {options}")
    read_rest = _reader(rest[0])
    return lambda value, place: None if value is None else read_rest(value, place)


def _reader_tuple(inner: Any) -> Reader:
    read_inner = _reader(inner)

    def reader(value: object, place: str) -> object:
        if not isinstance(value, list | tuple):
            raise Malformed(place, f"must be a list, got {_named(value)}")
        return tuple(read_inner(item, f"{place}[{index}]") for index, item in enumerate(value))

    return reader


def _reader_dict(key_kind: Any, item_kind: Any) -> Reader:
    read_key, read_item = _reader(key_kind), _reader(item_kind)

    def reader(value: object, place: str) -> object:
        if not isinstance(value, dict):
            raise Malformed(place, f"must be an object, got {_named(value)}")
        return {read_key(key, place): read_item(item, f"{place}.{key}") for key, item in value.items()}

    return reader


def _reader_dataclass(kind: type) -> Reader:
    hints = _hints(kind)
    readers = {f.name: _reader(hints[f.name]) for f in fields(kind)}
    needed = [f.name for f in fields(kind) if _default(f) is MISSING]

    def reader(value: object, place: str) -> object:
        if not isinstance(value, dict):
            raise Malformed(place, f"must be an object, got {_named(value)}")
        dot = f"{place}." if place else ""
        out: dict[str, object] = {}
        for name, item in value.items():
            read_item = readers.get(name)
            if read_item is None:
                raise Malformed(f"{dot}{name}", f"is not a known field; known are: {', '.join(sorted(readers)) or 'none'}")
            out[name] = read_item(item, dot + name)
        for name in needed:
            if name not in out:
                raise Malformed(f"{dot}{name}", "is missing")
        try:
            return kind(**out)
        except Malformed as error:  # a check of the dataclass itself: its place lies inside ours
            raise Malformed(dot + error.place if error.place else place, error.problem) from error

    return reader


def _reader_leaf(kind: Any) -> Reader:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _reader_enum(kind)
    if kind is date:
        return _read_date
    if isinstance(kind, type) and issubclass(kind, Told):
        return lambda value, place: kind.of_told(str(_read_str(value, place)))
    base = getattr(kind, "__supertype__", kind)
    known: dict[Any, Reader] = {int: _read_int, bool: _read_bool, str: _read_str, Any: lambda value, place: value}
    if base not in known:
        raise TypeError(f"a field of type {kind} is not understood")
    return known[base]


def _reader_enum(kind: type[Enum]) -> Reader:
    members = {(type(member.value), member.value): member for member in kind}

    def reader(value: object, place: str) -> object:
        try:
            return members[(type(value), value)]
        except (KeyError, TypeError):
            if isinstance(value, kind):
                return value
            allowed = ", ".join(str(member.value) for member in kind)
            raise Malformed(place, f"must be one of {allowed}; got {_named(value)}") from None

    return reader


def _read_date(value: object, place: str) -> object:
    try:
        if not isinstance(value, date) and (not isinstance(value, str) or len(value) != 10):
            raise ValueError
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        raise Malformed(place, f"must be a date such as 2026-11-22, got {_named(value)}") from None
    if day.year not in YEARS:
        raise Malformed(place, f"must be a date in the years {YEARS[0]} to {YEARS[-1]}, got {_named(value)}")
    return day


def _read_int(value: object, place: str) -> object:
    if type(value) is not int:
        raise Malformed(place, f"must be a whole number, got {_named(value)}")
    return value


def _read_bool(value: object, place: str) -> object:
    if type(value) is not bool:
        raise Malformed(place, f"must be true or false, got {_named(value)}")
    return value


def _read_str(value: object, place: str) -> object:
    if not isinstance(value, str):
        raise Malformed(place, f"must be text, got {_named(value)}")
    if "\x00" in value or (not value.isascii() and any(0xD800 <= ord(char) <= 0xDFFF for char in value)):
        raise Malformed(place, "holds a character that cannot be stored")
    return value


def _named(value: object) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 40 else text[:37] + '...'}"


def _schema(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Annotated:
        inner, *rules = get_args(kind)
        result = _schema(inner)
        for rule in rules:
            if isinstance(rule, Range):
                result |= {"minimum": rule.least, "maximum": rule.most}
            elif isinstance(rule, Text):
                result |= {"maxLength": rule.longest} | ({} if rule.empty else {"minLength": 1})
            elif isinstance(rule, Many):
                result |= {"maxItems" if result.get("type") == "array" else "maxProperties": rule.most}
        return result
    origin = get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(option) for option in get_args(kind)]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0])}
    if origin is dict:
        return {"type": "object", "propertyNames": _schema(get_args(kind)[0]),
                "additionalProperties": _schema(get_args(kind)[1])}
    if is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        needed = [f.name for f in fields(kind) if _default(f) is MISSING]
        return {"type": "object", "properties": {name: _schema(hint) for name, hint in hints.items()},
                "additionalProperties": False} | ({"required": needed} if needed else {})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    if isinstance(kind, type) and issubclass(kind, Told):
        return {"type": "string"}
    names = {int: "integer", bool: "boolean", str: "string", type(None): "null"}
    if kind is date:
        return {"type": "string", "format": "date", "description": f"in the years {YEARS[0]} to {YEARS[-1]}"}
    base = getattr(kind, "__supertype__", kind)
    return {} if base in (Any, object) else {"type": names[base]}
