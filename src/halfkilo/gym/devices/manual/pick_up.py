"""What to pick up, in words: "Put on each side of the 2 kg handle: 2 x 1.25 kg." Nothing here is ever above what was asked."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from halfkilo.dose.owned import Pick, loads, pick, way
from halfkilo.units import Tool
from halfkilo.words import ENGLISH, say

TOOLS = (Tool.DUMBBELL, Tool.BAND)
"""What this device is made of."""


def sentence(found: Pick, language: str = ENGLISH) -> str:
    """What to pick up."""
    if found.tool is Tool.BAND:
        return say("manual.band", language, band=found.band)
    many = "two" if found.pieces == 2 else "one"
    if not found.handle:
        return say(f"manual.dumbbell_{many}", language, load=found.grams)
    if not found.plates:
        return say(f"manual.bare_{many}", language, handle=found.handle)
    each = f" {say('manual.and', language)} ".join(_kind(grams, len(list(alike)), language) for grams, alike in groupby(found.plates))
    return say(f"manual.plates_{many}", language, handle=found.handle, plates=each)


def asked(equipment: dict[str, Any], tool: Tool, pieces: int, grams: int, language: str = ENGLISH) -> str:
    """What to pick up for a load, and where it can't be made, what is lighter, or that nothing is."""
    found = pick(equipment, tool, pieces, grams)
    if found is None:
        return say("manual.nothing", language, load=grams)
    if found.grams == grams:
        return sentence(found, language)
    return f"{say('manual.lighter', language, asked=grams, load=found.grams)} {sentence(found, language)}"


def picks(equipment: dict[str, Any], tool: Tool, pieces: int, most: int, language: str = ENGLISH) -> list[dict[str, Any]]:
    """Every load up to `most` with what to pick up for it, lightest first: what a screen needs to go lighter without asking again."""
    return [{"grams": grams, "say": sentence(way(equipment, tool, pieces, grams, grams), language)}
            for grams in loads(equipment, tool, pieces, most)]


def _kind(grams: int, many: int, language: str) -> str:
    return say("manual.each", language, n=many, load=grams)
