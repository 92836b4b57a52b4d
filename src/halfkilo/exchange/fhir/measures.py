"""Measures: questions as a QuestionnaireResponse (item ids, never anybody's wording), quantities as Observations with their unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from halfkilo.exchange.amounts import POUND, NotUnderstood
from halfkilo.exchange.fhir.codes import BASE, LOINC, UCUM, code_in, loinc, own, quantity
from halfkilo.exchange.fhir.shape import Frame, Held, Lookup, Resource, begun, first_of
from halfkilo.exchange.vitals import BY_LOINC, VITALS, Vital
from halfkilo.journal.entry import Entry
from halfkilo.measures.measure import Unit, measures

_UNITS = {Unit.GRAMS: ("kg", 1000), Unit.TENTH_MM_S: ("mm/s", 10), Unit.TENTH_S: ("s", 10), Unit.DEGREES: ("deg", 1),
          Unit.STANDS: ("{stands}", 1), Unit.STEPS: ("{steps}", 1), Unit.MINUTES: ("min", 1), Unit.TENTHS: ("1", 10),
          Unit.THOUSANDTHS: ("1", 1000)}
"""UCUM unit of what a measure counts, and how many of our whole numbers make one."""

MASS = {"kg": Fraction(1000), "g": Fraction(1), "[lb_av]": Fraction(POUND)}
"""Grams in each unit."""

_OTHERS = {"kg": MASS, "mm/s": {"mm/s": Fraction(10), "cm/s": Fraction(100)}, "s": {"s": Fraction(10), "ms": Fraction(1, 100)}}
"""Units of the same quantity that are read as well."""


def out(entry: Entry, frame: Frame) -> list[Resource]:
    """One resource."""
    slug = str(entry.body["measure"])
    return [_quantities(entry, frame, slug) if _measured_unit(slug) or slug in VITALS else _answers(entry, frame, slug)]


def back(resource: Resource, held: Held, lookup: Lookup) -> tuple[str, dict[str, Any]]:
    """When it was taken, and the body."""
    if resource["resourceType"] == "QuestionnaireResponse":
        slug = first_of(resource, "questionnaire").rpartition("/")[2]
        return first_of(resource, "authored"), {**held.body, "measure": slug, "values": _read_answers(resource)}
    slug = code_in(resource.get("code"), f"{BASE}/measure") or ""
    return first_of(resource, "issued"), {**held.body, "on": first_of(resource, "effectiveDateTime"), "measure": slug,
                                          "values": _read_quantities(resource, slug)}


def _measured_unit(slug: str) -> tuple[str, int] | None:
    measure = measures().get(slug)
    return _UNITS.get(measure.unit) if measure is not None else None


def _answers(entry: Entry, frame: Frame, slug: str) -> Resource:
    resource = begun("QuestionnaireResponse", entry, frame, {"on": entry.body["on"]})
    items = [{"linkId": name, "answer": [{"valueInteger": value}]} for name, value in entry.body["values"].items()]
    return resource | {"status": "entered-in-error" if frame.mistaken else "completed", "questionnaire": f"{BASE}/Questionnaire/{slug}",
                       "authored": entry.at} | ({"item": items} if items else {})


def _read_answers(resource: Resource) -> dict[str, int]:
    values: dict[str, int] = {}
    for place, item in enumerate(resource.get("item", [])):
        answers = item.get("answer", [])
        value = answers[0].get("valueInteger") if len(answers) == 1 else None
        if isinstance(value, bool) or not isinstance(value, int) or str(item.get("linkId")) in values:
            raise NotUnderstood(f"item[{place}] needs one whole number as its answer, once")
        values[str(item["linkId"])] = value
    return values


def _quantities(entry: Entry, frame: Frame, slug: str) -> Resource:
    resource = begun("Observation", entry, frame, {})
    vital = VITALS.get(slug)
    values = dict(entry.body["values"])
    code = own("measure", slug)
    if vital is not None:
        code["coding"] += loinc(vital.loinc, vital.display)["coding"]
        code["text"] = vital.display
        main = values.pop(vital.item, None)
        if main is not None:
            resource["valueQuantity"] = quantity(vital.told(main), vital.unit)
    parts = [{"code": own("item", name, name), "valueQuantity": _quantity(value, slug, vital)} for name, value in values.items()]
    if parts:
        resource["component"] = parts
    return resource | {"status": "entered-in-error" if frame.mistaken else "final", "code": code, "effectiveDateTime": entry.body["on"],
                       "issued": entry.at}


def _quantity(value: int, slug: str, vital: Vital | None) -> dict[str, Any]:
    if vital is not None:
        return quantity(vital.told(value), vital.unit)
    unit, per = _measured_unit(slug) or ("1", 1)
    return quantity(float(Fraction(value, per)), unit)


def _read_quantities(resource: Resource, slug: str) -> dict[str, int]:
    values: dict[str, int] = {}
    if "valueQuantity" in resource and slug in VITALS:
        values[VITALS[slug].item] = whole_of(resource["valueQuantity"], "valueQuantity", VITALS[slug])
    for place, part in enumerate(resource.get("component", [])):
        name = code_in(part.get("code"), f"{BASE}/item")
        if name is None or name in values:
            raise NotUnderstood(f"component[{place}] does not name its item, or names it twice")
        values[name] = _read_quantity(part.get("valueQuantity", {}), f"component[{place}].valueQuantity", slug)
    return values


def _read_quantity(found: Mapping[str, Any], place: str, slug: str) -> int:
    if slug in VITALS:
        return whole_of(found, place, VITALS[slug])
    unit, per = _measured_unit(slug) or ("", 1)
    return scaled(found, place, _OTHERS.get(unit, {unit: Fraction(per)}))


def whole_of(found: Mapping[str, Any], place: str, vital: Vital) -> int:
    """An everyday reading in our whole numbers; the place stands in the error."""
    value, unit = _parts(found, place)
    try:
        return vital.whole(value, unit)
    except NotUnderstood as problem:
        raise NotUnderstood(f"{place}: {problem}") from None


def scaled(found: Mapping[str, Any], place: str, per: Mapping[str, Fraction]) -> int:
    """A quantity in whole numbers, by what one of its unit makes."""
    value, unit = _parts(found, place)
    if unit not in per:
        raise NotUnderstood(f"{place}: {unit!r} is not a unit that fits here; {', '.join(per)} are understood")
    return round(Fraction(value) * per[unit])


def _parts(found: Mapping[str, Any], place: str) -> tuple[Decimal, str]:
    value = found.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise NotUnderstood(f"{place}: there is no value")
    if found.get("system") not in (None, UCUM):
        raise NotUnderstood(f"{place}: units of {found.get('system')} are not understood, only UCUM")
    if found.get("comparator"):
        raise NotUnderstood(f"{place}: {found['comparator']}{value} is no exact value")
    return Decimal(str(value)), str(found.get("code") or found.get("unit") or "")


def foreign(resource: Resource) -> tuple[Vital, int] | None:
    """The everyday reading in an Observation of somebody else; None where it is none.

    Raises:
        NotUnderstood: it is one, but its value can't be read.
    """
    code = code_in(resource.get("code"), LOINC)
    vital = BY_LOINC.get(code or "")
    if vital is None or resource.get("status") not in ("final", "amended", "corrected", "preliminary"):
        return None
    return vital, whole_of(resource.get("valueQuantity", {}), "valueQuantity", vital)
