"""The camera's door: whoever may look, what is told to whom, and that a coach that dies, hangs or floods is silence and nothing else."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest
from websockets.sync.client import connect

from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.supervisor import form_child
from halfkilo.gym.supervisor.form import AT_ONCE, MOST_CAMERAS
from halfkilo.gym.ticket import Role, sign
from halfkilo.units import Side
from tests.form import camera
from tests.gym.doors import Socket, web_of
from tests.gym.rig import KEY, Rig
from tests.gym.stage import ORIGIN, Stage

pytestmark = [pytest.mark.hazard("H20")]
SUPERVISOR = Path(form_child.__file__).parent
HEAD = "import sys, json, time\nfor line in sys.stdin:\n    said = json.loads(line)\n    "
"""A coach of our own for the door: what it does with each line follows."""
PONG = "if 'ping' in said: print(json.dumps({'pong': 1}), flush=True)\n    "
ECHO = HEAD + PONG + "if 'ping' not in said: print(json.dumps({'from': said.get('to') or said.get('cable') or said.get('gone'), 'told': " \
    "{'is': 'refused', 'line': said}}), flush=True)"
DEAF = HEAD + "pass"
FLOOD = HEAD + "while True: print(json.dumps({'from': said.get('to'), 'told': {'is': 'moment', 'quiet': ''}}), flush=True)"
LONG = HEAD + "print('x' * 100_000, flush=True)"
RUBBISH = HEAD + "print('[1, {', flush=True)"
LIST = HEAD + "print('[1]', flush=True)"
DEAD = "pass"


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


def played(rig, scene, coach=ECHO):
    """Run a scene at the doors, with a coach."""
    async def whole():
        web = web_of(rig, KEY)
        web.form.command = (sys.executable, "-c", coach)
        try:
            return await scene(web)
        finally:
            await web.form.close()
    return asyncio.run(whole())


async def until(holds, seconds=8.0):
    """Wait for something that needs a process."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "never so"
        await asyncio.sleep(0.01)


def hello(rig, person="asha", session="s1", role=Role.WATCH, **more):
    return json.dumps({"is": "hello", "ticket": rig.ticket(person=person, session=session, role=role, most=0)} | more)


def lines(socket):
    """What the coach was told, as it echoed."""
    return [one["line"] for one in socket.told("refused") if "line" in one]


CHAIR = {"exercise": "chair_stand", "side": "both"}


def test_only_a_page_of_ours_with_a_ticket_is_listened_to(rig):
    async def scene(web):
        evil = Socket(web, "/form", "http://evil.example")
        evil.say(hello(rig, **CHAIR))
        await asyncio.wait_for(evil.task, 5)
        assert evil.heard == []
        own = Socket(web, "/form")
        for text in ("{}", "[", "x" * 20_000, '{"is": "arm"}', '{"is": "frames", "frames": []}', '{"is": "hello", "ticket": "x.y"}',
                     json.dumps({"is": "hello", "ticket": rig.ticket(role=Role.SITE, most=0)})):
            own.say(text)
        own.say(b"\x00")
        await until(lambda: len(own.told("refused")) == 8)
        assert web.form.pid is None, "no coach without a camera"
        assert {one["reason"] for one in own.told("refused")} == {"unreadable", "ticket_unreadable", "wrong_role"}
        own.say(hello(rig) + " " * 5)
        await until(lambda: own.told("waiting"))
    played(rig, scene)


