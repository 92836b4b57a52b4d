"""The simulated gym's wire, version 1: one JSON object per line over a loopback TCP connection.

Host to machine (every command absolute, so sending it twice changes nothing):
`hello`, `arm` (button held), `hold` (grams per cable, lease), `release`, `self_test`.
Machine to host: `machine` (who it is), `answer` (taken or not, and why), `reading`.

Strict both ways: at most 2,048 bytes, ASCII, exactly the known fields, whole numbers (`true` is not 1), no field
twice. A machine that reads anything else refuses it, lets go, and hangs up. Golden lines: tests/gym/vectors.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

from halfkilo import strict
from halfkilo.gym.bounds import LEASE_MS, LONGEST_LINE, MODEL_MOST
from halfkilo.gym.driver import Garbled
from halfkilo.strict import Malformed, Range, Text

VERSION = 1

Sequence = Annotated[int, Range(1, 2**53 - 1)]
Load = Annotated[int, Range(0, MODEL_MOST)]
LeaseMs = Annotated[int, Range(1, LEASE_MS)]
Measured = Annotated[int, Range(-1_000_000, 1_000_000)]
Count = Annotated[int, Range(0, 2**53 - 1)]
Word = Annotated[str, Text(60)]


@dataclass(frozen=True)
class Hello:
    """The host opens the talk."""

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
    """Let go. Older holds that arrive later are ignored."""

    seq: Sequence


@dataclass(frozen=True)
class SelfTest:
    """Zero the force sensors and look for faults; only without load."""

    seq: Sequence


@dataclass(frozen=True)
class Machine:
    """Who the machine is and what it can do; loads in grams per cable, ramps in grams per second."""

    model: Word
    serial: Word
    boot: Word
    cables: Annotated[int, Range(1, 2)]
    least: Load
    step: Annotated[int, Range(1, MODEL_MOST)]
    most: Load
    up: Count
    down: Count
    release_ms: Count
    lease_ms: Count


@dataclass(frozen=True)
class Answered:
    """What became of command `seq`; `why` is empty when it was taken."""

    seq: Sequence
    taken: bool
    why: Word


@dataclass(frozen=True)
class CableNow:
    """One cable: mm, mm/s, grams measured, grams really held, repetitions since the load came on."""

    mm: Measured
    mm_s: Measured
    force: Measured
    held: Load
    reps: Count


@dataclass(frozen=True)
class Telemetry:
    """Everything at `ms` of the machine's own clock."""

    ms: Count
    state: Word
    why: Word
    armed: bool
    lease: Annotated[int, Range(0, LEASE_MS)]
    left: CableNow
    right: CableNow


Command = Hello | Arm | Hold | Release | SelfTest
Report = Machine | Answered | Telemetry

COMMANDS: dict[str, type[Any]] = {"hello": Hello, "arm": Arm, "hold": Hold, "release": Release, "self_test": SelfTest}
REPORTS: dict[str, type[Any]] = {"machine": Machine, "answer": Answered, "reading": Telemetry}
_NAMES = {kind: name for table in (COMMANDS, REPORTS) for name, kind in table.items()}


def encode(message: Command | Report) -> bytes:
    """One line, with its newline."""
    body = {"v": VERSION, "is": _NAMES[type(message)]} | strict.plain(message)
    return json.dumps(body, separators=(",", ":"), ensure_ascii=True).encode("ascii") + b"\n"


def decode_command(line: bytes) -> Command | Garbled:
    """What the host says; `Garbled` for anything that is not exactly a command."""
    command: Command | Garbled = _decode(line, COMMANDS)
    return command


def decode_report(line: bytes) -> Report | Garbled:
    """What the machine says; `Garbled` for anything that is not exactly a report."""
    report: Report | Garbled = _decode(line, REPORTS)
    return report


def _decode(line: bytes, known: dict[str, type[Any]]) -> Any:
    try:
        return _read(_parse(line), known)
    except (Malformed, ValueError, RecursionError) as error:
        return Garbled(str(error)[:200])


def _parse(line: bytes) -> dict[str, object]:
    if len(line) > LONGEST_LINE:
        raise Malformed("", f"a line of {len(line)} bytes is too long, at most {LONGEST_LINE}")
    value = json.loads(line.decode("ascii"), object_pairs_hook=_once)
    if not isinstance(value, dict):
        raise Malformed("", "a message is one JSON object")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Malformed("", "a field is given twice")
    return value


def _read(value: dict[str, object], known: dict[str, type[Any]]) -> object:
    version, name = value.pop("v", None), value.pop("is", None)
    if type(version) is not int or version != VERSION:
        raise Malformed("v", f"this side speaks version {VERSION}, got {version!r}")
    if not isinstance(name, str) or name not in known:
        raise Malformed("is", f"must be one of {', '.join(known)}; got {name!r}")
    return strict.read(known[name], value)


class Lines:
    """Cuts a stream into lines; a line longer than allowed comes out as is, to be refused, and the rest is dropped."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Complete lines in `data` together with what was left over before."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            whole.append(self._rest)
            self._rest = b""
        return whole
