"""The supervisor's real web side over a rig: the event loop's time is the rig's, so that a second of waiting passes for machine and
motor as well, and for nobody else."""

from __future__ import annotations

import asyncio
import json
import selectors
from typing import Any

from halfkilo.gym.supervisor.web import Web

HOST = "127.0.0.1:8001"
ORIGIN = "http://127.0.0.1:8000"


class _Selector(selectors.DefaultSelector):
    """Where the loop would wait, a millisecond passes for the rig instead."""

    def __init__(self, rig: Any) -> None:
        super().__init__()
        self._rig = rig

    def select(self, timeout: float | None = None) -> Any:
        found = super().select(None if timeout is None else 0)
        if found or not timeout:
            return found
        self._rig.advance(1)
        return super().select(0)


class RigLoop(asyncio.SelectorEventLoop):
    """An event loop on the clock of a rig or a pair."""

    def __init__(self, rig: Any) -> None:
        self._of = getattr(rig, "left", rig)
        super().__init__(_Selector(rig))

    def time(self) -> float:
        return self._of.ms / 1000


def played(rig: Any, scene: Any) -> Any:
    """Run a coroutine on the rig's clock; whatever was left running is ended."""
    with asyncio.Runner(loop_factory=lambda: RigLoop(rig)) as runner:
        return runner.run(scene)


def web_of(rig: Any, key: bytes) -> Web:
    """Its doors."""
    return Web(rig.house, key, frozenset({HOST}), frozenset({ORIGIN}))


def _scope(kind: str, path: str, origin: str | None, **more: Any) -> dict[str, Any]:
    headers = [(b"host", HOST.encode()), *([(b"origin", origin.encode())] if origin else [])]
    return {"type": kind, "asgi": {"version": "3.0"}, "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
            "headers": headers, "server": ("127.0.0.1", 8001), "client": ("127.0.0.1", 9), "http_version": "1.1"} | more


class Socket:
    """A WebSocket to the doors. heard: everything it was told."""

    def __init__(self, web: Web, path: str, origin: str | None = ORIGIN) -> None:
        self.heard: list[dict[str, Any]] = []
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = _scope("websocket", path, origin, scheme="ws", subprotocols=[])
        self.task = asyncio.ensure_future(web.app(scope, self._inbox.get, self._told))
        self._inbox.put_nowait({"type": "websocket.connect"})

    async def _told(self, message: Any) -> None:
        if message["type"] == "websocket.send":
            self.heard.append(json.loads(message["text"]))

    def say(self, text: str | bytes) -> None:
        """One message."""
        kind = "text" if isinstance(text, str) else "bytes"
        self._inbox.put_nowait({"type": "websocket.receive", kind: text})

    def leave(self) -> None:
        """Its end, without a word."""
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})

    def told(self, kind: str) -> list[dict[str, Any]]:
        """Messages of one kind."""
        return [message for message in self.heard if message["is"] == kind]


async def ask(web: Web, method: str, path: str, body: bytes = b"", origin: str | None = None, **headers: str) -> tuple[int, bytes]:
    """One HTTP request: status and body."""
    scope = _scope("http", path, origin, method=method, scheme="http")
    scope["path"], _, query = path.partition("?")
    scope["query_string"] = query.encode()
    scope["headers"] += [(name.encode(), value.encode()) for name, value in headers.items()]
    answers: list[Any] = []
    asked = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answers.append(message)

    await web.app(scope, receive, send)
    return answers[0]["status"], b"".join(one.get("body", b"") for one in answers[1:])
