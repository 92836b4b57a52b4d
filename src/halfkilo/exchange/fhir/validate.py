"""Checking resources against FHIR's own rules. The only place that knows the library, which takes a second to import."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.fhir.codes import Version

_HOME = {Version.R5: "fhir.resources", Version.R4B: "fhir.resources.R4B"}
_SHOWN = 3


def faults(resource: dict[str, Any], version: Version) -> list[str]:
    """What does not fit a release: place and reason, the first few."""
    from pydantic import ValidationError

    name = resource.get("resourceType")
    try:
        model = _model(version, str(name))
    except (KeyError, ValueError):
        return [f"{name!r} is not a resource of FHIR {version}"]
    try:
        model.model_validate(resource)
    except ValidationError as problem:
        found = problem.errors(include_url=False, include_input=False, include_context=False)
        return [f"{'.'.join([str(name), *map(str, one['loc'])])}: {one['msg']}" for one in found[:_SHOWN]]
    except (ValueError, TypeError, AssertionError, RecursionError) as problem:
        return [f"{name}: {str(problem)[:200]}"]
    return []


def release(resources: Sequence[dict[str, Any]], sample: int = 200) -> Version:
    """The release that a bundle fits better, by its first resources of every kind; R5 where both do."""
    tried: dict[str, int] = {}
    bad = dict.fromkeys(Version, 0)
    for one in _varied(resources, tried, sample):
        for version in Version:
            bad[version] += bool(faults(one, version))
    return Version.R4B if bad[Version.R4B] < bad[Version.R5] else Version.R5


def _varied(resources: Iterable[dict[str, Any]], tried: dict[str, int], sample: int) -> Iterable[dict[str, Any]]:
    for one in resources:
        kind = str(one.get("resourceType"))
        tried[kind] = tried.get(kind, 0) + 1
        if tried[kind] <= max(3, sample // 20):
            yield one


@cache
def _model(version: Version, name: str) -> Any:
    try:
        found = importlib.import_module(_HOME[version])
    except ModuleNotFoundError as missing:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "Reading FHIR needs one more part: install halfkilo[exchange].", str(missing)) from missing
    return found.get_fhir_model_class(name)
