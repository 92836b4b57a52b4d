"""What the tests of measuring devices share: a sensor listening to its twin, and what vectors.json means by a value."""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import json
from collections.abc import Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path

from halfkilo.gym import devices
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.stay import Pauses
from tests.gym.radio.memory import ADDRESS, MemoryRadio, Notebook

FOLDERS = Path(devices.__file__).parent


def vectors(name):
    return json.loads((FOLDERS / name / "vectors.json").read_text())["vectors"]


def codec(name):
    return import_module(f"halfkilo.gym.devices.{name}.codec")


def told(value):
    """A decoded value in JSON, with what it is."""
    if isinstance(value, Garbled):
        return {"is": "Garbled"}
    if dataclasses.is_dataclass(value):
        return {"is": type(value).__name__} | {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return value


def _plain(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value


def check_vectors(name):
    """Every vector means what it says, and goes back to the same bytes where it can."""
    room = codec(name)
    for vector in vectors(name):
        data = bytes.fromhex(vector["hex"])
        value = room.DECODE[vector["decode"]](data)
        assert told(value) == vector["means"], vector["name"]
        if vector["decode"] in room.ENCODE and not isinstance(value, Garbled) and vector.get("back", True):
            assert room.ENCODE[vector["decode"]](value) == data, vector["name"]


def writing_calls(name):
    """How many places of a driver write to a link."""
    tree = ast.parse((FOLDERS / name / "driver.py").read_text())
    return sum(isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write" for node in ast.walk(tree))


async def turns(count=80):
    for _ in range(count):
        await asyncio.sleep(0)


@asynccontextmanager
async def listening(name, twin, at=ADDRESS):
    """The sensor of device `name`, connected to its twin: (radio, book, sensor). Connects again without waiting."""
    radio, book = MemoryRadio(twin), Notebook()
    sensor = import_module(f"halfkilo.gym.devices.{name}.driver").open_sensor(radio, at, book)
    if hasattr(sensor, "_stay"):
        sensor._stay._pauses = Pauses((0,))
    task = asyncio.create_task(sensor.run())
    await turns()
    try:
        yield radio, book, sensor
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def play(name, scene, twin=None, at=ADDRESS):
    """Run `scene(radio, book, sensor)` while the sensor listens."""
    twin = twin or import_module(f"halfkilo.gym.devices.{name}.emulated").peripheral(1)

    async def run():
        async with listening(name, twin, at) as (radio, book, sensor):
            await scene(radio, book, sensor)
        return radio, book

    return asyncio.run(run())
