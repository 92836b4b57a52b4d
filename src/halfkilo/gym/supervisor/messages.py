"""What screens say and hear over the WebSocket `/player`: JSON objects with an `is`, read strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

from halfkilo import strict
from halfkilo.gym.bounds import MODEL_MOST
from halfkilo.gym.driver import Reading
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.house import House, Stopped
from halfkilo.gym.supervisor.terms import Phase
from halfkilo.gym.supervisor.unit import Unit
from halfkilo.strict import Malformed, Range, Text
from halfkilo.units import Side

LONGEST = 4_096


@dataclass(frozen=True)
class Hello:
    """The first thing a screen says, and again with every new ticket."""

    ticket: Annotated[str, Text(2_000)]


@dataclass(frozen=True)
class Present:
    """Somebody is here."""


@dataclass(frozen=True)
class Arm:
    """The button is held right now."""


@dataclass(frozen=True)
class Hold:
    """Load this much, grams per cable."""

    left: Annotated[int, Range(0, MODEL_MOST)]
    right: Annotated[int, Range(0, MODEL_MOST)]


@dataclass(frozen=True)
class Stop:
    """Let everything go and say what could be confirmed."""


@dataclass(frozen=True)
class Release:
    """Let go: the ordinary end of a set."""


@dataclass(frozen=True)
class ClearHazard:
    """A person looked: the handles are down and nothing pulls."""


Said = Hello | Present | Arm | Hold | Stop | Release | ClearHazard
_KINDS: dict[str, type[Any]] = {
    "hello": Hello, "present": Present, "arm": Arm, "hold": Hold, "stop": Stop, "release": Release,
    "clear_hazard": ClearHazard,
}


def name_of(said: Said) -> str:
    """The `is` a message came with."""
    return next(name for name, kind in _KINDS.items() if isinstance(said, kind))


def read(text: str) -> Said:
    """What a screen said.

    Raises:
        Refused: it is not one of the known messages.
    """
    try:
        return _read(text)
    except (Malformed, ValueError, RecursionError) as error:
        raise Refused(Reason.UNREADABLE, f"not understood: {error}"[:300]) from error


def _read(text: str) -> Said:
    value = json.loads(text) if len(text) <= LONGEST else None
    if not isinstance(value, dict):
        raise Malformed("", f"a message is one JSON object of at most {LONGEST} characters")
    name = value.pop("is", None)
    if not isinstance(name, str) or name not in _KINDS:
        raise Malformed("is", f"must be one of {', '.join(_KINDS)}")
    said: Said = strict.read(_KINDS[name], value)
    return said


def refused(error: Refused, to: str) -> dict[str, Any]:
    """A refusal: `reason` for programs, `message` for people."""
    return {"is": "refused", "to": to, "reason": error.reason.value, "message": str(error)}


def stopped(name: str, found: list[Stopped]) -> dict[str, Any]:
    """`stopping` at once, `stopped` when the readings agree or time is up: per unit what could be confirmed."""
    units = [{"unit": one.unit, "outcome": one.outcome.value, "believed": one.believed} for one in found]
    return {"is": name, "units": units}


def now(house: House, player: str, readings: list[Reading]) -> dict[str, Any]:
    """Everything a screen shows: ten times a second, and at once when something changes."""
    return {"is": "now", "writer": house.seat == player, "site": house.site_alive, **_together([unit_now(unit) for unit in house.used]),
            "readings": [_row(reading) for reading in readings], "sensors": {name: post.now() for name, post in house.sensors.items()}}


_GRAVEST = (Phase.HAZARD, Phase.DISCONNECTED, Phase.CONNECTED, Phase.RELEASING, Phase.RELEASED, Phase.VALIDATED, Phase.ARMED, Phase.LOADED)


def _together(units: list[dict[str, Any]]) -> dict[str, Any]:
    """One machine as it is; two with one cable each as one machine: the phase that is furthest from loaded, left from one, right from
    the other, the heavier belief. No machine: disconnected."""
    if not units:
        return _NO_MACHINE
    worst = min(units, key=lambda unit: _GRAVEST.index(Phase(unit["phase"])))
    if len(units) == 1:
        return worst
    left = next((unit for unit in units if unit["serves"] != Side.RIGHT), worst)
    right = next((unit for unit in units if unit["serves"] != Side.LEFT), worst)
    pairs = {name: [left[name][0], right[name][1]] for name in ("target", "reps", "shown", "paces")}
    both = left["held"] is not None and right["held"] is not None
    return worst | pairs | {
        "serves": Side.BOTH.value,
        "machine": " + ".join(str(unit["machine"]) for unit in (left, right)),
        "simulated": any(unit["simulated"] for unit in units), "experimental": any(unit["experimental"] for unit in units),
        "known": all(unit["known"] for unit in units), "believed": max(unit["believed"] for unit in units),
        "helped": any(unit["helped"] for unit in units), "owes_test": any(unit["owes_test"] for unit in units),
        "held": [left["held"][0], right["held"][1]] if both else None,
    }


_NO_MACHINE: dict[str, Any] = {
    "unit": "", "serves": Side.BOTH.value, "phase": Phase.DISCONNECTED.value, "why": "no_machine", "machine": None, "simulated": False,
    "experimental": False, "machine_state": None, "machine_why": "", "known": False, "believed": 0, "target": [0, 0], "held": None,
    "reps": [0, 0], "shown": [None, None], "paces": [None, None], "helped": False, "owes_test": False, "test": None, "hazard": None,
}


def unit_now(unit: Unit) -> dict[str, Any]:
    """State of one unit; `known` false means `believed` is the heaviest it could be. shown: the range shown while arming, mm, per cable.
    helped: the spotter lowered the load in this set."""
    hazard, info, last, reps = unit.hazard, unit.info, unit.last, unit.bout.reps
    return {
        "unit": unit.name,
        "serves": unit.serves.value,
        "phase": unit.shown.value,
        "why": unit.why,
        "machine": info.capabilities.model if info else None,
        "simulated": bool(info and info.capabilities.simulated),
        "experimental": bool(info and info.capabilities.experimental),
        "machine_state": last.state if last else None,
        "machine_why": last.why if last else "",
        "known": unit.fresh,
        "believed": unit.believed,
        "target": list(unit.targets),
        "held": [last.left.held_g, last.right.held_g] if last and unit.fresh else None,
        "reps": list(reps),
        "shown": [list(one) if one else None for one in unit.bout.shown],
        "paces": [strict.plain(pace) if pace else None for pace in unit.bout.paces],
        "helped": unit.bout.helped > 0,
        "owes_test": unit.owes_test,
        "test": strict.plain(unit.zeroing.result) if unit.zeroing.result else None,
        "hazard": strict.plain(hazard) if hazard else None,
    }


def _row(reading: Reading) -> list[int]:
    """ms, then per cable: mm, mm/s, grams measured, grams held."""
    row = [reading.at_ms]
    for cable in (reading.left, reading.right):
        row += [cable.position_mm, cable.velocity_mm_s, cable.force_g, cable.held_g]
    return row
