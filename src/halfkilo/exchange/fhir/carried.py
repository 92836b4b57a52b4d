"""JSON values as FHIR extensions and back, exactly: what a resource has no field for travels here, field by field."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from halfkilo.exchange.amounts import NotUnderstood

_TEXT = re.compile(r"[ \r\n\t\S]+")
"""FHIR's own rule for a string; a string is never empty there, and holds no control characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_EMPTY: dict[str, Any] = {"null": None, "empty-text": "", "empty-list": [], "empty-object": {}}


def extension(name: str, value: object) -> dict[str, Any]:
    """One value as an extension of that name."""
    for code, empty in _EMPTY.items():
        if value == empty and type(value) is type(empty):
            return {"url": name, "valueCode": code}
    if isinstance(value, bool):
        return {"url": name, "valueBoolean": value}
    if isinstance(value, int):
        return {"url": name, "valueInteger": value}
    if isinstance(value, str):
        if _TEXT.fullmatch(value) and not _CONTROL.search(value) and value.strip() == value:
            return {"url": name, "valueString": value}
        return {"url": name, "valueBase64Binary": base64.b64encode(value.encode()).decode()}
    if isinstance(value, list):
        return {"url": name, "extension": [extension("-", item) for item in value]}
    if isinstance(value, dict):
        return {"url": name, "extension": [extension(f".{key}", item) for key, item in value.items()]}
    raise TypeError(f"{name}: {type(value).__name__} is no value of a journal")


def value_of(one: Mapping[str, Any]) -> Any:
    """The reverse of `extension`.

    Raises:
        NotUnderstood: it is not one of ours.
    """
    inner = one.get("extension")
    if isinstance(inner, list):
        names = [str(part.get("url")) for part in inner]
        if all(name == "-" for name in names):
            return [value_of(part) for part in inner]
        if len(set(names)) == len(names) and all(name.startswith(".") for name in names):
            return {name[1:]: value_of(part) for name, part in zip(names, inner, strict=True)}
        raise NotUnderstood(f"the parts of {one.get('url')} are neither a list nor named once each")
    if "valueCode" in one and one["valueCode"] in _EMPTY:
        found = _EMPTY[one["valueCode"]]
        return type(found)() if found is not None else None
    if "valueBase64Binary" in one:
        return base64.b64decode(one["valueBase64Binary"], validate=True).decode()
    for field in ("valueBoolean", "valueInteger", "valueString"):
        if field in one:
            return one[field]
    raise NotUnderstood(f"{one.get('url')} holds no value that is understood")
