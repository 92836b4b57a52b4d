"""A connection that is told things: some in order, some only the newest, and nobody waits for it."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect


class Screen:
    """One connection: what it was told last, and a task that sends only the newest."""

    def __init__(self, socket: WebSocket, *, trusted: bool) -> None:
        self.id = secrets.token_hex(8)
        self.socket = socket
        self.trusted = trusted
        self.admitted = False
        self._waiting: deque[str] = deque(maxlen=50)
        self._newest: str | None = None
        self._some = asyncio.Event()

    def tell(self, message: dict[str, Any]) -> None:
        """Something that must arrive, in order."""
        self._waiting.append(json.dumps(message))
        self._some.set()

    def show(self, message: dict[str, Any]) -> None:
        """Something that the next one replaces."""
        self._newest = json.dumps(message)
        self._some.set()

    async def send(self) -> None:
        """Until cancelled or the screen is gone."""
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._send_on()

    async def _send_on(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            while self._waiting:
                await self.socket.send_text(self._waiting.popleft())
            if self._newest is not None:
                text, self._newest = self._newest, None
                await self.socket.send_text(text)
