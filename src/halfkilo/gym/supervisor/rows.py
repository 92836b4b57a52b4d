"""A device that is listened to, and what the site is told of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from halfkilo import strict
from halfkilo.gym.driver import Capabilities
from halfkilo.gym.quality import grade, qualities
from halfkilo.gym.radio.link import Seen
from halfkilo.gym.sensing import Sensor
from halfkilo.gym.supervisor.ear import Ear
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.pairs import Pair
from halfkilo.gym.supervisor.post import Post


@dataclass
class Open:
    """One device. kept: pinned, not only tried. trouble: why it is not heard, in words."""

    pair: Pair
    kept: bool
    task: asyncio.Task[None] | None = None
    ear: Ear | None = None
    post: Post | None = None
    sensor: Sensor | None = None
    trouble: str = ""


def found_row(seen: Seen, device: str, there: bool) -> dict[str, Any]:
    """One that was seen on the air; there: it is looked after already."""
    quality = qualities()[device]
    return {"device": device, "title": quality.title, "address": seen.address, "name": seen.name, "rssi": seen.rssi,
            "experimental": quality.experimental, "asks_unit": quality.asks_unit, "there": there}


def device_row(one: Open, house: House, wall: int) -> dict[str, Any]:
    """One that is listened to. Serial numbers stay in the supervisor."""
    quality, unit = qualities()[one.pair.device], house.units.get(one.pair.name)
    row = {
        "name": one.pair.name, "device": one.pair.device, "title": quality.title, "kind": quality.kind.value, "grade": grade(quality).value,
        "loads": quality.loads.value, "experimental": quality.experimental, "kept": one.kept, "serves": one.pair.serves.value,
        "trouble": one.trouble, "wrong": bool((one.ear and one.ear.wrong) or (one.post and one.post.wrong)),
        "used": unit in house.used if unit else False,
    }
    if unit is None or one.ear is None:
        return row | ({"moved": one.post.moved, **one.post.now()} if one.post else {})
    use = house.wear.use(unit.name)
    return row | {
        "phase": unit.shown.value, "up": unit.info is not None, "moved": one.ear.moved, "garbled": one.ear.garbled_count,
        "can": _can(unit.info.capabilities) if unit.info else None, "reps": use.reps,
        "test": strict.plain(unit.zeroing.result) if unit.zeroing.result else None, "reps_since": use.reps_since,
        "inspected_at": use.at, "inspect": round(house.wear.due(unit.name, wall), 2),
    }


def _can(of: Capabilities) -> dict[str, Any]:
    return {"model": of.model, "cables": of.cables, "least": of.least, "step": of.step, "most": of.most, "lease_ms": of.lease_ms,
            "simulated": of.simulated}
