"""halfkilo link, version 1: what a host and a machine say to each other, one JSON object in one WebSocket text message.

Every message says `link` (the version) and `is` (its kind). Strict both ways: exactly the known fields, whole numbers (`true` is not 1),
no field twice, nothing after the object, at most `LONGEST_TO_MACHINE` and `LONGEST_TO_HOST` bytes. What is not exactly a message becomes
an `Unread` value that says why. Every command is absolute, so hearing it twice changes nothing. For makers: docs/link.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from halfkilo import strict
from halfkilo.gym.driver import Garbled
from halfkilo.strict import Malformed, Many, Range, Text

VERSION = 1
LONGEST_TO_MACHINE = 1_024
"""Bytes. The longest command has about 150."""
LONGEST_TO_HOST = 16_384
"""Bytes. A batch of twenty samples has about 8,000 at its largest."""
HIGHEST_LOAD = 500_000
"""Grams per cable: no number on this wire may be larger, whatever a machine says it can do."""
LONGEST_LEASE_MS = 250
"""A load lives at most this long without renewal: with the release's 100 ms, the cable is free within 350 ms."""
FASTEST_HZ = 100
BATCH_MOST = 20

Sequence = Annotated[int, Range(1, 2**53 - 1)]
Load = Annotated[int, Range(0, HIGHEST_LOAD)]
LeaseMs = Annotated[int, Range(1, LONGEST_LEASE_MS)]
Measured = Annotated[int, Range(-1_000_000, 1_000_000)]
Count = Annotated[int, Range(0, 2**53 - 1)]
Word = Annotated[str, Text(60, empty=False)]
Owner = Annotated[str, Text(64)]


class State(StrEnum):
    """Where a machine is. One way leads to a load: idle, arming, armed, loaded; every way back is a release."""

    LOCKED = "locked"
    IDLE = "idle"
    TESTING = "testing"
    ARMING = "arming"
    ARMED = "armed"
    LOADED = "loaded"
    RELEASING = "releasing"
    FAULT = "fault"


class Refusal(StrEnum):
    """Why a command was not taken. Empty: it was taken."""

    NONE = ""
    MALFORMED = "malformed"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_KIND = "unknown_kind"
    NO_HELLO = "no_hello"
    HELLO_TWICE = "hello_twice"
    NOT_THE_WRITER = "not_the_writer"
    OLD_SEQUENCE = "old_sequence"
    LOCKED = "locked"
    NOT_ARMED = "not_armed"
    NOT_SWEPT = "not_swept"
    AT_STOP = "at_stop"
    NOT_AT_REST = "not_at_rest"
    ABOVE_MOST = "above_most"
    NO_SUCH_CABLE = "no_such_cable"
    LEASE_TOO_LONG = "lease_too_long"
    LOADED = "loaded"
    TESTING = "testing"
    FAULT = "fault"
    OTHER = "other"


class Why(StrEnum):
    """Why the machine last let go. Empty: nothing to say."""

    NOTHING = ""
    ASKED = "asked"
    LEASE_OVER = "lease_over"
    LET_GO = "let_go"
    AT_REST = "at_rest"
    BEYOND_RANGE = "beyond_range"
    WRITER_GONE = "writer_gone"
    MALFORMED = "malformed"
    STALLED = "stalled"
    LOCKED = "locked"
    FLAT_SENSOR = "flat_sensor"
    SPIKING_SENSOR = "spiking_sensor"
    FORCE_MISMATCH = "force_mismatch"
    MOTOR_MISMATCH = "motor_mismatch"
    SENSOR_OFF = "sensor_off"
    OTHER = "other"


class Check(StrEnum):
    """What a self-test looks at, per cable. Each measures one number and has a least and a most for it."""

    STILL = "still"
    """Millimetres the handle moved meanwhile. Somebody who moves it makes the rest say nothing: try again, it is no fault."""
    ZERO = "zero"
    """Grams the force cell showed with nothing but the take-up on it, before it was zeroed."""
    MURMUR = "murmur"
    """Standard deviation of the force cell at rest, grams: a live cell murmurs, and not too loudly."""
    MOTOR = "motor"
    """Change of measured force over change of motor current, per cent: 100 when both agree."""
    CURRENT = "current"
    """Motor current as grams at the rim, less what was asked of the motor."""


# --- What a host says -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hello:
    """The first message. owner: a random word that only this host knows; empty: watch and release only. hz, batch: how often samples are
    wanted, and how many in a message."""

    seq: Sequence
    owner: Owner
    hz: Annotated[int, Range(1, FASTEST_HZ)]
    batch: Annotated[int, Range(1, BATCH_MOST)]


@dataclass(frozen=True)
class Clock:
    """What time is it on your clock? Anybody may ask."""

    seq: Sequence


@dataclass(frozen=True)
class Arm:
    """The button is held, for at most `lease_ms` more."""

    seq: Sequence
    lease_ms: LeaseMs


@dataclass(frozen=True)
class Hold:
    """Hold these loads, grams per cable, for at most `lease_ms` more."""

    seq: Sequence
    left: Load
    right: Load
    lease_ms: LeaseMs


@dataclass(frozen=True)
class Release:
    """Let go. Always taken, from anybody, with any number; older holds that arrive later are refused."""

    seq: Sequence


@dataclass(frozen=True)
class SelfTest:
    """Zero the force cells and look for faults; only without load."""

    seq: Sequence


