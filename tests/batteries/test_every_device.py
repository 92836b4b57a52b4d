"""The same questions to every device. One added by a folder is checked without touching this file: it declares what is its own.

`quality.toml` says what it is. `codec.py` has DECODE and ENCODE by name, `vectors.json` bytes and what they mean. `driver.py`
has `open_sensor` or `open_driver`, and `sees` where Bluetooth finds it; `emulated.py` has `peripheral(seed)`.
"""

from __future__ import annotations

import asyncio
import dataclasses
import enum
import inspect
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.driver import Garbled
from halfkilo.gym.quality import DEVICES, Kind, State, Tier, grade, qualities
from halfkilo.gym.radio import twins
from halfkilo.gym.radio.air.packing import pack, unpack
from halfkilo.gym.radio.stay import Pauses
from halfkilo.units import Side
from tests.every import asked_of
from tests.gym.radio.air import air, doing, until
from tests.gym.radio.memory import ADDRESS, MemoryRadio, Notebook

FOLDERS = sorted(file.parent.name for file in DEVICES.glob("*/__init__.py"))
WITH_VECTORS = sorted(file.parent.name for file in DEVICES.glob("*/vectors.json"))
BLUETOOTH = [name for name, quality in qualities().items() if quality.link in ("bluetooth", "advertisement")]
SENSORS = [name for name in BLUETOOTH if qualities()[name].kind is Kind.SENSOR]
MACHINES = [name for name in BLUETOOTH if qualities()[name].kind is Kind.MACHINE]
QUICKLY = 8.0
"""Emulated seconds per second: nobody waits for somebody to step on a scale."""
LONG_ENOUGH_MS = 40_000


def part(name, module):
    """One module of a device's folder."""
    return import_module(f"halfkilo.gym.devices.{name}.{module}")


def vectors(name):
    """Its vectors: bytes, or a line of text."""
    return json.loads((DEVICES / name / "vectors.json").read_text("utf-8"))["vectors"]


def data_of(vector):
    return bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode()


def plain(value):
    """A decoded value as vectors.json writes it."""
    if isinstance(value, Garbled):
        return {"is": "Garbled"}
    if dataclasses.is_dataclass(value):
        return {"is": type(value).__name__} | inner(value)
    return inner(value)


