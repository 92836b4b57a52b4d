"""What all resources have in common: the entry's name, what FHIR has no field for, and where a place leads when it is read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.fhir.carried import extension, value_of
from halfkilo.exchange.fhir.codes import ENTRY, URI, Version
from halfkilo.journal.entry import Entry

Resource = dict[str, Any]
Lookup = Callable[[str], Resource | None]

ONE_IDENTIFIER = {"QuestionnaireResponse", "AdverseEvent"}
"""Resources that have one identifier in R4B and a list in R5."""


@dataclass(frozen=True)
class Frame:
    """What a shape needs besides its entry. subject: reference to the person. mistaken: it was taken back or put right later.

    corrects: id of the entry whose place this one takes.
    """

    version: Version
    subject: str
    mistaken: bool = False
    corrects: str = ""

    @property
    def r5(self) -> bool:
        """Whether R5 is written."""
        return self.version is Version.R5


@dataclass(frozen=True)
class Held:
    """An entry's own part of a resource, read back."""

    id: str
    kind: str
    version: int
    author: str
    body: dict[str, Any]
    corrects: str = ""
    mistaken: bool = False


def begun(type_: str, entry: Entry, frame: Frame, rest: Mapping[str, Any]) -> Resource:
    """A resource with its identifier and, in one extension, what of the body no field of FHIR holds (`rest`)."""
    parts = [extension("kind", entry.kind), extension("version", entry.version), extension("author", entry.author),
             extension("body", dict(rest))]
    if frame.corrects:
        parts.append(extension("corrects", frame.corrects))
    if frame.mistaken:  # said here as well, because an AdverseEvent of R4B has no status
        parts.append(extension("mistaken", True))
    identifier = {"system": URI, "value": f"urn:uuid:{entry.id}"}
    alone = type_ in ONE_IDENTIFIER and not frame.r5
    return {"resourceType": type_, "id": entry.id, "extension": [{"url": ENTRY, "extension": parts}],
            "identifier": identifier if alone else [identifier], "subject": {"reference": frame.subject}}


def held(resource: Resource) -> Held | None:
    """The entry's part of a resource; None where it is not one of ours.

    Raises:
        NotUnderstood: it is one of ours, but not whole.
    """
    ours = [one for one in resource.get("extension", []) if one.get("url") == ENTRY]
    if not ours:
        return None
    parts = {str(one.get("url")): value_of(one) for one in ours[0].get("extension", [])}
    try:
        kind, version, author, body = parts["kind"], parts["version"], parts["author"], parts["body"]
    except KeyError as missing:
        raise NotUnderstood(f"the entry's {missing} is not there") from None
    if not isinstance(body, dict):
        raise NotUnderstood("the entry's body is no object")
    return Held(_identity(resource), kind, version, author, body, parts.get("corrects", ""), parts.get("mistaken") is True)


def identifiers(resource: Resource) -> list[dict[str, Any]]:
    """The identifiers of a resource, whether FHIR has one or a list there."""
    found = resource.get("identifier", [])
    return found if isinstance(found, list) else [found]


def _identity(resource: Resource) -> str:
    for one in identifiers(resource):
        if one.get("system") == URI and str(one.get("value")).startswith("urn:uuid:"):
            return str(one["value"]).removeprefix("urn:uuid:")
    raise NotUnderstood("the identifier that names the entry (urn:uuid:...) is not there")


def without(body: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What is left of a body for the extension."""
    gone = set(names)
    return {name: value for name, value in body.items() if name not in gone}


def first_of(resource: Resource, *names: str) -> str:
    """The first of several fields that is there: releases name the same thing differently.

    Raises:
        NotUnderstood: none is.
    """
    for name in names:
        if isinstance(resource.get(name), str):
            return str(resource[name])
    raise NotUnderstood(f"{names[0]} is not there")
