"""A host that checks: it asks, keeps every sample it hears, and says in plain words what it missed."""

from __future__ import annotations

from halfkilo.gym.devices.link.codec import (
    Answered,
    Arm,
    Clock,
    Command,
    Hello,
    Hold,
    Identity,
    Refusal,
    Release,
    Report,
    Sample,
    SelfTest,
    State,
    Telemetry,
    Tested,
    Time,
    Unread,
    decode_report,
    encode,
)
from halfkilo.gym.devices.link.conformance.reach import Gone, Line, Reach

ANSWER_MS = 1_000
"""A machine that has not answered by then has not answered."""
RENEW_MS = 100


class Missed(Exception):
    """A requirement is not met; the message says what was seen."""


class NotRun(Exception):
    """A check cannot be made on this machine; the message says why."""


class Talk:
    """One connection. `seq` counts up with every command."""

    def __init__(self, reach: Reach, line: Line) -> None:
        self._reach = reach
        self._line = line
        self.seq = 0
        self.samples: list[Sample] = []
        self.batches: list[int] = []
        self.tested: Tested | None = None
        self.over = False
        self.identity: Identity | None = None
        self._answers: list[Answered | Time | Identity] = []

    # --- saying -------------------------------------------------------------------------------------------------------

    def hello(self, owner: str, hz: int = 100, batch: int = 1) -> Identity:
        """Say who we are. Raises: Missed: no identity came."""
        answer = self.ask(Hello(self.next(), owner, hz, batch))
        if not isinstance(answer, Identity):
            raise Missed(f"hello was answered with {answer}")
        self.identity = answer
        return answer

    def next(self) -> int:
        """The next number."""
        self.seq += 1
        return self.seq

    def say(self, message: str | bytes) -> None:
        """Anything at all."""
        try:
            self._line.say(message)
        except Gone:
            self.over = True

    def ask(self, command: Command) -> Answered | Time | Identity:
        """Say a command and wait for its answer. Raises: Missed: none came."""
        self._answers.clear()
        self.say(encode(command))
        until = self._reach.now() + ANSWER_MS
        while (left := until - self._reach.now()) > 0 and not self.over:
            self._hear(left)
            for answer in self._answers:
                if answer.seq == command.seq:
                    return answer
        raise Missed(f"no answer to {type(command).__name__.lower()} within {ANSWER_MS} ms")

    def answer(self, command: Command) -> Answered:
        """Like `ask`, for what is answered with taken or not."""
        answer = self.ask(command)
        if not isinstance(answer, Answered):
            raise Missed(f"{type(command).__name__.lower()} was answered with {answer}")
        return answer

    def arm(self) -> Answered:
        """The button, once."""
        return self.answer(Arm(self.next(), self.can_lease))

    def hold(self, grams: int, lease_ms: int | None = None) -> Answered:
        """A load on the left cable alone."""
        return self.answer(Hold(self.next(), grams, 0, lease_ms or self.can_lease))

    def release(self) -> Answered:
        """Let go."""
        return self.answer(Release(self.next()))

    def self_test(self) -> Answered:
        """Begin a self-test."""
        return self.answer(SelfTest(self.next()))

    def clock(self) -> int:
        """The machine's time."""
        answer = self.ask(Clock(self.next()))
        if not isinstance(answer, Time):
            raise Missed(f"clock was answered with {answer}")
        return answer.ms

    def unread(self) -> Answered:
        """The answer to something that could not be read. Raises: Missed: none came."""
        until = self._reach.now() + ANSWER_MS
        while (left := until - self._reach.now()) > 0 and not self.over:
            self._hear(left)
            for answer in self._answers:
                if isinstance(answer, Answered) and answer.seq == 0:
                    return answer
        raise Missed("what it could not read was not answered")

    def refused(self, answer: Answered, *whys: Refusal) -> None:
        """Raises: Missed: it was taken, or refused for another reason."""
        if answer.taken or answer.why not in whys:
            wanted = " or ".join(why.value for why in whys)
            raise Missed(f"should have been refused as {wanted}; " + ("it was taken" if answer.taken else f"it said {answer.why.value}"))

    def taken(self, answer: Answered) -> None:
        """Raises: Missed: it was refused."""
        if not answer.taken:
            raise Missed(f"should have been taken; it was refused as {answer.why.value}")

    @property
    def can_lease(self) -> int:
        """The machine's lease, ms."""
        return self.identity.can.lease_ms if self.identity else 250

    # --- hearing ------------------------------------------------------------------------------------------------------

    def spend(self, ms: int) -> None:
        """Listen for so long."""
        until = self._reach.now() + ms
        while (left := until - self._reach.now()) > 0 and not self.over:
            self._hear(left)

    def until_state(self, *states: State, within_ms: int) -> Sample:
        """The first sample from now on in one of these states. Raises: Missed: none in time."""
        begin = len(self.samples)
        until = self._reach.now() + within_ms
        while (left := until - self._reach.now()) > 0 and not self.over:
            self._hear(left)
            for sample in self.samples[begin:]:
                if sample.state in states:
                    return sample
            begin = len(self.samples)
        wanted = " or ".join(state.value for state in states)
        raise Missed(f"should have become {wanted} within {within_ms} ms; it is {self.state.value}")

    def until_over(self, within_ms: int) -> bool:
        """Whether the machine hung up in time."""
        self.spend(within_ms)
        return self.over

    @property
    def state(self) -> State:
        """Of the last sample."""
        return self.samples[-1].state if self.samples else State.IDLE

    @property
    def held(self) -> int:
        """The heavier cable of the last sample, grams."""
        return held(self.samples[-1]) if self.samples else 0

    def close(self) -> None:
        """Hang up."""
        self.over = True
        self._line.close()

    def _hear(self, wait_ms: int) -> None:
        try:
            message = self._line.hear(wait_ms)
        except Gone:
            self.over = True
            return
        if message is not None:
            report = decode_report(message) if isinstance(message, str) else Unread("it was not text")
            self._take(report)

    def _take(self, report: Report | Unread) -> None:
        if isinstance(report, Unread):
            raise Missed(f"it said something that is no message of the link: {report.problem}")
        if isinstance(report, Telemetry):
            self.samples += report.samples
            self.batches.append(len(report.samples))
        elif isinstance(report, Tested):
            self.tested = report
        else:
            self._answers.append(report)


def held(sample: Sample) -> int:
    """The heavier cable, grams."""
    return max(sample.left.held, sample.right.held if sample.right else 0)
