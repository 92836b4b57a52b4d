"""A client that behaves like the player in the browser: a signed-in session, and a queue that keeps entries until the site has
answered for each of them (see web/front/player/queue.ts)."""

from __future__ import annotations

import json
import random
import socket
import threading
from http.client import HTTPConnection, HTTPException
from typing import Any

from halfkilo.journal import Entry
from tests.conftest import PASSWORD
from tests.web.life import wire

BATCH = 50
Troubles = (OSError, HTTPException, ValueError)
"""Everything that means "no clear answer": entries are kept and sent again."""


class Browser:
    """One person's signed-in session, over as many connections as it takes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def sign_up(self, name: str, zone: str = "UTC") -> dict[str, Any]:
        """A new account, signed in; who that is."""
        self.call("GET", "/sign-in")
        return self.good("POST", "/api/sign-up", {"name": name, "password": PASSWORD, "zone": zone})

    def twin(self) -> Browser:
        """The same session in another tab."""
        other = Browser(self.port)
        other.cookies = dict(self.cookies)
        return other

    def good(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Like `call`, where only a 200 will do."""
        status, text = self.call(method, path, body)
        assert status == 200, (method, path, status, text[:500])
        found: dict[str, Any] = json.loads(text)
        return found

    def call(self, method: str, path: str, body: object = None, *, deaf: bool = False) -> tuple[int, str]:
        """One request on a connection of its own. deaf: the answer is lost on the way."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, None if body is None else json.dumps(body), self._headers())
            if deaf:
                line.sock.shutdown(socket.SHUT_RD)
                raise ConnectionResetError("the answer was lost")
            answer = line.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, text
        finally:
            line.close()

    def _headers(self) -> dict[str, str]:
        said = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Content-Type": "application/json"}
        return said | ({"X-CSRFToken": self.cookies["halfkilo_csrf"]} if "halfkilo_csrf" in self.cookies else {})

    def record(self) -> list[str]:
        """Every line of one's own record, in the order it came in."""
        after, out = 0, list[str]()
        while True:
            status, text = self.call("GET", f"/api/entries?after={after}&most=1000")
            assert status == 200, text
            got = text.splitlines()
            out += got
            after += len(got)
            if len(got) < 1000:
                return out


class Queue:
    """Entries on their way. `acknowledged` holds what the site has answered for, `refused` what it did not take."""

    def __init__(self, browser: Browser, chance: random.Random) -> None:
        self.browser, self._chance, self._lock = browser, chance, threading.Lock()
        self.waiting: dict[str, dict[str, Any]] = {}
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.refused: dict[str, str] = {}
        self.lost_answers = self.same = 0
        self._ended = threading.Event()

    def add(self, *entries: Entry) -> None:
        """Keep entries on the device."""
        with self._lock:
            self.waiting |= {entry.id: wire(entry) for entry in entries}

    def flush(self) -> bool:
        """One try with the oldest batch, in which the answer may get lost; whether the site answered."""
        with self._lock:
            batch = sorted(self.waiting.values(), key=lambda one: str(one["id"]))[: self._chance.randint(1, BATCH)]
        if not batch:
            return True
        try:
            deaf = self._chance.random() < 0.2
            self.lost_answers += deaf
            status, text = self.browser.call("POST", "/api/entries", {"entries": batch}, deaf=deaf)
            results = json.loads(text)["results"] if status == 200 else []
        except Troubles:
            return False
        for result in results:
            self._settle(result)
        return bool(results)

    def drain(self) -> None:
        """Until nothing waits."""
        while self.waiting:
            self.flush()

    def keep_going(self, make: Any) -> threading.Thread:
        """Make and send entries in the background until `end`."""

        def run() -> None:
            while not self._ended.is_set():
                self.add(*make())
                self.flush()
                self._ended.wait(0.03)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def end(self) -> None:
        """Make no more."""
        self._ended.set()

    def _settle(self, result: dict[str, str]) -> None:
        with self._lock:
            one = self.waiting.pop(result["id"], None)
        if one is None:
            return
        if result["status"] == "refused":
            self.refused[one["id"]] = result["message"]
            return
        self.same += result["status"] == "same"
        self.acknowledged[one["id"]] = one
