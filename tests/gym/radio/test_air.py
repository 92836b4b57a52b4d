"""Both stacks for real: the bleak front-end over a Bumble central, emulated devices over Bumble peripherals; only the radio is left out."""

import asyncio
from contextlib import aclosing

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError
from bumble.att import ATT_Error
from bumble.core import UUID

from halfkilo.gym.devices.heart_rate.codec import CONTROL, LOCATION, MEASUREMENT, SERVICE
from halfkilo.gym.devices.heart_rate.emulated import ChestStrap
from halfkilo.gym.radio import open_radio
from halfkilo.gym.radio.air.backend import AirClient
from halfkilo.gym.radio.air.central import Central
from halfkilo.gym.radio.air.packing import TooLong, pack, unpack
from halfkilo.gym.radio.bluetooth import Bluetooth
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Service
from halfkilo.gym.radio.link import Declined, LinkLost, Missing, NoRadio, Seen, uuid16
from tests.gym.radio.air import air, until

LONG = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
SAYS, ASKED, ASKED_QUICK = (f"6e40000{n}-b5a3-f393-e0a9-e50e24dcca9e" for n in (2, 3, 4))


class Talker:
    """Notifies, indicates and takes what a test wants."""

    def __init__(self, mtu=247, name="Talker"):
        self.mtu, self.name = mtu, name
        self.maker = {0x0100: b"\x01"}
        self.taken, self.gone = [], 0
        self.say = self.drop = None

    def advertisement(self):
        return Advertisement(self.name, (uuid16(0x181D),), self.maker)

    def services(self):
        return (Service(LONG, (
            Characteristic(SAYS, notify=True),
            Characteristic(ASKED, indicate=True, read=lambda: b"x" * 40, written=self.taken.append),
            Characteristic(ASKED_QUICK, written=self.taken.append, without_response=True),
        )),)

    def connected(self, say, drop):
        self.say, self.drop = say, drop

    def disconnected(self):
        self.say = self.drop = None
        self.gone += 1

    def step(self, ms):
        pass


async def first(radio, wanted):
    async with asyncio.timeout(20), aclosing(radio.scan()) as seen:
        async for one in seen:
            if wanted(one):
                return one
    raise AssertionError("the scan ended")


def run(scene):
    return asyncio.run(scene())


class TestScanning:
    def test_sees_names_services_and_maker_data_and_changes(self):
        async def scene():
            talker = Talker()
            async with air(talker) as (radio, runners):
                seen = await first(radio, lambda one: True)
                assert (seen.address, seen.name) == (runners[0].address, "Talker")
                assert seen.services == (uuid16(0x181D),)
                assert seen.maker == {0x0100: b"\x01"}
                talker.maker = {0x0100: b"\x02"}
                await first(radio, lambda one: one.maker == {0x0100: b"\x02"})

        run(scene)

    def test_two_may_listen_at_once_and_several_devices_are_heard(self):
        async def scene():
            async with air(Talker(name="A"), Talker(name="B")) as (radio, _):
                both = await asyncio.gather(first(radio, lambda one: one.name == "A"), first(radio, lambda one: one.name == "B"))
                assert [one.name for one in both] == ["A", "B"]

        run(scene)


