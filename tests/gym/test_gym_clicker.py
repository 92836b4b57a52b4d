"""Any key of a clicker stops; letting it up, repeats, moves and noise don't; unplugging it ends nothing else (H45)."""

from __future__ import annotations

import asyncio
import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.supervisor import clicker
from halfkilo.gym.supervisor.clicker import Presses

pytestmark = pytest.mark.hazard("H45")


def event(kind, code, value):
    return struct.pack("@llHHi", 1, 2, kind, code, value)


DOWN, UP, REPEAT, MOVE, SYNC = event(1, 109, 1), event(1, 109, 0), event(1, 109, 2), event(2, 0, 5), event(0, 0, 0)


@given(events=st.lists(st.sampled_from([DOWN, UP, REPEAT, MOVE, SYNC])), cuts=st.lists(st.integers(1, 60)))
def test_presses_are_counted_however_the_bytes_arrive(events, cuts):
    data, presses, found = b"".join(events), Presses(), 0
    for cut in [*cuts, len(data)]:
        piece, data = data[:cut], data[cut:]
        found += presses.feed(piece)

    assert found == events.count(DOWN)


def test_a_press_stops_and_a_clicker_that_comes_back_stops_again(tmp_path, monkeypatch):
    monkeypatch.setattr(clicker, "AGAIN_S", 0.01)
    path = tmp_path / "event7"
    os.mkfifo(path)
    stops = []

    async def scene():
        listening = asyncio.create_task(clicker.listen(path, lambda: stops.append(1)))
        for expected in (1, 2):
            while (hand := _open(path)) is None:
                await asyncio.sleep(0.005)
            os.write(hand, SYNC + DOWN + UP)
            while len(stops) < expected:
                await asyncio.sleep(0.005)
            os.close(hand)
            await asyncio.sleep(0.05)
        listening.cancel()

    asyncio.run(scene())
    assert len(stops) == 2


def _open(path):
    try:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


def test_no_clicker_is_no_trouble(tmp_path, monkeypatch):
    monkeypatch.setattr(clicker, "AGAIN_S", 0.001)

    async def scene():
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(clicker.listen(tmp_path / "nothing", lambda: None), 0.05)

    asyncio.run(scene())