def test_every_screen_of_the_session_hears_and_nobody_else(rig):
    async def scene(web):
        phone, tv, other, ben = (Socket(web, "/form") for _ in range(4))
        tv.say(hello(rig, listen=True, **CHAIR))
        other.say(hello(rig, session="s2", listen=True))
        ben.say(hello(rig, person="ben", listen=True))
        phone.say(hello(rig, role=Role.TRAIN))
        await until(lambda: lines(tv))
        assert rig.house.seat is None, "a camera needs no seat and takes none"
        assert lines(tv)[0]["said"]["exercise"] == "chair_stand" and "ticket" not in lines(tv)[0]["said"]
        tv.say('{"is": "set", "on": true}')
        phone.say('{"is": "frames",\n "frames": []}')
        await until(lambda: len(lines(phone)) >= 3)
        assert [one["said"]["is"] for one in lines(phone)] == [one["said"]["is"] for one in lines(tv)] == ["hello", "set", "frames"]
        tv.say('{"is": "frames", "frames": []}')  # who has no camera sees nothing
        tv.say(hello(rig, listen=True, exercise="hip_hinge", side="both"))
        await until(lambda: len(lines(phone)) >= 4)
        assert lines(phone)[-1]["said"]["exercise"] == "hip_hinge"
        for socket, more in ((tv, {"listen": True}), (phone, {})):  # a ticket renewed in the middle of a set begins nothing anew
            socket.say(hello(rig, exercise="hip_hinge", side="both", **more))
        tv.say('{"is": "set", "on": true}')
        await until(lambda: len(lines(phone)) >= 5)
        assert [one["said"]["is"] for one in lines(phone)[3:]] == ["hello", "set"]
        assert not lines(other) and not lines(ben)
        second = Socket(web, "/form")
        second.say(hello(rig))
        await until(lambda: [one for one in phone.told("refused") if one.get("reason") == "another_camera"])
        await until(lambda: lines(second))
    played(rig, scene)


DOING = {"exercise": "chair_stand", "side": "both", "screen": "set", "reached": 3, "target": 8, "grams": 8500, "running": 1.5}


def test_a_remote_and_what_is_done_reach_the_other_screens_of_the_session_and_nobody_else(rig):
    """They need neither camera nor coach, and nothing of the machine hears them."""
    async def scene(web):
        player, tv, phone, other, ben = (Socket(web, "/form") for _ in range(5))
        for socket, more in ((player, {}), (tv, {}), (phone, {}), (other, {"session": "s2"}), (ben, {"person": "ben"})):
            socket.say(hello(rig, listen=True, **more))
        player.say(json.dumps({"is": "doing"} | DOING))
        for do in ("done", "next", "stop"):
            phone.say(json.dumps({"is": "remote", "do": do, "grams": 9_000, "is_hold": True}))
        await until(lambda: len(player.told("remote")) == len(tv.told("remote")) == 3 and phone.told("doing"))
        assert player.told("remote") == [{"is": "remote", "do": do} for do in ("done", "next", "stop")], "nothing else comes along"
        assert tv.told("doing") == phone.told("doing") == [{"is": "doing"} | DOING]
        assert not phone.told("remote") and not player.told("doing"), "nobody hears themselves"
        late = Socket(web, "/form")
        late.say(hello(rig, listen=True))
        await until(lambda: late.told("doing") == tv.told("doing"))
        assert not late.told("remote"), "what was asked before is over"
        player.leave()
        await until(lambda: tv.told("doing")[-1]["screen"] == "gone" and late.told("doing")[-1]["screen"] == "gone")
        for socket in (other, ben):
            assert {one["is"] for one in socket.heard} == {"waiting"}
        assert web.form.pid is None and rig.house.seat is None and rig.house.permit is None
    played(rig, scene)


def test_only_what_a_remote_may_ask_and_a_player_may_say_is_handed_on(rig):
    bad = [{"is": "remote"}, *({"is": "remote", "do": do} for do in ("arm", "hold", "load", ["stop"], None, 1)),
           {"is": "doing"}, {"is": "doing", "exercise": "chair_stand"},
           *({"is": "doing"} | DOING | one for one in (
               {"exercise": "<b>"}, {"exercise": "x" * 61}, {"side": "up"}, {"grams": -1}, {"grams": 8.5}, {"grams": True},
               {"reached": 10_000}, {"held": 1}, {"tempo": [1, 1, 1]}, {"tempo": "1111"},
               {"running": -1}, {"running": "1"}, {"html": "<b>"}, {"screen": None}))]

    async def scene(web):
        own, tv, stranger = (Socket(web, "/form") for _ in range(3))
        own.say(hello(rig, listen=True))
        tv.say(hello(rig, listen=True))
        stranger.say('{"is": "remote", "do": "stop"}')
        for one in bad:
            own.say(json.dumps(one))
        await until(lambda: len(own.told("refused")) == len(bad) and stranger.told("refused"))
        assert {one["reason"] for one in own.told("refused") + stranger.told("refused")} == {"unreadable"}
        assert not tv.told("remote") and not tv.told("doing")
        for _ in range(500):
            own.say('{"is": "remote", "do": "next"}')
        await until(lambda: own._inbox.empty())
        await asyncio.sleep(0.05)
        assert 0 < len(tv.told("remote")) <= AT_ONCE
    played(rig, scene)


