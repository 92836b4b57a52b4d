"""The machine's side of the link, without sockets or motors: who may say what, and who is told what.

One host writes: the first that says hello with an owner word. Others may watch and release. A writer that leaves, or says something
unreadable, is followed by a release. Nothing here decides about loads: that is the firmware's.
"""

from __future__ import annotations

from typing import Protocol

from halfkilo.gym.devices.link.codec import (
    Answered,
    Clock,
    Command,
    Hello,
    Identity,
    Refusal,
    Release,
    Report,
    Sample,
    State,
    Telemetry,
    Tested,
    Time,
    Unread,
    Why,
    decode_command,
    encode,
)

GUESTS_MOST = 16
HELLO_MS = 5_000
"""A connection that has not said hello by then makes room for another."""
WRITER_SILENT_MS = 5_000
"""A writer that said nothing for so long has lost its seat to the next host that asks: its computer may be gone without a word."""
QUIET_MS = 100
"""Nothing moves, nothing is on: ten samples a second are enough, and never fewer."""


class Firmware(Protocol):
    """What the desk needs of a machine."""

    @property
    def ms(self) -> int:
        """The machine's clock."""

    @property
    def asleep(self) -> bool:
        """Nothing moves and nothing is on."""

    def identity(self, seq: int, writer: bool) -> Identity:
        """Who this is."""

    def take(self, command: Command) -> Refusal:
        """Carry out a command of the writer, or say why not."""

    def let_go(self, why: Why) -> None:
        """Both cables to zero."""

    def new_writer(self) -> None:
        """The next command comes from somebody who counts from the start."""

    def sample(self) -> Sample:
        """What is true now."""

    def tested(self) -> Tested | None:
        """A self-test that has come out since this was last asked."""


class Guest:
    """One connection: what it asked for, and what it has still to be told."""

    def __init__(self, now: int) -> None:
        self.owner = ""
        self.known = False
        self.slow = False
        """Set by whoever sends: samples are left out, answers never."""
        self.over: Refusal | None = None
        self.unsaid: list[str] = []
        self.heard_at = now
        self._every_ms = self._batch = 1
        self._next_at = now
        self._samples: list[Sample] = []

    def say(self, report: Report) -> None:
        """Put one message in the way out."""
        self.unsaid.append(encode(report))

    def meet(self, hello: Hello) -> None:
        """It said who it is and what it wants to hear."""
        self.known, self.owner = True, hello.owner
        self._every_ms, self._batch = 1000 // hello.hz, hello.batch

    def due(self, now: int) -> bool:
        """Whether its next sample is due."""
        return now >= self._next_at

    def show(self, sample: Sample, quiet: bool, at_once: bool) -> None:
        """Take a sample; whole batches leave, and a change or a quiet machine's sample leaves at once."""
        every = max(self._every_ms, QUIET_MS if quiet else 0)
        self._next_at = max(self._next_at + every, sample.ms + every // 2)  # on its own beat, so that late turns do not slow it down
        if self.slow:
            return
        self._samples.append(sample)
        if at_once or quiet or len(self._samples) >= self._batch:
            self.say(Telemetry(tuple(self._samples)))
            self._samples.clear()


class Desk:
    """`enter`, `hear`, `leave` as connections come, speak and go; `tell` after time has passed."""

    def __init__(self, machine: Firmware) -> None:
        self._machine = machine
        self._guests: list[Guest] = []
        self._writer: Guest | None = None
        self._seen = (State.IDLE, Why.NOTHING)

    def enter(self) -> Guest:
        """Somebody connected."""
        guest = Guest(self._machine.ms)
        if len(self._guests) >= GUESTS_MOST:
            guest.over = Refusal.OTHER
        self._guests.append(guest)
        return guest

    def hear(self, guest: Guest, text: str | bytes) -> None:
        """Somebody said something."""
        guest.heard_at = self._machine.ms
        command = decode_command(text) if isinstance(text, str) else Unread("a message is one whole text frame")
        if isinstance(command, Unread):
            self._refuse_unread(guest, command)
        elif isinstance(command, Release):
            self._release(guest, command)
        elif isinstance(command, Hello):
            self._meet(guest, command)
        elif isinstance(command, Clock):
            guest.say(Time(command.seq, self._machine.ms))
        else:
            self._answer(guest, command, self._refusal(guest) or self._machine.take(command))

    def leave(self, guest: Guest) -> None:
        """Somebody's connection ended. The writer's end is a release."""
        if guest in self._guests:
            self._guests.remove(guest)
        if guest is self._writer:
            self._writer = None
            self._machine.let_go(Why.WRITER_GONE)

    def tell(self) -> None:
        """Samples when they are due or something changed, self-tests that came out, and an end for those who never say hello."""
        now = self._machine.ms
        tested, sample = self._machine.tested(), self._machine.sample()
        changed = (sample.state, sample.why) != self._seen
        self._seen = sample.state, sample.why
        for guest in self._guests:
            if not guest.known:
                guest.over = Refusal.NO_HELLO if now - guest.heard_at > HELLO_MS else guest.over
                continue
            if changed or guest.due(now):
                guest.show(sample, self._machine.asleep, changed)
            if tested is not None:
                guest.say(tested)

    def _meet(self, guest: Guest, hello: Hello) -> None:
        if guest.known:
            self._answer(guest, hello, Refusal.HELLO_TWICE)
            return
        guest.meet(hello)
        if hello.owner and self._seat_is_free(hello.owner):
            self._writer = guest
            self._machine.new_writer()
        guest.say(self._machine.identity(hello.seq, guest is self._writer))

    def _seat_is_free(self, owner: str) -> bool:
        """No writer, or the same host on a new connection, or a writer nobody has heard for long; the old one's end is a release."""
        writer = self._writer
        if writer is None:
            return True
        if owner != writer.owner and self._machine.ms - writer.heard_at <= WRITER_SILENT_MS:
            return False
        writer.over = Refusal.NOT_THE_WRITER
        self._writer = None
        self._machine.let_go(Why.WRITER_GONE)
        return True

    def _refusal(self, guest: Guest) -> Refusal:
        if not guest.known:
            return Refusal.NO_HELLO
        return Refusal.NONE if guest is self._writer else Refusal.NOT_THE_WRITER

    def _release(self, guest: Guest, command: Release) -> None:
        """Anybody's, always; only the writer's own number counts for what comes after it."""
        if guest is self._writer:
            self._machine.take(command)
        else:
            self._machine.let_go(Why.ASKED)
        self._answer(guest, command, Refusal.NONE)

    def _refuse_unread(self, guest: Guest, unread: Unread) -> None:
        """H33: whoever cannot be understood is let go of first, told, and hung up on."""
        self._machine.let_go(Why.MALFORMED)
        guest.say(Answered(0, False, unread.why, self._machine.ms))
        guest.over = unread.why

    def _answer(self, guest: Guest, command: Command, why: Refusal) -> None:
        guest.say(Answered(command.seq, why is Refusal.NONE, why, self._machine.ms))
