"""Staying with a sensor: told up once before samples, down once after, and connected again by itself."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Service
from halfkilo.gym.radio.link import LinkLost, Missing, NoRadio, Seen
from halfkilo.gym.radio.stay import OtherDevice, Pauses, Stay, overhear
from halfkilo.gym.sensing import Identity, Mass
from tests.gym.radio.memory import ADDRESS, MemoryRadio, Notebook

SAYS, ASKED = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
WHO = Identity("Scale", "S1")


class Scale:
    """Says its one byte of mass with every step."""

    mtu = 23

    def __init__(self):
        self.commands = []
        self._say = None

    def advertisement(self):
        return Advertisement("Scale", maker={1: b"\x07"})

    def services(self):
        return (Service(SAYS, (Characteristic(SAYS, notify=True), Characteristic(ASKED, written=self.commands.append))),)

    def connected(self, say, drop):
        self._say = say
        self.drop = drop

    def disconnected(self):
        self._say = None

    def step(self, ms):
        if self._say:
            self._say(SAYS, b"\x50")


def decode(data):
    return [Mass(data[0] * 1000)] if data[0] < 128 else [Garbled("too heavy")]


async def begin(talk):
    talk.needs(SAYS)
    await talk.listen(SAYS, decode)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return WHO


async def turns(count=60):
    for _ in range(count):
        await asyncio.sleep(0)


@asynccontextmanager
async def running(work):
    task = asyncio.create_task(work)
    await turns()
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def scene(**how):
    radio, book = MemoryRadio(Scale()), Notebook()
    return radio, book, Stay(radio, ADDRESS, book, how.pop("begin", begin), pauses_s=(0,), **how)


def test_tells_up_then_samples_then_down_and_connects_again():
    async def run():
        radio, book, stay = scene()
        async with running(stay.run()):
            await radio.pass_time(30)
            assert stay.link is radio.links[0]
            radio.links[0].drop()
            await turns()
            await radio.pass_time(10)
        assert book.told == ["up", *[Mass(80_000)] * 3, "down", "up", Mass(80_000), "down"]
        assert book.ups == [WHO, WHO]
        assert stay.link is None

    asyncio.run(run())


def test_what_came_while_asking_who_it_is_waits_for_up():
    async def chatty(talk):
        await talk.listen(SAYS, decode)
        radio.peripheral.step(1)
        assert book.told == []
        return WHO

    radio, book, stay = scene(begin=chatty)

    async def run():
        async with running(stay.run()):
            assert book.told == ["up", Mass(80_000)]

    asyncio.run(run())


def test_a_link_that_goes_while_being_asked_is_tried_again_and_never_told():
    tries = []

    async def stuck(talk):
        tries.append(talk)
        if len(tries) == 1:
            await asyncio.Event().wait()
        return WHO

    async def run():
        radio, book, stay = scene(begin=stuck)
        async with running(stay.run()):
            radio.links[0].drop()
            await turns()
            assert book.told == ["up"]
            assert len(tries) == 2

    asyncio.run(run())


def test_another_device_is_told_as_garbled():
    async def wanting(talk):
        talk.needs("another")
        return WHO

    async def run():
        _, book, stay = scene(begin=wanting)
        async with running(stay.run()):
            await turns()
        assert "another" in book.problems[0].problem
        assert not book.ups

    asyncio.run(run())
    assert issubclass(OtherDevice, LinkLost)


def test_silence_counts_as_gone():
    async def run():
        radio, book, stay = scene(silent_s=0.03)
        async with running(stay.run()):
            await radio.pass_time(10)
            await asyncio.sleep(0.05)
            assert book.told[:3] == ["up", Mass(80_000), "down"]

    asyncio.run(run())


def test_meanwhile_runs_and_may_end_or_lose_the_link():
    async def poll(talk):
        talk.tell([Mass(1)])

    async def lose(talk):
        raise LinkLost("no answer")

    async def run():
        _, book, stay = scene(meanwhile=poll)
        async with running(stay.run()):
            assert book.told == ["up", Mass(1)]
        _, book, stay = scene(meanwhile=lose)
        async with running(stay.run()):
            assert book.told[:3] == ["up", "down", "up"]

    asyncio.run(run())


def test_leaving_on_purpose_says_the_last_words_and_nothing_after_down():
    async def end(link):
        await link.write(ASKED, b"\x00")

    async def run():
        radio, book, stay = scene(end=end)
        async with running(stay.run()):
            pass
        radio.peripheral.step(1)
        assert radio.written == [(ASKED, b"\x00")]
        assert book.told == ["up", "down"]

    asyncio.run(run())


def test_no_radio_is_raised_at_first_and_waited_for_later():
    class Switched(MemoryRadio):
        on = False

        def connect(self, address, spacing_ms=0):
            if not self.on:
                raise NoRadio(Missing.SWITCHED_OFF)
            return super().connect(address, spacing_ms)

    async def run():
        radio, book = Switched(Scale()), Notebook()
        stay = Stay(radio, ADDRESS, book, begin, pauses_s=(0,))
        with pytest.raises(NoRadio):
            await stay.run()
        radio.on = True
        async with running(stay.run()):
            radio.on = False
            radio.links[0].drop()
            await turns()
            radio.on = True
            await turns()
            assert book.told == ["up", "down", "up"]

    asyncio.run(run())


def test_pauses_grow_and_start_again():
    pauses = Pauses((1, 2, 4))
    assert [pauses.next_s() for _ in range(5)] == [1, 2, 4, 4, 4]
    pauses.start_again()
    assert pauses.next_s() == 1


def test_after_a_good_connection_the_next_attempt_comes_soon(monkeypatch):
    async def run(steady_s):
        monkeypatch.setattr("halfkilo.gym.radio.stay.STEADY_S", steady_s)
        radio, book = MemoryRadio(Scale()), Notebook()
        async with running(Stay(radio, ADDRESS, book, begin, pauses_s=(0, 3600)).run()):
            for _ in range(3):
                radio.links[-1].drop()
                await turns()
        return book.told.count("up")

    assert asyncio.run(run(0)) == 4
    assert asyncio.run(run(3600)) == 2


class TestOverhear:
    @staticmethod
    def heard(seen: Seen):
        return [Mass(seen.maker[1][0] * 1000)]

    def test_up_with_the_first_word_down_with_silence_up_again(self):
        async def run():
            radio, book = MemoryRadio(Scale()), Notebook()
            async with running(overhear(radio, ADDRESS, book, self.heard, WHO, silent_s=0.02)):
                assert book.told[:2] == ["up", Mass(7000)]
                radio.away = True
                await asyncio.sleep(0.05)
                assert book.told[-1] == "down"
                radio.away = False
                await turns()
                assert book.told[-1] == Mass(7000)
            assert (len(book.ups), book.downs) == (2, 2)

        asyncio.run(run())

    def test_others_are_not_heard(self):
        async def run():
            book = Notebook()
            async with running(overhear(MemoryRadio(Scale()), "C0:00:00:00:00:02", book, self.heard, WHO)):
                await turns()
            assert book.told == []

        asyncio.run(run())


def test_leaving_in_the_moment_of_a_word_does_not_wait_for_silence():
    async def run():
        radio, _, stay = scene(silent_s=30)
        async with running(stay.run()) as task:
            radio.peripheral.step(1)
            task.cancel()
            await turns()
            assert task.done()

    asyncio.run(run())
