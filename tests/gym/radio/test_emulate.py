"""`halfkilo gym emulate` as its own process: found, connected, killed, noticed."""

import asyncio
import json
import subprocess
import sys

import pytest
import typer

from halfkilo.commands.gym_emulate import NEEDED, _run, emulate
from halfkilo.gym.devices.heart_rate.driver import open_sensor, sees
from halfkilo.gym.radio import open_radio
from halfkilo.gym.radio.link import NoRadio
from halfkilo.gym.radio.stay import Pauses
from tests.gym.radio.air import doing, until
from tests.gym.radio.memory import Notebook
from tests.gym.radio.test_air import first

COMMAND = "import sys; from halfkilo.commands.gym_emulate import emulate; emulate([sys.argv[1]], air=sys.argv[2] or None, as_json=True)"


def start(device, air=""):
    """(process, what it said)."""
    process = subprocess.Popen([sys.executable, "-c", COMMAND, device, air], stdout=subprocess.PIPE, text=True)
    return process, json.loads(process.stdout.readline())


def end(process):
    process.kill()
    process.wait()
    process.stdout.close()


def test_devices_of_two_processes_in_one_air_and_the_air_is_killed(monkeypatch):
    monkeypatch.setattr(Pauses, "next_s", lambda self: 0.05)
    monkeypatch.setattr("halfkilo.gym.radio.ears.QUIET_S", 0.5)
    house, said = start("heart_rate")
    here = said["devices"][0]

    async def scene():
        radio, book = open_radio(said["air"]), Notebook()
        seen = await first(radio, lambda one: one.address == here["address"])
        assert sees(seen)
        assert (here["device"], here["name"]) == ("heart_rate", seen.name)
        joined = asyncio.create_task(_run(["heart_rate"], said["air"], 0, 7, True))
        await first(radio, lambda one: one.name != seen.name and sees(one))
        searching = asyncio.create_task(first(radio, lambda one: False))
        async with doing(open_sensor(radio, here["address"].lower(), book).run()):
            await until(lambda: book.ups)
            end(house)
            await until(lambda: book.downs)
        with pytest.raises(NoRadio):
            await joined
        with pytest.raises(NoRadio):
            await searching

    try:
        asyncio.run(scene())
    finally:
        if house.poll() is None:
            end(house)


def complaint(capsys, *devices, **how):
    with pytest.raises(typer.Exit) as left:
        emulate(devices, **how)
    assert left.value.exit_code == 1
    return capsys.readouterr().err


def test_a_device_that_is_not_there_is_told_with_those_that_are(capsys):
    told = complaint(capsys, "toaster")
    assert "toaster" in told
    assert "heart_rate" in told


def test_without_bumble_it_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "bumble", None)
    monkeypatch.setitem(sys.modules, "bumble.device", None)
    assert NEEDED in complaint(capsys, "heart_rate")


def test_no_air_there_is_told(capsys):
    assert "virtual Bluetooth air does not answer" in complaint(capsys, "heart_rate", air="127.0.0.1:9")
