"""The site's side of the gym: `SiteLink` says the site is alive, fetches what the supervisor kept, signs tickets.

One background thread, no asyncio: it works in any WSGI process. While no supervisor answers it tries again quietly.
"""

from __future__ import annotations

import json
import logging
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from halfkilo.gym.bounds import SITE_LEASE_MS, TICKET_LIFE_MS
from halfkilo.gym.ticket import Role, answer_to, sign
from halfkilo.units import Side

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

log = logging.getLogger(__name__)

ALIVE_S = 0.5
AGAIN_S = 1.0
WAIT_S = SITE_LEASE_MS / 1000


@dataclass(frozen=True)
class Entry:
    """One entry of the outbox; `id` is the same however often it is fetched. See `supervisor.outbox.Item`."""

    n: int
    id: str
    kind: str
    at: int
    person: str
    session: str
    body: dict[str, Any]


class SiteLink:
    """Keeps the site's one connection to the supervisor.

    Args:
        url: `http://127.0.0.1:PORT` (or https) of the supervisor.
        key: see `ticket.read_key`.
        keep: called in the link's thread with new entries, oldest first. When it returns they are acknowledged; when
            it raises they come again, so it must bear the same entry twice.
        tls: for https with a local certificate.
    """

    def __init__(
        self, url: str, key: bytes, keep: Callable[[list[Entry]], None], tls: ssl.SSLContext | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._keep = keep
        self._tls = tls
        self._ending = threading.Event()
        self._fetched = 0
        self._problem: str | None = "not started"
        self._thread = threading.Thread(target=self._run, name="gym link", daemon=True)

    @property
    def connected(self) -> bool:
        """Whether the supervisor answers now."""
        return self._problem is None

    @property
    def problem(self) -> str | None:
        """Why not, in words for a log; None while connected."""
        return self._problem

    def start(self) -> None:
        """Begin in the background; once."""
        self._thread.start()

    def close(self) -> None:
        """End the link. The supervisor lowers whatever is loaded."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(WAIT_S * 2)

    def ticket(self, person: str, session: str, exercise: str, side: Side, most_grams: int) -> str:
        """A ticket to train: good for two minutes, for this exercise and side, up to `most_grams` per cable."""
        return sign(self._key, person, session, Role.TRAIN, exercise, side, most_grams, _now() + TICKET_LIFE_MS)

    def watching(self, person: str, session: str) -> str:
        """A ticket that shows readings and can load nothing."""
        return sign(self._key, person, session, Role.WATCH, "-", Side.BOTH, 0, _now() + TICKET_LIFE_MS)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._stay()
            except _link_troubles() as error:
                self._problem = f"{type(error).__name__}: {error}"
            self._ending.wait(AGAIN_S)

    def _stay(self) -> None:
        from websockets.sync.client import connect  # here, so that importing this module stays light

        address = self._url.replace("http", "ws", 1) + "/site"
        with connect(address, open_timeout=WAIT_S, close_timeout=0.2, ssl=self._tls, proxy=None,
                     compression=None) as socket:
            challenge = self._hear(socket)
            socket.send(json.dumps({"is": "answer", "proof": answer_to(self._key, str(challenge["nonce"]))}))
            self._follow(socket, self._hear(socket))

    def _follow(self, socket: ClientConnection, said: dict[str, Any]) -> None:
        """Say alive, hear how far the outbox goes, fetch in between."""
        self._problem = None
        while not self._ending.is_set():
            if int(said["last"]) > self._fetched:
                self._fetch_quietly()
            self._ending.wait(ALIVE_S)
            socket.send('{"is":"alive"}')
            said = self._hear(socket)

    def _fetch_quietly(self) -> None:
        """`keep` is the caller's, with a database behind it: whatever it raises, the link outlives it and asks again."""
        try:
            self.fetch()
        except Exception:  # the reason is above; the log keeps the trace
            log.exception("entries of the gym were not kept; they will be fetched again")

    def _hear(self, socket: ClientConnection) -> dict[str, Any]:
        value = json.loads(socket.recv(timeout=WAIT_S))
        if not isinstance(value, dict):
            raise ValueError("the supervisor did not send an object")
        return value

    def fetch(self) -> int:
        """Fetch, keep and acknowledge what is new; how many entries that were. Safe to call at any time.

        Raises:
            URLError: the supervisor does not answer.
        """
        raw = self._ask(f"/outbox?after={self._fetched}", "GET")["entries"]
        entries = [Entry(**one) for one in raw]
        if entries:
            self._keep(entries)
            self._ask(f"/outbox/ack?upto={entries[-1].n}", "POST")
            self._fetched = entries[-1].n
        return len(entries)

    def _ask(self, path: str, method: str) -> dict[str, Any]:
        return ask(self._url, self._key, path, method, tls=self._tls)


def ask(
    url: str, key: bytes, path: str, method: str = "GET", said: dict[str, Any] | None = None, *, tls: ssl.SSLContext | None = None,
    wait_s: float = WAIT_S,
) -> dict[str, Any]:
    """One question of the site to the supervisor at `url`, with the pass that only the site can sign.

    Raises:
        HTTPError: it said no; the body says why. URLError: it does not answer.
    """
    pass_ = sign(key, "site", "outbox", Role.SITE, "-", Side.BOTH, 0, _now() + TICKET_LIFE_MS)
    data = None if said is None else json.dumps(said).encode()
    request = Request(url.rstrip("/") + path, data=data, method=method, headers={"Authorization": f"Halfkilo {pass_}"})
    with urlopen(request, timeout=wait_s, context=tls) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def _link_troubles() -> tuple[type[Exception], ...]:
    """Everything that means "no supervisor just now"."""
    from websockets.exceptions import WebSocketException

    return OSError, TimeoutError, ValueError, KeyError, WebSocketException


def _now() -> int:
    return time.time_ns() // 1_000_000
