"""A ticket to load: who may ask the gym for how much, in which session, for which exercise and side, until when.

The site signs it with the key both processes were started with (HMAC-SHA256); the supervisor checks it, at the door and
again in the last function before a load leaves. `release` needs no ticket, ever.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from halfkilo import strict
from halfkilo.gym.bounds import MODEL_MOST, TICKET_LONGEST_MS
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.guide import Guide
from halfkilo.strict import Malformed, Range, Text
from halfkilo.units import Side

_PREFIX = b"halfkilo gym ticket 1\n"
_Name = Annotated[str, Text(120, empty=False)]


class Role(StrEnum):
    """What the bearer may do: train (load, with everything else), watch (see readings), site (fetch the outbox)."""

    TRAIN = "train"
    WATCH = "watch"
    SITE = "site"


@dataclass(frozen=True)
class Ticket:
    """What was signed. `most_grams` is per cable, `expires` milliseconds since 1970, `guide` what is watched during the set."""

    person: _Name
    session: _Name
    role: Role
    exercise: _Name
    side: Side
    most_grams: Annotated[int, Range(0, MODEL_MOST)]
    expires: Annotated[int, Range(0, 2**53)]
    guide: Guide = field(default_factory=Guide)

    def most_on(self, side: Side) -> int:
        """Most grams on the left or right cable: nothing on the side that is not meant (H18)."""
        return self.most_grams if self.side in (Side.BOTH, side) else 0


def sign(
    key: bytes, person: str, session: str, role: Role, exercise: str, side: Side, most_grams: int, expires: int,
    guide: Guide | None = None,
) -> str:
    """A ticket as text that can travel in a page.

    Raises:
        Malformed: a value that no ticket may hold, for example a load above the model's ceiling.
    """
    values = {"person": person, "session": session, "role": role.value, "exercise": exercise, "side": side.value,
              "most_grams": most_grams, "expires": expires, "guide": strict.plain(guide or Guide())}
    strict.read(Ticket, values)
    body = json.dumps(values, separators=(",", ":"), sort_keys=True).encode()
    return f"{_text(body)}.{_text(_seal(key, body))}"


def verify(key: bytes, text: str, now: int) -> Ticket:
    """The ticket, when its seal is ours and its time has not passed; `now` is milliseconds since 1970.

    Raises:
        Refused: with the reason; nothing in an unsealed ticket is looked at before the seal was checked.
    """
    head, _, tail = text.partition(".")
    body = _bytes(head)
    if not hmac.compare_digest(_seal(key, body), _bytes(tail)):
        raise Refused(Reason.TICKET_FORGED, "this ticket was not signed here; open the exercise again")
    ticket = _parse(body)
    if ticket.expires <= now:
        raise Refused(Reason.TICKET_EXPIRED, "this ticket is too old; open the exercise again", ticket.expires)
    if ticket.expires > now + TICKET_LONGEST_MS:
        raise Refused(Reason.TICKET_TOO_LONG, "this ticket lives too long; open the exercise again", ticket.expires)
    return ticket


def read_key(path: Path) -> bytes:
    """The key site and supervisor share; made at first use, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_key(path)
    key = bytes.fromhex(path.read_text("ascii").strip())
    if len(key) != 32:
        raise ValueError(f"{path} should hold 64 hexadecimal digits")
    return key


def answer_to(key: bytes, challenge: str) -> str:
    """What only a holder of the key can reply to `challenge`: how the site shows who it is."""
    return hmac.new(key, b"halfkilo gym site 1\n" + challenge.encode(), hashlib.sha256).hexdigest()


def _make_key(path: Path) -> None:
    """Written under another name, then linked in place: the first of two makers wins, both read the same."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32) + "\n", "ascii")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _seal(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, _PREFIX + body, hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Reason.TICKET_UNREADABLE, "this is not a ticket; open the exercise again") from error


def _parse(body: bytes) -> Ticket:
    try:
        return strict.read(Ticket, json.loads(body))
    except (Malformed, ValueError) as error:
        raise Refused(Reason.TICKET_UNREADABLE, f"this ticket cannot be read: {error}") from error
