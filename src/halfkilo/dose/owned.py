"""What a person's own dumbbells, plates and bands can make, and what to pick up for it: the one home of this reckoning.

Plates go on a handle alike on both sides. Exact: every load that can be made is found, none that can't; nothing is ever above what was
asked. Of several ways to make a load the one with the fewest plates is taken, of these the one with the heaviest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from halfkilo.units import Tool

Counted = tuple[tuple[int, int], ...]
"""(grams, how many) of each kind."""


@dataclass(frozen=True)
class Pick:
    """What to pick up. grams: of each piece, at most what was `asked`. pieces: 1, or 2 alike.

    handle: grams of the handle that plates go on, 0 for none; plates: those on each of its sides, heaviest first. band: its name.
    """

    tool: Tool
    grams: int
    asked: int
    pieces: int = 1
    handle: int = 0
    plates: tuple[int, ...] = ()
    band: str = ""


def loads(equipment: dict[str, Any], tool: Tool, pieces: int, most: int) -> tuple[int, ...]:
    """Every load above nothing that can be made, grams of each piece, ascending, up to `most`.

    Args:
        equipment: the body of the latest `equipped`, as JSON.
        pieces: how many alike are needed at once.
    """
    if tool is Tool.BAND:
        found: Iterable[int] = (band["grams"] for band in equipment.get("bands", []))
    elif tool is Tool.DUMBBELL:
        found = {*_ready(equipment, pieces), *built(_counted(equipment, "handles"), _counted(equipment, "plates"), pieces)}
    else:
        return ()
    return tuple(sorted({grams for grams in found if 0 < grams <= most}))


def pick(equipment: dict[str, Any], tool: Tool, pieces: int, asked: int) -> Pick | None:
    """What to pick up for a load: the heaviest that can be made and is not above it. None where nothing is that light."""
    makeable = loads(equipment, tool, pieces, asked)
    return way(equipment, tool, pieces, makeable[-1], asked) if makeable else None


def way(equipment: dict[str, Any], tool: Tool, pieces: int, grams: int, asked: int) -> Pick:
    """How one of `loads` is made: what is ready is taken before plates are put on."""
    if tool is Tool.BAND:
        return Pick(tool, grams, asked, pieces, band=next(band["name"] for band in equipment["bands"] if band["grams"] == grams))
    if grams in _ready(equipment, pieces):
        return Pick(tool, grams, asked, pieces)
    handle, plates = built(_counted(equipment, "handles"), _counted(equipment, "plates"), pieces)[grams]
    return Pick(tool, grams, asked, pieces, handle, plates)


@lru_cache(maxsize=64)
def built(handles: Counted, plates: Counted, pieces: int) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Load -> (handle, plates on each side), for every load that `pieces` handles with plates can make at once, alike.

    A bare handle counts. Read only: the answer is kept.
    """
    sides = _sides(tuple((grams, many // (2 * pieces)) for grams, many in plates))
    found: dict[int, tuple[int, tuple[int, ...]]] = {}
    for handle in sorted(grams for grams, many in handles if many >= pieces):
        for total, each in sides.items():
            load = handle + 2 * total
            if load <= MOST and (load not in found or _better(each, found[load][1])):
                found[load] = handle, each
    return found


MOST = 50_000
"""Nothing heavier is looked for; no exercise asks for as much in one hand."""


def _sides(plates: Counted) -> dict[int, tuple[int, ...]]:
    """Sum -> the best plates for it on one side, heaviest first."""
    best: dict[int, tuple[int, ...]] = {0: ()}
    for grams, many in sorted(plates, reverse=True):
        more = dict(best)
        for total, each in best.items():
            for extra in range(1, many + 1):
                heavier = total + extra * grams
                if 2 * heavier > MOST:
                    break
                candidate = each + (grams,) * extra
                if heavier not in more or _better(candidate, more[heavier]):
                    more[heavier] = candidate
        best = more
    return best


def _better(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Fewer plates, then heavier ones."""
    return (len(one), tuple(-grams for grams in one)) < (len(other), tuple(-grams for grams in other))


def _ready(equipment: dict[str, Any], pieces: int) -> frozenset[int]:
    """Dumbbells that are as they are; for both hands those owned twice."""
    pairs = equipment.get("pairs", [])
    return frozenset(pairs if pieces == 2 else [*equipment.get("dumbbells", []), *pairs])


def _counted(equipment: dict[str, Any], name: str) -> Counted:
    """The same weight given twice counts together."""
    found: dict[int, int] = {}
    for one in equipment.get(name, []):
        found[one["grams"]] = found.get(one["grams"], 0) + one["count"]
    return tuple(sorted((grams, many) for grams, many in found.items() if grams > 0))
