"""Every Bluetooth sensor through bleak's own BlueZ backend, as at home on Linux; only bluetoothd and the radio are ours."""

import asyncio
import shutil
from contextlib import aclosing
from importlib import import_module

import pytest

from halfkilo.gym.devices.heart_rate.codec import CONTROL, LOCATION, MEASUREMENT
from halfkilo.gym.quality import Kind, qualities
from halfkilo.gym.radio import open_radio, twins
from halfkilo.gym.radio.link import Declined, LinkLost, Missing, NoRadio
from halfkilo.gym.radio.stay import Pauses
from tests.gym.radio.air import doing, until
from tests.gym.radio.bluez import bluez, private_bus
from tests.gym.radio.memory import Notebook

SENSORS = [name for name, quality in qualities().items() if quality.kind is Kind.SENSOR and quality.link in ("bluetooth", "advertisement")]
NOWHERE = "00000000-0000-0000-0000-000000000001"
pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon here (apt install dbus-daemon)"),
]


@pytest.fixture
def bus(tmp_path, monkeypatch):
    with private_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setattr(Pauses, "next_s", lambda self: 0.05)
        yield address


def no_radio():
    """Why there is none."""
    async def scan():
        async with aclosing(open_radio().scan()) as seen:
            async for _ in seen:
                return

    return scan()


class TestNone:
    def test_a_bus_without_bluez(self, bus):
        with pytest.raises(NoRadio) as refused:
            asyncio.run(no_radio())
        assert refused.value.reason is Missing.NO_SERVICE

    @pytest.mark.parametrize(("how", "reason"), [({"adapter": False}, Missing.NO_ADAPTER), ({"powered": False}, Missing.SWITCHED_OFF)])
    def test_bluez_without_a_radio_that_is_on(self, bus, how, reason):
        async def scene():
            async with bluez(bus, **how):
                await no_radio()

        with pytest.raises(NoRadio) as refused:
            asyncio.run(scene())
        assert refused.value.reason is reason


class TestSensors:
    @pytest.mark.parametrize("name", SENSORS)
    def test_samples_arrive_a_lost_link_is_told_and_mended(self, bus, name, monkeypatch):
        driver = import_module(f"halfkilo.gym.devices.{name}.driver")
        overheard = qualities()[name].link == "advertisement"
        if overheard:
            monkeypatch.setattr(driver, "SILENT_S", 0.3)

        async def scene():
            book = Notebook()
            async with bluez(bus, twins.twin(name, 1), twins.twin(name, 1), speed=4) as house:
                mine = house.devices[0]
                async with doing(driver.open_sensor(open_radio(), mine.address, book).run()):
                    await until(lambda: len(book.samples) > 3, 20)
                    assert house.devices[1].connected is False
                    mine.away = True
                    mine.drop()
                    await until(lambda: book.downs)
                    await asyncio.sleep(0.3)
                    mine.away = False
                    await until(lambda: len(book.ups) == 2)
            assert book.told[0] == "up"
            assert (book.ups[0], book.problems) == (book.ups[1], [])
            assert not mine.connected, "it was left without a goodbye"

        asyncio.run(scene())


class TestLinks:
    def test_what_is_not_offered_is_declined_and_a_lost_link_ends_everything(self, bus):
        async def scene():
            async with bluez(bus, twins.twin("heart_rate", 1)) as house, open_radio().connect(house.devices[0].address) as link:
                for refused in (link.read(MEASUREMENT), link.write(LOCATION, b"\x00"), link.subscribe(LOCATION, print), link.read(NOWHERE)):
                    with pytest.raises(Declined):
                        await refused
                await link.write(CONTROL, b"\x01")
                assert await link.read(LOCATION) == b"\x01"
                house.devices[0].drop()
                await asyncio.wait_for(link.lost.wait(), 2)
                with pytest.raises(LinkLost):
                    await link.read(LOCATION)

        asyncio.run(scene())

    def test_two_scans_and_a_link_at_once(self, bus):
        async def one(radio, address):
            async with asyncio.timeout(5), aclosing(radio.scan()) as seen:
                async for told in seen:
                    if told.address == address:
                        return told
            raise AssertionError("the scan ended")

        async def scene():
            async with bluez(bus, twins.twin("heart_rate", 1), twins.twin("wh_c06", 1)) as house:
                radio, (strap, scale) = open_radio(), house.devices
                async with radio.connect(strap.address):
                    seen = await asyncio.gather(one(radio, scale.address), one(radio, scale.address))
                assert seen[0].maker

        asyncio.run(scene())