def test_the_coach_comes_with_the_first_camera_and_goes_with_the_last(rig):
    async def scene(web):
        one, two = Socket(web, "/form"), Socket(web, "/form")
        one.say(hello(rig, **CHAIR))
        two.say(hello(rig, person="ben", **CHAIR))
        await until(lambda: lines(one) and lines(two))
        process = psutil.Process(web.form.pid)
        one.leave()
        await asyncio.wait_for(one.task, 5)
        assert process.is_running()
        two.leave()
        await until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
        await until(lambda: web.form.pid is None)
    played(rig, scene)


@pytest.mark.parametrize("coach", [DEAD, DEAF, FLOOD, LONG, RUBBISH, LIST], ids=["dead", "deaf", "flood", "long", "rubbish", "list"])
def test_a_coach_that_goes_mad_is_silence(rig, monkeypatch, coach):
    monkeypatch.setattr(form_child, "DEAF_S", 0.6)
    monkeypatch.setattr(form_child, "AGAIN_S", (0.05, 0.1))

    async def scene(web):
        own = Socket(web, "/form")
        own.say(hello(rig, **CHAIR))
        await until(lambda: any(one["quiet"] == "form.quiet.away" for one in own.told("moment")))
        assert len(own.heard) < 2_000 and rig.house.seat is None
        web.form._child._command = (sys.executable, "-c", ECHO)
        await until(lambda: lines(own))
        assert lines(own)[0]["said"]["exercise"] == "chair_stand", "the next one is told what is done"
    played(rig, scene, coach)


def test_a_slow_coach_loses_old_frames_and_nothing_else(rig):
    """It reads nothing for a while: the newest frames and every word still come, and the door's own loop never waits."""
    async def scene(web):
        own = Socket(web, "/form")
        own.say(hello(rig, **CHAIR))
        await until(lambda: lines(own))
        process = psutil.Process(web.form.pid)
        process.suspend()
        lags = []
        for index in range(int(AT_ONCE) - 5):
            own.say(json.dumps({"is": "frames", "n": index, "frames": ["x" * 15_000]}))
            began = time.monotonic()
            await asyncio.sleep(0)
            lags.append(time.monotonic() - began)
        own.say('{"is": "set", "on": true}')
        await asyncio.sleep(0.2)
        process.resume()
        await until(lambda: [one for one in lines(own) if one["said"]["is"] == "set"])
        frames = [one["said"]["n"] for one in lines(own) if one["said"]["is"] == "frames"]
        assert len(frames) < AT_ONCE - 10 and frames[-1] == AT_ONCE - 6 and frames == sorted(frames)
        assert max(lags) < 0.5
    played(rig, scene, ECHO.replace("'line': said", "'line': {**said, 'said': {k: v for k, v in said['said'].items() if k != 'frames'}}"))


def test_whoever_talks_too_much_is_not_listened_to(rig):
    async def scene(web):
        own = Socket(web, "/form")
        own.say(hello(rig, **CHAIR))
        for _ in range(1_000):
            own.say('{"is": "nonsense"}')
        await until(lambda: own._inbox.empty())
        await asyncio.sleep(0.05)
        assert len(own.told("refused")) <= AT_ONCE + 40
        crowd = [Socket(web, "/form") for _ in range(MOST_CAMERAS)]
        for index, one in enumerate(crowd):
            one.say(hello(rig, person=f"p{index}", **CHAIR))
        await until(lambda: any(one.told("refused") and "reason" in one.told("refused")[0] for one in crowd))
    played(rig, scene)