# --- What a machine says ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Abilities:
    """Loads in grams per cable, up and down in grams a second. child_lock: it has one, at the machine."""

    cables: Annotated[int, Range(1, 2)]
    least: Annotated[int, Range(1, HIGHEST_LOAD)]
    step: Annotated[int, Range(1, HIGHEST_LOAD)]
    most: Annotated[int, Range(1, HIGHEST_LOAD)]
    lease_ms: LeaseMs
    up: Annotated[int, Range(1, 2**31)]
    down: Annotated[int, Range(1, 2**31)]
    release_ms: Annotated[int, Range(1, 100)]
    child_lock: bool


@dataclass(frozen=True)
class Identity:
    """The answer to a hello. boot: new at every start. writer: whether this connection may arm and load. ms: the machine's clock."""

    seq: Sequence
    maker: Word
    model: Word
    serial: Word
    firmware: Word
    boot: Annotated[str, Text(64, empty=False)]
    simulated: bool
    writer: bool
    ms: Count
    can: Abilities


@dataclass(frozen=True)
class Time:
    """The answer to `clock` number `seq`: milliseconds since the machine started, on its own clock."""

    seq: Sequence
    ms: Count


@dataclass(frozen=True)
class Answered:
    """What became of command `seq` (0: it could not be read) at `ms` of the machine's clock; `why` is empty when it was taken."""

    seq: Count
    taken: bool
    why: Refusal
    ms: Count


@dataclass(frozen=True)
class Checked:
    """One check of one cable: the number that was found and what it should lie between."""

    check: Check
    cable: Annotated[int, Range(0, 1)]
    passed: bool
    found: Measured
    least: Measured
    most: Measured


@dataclass(frozen=True)
class Tested:
    """How the self-test `seq` came out, a while after it was taken; one that a release ended never comes out."""

    seq: Sequence
    ms: Count
    passed: bool
    checks: Annotated[tuple[Checked, ...], Many(16)]


@dataclass(frozen=True)
class CableNow:
    """One cable: mm, mm/s, grams measured, grams really held (rounded up), repetitions since the load came on."""

    mm: Measured
    mm_s: Measured
    force: Measured
    held: Load
    reps: Count


@dataclass(frozen=True)
class Sample:
    """Everything at `ms` of the machine's own clock; `right` is null on a machine with one cable."""

    ms: Count
    state: State
    why: Why
    armed: bool
    lease: Annotated[int, Range(0, LONGEST_LEASE_MS)]
    left: CableNow
    right: CableNow | None


@dataclass(frozen=True)
class Telemetry:
    """Samples, oldest first."""

    samples: Annotated[tuple[Sample, ...], Many(BATCH_MOST)]


Command = Hello | Clock | Arm | Hold | Release | SelfTest
Report = Identity | Time | Answered | Tested | Telemetry

COMMANDS: dict[str, type[Any]] = {"hello": Hello, "clock": Clock, "arm": Arm, "hold": Hold, "release": Release, "self_test": SelfTest}
REPORTS: dict[str, type[Any]] = {"identity": Identity, "time": Time, "answer": Answered, "tested": Tested, "telemetry": Telemetry}
_NAMES = {kind: name for table in (COMMANDS, REPORTS) for name, kind in table.items()}


@dataclass(frozen=True)
class Unread(Garbled):
    """Text that is no message, and the refusal it earns."""

    why: Refusal = Refusal.MALFORMED


class _Unknown(Malformed):
    def __init__(self, place: str, problem: str, why: Refusal) -> None:
        super().__init__(place, problem)
        self.why = why


def encode(message: Command | Report) -> str:
    """One text message, ASCII."""
    body = {"link": VERSION, "is": _NAMES[type(message)]} | strict.plain(message)
    return json.dumps(body, separators=(",", ":"), ensure_ascii=True)


def decode_command(text: str | bytes) -> Command | Unread:
    """What a host says; `Unread` for anything that is not exactly a command."""
    command: Command | Unread = _decode(text, COMMANDS, LONGEST_TO_MACHINE)
    return command


def decode_report(text: str | bytes) -> Report | Unread:
    """What a machine says; `Unread` for anything that is not exactly a report."""
    report: Report | Unread = _decode(text, REPORTS, LONGEST_TO_HOST)
    return report


def encode_bytes(message: Command | Report) -> bytes:
    """The same as bytes."""
    return encode(message).encode("ascii")


DECODE = {"command": decode_command, "report": decode_report}
ENCODE = {"command": encode_bytes, "report": encode_bytes}


def _decode(text: str | bytes, known: dict[str, type[Any]], longest: int) -> Any:
    try:
        return _read(_parse(text, longest), known)
    except _Unknown as error:
        return Unread(str(error)[:200], error.why)
    except (Malformed, ValueError, RecursionError) as error:
        return Unread(str(error)[:200])


def _parse(text: str | bytes, longest: int) -> dict[str, object]:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if len(raw) > longest:
        raise Malformed("", f"a message of {len(raw)} bytes is too long, at most {longest}")
    value = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    if not isinstance(value, dict):
        raise Malformed("", "a message is one JSON object")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Malformed("", "a field is given twice")
    return value


def _read(value: dict[str, object], known: dict[str, type[Any]]) -> object:
    version, name = value.pop("link", None), value.pop("is", None)
    if type(version) is not int or version != VERSION:
        raise _Unknown("link", f"this side speaks version {VERSION}, got {version!r}", Refusal.UNKNOWN_VERSION)
    if not isinstance(name, str) or name not in known:
        raise _Unknown("is", f"must be one of {', '.join(known)}; got {name!r}", Refusal.UNKNOWN_KIND)
    return strict.read(known[name], value)
