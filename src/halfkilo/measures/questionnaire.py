"""A FHIR Questionnaire (R4, R4B or R5, JSON) read strictly into the words of one slot.

Only what a slot can use is taken: as many answerable items as the slot has, in their order, each answered by one choice (with a number for
every option), by yes or no, or by a whole number between two bounds. Everything else is refused with its place, so that nothing is asked
in another way than its authors meant. The text is data: it is never run, and pages escape it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from halfkilo.measures.measure import Measure
from halfkilo.strict import Malformed, Many, Range, Text

MOST_BYTES = 256 * 1024
DEEPEST = 6
"""Groups within groups."""
WEIGHTS = ("http://hl7.org/fhir/StructureDefinition/ordinalValue", "http://hl7.org/fhir/StructureDefinition/itemWeight")
"""Extensions that give an option its number: R4 and R5."""
BOUNDS = {"http://hl7.org/fhir/StructureDefinition/minValue": "least", "http://hl7.org/fhir/StructureDefinition/maxValue": "most"}
UNUSED = ("enableWhen", "repeats", "initial", "answerValueSet", "answerConstraint")
"""What changes how an item is asked or answered; a slot can't keep to it."""

SELF_HARM = re.compile(
    r"suicid|self[- ]?harm|(?:hurt|harm|kill)\w*\s+(?:your|my)self|better off dead|suizid|selbstmord|selbst(?:verletz|tötung)|umbringen"
    r"|lieber tot|(?:sich|dir|mir)\s+(?:selbst\s+)?(?:etwas anzutun|leid zuzufügen)|suicidio|hacer(?:se|te|me)\s+daño|quitarse la vida"
    r"|estaría mejor muert|आत्महत्या|ख़?ुद\s*को\s*(?:नुक़?सान|चोट)|मर\s*जाना\s*बेहतर", re.IGNORECASE)
"""An item about harming oneself needs somebody who watches the answers, and nobody does here: none is taken in, in any slot.
A net, not a proof: the slots themselves have none (the ninth item of the PHQ-9 is why there is no slot for it)."""
HURTS_MOVING = re.compile(r"(?:hurt|harm)\w*\s+(?:your|my)self\s+(?:if|when|by|while|accident)|accident\w*\s+(?:hurt|harm)|"
                          r"(?:injur|hurt|harm)\w*\s+(?:your|my)self\s*(?:accidental)", re.IGNORECASE)
"""Being afraid to be hurt by a movement is another matter, and what some slots are about."""


@dataclass(frozen=True)
class Option:
    """One answer: its number and what it says."""

    value: Annotated[int, Range(-1000, 1000)]
    text: Annotated[str, Text(300, empty=False)]


@dataclass(frozen=True)
class Item:
    """One item as brought: its place in the file, its words and its answers (none: a whole number of the slot's range)."""

    link: Annotated[str, Text(255, empty=False)]
    text: Annotated[str, Text(1000, empty=False)]
    options: Annotated[tuple[Option, ...], Many(30)] = ()


@dataclass(frozen=True)
class Brought:
    """The words of one slot in one language, as a file held them."""

    language: Annotated[str, Text(10, empty=False)]
    title: Annotated[str, Text(300)]
    copyright: Annotated[str, Text(4000)]
    items: Annotated[tuple[Item, ...], Many(60)]
    lead: Annotated[str, Text(2000)] = ""


def read_questionnaire(data: bytes, measure: Measure, language: str = "") -> Brought:
    """The words for a slot.

    Args:
        data: the file. measure: the slot. language: of the words, where the file does not say.

    Raises:
        Malformed: with the place in the file and what would be right.
    """
    if not measure.slot:
        raise Malformed(measure.slug, "has words of its own; words are brought to slots only")
    whole = _object(data)
    if whole.get("resourceType") != "Questionnaire":
        raise Malformed("resourceType", f"must be Questionnaire, got {whole.get('resourceType')!r}")
    if whole.get("status") == "retired":
        raise Malformed("status", "is retired; bring the version that is in use")
    tongue = str(whole.get("language") or language)
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", tongue):
        raise Malformed("language", "is missing; say it, such as en")
    found = list(_items(whole, "", 0))
    lead = " ".join(text for answerable, _, _, text in found if not answerable and text)[:2000]
    asked = [(place, raw, text) for answerable, place, raw, text in found if answerable]
    if len(asked) != measure.number:
        raise Malformed("item", f"{measure.slot} has {measure.number} items, this file {len(asked)}")
    items = tuple(_item(place, raw, text, measure) for place, raw, text in asked)
    if len({item.link for item in items}) != len(items):
        raise Malformed("item", "has a linkId twice")
    return Brought(tongue, _text(whole, "title", "", 300), _text(whole, "copyright", "", 4000), items, lead)


