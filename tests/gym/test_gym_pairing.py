"""A strap and a gauge from the air to the screen, in real processes: looked for, tried, moved, kept, found again after a restart (H32)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from halfkilo.gym.bench import ORIGIN
from halfkilo.gym.client import ask
from halfkilo.gym.launch import start_machine, start_supervisor
from halfkilo.gym.ticket import Role, read_key, sign
from halfkilo.units import Side

pytest.importorskip("bumble", reason="the virtual air needs Bumble (make .make/test)")
EMULATE = "from halfkilo.commands.gym_emulate import emulate; emulate(['heart_rate', 'tindeq'], air=None, as_json=True)"


class Home:
    """A simulated gym, its supervisor on a virtual air, and the site's way to it."""

    def __init__(self, folder, air):
        self.folder, self.air, self.key = folder, air, folder / "gym.key"
        self.machine = start_machine()
        self.start()

    def start(self):
        machine = f"127.0.0.1:{self.machine.ports['machine']}"
        self.supervisor = start_supervisor(machine, self.folder / "state", self.key, [ORIGIN], air=self.air)
        self.url = f"http://127.0.0.1:{self.supervisor.ports['port']}"

    def restart(self):
        self.supervisor.kill()
        self.start()

    def ask(self, deed="", **said):
        path = f"/devices/{deed}" if deed else "/devices"
        return ask(self.url, read_key(self.key), path, "POST" if deed else "GET", said if deed else None, wait_s=20)

    def row(self, name):
        return next(row for row in self.ask()["devices"] if row["name"] == name)

    def end(self):
        self.supervisor.stop()
        self.machine.stop()


@pytest.fixture
def home(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", EMULATE], stdout=subprocess.PIPE, text=True)
    home = Home(tmp_path, json.loads(process.stdout.readline())["air"])
    yield home
    home.end()
    process.kill()
    process.wait()
    process.stdout.close()


def until(true, what, patience_s=40):
    end = time.monotonic() + patience_s
    while not (found := true()):
        assert time.monotonic() < end, what
        time.sleep(0.1)
    return found


@pytest.mark.hazard("H32")
def test_from_the_air_to_the_screen_and_again_after_a_restart(home):
    seen = until(lambda: {one["device"]: one for one in home.ask("look", seconds=1)["done"]}.keys() >= {"heart_rate", "tindeq"}
                 and home.ask("look", seconds=1)["done"], "not both are on the air")
    names = {one["device"]: home.ask("try", device=one["device"], address=one["address"])["done"] for one in seen
             if one["device"] in ("heart_rate", "tindeq")}
    strap = names["heart_rate"]
    assert home.row(strap)["kept"] is False
    until(lambda: home.row(strap).get("moved"), "no heart was heard")
    home.ask("keep", name=strap)
    assert home.row(strap)["virtual"], "what is emulated says so"
    with pytest.raises(HTTPError) as refused:
        home.ask("use", names=[strap])
    assert json.load(refused.value)["reason"] == "not_allowed"

    home.restart()
    until(lambda: home.row(strap)["fresh"], "the strap that was kept was not found again")
    assert [row["name"] for row in home.ask()["devices"]] == ["simulated", strap], "what was only tried is not connected to again"
    assert beats(home, strap) > 30
    home.ask("forget", name=strap)
    assert [row["name"] for row in home.ask()["devices"]] == ["simulated"]


def beats(home, strap):
    """What a screen with a watching ticket is shown."""
    ticket = sign(read_key(home.key), "asha", "s", Role.WATCH, "-", Side.BOTH, 0, time.time_ns() // 1_000_000 + 60_000)
    with connect(home.url.replace("http", "ws", 1) + "/player", origin=Origin(ORIGIN), compression=None, proxy=None) as screen:
        screen.send(json.dumps({"is": "hello", "ticket": ticket}))
        while True:
            said = json.loads(screen.recv(timeout=10))
            if said["is"] == "now" and "HeartRate" in said["sensors"][strap]:
                return said["sensors"][strap]["HeartRate"]["bpm"]


def posted(home, path, body, authorization):
    """The status of an answer."""
    request = Request(home.url + path, data=body, method="POST", headers={"Authorization": authorization})
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=5)
    return refused.value.code


def signed(key, role):
    return f"Halfkilo {sign(key, 'asha', 's', role, 'row', Side.BOTH, 5_000, time.time_ns() // 1_000_000 + 60_000)}"


@pytest.mark.hazard("H31")
def test_nobody_but_the_site_sees_or_changes_devices_and_nonsense_changes_nothing(home):
    key, body = read_key(home.key), b'{"name":"simulated"}'
    for authorization in ("", "Halfkilo", signed(bytes(32), Role.SITE), signed(key, Role.TRAIN), signed(key, Role.WATCH)):
        assert posted(home, "/devices/forget", body, authorization) == 401
    for nonsense in (b"", b"{", b'{"name": true}', b'{"nam": "x"}', b"[" * 5000):
        assert posted(home, "/devices/forget", nonsense, signed(key, Role.SITE)) == 400
    assert posted(home, "/devices/forget", body, signed(key, Role.SITE)) == 409, "the simulated gym stays"
    assert [row["name"] for row in home.ask()["devices"]] == ["simulated"]