class TestConnecting:
    def test_reads_writes_and_hears(self):
        async def scene():
            talker, heard = Talker(), []
            async with air(talker) as (radio, runners), radio.connect(runners[0].address) as link:
                assert link.has(SAYS)
                assert not link.has(MEASUREMENT)
                assert await link.read(ASKED) == b"x" * 40
                await link.write(ASKED, b"one")
                await link.write(ASKED_QUICK, b"two", response=False)
                await link.subscribe(SAYS, heard.append)
                await link.subscribe(ASKED, heard.append)
                talker.say(SAYS, b"notified")
                talker.say(ASKED, b"indicated")
                await until(lambda: len(heard) == 2 and len(talker.taken) == 2)
                assert (heard, talker.taken) == ([b"notified", b"indicated"], [b"one", b"two"])
            assert talker.gone == 1

        run(scene)

    def test_what_is_not_offered_is_declined_and_the_link_stays(self):
        async def scene():
            async with air(ChestStrap(1)) as (radio, runners), radio.connect(runners[0].address) as link:
                for refused in (link.read(MEASUREMENT), link.write(LOCATION, b"\x00"), link.write(CONTROL, b"\x01", response=False),
                                link.subscribe(LOCATION, print), link.read(SAYS)):
                    with pytest.raises(Declined):
                        await refused
                assert not link.lost.is_set()
                assert await link.read(LOCATION) == b"\x01"

        run(scene)

    @pytest.mark.parametrize(("mtu", "arrives"), [(23, 20), (64, 61), (247, 100)])
    def test_notifications_are_cut_as_real_devices_cut_them(self, mtu, arrives):
        async def scene():
            talker, heard = Talker(mtu), []
            async with air(talker) as (radio, runners), radio.connect(runners[0].address) as link:
                await link.subscribe(SAYS, heard.append)
                talker.say(SAYS, bytes(range(100)))
                await until(lambda: heard)
                assert heard == [bytes(range(arrives))]

        run(scene)

    def test_long_writes_arrive_whole_with_response_and_are_refused_without(self):
        async def scene():
            talker = Talker(mtu=23)
            async with air(talker) as (radio, runners), radio.connect(runners[0].address) as link:
                await link.write(ASKED, bytes(96))
                with pytest.raises(Declined):
                    await link.write(ASKED_QUICK, bytes(96), response=False)
                assert talker.taken == [bytes(96)]

        run(scene)

    def test_operations_take_turns_with_a_pause_between_them(self):
        async def scene():
            talker = Talker()
            async with air(talker) as (radio, runners), radio.connect(runners[0].address, spacing_ms=50) as link:
                clock = asyncio.get_running_loop().time
                before = clock()
                await asyncio.gather(*(link.write(ASKED, bytes([number])) for number in range(4)))
                assert clock() - before >= 0.15
                assert talker.taken == [b"\0", b"\1", b"\2", b"\3"]

        run(scene)

    def test_a_device_that_is_not_here_is_told(self, monkeypatch):
        monkeypatch.setattr("halfkilo.gym.radio.bluetooth.CONNECT_S", 0.1)

        async def scene():
            async with air(Talker()) as (radio, _):
                with pytest.raises(LinkLost, match="not here"):
                    async with radio.connect("C0:00:00:00:00:99"):
                        pass

        run(scene)