def inner(value):
    if dataclasses.is_dataclass(value):
        return {one.name: inner(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [inner(one) for one in value]
    if isinstance(value, Mapping):
        return {key: inner(one) for key, one in value.items()}
    return value


@asked_of(name=FOLDERS)
def test_every_folder_says_how_far_it_can_be_trusted(name):
    assert name in qualities(), "no quality.toml"


@asked_of(name=qualities())
def test_a_device_whose_vectors_and_twin_are_done_has_them(name):
    rules = qualities()[name].rules
    if rules["golden_vectors"].state is State.DONE:
        assert vectors(name)
    if rules["virtual_air"].state is State.DONE and name in BLUETOOTH:
        assert name in twins.names()


@asked_of(name=qualities())
def test_every_device_is_at_least_bronze(name):
    assert grade(qualities()[name]) is not Tier.NONE


@asked_of(name=BLUETOOTH)
def test_what_is_found_by_bluetooth_has_a_driver_and_a_twin(name):
    assert callable(part(name, "driver").sees)
    assert callable(part(name, "driver").open_sensor if name in SENSORS else part(name, "driver").open_driver)
    assert name in twins.names()


@asked_of(name=WITH_VECTORS)
def test_vectors_mean_what_they_say_and_go_back(name):
    codec = part(name, "codec")
    for vector in vectors(name):
        data, value = data_of(vector), codec.DECODE[vector["decode"]](data_of(vector))
        assert plain(value) == vector["means"], vector["name"]
        if vector["decode"] in codec.ENCODE and not isinstance(value, Garbled) and vector.get("back", True):
            assert codec.ENCODE[vector["decode"]](value) == data, vector["name"]


@asked_of(name=WITH_VECTORS)
def test_every_kind_of_message_has_a_vector(name):
    codec = part(name, "codec")
    assert {vector["decode"] for vector in vectors(name)} == set(codec.DECODE)
    assert set(codec.ENCODE) <= set(codec.DECODE)


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("name", WITH_VECTORS)
@given(chance=st.data())
def test_bytes_that_make_no_sense_are_a_value_and_never_a_crash(name, chance):
    codec = part(name, "codec")
    for data in chance.draw(st.lists(st.binary(max_size=300) | nearly_right(name), min_size=8, max_size=16)):
        for decode in codec.DECODE.values():
            decode(data)


@asked_of(name=WITH_VECTORS)
def test_every_message_cut_short_anywhere_is_survived(name):
    codec = part(name, "codec")
    for vector in vectors(name):
        data = data_of(vector)
        for end in range(len(data)):
            codec.DECODE[vector["decode"]](data[:end])


@st.composite
def nearly_right(draw, name):
    """A vector with a few bits turned, cut or continued."""
    data = bytearray(data_of(draw(st.sampled_from(vectors(name)))))
    for place in draw(st.lists(st.integers(0, max(0, len(data) * 8 - 1)), max_size=4)) if data else ():
        data[place // 8] ^= 1 << place % 8
    return bytes(data[: draw(st.integers(0, len(data)))]) + draw(st.binary(max_size=4))


@asked_of(name=MACHINES)
def test_a_machines_twin_is_the_same_for_the_same_seed(name):
    assert diary(name, 5) == diary(name, 5)


@asked_of(name=SENSORS)
def test_a_sensor_and_its_twin_tell_the_same_for_the_same_seed_and_another_for_another(name):
    once = asyncio.run(told(name, 5))
    assert once == asyncio.run(told(name, 5))
    assert once != asyncio.run(told(name, 6))


@asked_of(name=BLUETOOTH)
def test_fits_into_a_real_advertisement(name):
    peripheral = twins.twin(name, 1)
    seen = as_seen(peripheral)
    assert seen.name == peripheral.advertisement().name


def as_seen(peripheral):
    """Its advertisement after a trip through the air's bytes."""
    return unpack(ADDRESS, pack(peripheral.advertisement()), -50)


def diary(name, seed):
    """Everything it says by itself, answers when read and advertises."""
    peripheral, said = twins.twin(name, seed), []
    peripheral.connected(lambda uuid, data: said.append((uuid, data)), lambda: said.append("dropped"))
    readable = [one for service in peripheral.services() for one in service.characteristics if one.read]
    for _ in range(30):
        peripheral.step(500)
        said += [(one.uuid, one.read()) for one in readable]
        said.append(peripheral.advertisement())
    return said


async def told(name, seed):
    """Everything its driver tells of it, in emulated time."""
    radio, book = MemoryRadio(twins.twin(name, seed)), Notebook()
    async with doing(part(name, "driver").open_sensor(radio, ADDRESS, book).run()):
        for _ in range(50):
            await asyncio.sleep(0)
        await radio.pass_time(10_000, step=100)
    return [book.told, [identity.serial for identity in book.ups]]


@asked_of(device=BLUETOOTH, other=twins.names())
def test_a_driver_sees_its_own_device_and_no_other(device, other):
    for seen in seen_over_time(other):
        assert part(device, "driver").sees(seen) is (device == other)


@cache
def seen_over_time(name):
    """What it advertises now and later."""
    peripheral, seen = twins.twin(name, 1), []
    for _ in range(3):
        seen.append(as_seen(peripheral))
        peripheral.step(1000)
    return seen


@pytest.fixture
def at_once(monkeypatch):
    """No pauses between two attempts, and silence is noticed soon."""
    monkeypatch.setattr(Pauses, "next_s", lambda self: 0.0)
    for name in BLUETOOTH:
        if qualities()[name].link == "advertisement":
            monkeypatch.setattr(part(name, "driver"), "SILENT_S", 0.3)


class TestOverTheAir:
    """Whole Bluetooth stacks on both sides, the real bleak front-end, another device of the same name beside it."""

    @pytest.mark.parametrize("name", SENSORS)
    def test_samples_arrive_a_lost_link_is_told_and_mended(self, name, at_once):
        async def scene():
            book = Notebook()
            async with air(twins.twin(name, 1), twins.twin(name, 1), speed=QUICKLY) as here:
                mine, other = here.runners
                async with doing(part(name, "driver").open_sensor(here.radio, mine.address, book).run()):
                    await until(lambda: book.samples, LONG_ENOUGH_MS / 1000)
                    await here.vanish(mine)
                    await until(lambda: book.downs)
                    assert (len(book.ups), book.downs) == (1, 1)
                    assert book.told[0] == "up" and book.told[-1] == "down"
                    assert book.told.count("up") == 1, "another device of the same name was taken for it"
                    here.appear(twins.twin(name, 1), mine.address)
                    await until(lambda: len(book.ups) == 2)
            assert book.told[-1] == "down"
            assert book.ups[0] == book.ups[1]
            assert len(book.problems) <= len(book.ups), "only a stream that is joined in its middle may be unreadable, once"
            assert other.name == mine.name

        asyncio.run(scene())

    @pytest.mark.parametrize("name", MACHINES)
    def test_a_machine_answers_reads_and_a_lost_link_is_told(self, name, at_once):
        async def scene():
            book = Machinery()
            async with air(twins.twin(name, 1)) as here:
                mine = here.runners[0]
                driver = opened(name, radio=here.radio, address=mine.address, listener=book, serves=Side.BOTH)
                async with doing(driver.run()):
                    await until(lambda: book.readings, 10)
                    await here.vanish(mine)
                    await until(lambda: book.downs)
            assert len(book.ups) == 1
            assert not any(reading.held for reading in book.readings), "a machine that was only looked at holds nothing"

        asyncio.run(scene())


def opened(name, **known):
    """`open_driver` with those of our facts that it asks for."""
    open_driver = part(name, "driver").open_driver
    return open_driver(**{asked: known[asked] for asked in inspect.signature(open_driver).parameters if asked in known})


class Machinery:
    """A listener that keeps everything."""

    def __init__(self):
        self.ups, self.readings, self.answers, self.problems = [], [], [], []
        self.downs = 0

    def link_up(self, info):
        self.ups.append(info)

    def link_down(self):
        self.downs += 1

    def reading(self, reading):
        self.readings.append(reading)

    def answer(self, answer):
        self.answers.append(answer)

    def garbled(self, garbled):
        self.problems.append(garbled)
