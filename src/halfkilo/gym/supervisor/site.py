"""The site's side of the supervisor: one connection that proves it knows the key, and the outbox."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import time
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from halfkilo import strict
from halfkilo.gym.bounds import SITE_LEASE_MS
from halfkilo.gym.errors import Refused
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.ticket import Role, answer_to, verify


class SiteDoor:
    """`/site`, `GET /outbox?after=N`, `POST /outbox/ack?upto=N`. A browser, which sends an Origin, is turned away."""

    def __init__(self, house: House, key: bytes, hosts: frozenset[str]) -> None:
        self._house = house
        self._key = key
        self._hosts = hosts

    async def link(self, socket: WebSocket) -> None:
        """Challenge, proof, then `alive` twice a second; its end, or silence, lowers the load."""
        await socket.accept()
        link = secrets.token_hex(8)
        try:
            if await self._proven(socket):
                await socket.send_text(json.dumps({"is": "welcome", "last": self._house.outbox.last}))
                await self._stay(socket, link)
        except (WebSocketDisconnect, TimeoutError, ValueError, KeyError, RecursionError):
            pass  # gone, silent or not speaking our language: all of them mean there is no site any more
        finally:
            self._house.site_gone(link)
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(4401)  # unless it went first

    async def _proven(self, socket: WebSocket) -> bool:
        if "origin" in socket.headers or socket.headers.get("host") not in self._hosts:
            return False
        nonce = secrets.token_hex(16)
        await socket.send_text(json.dumps({"is": "challenge", "nonce": nonce}))
        async with asyncio.timeout(SITE_LEASE_MS / 1000):
            answer = await socket.receive_text()
        proof = _field(answer, "proof")
        return hmac.compare_digest(proof.encode(), answer_to(self._key, nonce).encode())

    async def _stay(self, socket: WebSocket, link: str) -> None:
        """Each word is a sign of life and is answered with how far the outbox goes."""
        self._house.site_here(link)
        while True:
            async with asyncio.timeout(SITE_LEASE_MS / 1000):
                await socket.receive_text()
            self._house.site_here(link)
            await socket.send_text(json.dumps({"is": "outbox", "last": self._house.outbox.last}))

    async def fetch(self, request: Request) -> Response:
        """Entries after a number, oldest first; asking again gives the same."""
        refusal = self.refusal(request)
        if refusal is not None:
            return refusal
        after = _number(request.query_params.get("after", "0"))
        if after is None:
            return JSONResponse({"error": "after must be a whole number, 0 or more"}, 400)
        return JSONResponse({"entries": [strict.plain(item) for item in self._house.outbox.after(after)]})

    async def ack(self, request: Request) -> Response:
        """The site has everything up to a number."""
        refusal = self.refusal(request)
        if refusal is not None:
            return refusal
        upto = _number(request.query_params.get("upto", ""))
        if upto is None:
            return JSONResponse({"error": "upto must be a whole number, 0 or more"}, 400)
        self._house.outbox.take(upto)
        return JSONResponse({"taken": self._house.outbox.taken})

    def refusal(self, request: Request) -> Response | None:
        """What turns away everybody who is not the site; None for the site."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme == "Halfkilo" and verify(self._key, text, time.time_ns() // 1_000_000).role is Role.SITE:
                return None
        except Refused as error:
            return JSONResponse({"error": str(error), "reason": error.reason.value}, 401)
        return JSONResponse({"error": "this is for the site"}, 401)


def _field(text: str, name: str) -> str:
    value: Any = json.loads(text)
    found = value[name] if isinstance(value, dict) else None
    if not isinstance(found, str):
        raise ValueError(f"{name} must be text")
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
