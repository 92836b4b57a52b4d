"""No Bluetooth on this computer: a reason for programs, a calm sentence for people, and nothing else stops working."""

import asyncio
import subprocess
import sys
from contextlib import aclosing

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakDBusError, BleakError
from bleak.exc import BleakBluetoothNotAvailableReason as Why

from halfkilo.gym.radio import open_radio
from halfkilo.gym.radio.absence import missing, told
from halfkilo.gym.radio.bluetooth import Bluetooth
from halfkilo.gym.radio.link import SENTENCES, LinkLost, Missing, NoRadio

ALARMING = ("fail", "weak", "bad", "wrong", "damage", "danger", "injur", "error", "fatal")


def sought(radio):
    """Why a scan did not begin."""
    async def scan():
        async with aclosing(radio.scan()) as seen:
            async for _ in seen:
                return

    with pytest.raises(NoRadio) as refused:
        asyncio.run(scan())
    return refused.value


def raising(error):
    """A radio whose scanner says this."""
    from bleak.backends.scanner import BaseBleakScanner

    class Scanner(BaseBleakScanner):
        def __init__(self, callback, uuids, mode, **_):
            super().__init__(callback, uuids)

        async def start(self):
            raise error

        async def stop(self):
            raise AssertionError("it never started")

    async def backends():
        return Scanner, None

    return Bluetooth(backends)


@pytest.mark.parametrize(("error", "reason"), [
    (FileNotFoundError(2, "No such file or directory"), Missing.NO_SERVICE),
    (ConnectionRefusedError(), Missing.NO_SERVICE),
    (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["The name org.bluez was not provided"]), Missing.NO_SERVICE),
    (BleakDBusError("org.bluez.Error.NotReady", ["Resource Not Ready"]), Missing.SWITCHED_OFF),
    (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", ["Rejected send message"]), Missing.NOT_ALLOWED),
    (PermissionError(13, "Permission denied"), Missing.NOT_ALLOWED),
    (BleakBluetoothNotAvailableError("off", Why.POWERED_OFF), Missing.SWITCHED_OFF),
    (BleakBluetoothNotAvailableError("none", Why.NO_BLUETOOTH), Missing.NO_ADAPTER),
    (BleakBluetoothNotAvailableError("old", Why.NO_BLE_CENTRAL_ROLE), Missing.NO_ADAPTER),
    (BleakBluetoothNotAvailableError("no", Why.DENIED_BY_USER), Missing.NOT_ALLOWED),
    (BleakBluetoothNotAvailableError("?", Why.UNKNOWN), Missing.NO_SERVICE),
], ids=str)
def test_each_way_of_having_none_has_its_reason(error, reason):
    refused = sought(raising(error))
    assert refused.reason is reason
    assert str(refused) == SENTENCES[reason]


def test_another_problem_is_not_taken_for_no_bluetooth():
    assert missing(BleakError("the device went away")) is None
    assert missing(BleakDBusError("org.bluez.Error.InProgress", [])) is None
    with pytest.raises(ValueError, match="ours"), told():
        raise ValueError("ours")
    assert not issubclass(NoRadio, LinkLost)


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_without_a_bus_the_computers_own_radio_says_so_calmly(monkeypatch, tmp_path):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    refused = sought(open_radio())
    assert refused.reason is Missing.NO_SERVICE
    assert str(refused) == "Bluetooth is not available here; the simulated gym and dumbbells work without it."


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_connecting_says_the_same(monkeypatch, tmp_path):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")

    async def connect():
        async with open_radio().connect("C0:00:00:00:00:01"):
            pass

    with pytest.raises(NoRadio) as refused:
        asyncio.run(connect())
    assert refused.value.reason is Missing.NO_SERVICE


def test_sentences_are_calm_and_say_what_works():
    assert set(SENTENCES) == set(Missing)
    for sentence in SENTENCES.values():
        assert "simulated gym and dumbbells work without it." in sentence
        assert not any(word in sentence.lower() for word in ALARMING)


def test_without_bleak_it_is_a_reason_too_and_bumble_is_never_needed_at_home():
    seen = subprocess.run([sys.executable, "-c", """
import sys
from halfkilo.gym.radio import open_radio
open_radio()
assert "bumble" not in sys.modules
for name in [name for name in sys.modules if name.split(".")[0] == "bleak" or name.startswith("halfkilo.gym.radio.b")]:
    del sys.modules[name]
sys.modules["bleak"] = None
from halfkilo.gym.radio.link import NoRadio
try:
    open_radio()
except NoRadio as refused:
    print(refused.reason)
"""], capture_output=True, text=True, timeout=60)
    assert (seen.stdout, seen.stderr) == ("not_installed\n", "")
