"""The data dictionary: every field of every kind of entry with its type and what it means, for tables and JSON Lines alike.

The words stand in `dictionary.toml`, the types and limits come from the kinds themselves.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from halfkilo.journal.kinds import Kind, kinds
from halfkilo.strict import schema

FIXED = ("id", "at", "author", "version")
"""Columns that every table has."""

OTHER = "other"
"""File for kinds that this program does not know: their body as JSON."""


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("dictionary.toml").read_text(encoding="utf-8"))


def meaning(kind: str, field: str) -> str:
    """What a field means; a nested one is looked for by its whole place, then by its own name. Nothing where nobody has said it."""
    own, common = _words().get(kind, {}), _words()["any"]
    return str(own.get(field) or common.get(field) or common.get(field.rpartition(".")[2]) or "")


def fixed(column: str) -> str:
    """What a column means that every table has."""
    return str(_words()["any"]["doc"][f"fixed.{column}"])


def fields_of(kind: Kind) -> Iterator[tuple[str, str]]:
    """Every field of a kind and, nested, of what stands in it: its place and its type."""
    yield from _inside(schema(kind.body), "")


def _inside(what: Mapping[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for option in _options(what):
        for name, inner in option.get("properties", {}).items():
            here = f"{place}.{name}".removeprefix(".")
            yield here, type_of(inner)
            yield from _inside(inner, here)
        if "items" in option:
            yield from _inside(option["items"], f"{place}[]")


def _options(what: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [option for option in what.get("anyOf", [what]) if option.get("type") != "null"]


def type_of(what: Mapping[str, Any]) -> str:
    """A type with its limits, in words."""
    if "anyOf" in what:
        return " or ".join([*map(type_of, _options(what)), "nothing"])
    if "enum" in what:
        return "one of " + ", ".join(map(str, what["enum"]))
    limits = f" from {what['minimum']} to {what['maximum']}" if "minimum" in what else ""
    if what.get("format") == "date":
        return "day (YYYY-MM-DD)"
    named = str(what.get("type", "any"))
    return {"string": "text", "array": "list (JSON)", "object": "object (JSON)", "boolean": "true or false"}.get(named, named) + limits


def tables(ending: str, instant: bool = False) -> bytes:
    """The dictionary of tables with that ending, as CSV. instant: they hold the moment in UTC as well."""
    columns = [*FIXED[:2], "instant", *FIXED[2:]] if instant else list(FIXED)
    rows = [(f"{kind.name}.{ending}", *row) for kind in kinds().values() for row in _rows(kind, columns)]
    more = [(f"{OTHER}.{ending}", column, _type_of_fixed(column), fixed(column)) for column in (*columns, "kind", "body")]
    return _csv(["file", "column", "type", "meaning"], [*rows, *more])


def lines() -> bytes:
    """The dictionary of the journal as JSON Lines, as CSV: the place of each value in a line, by kind."""
    head = [("every line", column, _type_of_fixed(column), fixed(column)) for column in FIXED]
    rows = [(kind.name, f"body.{place}", type_, meaning(kind.name, place)) for kind in kinds().values() for place, type_ in fields_of(kind)]
    kind = ("every line", "kind", "text", "kind of the entry; it says which fields body has")
    return _csv(["kind", "place", "type", "meaning"], [*head, kind, *rows])


def _rows(kind: Kind, columns: list[str]) -> Iterator[tuple[str, str, str]]:
    yield from ((column, _type_of_fixed(column), fixed(column)) for column in columns)
    yield from ((place, type_, meaning(kind.name, place)) for place, type_ in fields_of(kind))


def _type_of_fixed(column: str) -> str:
    return {"version": "integer", "body": "object (JSON)", "instant": "moment"}.get(column, "text")


def _csv(header: list[str], rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
