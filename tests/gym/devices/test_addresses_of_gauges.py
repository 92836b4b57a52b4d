"""Where each measuring device speaks and listens, written down a second time: a twin would share a slip of the pen with its driver."""

from dataclasses import replace
from importlib import import_module

import pytest

from halfkilo.gym.devices.ftms.layout import LAYOUTS, Machine
from tests.gym.devices.gauges import codec, play

SIG = "0000{}-0000-1000-8000-00805f9b34fb"
PLACES = {
    "tindeq": {
        "SERVICE": "7e4e1701-1ea6-40c9-9dcc-13d34ffead57", "DATA": "7e4e1702-1ea6-40c9-9dcc-13d34ffead57",
        "CONTROL": "7e4e1703-1ea6-40c9-9dcc-13d34ffead57",
    },
    "ferra": {
        "SERVICE": "7e400001-b5a3-f393-e0a9-e50e24dcca9e", "DATA": "7e400002-b5a3-f393-e0a9-e50e24dcca9e",
        "COMMAND": "7e400003-b5a3-f393-e0a9-e50e24dcca9e", "INFO": "7e400004-b5a3-f393-e0a9-e50e24dcca9e",
    },
    "wh_c06": {"COMPANY": 0x0100, "SHORTEST": 12},
    "weight_scale": {"SERVICE": SIG.format("181d"), "MEASUREMENT": SIG.format("2a9d"), "FEATURE": SIG.format("2a9e")},
    "ftms": {"SERVICE": SIG.format("1826"), "FEATURE": SIG.format("2acc"), "CONTROL_POINT": SIG.format("2ad9")},
    "cts500": {"SERVICE": SIG.format("ffe0"), "DATA": SIG.format("ffe1"), "COMMAND": SIG.format("ffe2")},
    "force_board": {
        "FORCE": "9a88d682-8df2-4afe-9e0d-c2bbbe773dd0", "TARE": "9a88d683-8df2-4afe-9e0d-c2bbbe773dd0",
        "MODE": "467a8517-6e39-11eb-9439-0242ac130002",
    },
    "climbro": {"SERVICE": "49535343-fe7d-4ae5-8fa9-9fafd205e455", "DATA": "49535343-1e4d-4bd9-ba61-23c647249616"},
    "entralpi": {"SERVICE": SIG.format("fff0"), "DATA": SIG.format("fff4")},
}
NEEDED = [
    ("tindeq", "DATA"), ("tindeq", "CONTROL"), ("ferra", "DATA"), ("ferra", "COMMAND"), ("weight_scale", "MEASUREMENT"),
    ("cts500", "DATA"), ("cts500", "COMMAND"), ("force_board", "FORCE"), ("force_board", "MODE"), ("climbro", "DATA"), ("entralpi", "DATA"),
]


@pytest.mark.parametrize("name", PLACES)
def test_places(name):
    assert {place: getattr(codec(name), place) for place in PLACES[name]} == PLACES[name]


def test_where_machines_for_cardio_speak():
    shorts = {Machine.TREADMILL: "2acd", Machine.CROSS_TRAINER: "2ace", Machine.ROWER: "2ad1", Machine.BIKE: "2ad2"}
    found = {machine: layout.characteristic for machine, layout in LAYOUTS.items()}
    assert found == {machine: SIG.format(short) for machine, short in shorts.items()}


@pytest.mark.parametrize(("name", "missing"), NEEDED)
def test_what_lacks_what_it_needs_is_another_device_and_nothing_is_written(name, missing):
    async def scene(radio, book, sensor):
        assert book.ups == []
        assert getattr(codec(name), missing) in book.problems[0].problem
        assert radio.written == []

    play(name, scene, _without(name, getattr(codec(name), missing)))


def _without(name, characteristic):
    twin = import_module(f"halfkilo.gym.devices.{name}.emulated").peripheral(1)
    left = tuple(
        replace(service, characteristics=tuple(one for one in service.characteristics if one.uuid != characteristic))
        for service in twin.services()
    )
    twin.services = lambda: left
    return twin
