"""`/form`: what cameras see, handed to the coach's process, and what it says, told to every screen of the same session.

A ticket says whose session it is; it need not hold the seat, and nothing that is said here can arm, hold or release anything. With the
coach gone, screens hear that it is quiet, and everything else goes on.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from halfkilo.gym.driver import Reading
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.form_child import COMMAND, Child
from halfkilo.gym.supervisor.form_screens import GONE, doing, remote
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.screen import Screen
from halfkilo.gym.ticket import Role, verify

LONGEST = 16_384
MOST_SCREENS, MOST_CAMERAS = 40, 8
MESSAGES_A_SECOND, AT_ONCE = 30.0, 60.0
"""Of one connection, frames included: more is not listened to. A browser says five to ten."""

READINGS_KEPT = 200
SHOWN = frozenset({"moment", "setup"})
"""What the next one replaces."""

TOLD = frozenset({"welcome", "rep", "cue", "praise", "set_told", "baseline", "refused"}) | SHOWN
QUIET: dict[str, Any] = {"is": "moment", "progress": None, "n": 0, "held": None, "unseen": [], "quiet": "form.quiet.away"}

Who = tuple[str, str]
"""Person and session."""


@dataclass
class Party:
    """The screens of one session. task: the last `hello` that named an exercise. on: whether a set is on. asked: who said
    `comfortable`. welcome: what the coach said of the task, for screens that come later. player: who said last what is done; doing: what
    it said."""

    screens: dict[str, Screen] = field(default_factory=dict)
    camera: str | None = None
    task: dict[str, Any] | None = None
    on: bool = False
    asked: str | None = None
    welcome: dict[str, Any] | None = None
    player: str | None = None
    doing: dict[str, Any] | None = None


@dataclass
class Rate:
    """A bucket that fills with time."""

    left: float = AT_ONCE
    at: float = 0.0

    def take(self, now: float) -> bool:
        """Whether one more is within the rate."""
        self.left = min(AT_ONCE, self.left + (now - self.at) * MESSAGES_A_SECOND)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class FormDoor:
    """trusted: whether a connection comes from a page of ours."""

    def __init__(self, house: House, key: bytes, trusted: Callable[[WebSocket], bool], command: Sequence[str] = COMMAND) -> None:
        self._house, self._key, self._trusted = house, key, trusted
        self._parties: dict[Who, Party] = {}
        self._who: dict[str, Who] = {}
        self._rows: deque[list[int]] = deque(maxlen=READINGS_KEPT)
        self.command = command
        self._child: Child | None = None

    def routes(self) -> list[BaseRoute]:
        """What is served."""
        return [WebSocketRoute("/form", self.link)]

    @property
    def pid(self) -> int | None:
        """The coach's process, while there is one."""
        return self._child.pid if self._child else None

    async def close(self) -> None:
        """End the coach's process."""
        if self._child is not None:
            await self._child.close()

    def reading(self, reading: Reading) -> None:
        """The machine in use said something: kept for the camera of whoever trains with it, for nobody else."""
        permit = self._house.permit
        party = self._parties.get((permit.person, permit.session)) if permit else None
        if party is not None and party.camera is not None and party.on:
            self._rows.append([_now_ms(), reading.at_ms, reading.left.position_mm, reading.right.position_mm])

    async def link(self, socket: WebSocket) -> None:
        """One connection from its first word to its end."""
        screen = Screen(socket, trusted=self._trusted(socket))
        await socket.accept()
        if not screen.trusted or len(self._who) >= MOST_SCREENS:
            await socket.close(4403 if not screen.trusted else 4429)
            return
        sender, rate = asyncio.create_task(screen.send()), Rate(at=time.monotonic())
        try:
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                if rate.take(time.monotonic()):
                    self._hear(screen, message.get("text") or "")
        finally:
            self._leave(screen.id)
            sender.cancel()

    # --- what is said -------------------------------------------------------------------------------------------------

    def _hear(self, screen: Screen, text: str) -> None:
        try:
            said = _object(text)
            if said["is"] == "hello":
                self._hello(screen, said)
            else:
                self._say(screen, said, text)
        except Refused as error:
            screen.tell({"is": "refused", "reason": error.reason.value, "message": str(error)})

    def _hello(self, screen: Screen, said: dict[str, Any]) -> None:
        ticket = verify(self._key, str(said.pop("ticket", "")), self._house.wall())
        if ticket.role is Role.SITE:
            raise Refused(Reason.WRONG_ROLE, "this ticket is not for a screen")
        listens = said.pop("listen", False) is True
        who = (ticket.person, ticket.session)
        if self._who.get(screen.id, who) != who:
            self._leave(screen.id)
        party = self._parties.setdefault(who, Party())
        self._who[screen.id], party.screens[screen.id] = who, screen
        another = "exercise" in said and said != party.task and not (party.on and _about(said) == _about(party.task))
        if another:
            party.task, party.on, party.welcome = said, False, None
        before = party.camera
        if not listens:
            self._seat_camera(screen, party)
        elif party.camera == screen.id:
            self._no_camera(party)
        if party.camera is not None and (another or party.camera != before):
            self._begin(party)
        elif party.welcome is not None:
            screen.tell(party.welcome)
        if party.task is None or party.camera is None:
            screen.tell({"is": "waiting", "for": "camera" if party.camera is None else "exercise"})
        if party.doing is not None and party.player != screen.id:
            screen.tell(party.doing)

    def _seat_camera(self, screen: Screen, party: Party) -> None:
        """One camera per session: the newest."""
        if party.camera == screen.id:
            return
        if party.camera is None and sum(one.camera is not None for one in self._parties.values()) >= MOST_CAMERAS:
            raise Refused(Reason.UNREADABLE, "there are cameras enough already")
        if party.camera is not None:
            party.screens[party.camera].tell({"is": "refused", "reason": "another_camera", "message": "another camera looks now"})
            self._no_camera(party)
        party.camera = screen.id
        self._coach().want(True)

    def _say(self, screen: Screen, said: dict[str, Any], text: str) -> None:
        party = self._parties.get(self._who.get(screen.id, ("", "")))
        if party is None:
            raise Refused(Reason.UNREADABLE, "say hello first")
        if said["is"] in ("remote", "doing"):
            self._hand_on(screen, party, said)
            return
        camera = party.camera
        if camera is None or (said["is"] in ("frames", "picture") and screen.id != camera):
            return  # nobody looks, or somebody who looks no longer
        if said["is"] == "set":
            party.on = said.get("on") is True
        elif said["is"] == "comfortable":
            party.asked = screen.id
        self._coach().put(_line(camera, text), old_may_go=said["is"] == "frames")

    def _hand_on(self, screen: Screen, party: Party, said: dict[str, Any]) -> None:
        """What a screen tells the other screens of its session, and nobody else."""
        if said["is"] == "remote":
            told = remote(said)
        else:
            told = party.doing = doing(said)
            party.player = screen.id
        self._tell_all(party, told, but=screen.id)

    def _begin(self, party: Party) -> None:
        """Say to the coach what is done, and whether a set is on."""
        if party.camera is not None and party.task is not None:
            self._coach().put(_line(party.camera, json.dumps(party.task)))
            if party.on:
                self._coach().put(_line(party.camera, json.dumps({"is": "set", "on": True})))

    def _no_camera(self, party: Party) -> None:
        if party.camera is not None:
            self._coach().put(json.dumps({"gone": party.camera}))
            party.camera = None

    def _leave(self, identity: str) -> None:
        who = self._who.pop(identity, None)
        party = self._parties.get(who) if who else None
        if party is None or who is None:
            return
        party.screens.pop(identity, None)
        if party.camera == identity:
            self._no_camera(party)
            self._tell_all(party, QUIET)
        if party.player == identity:
            party.player = party.doing = None
            self._tell_all(party, GONE)
        if not party.screens:
            del self._parties[who]
        if self._child is not None and all(one.camera is None for one in self._parties.values()):
            self._child.want(False)

    # --- the coach ----------------------------------------------------------------------------------------------------

    def _coach(self) -> Child:
        if self._child is None:
            self._child = Child(self._heard, self._anew, self._gone, self._more, self.command)
        return self._child

    def _anew(self) -> None:
        """A new process knows nothing: every camera's task again."""
        self._rows.clear()
        for party in self._parties.values():
            self._begin(party)

    def _gone(self) -> None:
        for party in self._parties.values():
            if party.camera is not None:
                self._tell_all(party, QUIET)

    def _more(self) -> list[str]:
        """The readings since the last time, for the camera of whoever trains."""
        permit, rows = self._house.permit, list(self._rows)
        self._rows.clear()
        party = self._parties.get((permit.person, permit.session)) if permit else None
        if not rows or party is None or party.camera is None or permit is None:
            return []
        return [json.dumps({"cable": party.camera, "rows": rows})]

    def _heard(self, camera: str, told: dict[str, Any]) -> None:
        """One message of the coach: to everybody of that session; a baseline only to who asked for it, so that it is kept once."""
        party = self._parties.get(self._who.get(camera, ("", "")))
        if party is None or party.camera != camera or told.get("is") not in TOLD:
            return
        if told["is"] == "welcome":
            party.welcome = told
        if told["is"] == "baseline":
            kept = {name: told.get(name) for name in ("features", "form")}
            party.task = (party.task or {}) | {"baseline": kept, "mirrored": False, "old": False}
            party.welcome = party.welcome and party.welcome | {"baseline": True, "old": False}
            party.screens.get(party.asked or camera, party.screens[camera]).tell(told)
        else:
            self._tell_all(party, told)

    def _tell_all(self, party: Party, told: dict[str, Any], but: str = "") -> None:
        for screen in [one for one in party.screens.values() if one.id != but]:
            (screen.show if told["is"] in SHOWN else screen.tell)(told)


def _about(task: dict[str, Any] | None) -> list[Any]:
    """What of a task makes it another one in the middle of a set."""
    return [task.get(name) for name in ("exercise", "side", "load", "limit")] if task else []


SAID = frozenset({"hello", "frames", "picture", "set", "comfortable", "remote", "doing"})


def _object(text: str) -> dict[str, Any]:
    """One message.

    Raises:
        Refused: it is none.
    """
    try:
        value = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or value.get("is") not in SAID:
        known = ", ".join(sorted(SAID))
        raise Refused(Reason.UNREADABLE, f"a message is one JSON object of at most {LONGEST} characters, its `is` one of {known}")
    return value


def _line(camera: str, said: str) -> str:
    """A line for the coach; what was said is JSON, so a line break in it is only space."""
    return f'{{"to":"{camera}","at":{_now_ms()},"said":{said.replace(chr(10), " ").replace(chr(13), " ")}}}'


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