class TestLosing:
    def test_a_device_that_drops_the_link(self):
        async def scene():
            talker = Talker()
            async with air(talker) as (radio, runners):
                async with radio.connect(runners[0].address) as link:
                    talker.drop()
                    await asyncio.wait_for(link.lost.wait(), 2)
                    with pytest.raises(LinkLost):
                        await link.read(ASKED)
                async with radio.connect(runners[0].address) as link:
                    assert await link.read(ASKED)

        run(scene)

    def test_a_device_that_drops_at_once_can_be_found_again(self):
        class Shy(Talker):
            def connected(self, say, drop):
                super().connected(say, drop)
                if not self.gone:
                    drop()

        async def scene():
            async with air(Shy()) as (radio, runners):
                with pytest.raises(LinkLost):
                    async with radio.connect(runners[0].address) as link:
                        await link.read(ASKED)
                async with asyncio.timeout(10), radio.connect(runners[0].address) as link:
                    assert await link.read(ASKED)

        run(scene)

    def test_a_question_that_is_open_when_the_link_goes_is_lost_and_not_declined(self):
        class Leaving(Talker):
            def services(self):
                return (Service(LONG, (Characteristic(ASKED, read=self.leave),)),)

            def leave(self):
                self.drop()
                return asyncio.Event().wait()

        async def scene():
            async with air(Leaving()) as (radio, runners), radio.connect(runners[0].address) as link:
                with pytest.raises(LinkLost) as lost:
                    await link.read(ASKED)
                assert lost.type is LinkLost
                assert link.lost.is_set()

        run(scene)

    def test_a_device_that_vanishes_and_comes_back(self):
        async def scene():
            async with air(Talker()) as here:
                runner = here.runners[0]
                async with here.radio.connect(runner.address) as link:
                    await here.vanish(runner)
                    await asyncio.wait_for(link.lost.wait(), 2)
                here.appear(Talker(), runner.address)
                async with here.radio.connect(runner.address) as link:
                    assert await link.read(ASKED)

        run(scene)

    def test_whoever_stops_waiting_gives_up_the_turn_but_the_device_answers_in_order(self):
        class Slow(Talker):
            def services(self):
                return (Service(LONG, (Characteristic(SAYS, read=self.think), Characteristic(ASKED, written=self.taken.append))),)

            async def think(self):
                await self.thought.wait()
                return b"late"

        async def scene():
            talker = Slow()
            talker.thought = asyncio.Event()
            async with air(talker) as (radio, runners), radio.connect(runners[0].address) as link:
                reading = asyncio.create_task(link.read(SAYS))
                writing = asyncio.create_task(link.write(ASKED, b"next"))
                await asyncio.sleep(0.05)
                reading.cancel()
                await asyncio.sleep(0.05)
                assert talker.taken == []
                talker.thought.set()
                await asyncio.wait_for(writing, 1)
                assert talker.taken == [b"next"]
                assert await link.read(SAYS) == b"late"

        run(scene)

    def test_giving_up_on_one_leaves_the_radio_free_for_another(self):
        async def scene():
            async with air(Talker(name="A"), Talker(name="B")) as here:
                gone, other = here.runners
                async with here.radio.connect(gone.address):
                    pass
                await here.vanish(gone)
                clock = asyncio.get_running_loop().time
                before = clock()
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1), here.radio.connect(gone.address):
                        pass
                assert clock() - before < 3
                async with asyncio.timeout(2), here.radio.connect(other.address) as link:
                    assert await link.read(ASKED)

        run(scene)

    def test_an_answer_that_never_comes_is_a_lost_link(self, monkeypatch):
        monkeypatch.setattr("halfkilo.gym.radio.bleak_link.ANSWER_S", 0.1)

        class Mute(Talker):
            def services(self):
                return (Service(LONG, (Characteristic(ASKED, read=self.never),)),)

            def never(self):
                return asyncio.Event().wait()

        async def scene():
            async with air(Mute()) as (radio, runners), radio.connect(runners[0].address) as link:
                with pytest.raises(LinkLost, match="in time"):
                    await link.read(ASKED)
                assert link.lost.is_set()

        run(scene)


class TestOtherProcesses:
    def test_over_tcp_and_the_air_goes_away(self):
        from halfkilo.gym.radio.air.house import AirHouse
        from halfkilo.gym.radio.air.runner import Runner, running

        async def scene():
            house, strap = AirHouse(), ChestStrap(3)
            runner = Runner(strap, "C0:00:00:00:00:07", house.wires(house.controller()), interval_ms=20)
            async with running(runner):
                async with house.open_door() as address:
                    radio, heard = open_radio(address), []
                    seen = await first(radio, lambda one: SERVICE in one.services)
                    async with radio.connect(seen.address) as link:
                        await link.subscribe(MEASUREMENT, heard.append)
                        strap.step(3000)
                        await until(lambda: len(heard) >= 3)
                with pytest.raises(NoRadio) as refused:
                    await first(open_radio(address), lambda one: True)
                assert refused.value.reason is Missing.NO_AIR

        run(scene)


