"""The table of a session: one row per thing heard, one column per thing said, empty where a device says nothing about it.

This is the data dictionary (docs/recording.md is written from it), and how values become rows and rows become values again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.sensing import Balance, Cardio, Charge, Force, HeartRate, Mass, Sample

VERSION = 1
"""Of the columns. It grows when one is renamed, removed or means something else, not when one is added."""


class Link(StrEnum):
    """What happened to a link; kept, so that a replay goes away when the device did."""

    UP = "up"
    DOWN = "down"
    GARBLED = "garbled"


@dataclass(frozen=True)
class LinkWord:
    """Something about the link instead of a measurement. problem: what could not be read."""

    link: Link
    problem: str = ""


Heard = Reading | Sample | LinkWord


@dataclass(frozen=True)
class Column:
    """kind: int, float, bool, text or ints (a list). about: one sentence."""

    name: str
    kind: str
    unit: str
    about: str


@dataclass(frozen=True)
class Row:
    """One thing heard. n: counts up by one in a session. at_us: microseconds since the recording began. source: which device."""

    n: int
    at_us: int
    source: str
    heard: Heard


def _cable(side: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_mm", "int", "mm", f"How far the {side} cable is drawn out."),
        Column(f"{side}_mm_s", "int", "mm/s", f"How fast the {side} cable moves; above zero is outwards."),
        Column(f"{side}_force_g", "int", "g", f"Measured pull of the {side} cable."),
        Column(f"{side}_held_g", "int", "g", f"Load that the machine says it holds on the {side} cable."),
        Column(f"{side}_reps", "int", "1", f"Repetitions that the machine counted on the {side} cable."),
    )


HEAD = (
    Column("n", "int", "1", "Counts up by one: a gap means that something was lost."),
    Column("at_us", "int", "us", "When it was heard, since the recording began (`began` of the session)."),
    Column("source", "text", "", "Which device, by the name it has in the session."),
    Column("quantity", "text", "", "What kind of row this is: reading, heart_rate, force, balance, mass, cardio, charge or link."),
)

_OURS: dict[str, tuple[type[Any], tuple[Column, ...]]] = {
    "reading": (Reading, (
        Column("machine_ms", "int", "ms", "The machine's own clock."),
        Column("state", "text", "", "The machine's own word for its state."),
        Column("why", "text", "", "The machine's own reason for its state."),
        Column("armed", "bool", "", "Whether the machine would take a load."),
        Column("lease_left_ms", "int", "ms", "How long the load lives without renewal."),
        *_cable("left"), *_cable("right"),
    )),
    "heart_rate": (HeartRate, (
        Column("bpm", "int", "1/min", "Heart beats a minute."),
        Column("contact", "bool", "", "Whether the strap feels skin; empty where it cannot tell."),
        Column("rr_ms", "ints", "ms", "Times from beat to beat, oldest first."),
    )),
    "force": (Force, (
        Column("force_g", "int", "g", "Pull on a force gauge."),
        Column("device_us", "int", "us", "The measuring device's own clock; empty where it has none."),
        Column("stable", "bool", "", "Whether the gauge calls the value settled; empty where it does not say."),
    )),
    "balance": (Balance, (
        Column("right_um100", "int", "0.1 mm", "Centre of pressure, above zero to the right."),
        Column("forward_um100", "int", "0.1 mm", "Centre of pressure, above zero to the front."),
        Column("plate_g", "int", "g", "Load on a force plate."),
        Column("device_us", "int", "us", ""),
        Column("corners_g", "ints", "g", "Load on the corners: front left, front right, back left, back right; empty if not sent."),
    )),
    "mass": (Mass, (Column("mass_g", "int", "g", "Body mass."),)),
    "cardio": (Cardio, (
        Column("distance_m", "int", "m", "How far, as a cardio machine says."),
        Column("speed_mm_s", "int", "mm/s", "How fast, as a cardio machine says."),
        Column("watts", "int", "W", "Power, as a cardio machine says."),
        Column("cadence", "float", "1/min", "Strokes, steps or turns a minute."),
        Column("bpm", "int", "1/min", ""),
        Column("elapsed_s", "int", "s", "Time that the cardio machine shows."),
    )),
    "charge": (Charge, (
        Column("battery_percent", "int", "%", "Battery; empty when only a warning is known."),
        Column("battery_low", "bool", "", "Whether the battery is low."),
    )),
    "link": (LinkWord, (
        Column("link", "text", "", "What became of the link: up, down or garbled (something unreadable came)."),
        Column("problem", "text", "", "What was unreadable about it."),
    )),
}

NAMES: dict[str, tuple[str, ...]] = {quantity: tuple(one.name for one in mine) for quantity, (_, mine) in _OURS.items()}
"""The columns that a kind of row fills, in the order of its values."""

_TYPES = {kind: quantity for quantity, (kind, _) in _OURS.items()}


def _all() -> tuple[Column, ...]:
    """Every column once: where kinds of rows share one, the first says what it is about."""
    found = {one.name: one for one in HEAD}
    for _, columns in _OURS.values():
        for one in columns:
            found.setdefault(one.name, one)
    return tuple(found.values())


COLUMNS = _all()


def quantity_of(heard: Heard) -> str:
    """The kind of row a value becomes."""
    return _TYPES[type(heard)]


def values(heard: Heard) -> list[Any]:
    """A value as plain values, in the order of `NAMES`."""
    if not isinstance(heard, Reading):
        return [_plain(getattr(heard, field.name)) for field in fields(heard)]
    found: list[Any] = [heard.at_ms, heard.state, heard.why, heard.armed, heard.lease_left_ms]
    for cable in (heard.left, heard.right):
        found += [cable.position_mm, cable.velocity_mm_s, cable.force_g, cable.held_g, cable.reps]
    return found


def heard_of(quantity: str, cells: Mapping[str, Any]) -> Heard:
    """The value that a row was made of. cells: at least the columns of its kind.

    Raises:
        KeyError: no such kind of row.
    """
    kind, _ = _OURS[quantity]
    told = [cells[name] for name in NAMES[quantity]]
    if kind is Reading:
        left, right = CableReading(*told[5:10]), CableReading(*told[10:15])
        return Reading(told[0], told[1], told[2], told[3], told[4], left, right)
    if kind is LinkWord:
        return LinkWord(Link(told[0]), told[1])
    made: Heard = kind(*(tuple(one) if isinstance(one, list) else one for one in told))
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, StrEnum) else value