def reading(ms, left):
    return Reading(ms, "free", "", False, 0, CableReading(left, 0, 0, 0, 0), CableReading(0, 0, 0, 0, 0))


def test_the_cable_is_told_to_the_camera_of_whoever_trains_and_to_nobody_else(rig):
    rig.advance(200)
    rig.sit()

    async def scene(web):
        own, ben = Socket(web, "/form"), Socket(web, "/form")
        own.say(hello(rig, **CHAIR))
        ben.say(hello(rig, person="ben", **CHAIR))
        await until(lambda: lines(own) and lines(ben))
        web.form.reading(reading(5, 1))  # before the set
        own.say('{"is": "set", "on": true}')
        ben.say('{"is": "set", "on": true}')
        await until(lambda: len(lines(own)) == 2 and len(lines(ben)) == 2)
        web.form.reading(reading(10, 321))
        await until(lambda: len(lines(own)) == 3)
        assert [row[1:] for row in lines(own)[-1]["rows"]] == [[10, 321, 0]]
        assert len(lines(ben)) == 2
        rig.house.leave("screen")
        web.form.reading(reading(20, 322))
        await asyncio.sleep(0.25)
        assert len(lines(own)) == 3
    played(rig, scene)


def test_the_door_loads_no_numbers_and_knows_no_way_to_a_load():
    """Neither numpy nor the engine is imported where the motor's loop runs, and nothing here names a command of the machine."""
    for name in ("form.py", "form_child.py", "form_screens.py"):
        tree = ast.parse((SUPERVISOR / name).read_text())
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imported |= {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
        assert not [one for one in imported if one.startswith(("numpy", "halfkilo.form", "halfkilo.gym.supervisor.unit"))]
        asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self._house"}
        assert asked <= {"permit", "wall"}, "who trains and what time it is"


@pytest.mark.xdist_group("gym processes")
def test_with_real_processes_repetitions_come_back_and_a_kill_leaves_nothing(tmp_path):
    stage = Stage(tmp_path)
    try:
        ticket = sign(stage.key, "asha", "s1", Role.WATCH, "-", Side.BOTH, 0, int(time.time() * 1000) + 100_000)
        url = stage.url.replace("http", "ws") + "/form"
        how = {"origin": ORIGIN, "compression": None, "proxy": None, "close_timeout": 0.2}
        with connect(url, **how) as tv, connect(url, **how) as phone:
            tv.send(json.dumps({"is": "hello", "ticket": ticket, "listen": True} | CHAIR))
            phone.send(json.dumps({"is": "hello", "ticket": ticket}))
            _until(tv, "welcome")
            film = camera.facing(camera.seen("chair_stand", 3, rate=10), 0)
            tv.send('{"is": "set", "on": true}')
            for message in camera.messages(film):
                phone.send(json.dumps(message))
                time.sleep(0.01)
            tv.send('{"is": "set", "on": false}')
            assert _until(tv, "set_told")["reps"] == 3
            tv.send('{"is": "comfortable"}')
            assert _until(tv, "baseline")["features"]["repetitions"] == 3
            phone.send(json.dumps({"is": "hello", "ticket": ticket}))
            assert _until(phone, "welcome", lambda told: told["baseline"])["view"] == "front", "what is known is said again"
            coach = _coach(stage)
            assert coach.nice() == 10
            coach.kill()
            assert _until(tv, "moment", lambda told: told["quiet"] == "form.quiet.away")
            assert _until(tv, "welcome")["baseline"], "the next coach knows the baseline just taken"
            coach = _coach(stage)
            os.kill(stage.supervisor.process.pid, signal.SIGKILL)
            psutil.wait_procs([coach], timeout=8)
            assert not coach.is_running()
    finally:
        stage.close()


def _until(socket, kind, holds=lambda told: True):
    for _ in range(2_000):
        told = json.loads(socket.recv(timeout=15))
        if told["is"] == kind and holds(told):
            return told
    raise AssertionError(f"never {kind}")


def _coach(stage):
    (found,) = [one for one in psutil.Process(stage.supervisor.process.pid).children() if "halfkilo.form.live" in one.cmdline()]
    return found