class Books:
    """Backends of bleak that only count. refuse: so many connections do not work."""

    def __init__(self, refuse=0):
        self.starts = self.stops = 0
        self.connected_to, self.refuse = [], refuse
        books = self

        class Scanner(BaseBleakScanner):
            def __init__(self, callback, uuids, mode, **_):
                super().__init__(callback, uuids)

            async def start(self):
                books.starts += 1
                data = AdvertisementData("Talker", {}, {}, [], None, -50, ())
                self.call_detection_callbacks(BLEDevice("c0:00:00:00:00:01", "Talker", {}), data)

            async def stop(self):
                books.stops += 1

        class Client(AirClient):
            def __init__(self, device, **how):
                super().__init__(device, **how)
                books.connected_to.append(device)

            async def connect(self, pair, **_):
                if len(books.connected_to) <= books.refuse:
                    raise BleakError("le-connection-abort-by-local")

        self.of = Scanner, Client

    async def __call__(self):
        return self.of


class TestFrontEnd:
    def test_one_scan_for_all_that_ends_with_the_last(self):
        async def scene():
            books = Books()
            radio = Bluetooth(books)
            async with aclosing(radio.scan()) as one, aclosing(radio.scan()) as two:
                assert (await anext(one)).address == "C0:00:00:00:00:01"
                listening = asyncio.create_task(anext(two))
                await asyncio.sleep(0)
                await one.aclose()
                assert (books.starts, books.stops) == (1, 0)
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
            assert (books.starts, books.stops) == (1, 1)

        run(scene)

    def test_a_device_that_could_not_be_connected_is_looked_for_afresh(self):
        async def scene():
            books = Books(refuse=1)
            radio = Bluetooth(books)
            with pytest.raises(LinkLost, match="did not work"):
                async with radio.connect("C0:00:00:00:00:01"):
                    pass
            async with radio.connect("C0:00:00:00:00:01"):
                pass
            async with radio.connect("C0:00:00:00:00:01"):
                pass
            first_time, second, third = books.connected_to
            assert first_time is not second
            assert second is third, "what is known to work is kept"
            assert (books.starts, books.stops) == (2, 2)

        run(scene)

    def test_a_device_refuses_by_itself_what_it_does_not_offer(self):
        """Not only the front-end: whatever asks, the answer is the error of the specification."""
        async def scene():
            async with air(ChestStrap(1)) as here:
                central = Central(here.house.wires(here.house.controller()))
                await central.start()
                peer = await central.connect(here.runners[0].address, 5)
                measurement = peer.get_characteristics_by_uuid(UUID(MEASUREMENT))[0]
                location = peer.get_characteristics_by_uuid(UUID(LOCATION))[0]
                with pytest.raises(ATT_Error, match="READ_NOT_PERMITTED"):
                    await measurement.read_value()
                with pytest.raises(ATT_Error, match="WRITE_NOT_PERMITTED"):
                    await location.write_value(b"\0", with_response=True)
                await central.disconnect(peer.connection)

        run(scene)


class TestPacking:
    def test_and_back(self):
        told = Advertisement("Näme", (uuid16(0x180D), LONG), {0x0100: b"\x01\x02"}, {uuid16(0xFEF3): b"\x05"})
        assert unpack("A", pack(told), -40) == Seen("A", "Näme", told.services, told.maker, told.service_data, -40)

    def test_more_than_fits(self):
        with pytest.raises(TooLong):
            pack(Advertisement("x" * 30, maker={1: bytes(40)}))

    def test_what_is_cut_short_or_unknown_is_left_out(self):
        packed = pack(Advertisement("Name", (uuid16(0x180D),)))
        for cut in range(len(packed)):
            unpack("A", packed[:cut], 0)
        assert unpack("A", b"\x03\x55\x01\x02" + packed, 0).name == "Name"


def test_a_radio_belongs_to_one_event_loop():
    radio = open_radio("127.0.0.1:9")

    async def scan():
        await first(radio, lambda one: True)

    with pytest.raises(NoRadio):
        asyncio.run(scan())
    with pytest.raises(RuntimeError, match="one event loop"):
        asyncio.run(scan())
