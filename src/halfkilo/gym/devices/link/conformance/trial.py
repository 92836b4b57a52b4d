"""What every check has at hand: connections to the machine, a way to arm it, a small load, and an end at zero."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from halfkilo.gym.devices.link.codec import Arm, Hold, Identity, Refusal, State, encode
from halfkilo.gym.devices.link.conformance.reach import Gone, Reach
from halfkilo.gym.devices.link.conformance.talk import RENEW_MS, Missed, NotRun, Talk, held
from halfkilo.gym.devices.link.frames import PATH

CEILING_G = 2_000
"""No check asks for more than this on one cable."""
ARMING_MS = 60_000
"""A person has so long to show the range."""
SLACK_MS = 25
"""Two samples and a control period: how exactly a time can be read from samples at 100 a second."""
SETTLE_MS = 250
TRIES = 5
"""A busy computer may let a lease lapse on the way up: that is right, and tried again."""


@dataclass
class Trial:
    """One check's surroundings. tell: words for the person at the machine."""

    reach: Reach
    tell: Callable[[str], None] = lambda _text: None
    owner: str = field(default_factory=lambda: secrets.token_hex(16))
    _talks: list[Talk] = field(default_factory=list)

    def open(self, path: str = PATH, origin: str | None = None) -> Talk:
        """A connection that has said nothing yet. Raises: Gone."""
        talk = Talk(self.reach, self.reach.open(path, origin))
        self._talks.append(talk)
        return talk

    def writer(self, hz: int = 100, batch: int = 1) -> Talk:
        """A connection that may load. Raises: Missed: the machine gives us no seat."""
        talk = self.open()
        if not talk.hello(self.owner, hz, batch).writer:
            raise Missed("the only host was not made the writer")
        return talk

    def watcher(self, owner: str = "") -> Talk:
        """Another connection. Raises: Missed."""
        talk = self.open()
        talk.hello(owner)
        return talk

    def can(self, talk: Talk) -> Identity:
        """Who it is."""
        if talk.identity is None:
            raise Missed("there was no identity")
        return talk.identity

    def settled(self, talk: Talk) -> None:
        """Free and idle, before something else is begun. That a release comes to that is checked elsewhere. Raises: Missed, NotRun."""
        for _ in range(3):
            talk.release()
            talk.spend(SETTLE_MS)
            if talk.state not in {State.LOADED, State.RELEASING, State.ARMED, State.ARMING, State.TESTING}:
                break
        if talk.state is not State.IDLE:
            raise NotRun(f"after a release the machine is {talk.state.value}")

    def arm(self, talk: Talk) -> None:
        """Hold the button until the range was shown. Raises: NotRun: it did not come to that."""
        self.settled(talk)
        self.tell("Move the handles slowly out and back, with nothing on.")
        until = self.reach.now() + ARMING_MS
        while self.reach.now() < until and not talk.over:
            answer = talk.arm()
            if not answer.taken:
                raise NotRun(f"the button was refused as {answer.why.value}")
            talk.spend(RENEW_MS)
            if talk.state is State.ARMED:
                self.tell("Keep the handles a little out of their stops.")
                return
        raise NotRun("it was never armed, although the button was held")

    def grams(self, talk: Talk) -> int:
        """The load that checks use, on the machine's grid. Raises: NotRun: its lightest is above our ceiling."""
        can = self.can(talk).can
        if can.least > CEILING_G:
            raise NotRun(f"its lightest load is {can.least} g, and no check asks for more than {CEILING_G} g")
        return can.least + (min(CEILING_G, can.most) - can.least) // can.step * can.step

    def load(self, talk: Talk, grams: int | None = None) -> int:
        """Armed, and up to a steady load on the left cable; the load. Raises: NotRun: it did not come to that."""
        wanted = self.grams(talk) if grams is None else grams
        for _ in range(TRIES):
            self.arm(talk)
            if self.climb(talk, wanted):
                return wanted
        raise NotRun(f"it never held {wanted} g; it is {talk.state.value} and holds {talk.held} g")

    def climb(self, talk: Talk, grams: int) -> bool:
        """Renew a load until it is held; whether it came to that."""
        can = self.can(talk).can
        for _ in range(grams * 1_000 // can.up // RENEW_MS + 10):
            answer = talk.hold(grams)
            if not answer.taken:
                if answer.why in {Refusal.NOT_ARMED, Refusal.NOT_SWEPT, Refusal.AT_STOP}:
                    return False
                raise NotRun(f"a load of {grams} g was refused as {answer.why.value}")
            talk.spend(RENEW_MS)
            if talk.samples and held(talk.samples[-1]) >= grams and talk.state is State.LOADED:
                return True
        return False

    def repeat(self, talk: Talk, command: Arm | Hold, ms: int) -> None:
        """Say the very same command again and again for so long."""
        until = self.reach.now() + ms
        while self.reach.now() < until and not talk.over:
            talk.say(encode(command))
            talk.spend(RENEW_MS // 2)

    def end(self) -> None:
        """Let go and hang up, whatever happened."""
        for talk in self._talks:
            if not talk.over:
                with suppress(Missed, Gone):
                    talk.release()
            talk.close()
        self._talks.clear()
