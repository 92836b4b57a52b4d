"""The supervisor's doors to the outside: `/player` and `/stop` for screens, `/site` and `/outbox` for the site.

The stop has a connection of its own that carries nothing else, and is handled the moment it is read. Readings are
sent by one task per screen that keeps only the newest, so a slow screen delays nobody.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from halfkilo.gym.bounds import BATCH_MS, CONFIRM_MS
from halfkilo.gym.driver import Reading
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor import messages
from halfkilo.gym.supervisor.devices import DeviceDoor
from halfkilo.gym.supervisor.fleet import Fleet
from halfkilo.gym.supervisor.form import FormDoor
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.screen import Screen
from halfkilo.gym.supervisor.site import SiteDoor
from halfkilo.gym.supervisor.terms import Outcome
from halfkilo.units import Side


class Web:
    """The Starlette application around a `House`.

    Args:
        hosts: values of the Host header that are us, such as `127.0.0.1:8001`.
        origins: pages that may ask for a load, such as `http://127.0.0.1:8000`.
    """

    def __init__(self, house: House, key: bytes, hosts: frozenset[str], origins: frozenset[str]) -> None:
        self.house = house
        self.hosts, self.origins = hosts, origins
        self.screens: set[Screen] = set()
        self._site = SiteDoor(house, key, hosts)
        self.form = FormDoor(house, key, self._trusted)
        self._readings: list[Reading] = []
        self._change = asyncio.Event()
        self._wishes = asyncio.Lock()
        house.changed = self._change.set
        self.app = Starlette(routes=[
            Route("/healthz", self.health),
            Route("/stop", self.stop_once, methods=["POST"]),
            Route("/release", self.stop_once, methods=["POST"]),
            Route("/outbox", self._site.fetch),
            Route("/outbox/ack", self._site.ack, methods=["POST"]),
            WebSocketRoute("/player", self.player),
            WebSocketRoute("/stop", self.stop),
            WebSocketRoute("/site", self._site.link),
            *self.form.routes(),
        ])

    def open_devices(self, fleet: Fleet) -> None:
        """The site may see and choose devices from now on."""
        self.app.router.routes.extend(DeviceDoor(fleet, self._site.refusal).routes())

    def reading(self, unit: str, reading: Reading) -> None:
        """Keep a reading for the next batch; of two machines with one cable each, the second one's is the newest there is."""
        used = self.house.used
        if not used or unit != used[0].name or len(self._readings) >= 200:
            return
        other = used[1].last if len(used) > 1 else None
        if other is not None and Side.LEFT in used[0].sides:
            reading = replace(reading, right=other.right)
        elif other is not None:
            reading = replace(reading, left=other.left)
        self._readings.append(reading)
        self.form.reading(reading)

    async def broadcast(self) -> None:
        """Ten times a second, and at once when something changed."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BATCH_MS / 1000):
                    await self._change.wait()
            self._change.clear()
            batch, self._readings = self._readings, []
            for screen in self.screens:
                if screen.admitted:
                    screen.show(messages.now(self.house, screen.id, batch))

    async def health(self, _request: Request) -> Response:
        """Whether this process runs, and where its units are."""
        units = {unit.name: unit.shown.value for unit in self.house.units.values()}
        return JSONResponse({"ok": True, "units": units, "site": self.house.site_alive})

    # --- stopping: no ticket, no origin, any state -------------------------------------------------------------------

    async def stop_once(self, _request: Request) -> Response:
        """Let everything go, wait for the readings, say what could be confirmed."""
        self.house.release("stop")
        return JSONResponse(messages.stopped("stopped", await self.settled()))

    async def stop(self, socket: WebSocket) -> None:
        """The stop's own connection: anything said on it is a stop."""
        await socket.accept()
        try:
            while True:
                await socket.receive()
                if socket.client_state.name != "CONNECTED":
                    return
                found = self.house.release("stop")
                await socket.send_text(json.dumps(messages.stopped("stopping", found)))
                _keep(self._confirm_on(socket))
        except (WebSocketDisconnect, RuntimeError):
            return  # the screen went away; the stop was already done

    async def _confirm_on(self, socket: WebSocket) -> None:
        """A second press must not wait for the first one's confirmation, so this runs beside."""
        found = await self.settled()
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.send_text(json.dumps(messages.stopped("stopped", found)))

    async def settled(self) -> list[Any]:
        """Wait until every unit is known to be free, or time is up."""
        for _ in range(CONFIRM_MS // 20):
            found = self.house.outcomes()
            if all(one.outcome in {Outcome.RELEASED, Outcome.NOTHING_WAS_ON} for one in found):
                break
            await asyncio.sleep(0.02)
        return self.house.outcomes()

    # --- screens ------------------------------------------------------------------------------------------------------

    async def player(self, socket: WebSocket) -> None:
        """A screen: shows its ticket, says that somebody is there, asks, and hears what is true."""
        screen = Screen(socket, trusted=self._trusted(socket))
        await socket.accept()
        sender = asyncio.create_task(screen.send())
        self.screens.add(screen)
        try:
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                self._hear(screen, message.get("text") or "")  # bytes are nothing anybody says here
        finally:
            self.screens.discard(screen)
            self.house.leave(screen.id)
            sender.cancel()

    def _trusted(self, socket: WebSocket) -> bool:
        """H31: the page must come from the site, and the address must be ours (no rebinding)."""
        return socket.headers.get("origin") in self.origins and socket.headers.get("host") in self.hosts

    def _hear(self, screen: Screen, text: str) -> None:
        said: messages.Said | None = None
        try:
            said = messages.read(text)
            self._act(screen, said)
        except Refused as error:
            screen.tell(messages.refused(error, messages.name_of(said) if said else "unreadable"))

    def _act(self, screen: Screen, said: messages.Said) -> None:
        """Letting go first: it needs neither ticket nor origin."""
        if isinstance(said, messages.Stop | messages.Release):
            self._let_go(screen, said)
            return
        if not screen.trusted:
            raise Refused(Reason.WRONG_ORIGIN, "this page may only let go", screen.socket.headers.get("origin"))
        match said:
            case messages.Hello():
                self._welcome(screen, said)
            case messages.Present():
                self.house.present(screen.id)
            case messages.Arm():
                self.house.arm(screen.id)
            case messages.Hold():
                _keep(self._hold_in_turn(screen, said))
            case messages.ClearHazard():
                self.house.clear(screen.id)

    def _let_go(self, screen: Screen, said: messages.Said) -> None:
        why = "stop" if isinstance(said, messages.Stop) else "asked"
        screen.tell(messages.stopped("stopping", self.house.release(why)))
        if isinstance(said, messages.Stop):
            _keep(self._confirm(screen))

    async def _confirm(self, screen: Screen) -> None:
        screen.tell(messages.stopped("stopped", await self.settled()))

    def _welcome(self, screen: Screen, said: messages.Hello) -> None:
        ticket = self.house.admit(screen.id, said.ticket)
        screen.admitted = True
        screen.tell({"is": "welcome", "role": ticket.role.value, "writer": self.house.seat == screen.id})
        self._change.set()

    async def _hold_in_turn(self, screen: Screen, said: messages.Hold) -> None:
        """Wishes keep their order; a stop from the same screen does not wait for the disk."""
        async with self._wishes:
            try:
                await self._hold(screen, said)
            except Refused as error:
                screen.tell(messages.refused(error, "hold"))

    async def _hold(self, screen: Screen, said: messages.Hold) -> None:
        """The intention reaches the disk before the load reaches the machine (S2, H07)."""
        wishes = self.house.wish(screen.id, said.left, said.right)
        try:
            await asyncio.to_thread(self.house.hazards.save)
        except OSError as error:
            for wish in wishes:
                wish.unit.unintend()
            raise Refused(Reason.HAZARD, f"the disk is not writable ({error.strerror}); nothing was loaded") from error
        self.house.grant(screen.id, wishes)


_running: set[asyncio.Task[None]] = set()


def _keep(work: Coroutine[Any, Any, None]) -> None:
    """Run beside, and hold on to the task until it is done (the loop itself keeps only a weak reference)."""
    task = asyncio.create_task(work)
    _running.add(task)
    task.add_done_callback(_running.discard)


def hosts_for(host: str, port: int) -> frozenset[str]:
    """Host headers that mean this process."""
    return frozenset(f"{name}:{port}" for name in {host, "127.0.0.1", "localhost", "[::1]"})


def origin_of(url: str) -> str:
    """The origin of an address, as browsers send it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
