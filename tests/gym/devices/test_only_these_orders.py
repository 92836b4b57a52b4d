"""Whatever a measuring device says, whenever it goes, however often somebody zeroes it: nothing is written but what is on the list."""

import asyncio
from importlib import import_module
from random import Random

import pytest

from halfkilo.gym.devices.cts500 import driver as cts500
from halfkilo.gym.devices.ferra import driver as ferra
from halfkilo.gym.devices.tindeq import driver as tindeq
from halfkilo.gym.quality import Kind, qualities
from tests.gym.devices.gauges import codec, listening, turns, vectors

ALLOWED = {
    "tindeq": {b"\x64", b"\x65", b"\x66", b"\x6b", b"\x70"},
    "ferra": {b"START", b"STOP", b"ZERO", b"STATUS"},
    "cts500": {bytes.fromhex(order) for order in ("05a6000000ab", "05aa000000af", "05ab000000b0")},
    "force_board": {b"\x01", b"\x04", b"\x07"},
}
"""Every byte that may ever reach a device; those that are not named are never written to at all."""
SENSORS = [name for name, quality in qualities().items() if quality.kind is Kind.SENSOR]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Waits for answers are short."""
    for module, patience in ((tindeq, "ANSWER_S"), (ferra, "STATUS_S"), (cts500, "TAKEN_S")):
        monkeypatch.setattr(module, patience, 0.005)


async def muddle(name, seed):
    """Half a minute of a device that says anything at any time."""
    chance = Random(seed)
    twin = import_module(f"halfkilo.gym.devices.{name}.emulated").peripheral(seed)
    said = [bytes.fromhex(vector["hex"]) for vector in vectors(name)]
    async with listening(name, twin) as (radio, _, sensor):
        for _ in range(60):
            await radio.pass_time(chance.choice((10, 100, 500)), step=50)
            link = radio.links[-1] if radio.links else None
            for one in (one for service in twin.services() for one in service.characteristics if one.notify or one.indicate):
                data = chance.choice(said) if chance.random() < 0.5 else chance.randbytes(chance.randrange(24))
                if link and chance.random() < 0.5:
                    link._say(one.uuid, data)
            if chance.random() < 0.2:
                await sensor.zero()
            if link and chance.random() < 0.1:
                link.drop()
                await turns()
            if chance.random() < 0.1:
                await asyncio.sleep(0.006)
    return {data for _, data in radio.written}, twin


@pytest.mark.parametrize("name", SENSORS)
def test_nothing_is_written_but_what_is_on_the_list(name):
    written, twin = asyncio.run(muddle(name, 1))
    assert written <= ALLOWED.get(name, set())
    assert getattr(twin, "refused", []) == []


@pytest.mark.campaign
@pytest.mark.parametrize("name", SENSORS)
def test_nothing_is_written_but_what_is_on_the_list_in_many_muddles(name):
    everything = set()
    for seed in range(60):
        written, twin = asyncio.run(muddle(name, seed))
        everything |= written
        assert getattr(twin, "refused", []) == []
    assert everything == ALLOWED.get(name, set())


def test_the_list_is_what_the_codecs_can_say():
    assert {codec("tindeq").command(op) for op in codec("tindeq").Op} == ALLOWED["tindeq"]
    assert {codec("ferra").order(word) for word in codec("ferra").Order} == ALLOWED["ferra"]
    assert {codec("cts500").order(word) for word in codec("cts500").Order} == ALLOWED["cts500"]
    board = codec("force_board")
    assert {board.mode(wanted) for wanted in board.Mode} | {board.TARE_NOW} == ALLOWED["force_board"]