def _object(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise Malformed("", f"the file is too large: {len(data)} bytes, at most {MOST_BYTES}")
    try:
        whole = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Malformed("", f"is not JSON in UTF-8: {error}") from error
    if not isinstance(whole, dict):
        raise Malformed("", "must be an object")
    return whole


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("", "holds a name twice in one object")
    return found


def _items(raw: Mapping[str, Any], place: str, depth: int) -> Iterator[tuple[bool, str, Mapping[str, Any], str]]:
    """(whether it is answered, place, item, text) of every item, depth first."""
    if depth > DEEPEST:
        raise Malformed(place, "lies too deep")
    items = raw.get("item", [])
    if not isinstance(items, list):
        raise Malformed(f"{place}item", "must be a list")
    for number, one in enumerate(items):
        here = f"{place}item[{number}]"
        if not isinstance(one, dict):
            raise Malformed(here, "must be an object")
        text = _text(one, "text", here, 1000)
        answered = one.get("type") not in ("group", "display")
        if answered and "item" in one:
            raise Malformed(here, "holds items within a question; that is not understood")
        yield answered, here, one, text
        if one.get("type") == "group":
            yield from _items(one, f"{here}.", depth + 1)


def _item(place: str, raw: Mapping[str, Any], text: str, measure: Measure) -> Item:
    if unused := next((name for name in UNUSED if raw.get(name)), None):
        raise Malformed(f"{place}.{unused}", "is not understood, and leaving it out could change what is asked")
    link = _text(raw, "linkId", place, 255)
    if not link or not text:
        raise Malformed(place, "needs linkId and text")
    options = _options(place, raw, measure)
    for said in (text, *(option.text for option in options)):
        if SELF_HARM.search(said) and not HURTS_MOVING.search(said):
            raise Malformed(place, "asks about harming oneself; nobody watches the answers here, so it is not taken in")
    return Item(link, text, options)


def _options(place: str, raw: Mapping[str, Any], measure: Measure) -> tuple[Option, ...]:
    kind, wanted = raw.get("type"), list(range(measure.least, measure.most + 1))
    if kind == "boolean" and wanted == [0, 1]:
        return ()
    if kind == "integer":
        bounds = {BOUNDS[one["url"]]: one.get("valueInteger") for one in _dicts(raw.get("extension")) if one.get("url") in BOUNDS}
        if bounds != {"least": measure.least, "most": measure.most}:
            raise Malformed(place, f"needs the extensions minValue {measure.least} and maxValue {measure.most}")
        return ()
    if kind not in ("choice", "coding", "question"):
        raise Malformed(f"{place}.type", f"must be choice, coding, boolean or integer, got {kind!r}")
    options = tuple(_option(f"{place}.answerOption[{number}]", one) for number, one in enumerate(_dicts(raw.get("answerOption"))))
    if sorted(option.value for option in options) != wanted:
        raise Malformed(f"{place}.answerOption", f"must give the numbers {wanted[0]} to {wanted[-1]}, each once")
    return options


def _option(place: str, raw: Mapping[str, Any]) -> Option:
    if type(raw.get("valueInteger")) is int:
        return Option(raw["valueInteger"], str(raw["valueInteger"]))
    coding = raw.get("valueCoding")
    if not isinstance(coding, dict):
        raise Malformed(place, "needs valueCoding or valueInteger")
    given = [one for one in (*_dicts(raw.get("extension")), *_dicts(coding.get("extension"))) if one.get("url") in WEIGHTS]
    number = given[0].get("valueDecimal") if given else _coded(coding.get("code"))
    if isinstance(number, bool) or not isinstance(number, int | float) or number != int(number) or abs(number) > 1000:
        raise Malformed(place, "has no whole number: as code, or as the extension ordinalValue (R4) or itemWeight (R5)")
    said = _text(coding, "display", place, 300)
    if not said:
        raise Malformed(f"{place}.valueCoding.display", "is missing")
    return Option(int(number), said)


def _coded(code: object) -> int | None:
    return int(code) if isinstance(code, str) and re.fullmatch(r"-?\d{1,3}", code) else None


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(raw: Mapping[str, Any], name: str, place: str, longest: int) -> str:
    value = raw.get(name, "")
    where = f"{place}.{name}" if place else name
    if not isinstance(value, str):
        raise Malformed(where, "must be text")
    if len(value) > longest or any((ord(char) < 32 and char not in "\n\r\t") or 0xD800 <= ord(char) <= 0xDFFF for char in value):
        raise Malformed(where, f"is longer than {longest} characters or holds a character that can't be shown")
    return " ".join(value.split())
