"""One machine as the supervisor sees it: the state machine, the lease and the one function a load leaves through.

`disconnected -> connected -> validated -> armed -> loaded -> releasing -> released`, and `hazard`, which is sticky,
persisted and left only when a person clears it with the machine proven free. Nothing here waits; time comes from
outside, milliseconds of the machine's pace.
"""

from __future__ import annotations

from collections.abc import Callable

from halfkilo.gym.bounds import CONFIRM_MS
from halfkilo.gym.driver import Answer, Garbled, Info, Reading, SelfTested
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.bout import Bout
from halfkilo.gym.supervisor.care import Act, Advice
from halfkilo.gym.supervisor.climb import Climbs
from halfkilo.gym.supervisor.door import Door
from halfkilo.gym.supervisor.guard import Ceilings, bounded, check
from halfkilo.gym.supervisor.hazards import Cause, Hazard, Intention
from halfkilo.gym.supervisor.heard import Heard
from halfkilo.gym.supervisor.selftest import Zeroing
from halfkilo.gym.supervisor.terms import Keeper, Outcome, Phase
from halfkilo.gym.ticket import Ticket
from halfkilo.units import Side

_UNDER_LOAD = frozenset({Phase.LOADED, Phase.RELEASING})
_MACHINE_LET_GO = frozenset({"idle", "releasing", "fault"})
_REFUSED = "refused_"
_NO_MORE = _REFUSED + Reason.NOT_ARMED.value


class Unit:
    """One machine. `tick` every `RENEW_MS`; everything else when it happens."""

    def __init__(self, name: str, keeper: Keeper, clock: Callable[[], int], serves: Side = Side.BOTH) -> None:
        self.name = name
        self.serves = serves
        self.most: int | None = None
        """Our own ceiling for this machine, grams per cable, below what it says of itself; None: its own."""
        self.door = Door()
        self.phase = Phase.DISCONNECTED
        self.why = ""
        self.generation = 0
        self.bout = Bout()
        """The set under way, or the last one."""
        self.zeroing = Zeroing()
        self._keeper = keeper
        self._clock = clock
        self._ticked = clock()
        self._heard = Heard(self._ticked)
        self._disarming = False
        self._loads = Climbs()
        self._permit: Ticket | None = None
        self._session_most = 0
        self._button_until = 0
        self._releasing_since = 0
        if keeper.hazards.intention(name) is not None:
            self._raise(Cause.RESTARTED)

    # --- what is known ------------------------------------------------------------------------------------------------

    @property
    def info(self) -> Info | None:
        """Who the machine is, while it is heard."""
        return self.door.info

    @property
    def hazard(self) -> Hazard | None:
        """The hazard a person still has to clear."""
        return self._keeper.hazards.hazard(self.name)

    @property
    def shown(self) -> Phase:
        """The phase for people: a hazard hides every other."""
        return Phase.HAZARD if self.hazard else self.phase

    @property
    def last(self) -> Reading | None:
        """The machine's last word."""
        return self._heard.last

    @property
    def fresh(self) -> bool:
        """Whether the last reading may be believed."""
        return self.info is not None and self._heard.fresh(self._clock())

    @property
    def proven_free(self) -> bool:
        """Whether the readings, and not a command, say that nothing is on."""
        return self.info is not None and self._heard.free(self._clock())

    @property
    def believed(self) -> int:
        """The load to reckon with, grams per cable: what is read, or the heaviest it could be when unknown (H08)."""
        read = self.last.held if self.last else 0
        if self.fresh:
            return max(read, self._loads.sent)
        intention = self._keeper.hazards.intention(self.name)
        meant = (intention.left, intention.right) if intention else ()
        return max(read, *meant, *self._loads.allowed)

    @property
    def targets(self) -> tuple[int, int]:
        """What is asked for in the end, left and right."""
        return self._loads.targets

    # --- one cable or two ---------------------------------------------------------------------------------------------

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides this machine pulls on."""
        return (Side.LEFT, Side.RIGHT) if self.serves is Side.BOTH else (self.serves,)

    def part(self, left: int, right: int) -> tuple[int, int]:
        """What of a wish is this machine's."""
        return (left if Side.LEFT in self.sides else 0), (right if Side.RIGHT in self.sides else 0)

    def covers(self, left: int, right: int) -> bool:
        """Whether anything of a wish is this machine's; a wish for nothing is everybody's."""
        return any(self.part(left, right)) or not (left or right)

    # --- what the driver hears ----------------------------------------------------------------------------------------

    def link_up(self, info: Info) -> None:
        """A machine answered: let go first, believe nothing yet (S3). One that answers anew without having been gone was gone."""
        if self.phase in _UNDER_LOAD:
            self.link_down()
        self.door.info = bounded(info, self.most)
        self._heard.forget()
        self.phase = Phase.CONNECTED
        self.zeroing.forget()
        self.door.release()

    def link_down(self) -> None:
        """The machine is not heard any more. With a load that may be on, this is a hazard (S1)."""
        self.door.info = None
        self._forget_load()
        if self.phase in _UNDER_LOAD:
            self._raise(Cause.LINK_LOST)
            self.why = Cause.LINK_LOST.value
            self._finish_set()
        self.phase = Phase.DISCONNECTED

    def garbled(self, garbled: Garbled) -> None:
        """Unreadable bytes: let go; under load also a hazard (H33)."""
        if self.phase in _UNDER_LOAD:
            self._raise(Cause.GARBLED, garbled.problem)
        self.release(Cause.GARBLED.value)

    def tested(self, tested: SelfTested) -> None:
        """How a self-test came out (H11)."""
        self.zeroing.hear(tested)

    def answer(self, answer: Answer) -> None:
        """A refused command while a load is meant to be on: let go and say why."""
        if not answer.taken and self.phase is Phase.LOADED:
            self.release(_REFUSED + answer.why)

    def reading(self, reading: Reading) -> None:
        """The machine's word on what is true."""
        if not self._heard.see(reading, self._clock()):
            return
        if self.phase is Phase.CONNECTED:
            self._validate()
        elif self.phase in {Phase.VALIDATED, Phase.RELEASED, Phase.ARMED}:
            self._follow_arming(reading)
        elif self.phase is Phase.LOADED:
            self._follow_load(reading)
        elif self.phase is Phase.RELEASING:
            self._follow_release(reading)

    def _validate(self) -> None:
        if self.proven_free:
            self.phase = Phase.VALIDATED

    def _follow_arming(self, reading: Reading) -> None:
        if reading.state == "arming" or reading.armed:
            self.bout.show(reading)
        if reading.held > 0:
            self._raise(Cause.HEAVIER, "held without having been asked")
            self.release(Cause.HEAVIER.value)
        elif self.phase is Phase.ARMED and not reading.armed:
            self.phase = Phase.VALIDATED
        elif reading.armed and self._permit is not None and not self.hazard and not self._disarming:
            self.phase = Phase.ARMED
        self._disarming = self._disarming and reading.armed

    def _follow_load(self, reading: Reading) -> None:
        self.bout.count(reading)
        if self._loads.exceeded(reading):
            self._raise(Cause.HEAVIER)
            self.release(Cause.HEAVIER.value)
        elif reading.state in _MACHINE_LET_GO:
            self._machine_let_go(reading)
        else:
            self._follow_advice(self.bout.advice(reading))

    def _follow_advice(self, advice: Advice) -> None:
        """The spotter helps by half the load, which stays off; going on stuck, too far, or slowed ends the set."""
        if advice.act is Act.LET_GO:
            self.release(advice.why)
        elif advice.act is Act.LOWER:
            self._loads.lower(self._known_ceilings().model)

    def _machine_let_go(self, reading: Reading) -> None:
        """Letting go of the handle, putting it down, a lease that ended: the machine decided, we agree."""
        if reading.state == "fault":
            self._raise(Cause.MACHINE_FAULT, reading.why)
        self.release(reading.why)

    def _own_reason(self, reading: Reading) -> None:
        """A renewal that crossed the machine's own letting go was refused; now it says why it had let go."""
        if reading.state == "fault":
            self._raise(Cause.MACHINE_FAULT, reading.why)
        self.why = reading.why or self.why

    def _follow_release(self, reading: Reading) -> None:
        self.bout.count(reading)
        if self.why == _NO_MORE and reading.state in _MACHINE_LET_GO:
            self._own_reason(reading)
        if self.proven_free:
            self.phase = Phase.RELEASED
            self._finish_set()
            self._free()

    def _finish_set(self) -> None:
        done = self.bout.finish(self.why)
        if done is not None:
            self._keeper.counted(self.name, *done)

    def _free(self) -> None:
        """Nothing is on any more, and that is proven: the intention may go, a hazard may not."""
        self._loads.free()
        if self._keeper.hazards.intention(self.name) is not None and not self.hazard:
            self._keeper.hazards.intend(self.name, None)
            self._save_quietly()

    # --- what people ask ----------------------------------------------------------------------------------------------

    def permit(self, ticket: Ticket | None, session_most: int) -> None:
        """Whose ticket counts from now on. A change lets go, disarms and forgets the last person's range (H17, H18)."""
        self.release("changed")
        self._button_until = 0
        if self.phase is not Phase.RELEASING:
            self.bout.forget()
        self._permit, self._session_most = ticket, session_most
        self.zeroing.begin(ticket.session if ticket else "")

    def renew(self, ticket: Ticket) -> None:
        """A newer ticket for the same person, session, exercise and side; a lower ceiling counts at once."""
        self._permit = ticket

    def arm(self, button_ms: int) -> None:
        """The button is held for `button_ms` more.

        Raises:
            Refused: not a moment for arming.
        """
        self._ready()
        if self.phase in _UNDER_LOAD:
            raise Refused(Reason.RELEASING, "a load is still on; let it go first")
        if self.owes_test:
            raise Refused(Reason.SELF_TEST, "put the handles down for a moment: the machine checks itself first", self.zeroing.result)
        self._button_until = self._clock() + button_ms
        self.door.arm()

    def may(self, left: int, right: int) -> None:
        """Whether a wish could be granted now.

        Raises:
            Refused: it may not be loaded.
        """
        self._check_wish(left, right)

    def intend(self, left: int, right: int) -> Intention:
        """Check a wish and remember it; the caller saves the file, then calls `commit`.

        Raises:
            Refused: it may not be loaded; nothing was remembered.
        """
        self._check_wish(left, right)
        ticket = self._known_ceilings().ticket
        before = self._keeper.hazards.intention(self.name)
        most = (max(left, before.left), max(right, before.right)) if before else (left, right)
        intention = Intention(*most, self._keeper.wall(), ticket.person, ticket.session)
        self._keeper.hazards.intend(self.name, intention)
        return intention

    def commit(self, left: int, right: int, generation: int) -> None:
        """Begin, or change, the load. `generation` is what it was at `intend`: any release in between wins.

        Raises:
            Refused: something changed since; nothing was sent.
        """
        if generation != self.generation:
            self.unintend()
            raise Refused(Reason.RELEASING, "it was let go in between; arm again")
        self._check_wish(left, right)
        self._loads.aim(left, right, self._known_ceilings().model)
        if self.phase is Phase.ARMED:
            self._begin_load()

    def _begin_load(self) -> None:
        self.phase, self.why, self._button_until = Phase.LOADED, "", 0
        self._ticked = self._clock()
        self._loads.free()
        self.bout.begin(self._known_ceilings().ticket)
        self._renew_load(0)

    def release(self, why: str) -> Outcome:
        """Let go, in every state, as often as anybody likes. What is known about it comes back at once."""
        self.door.release()
        self.generation += 1
        was_on = self.phase in _UNDER_LOAD or self.believed > 0
        if self.phase is Phase.LOADED:
            self.why = why
        self._forget_load()
        if was_on and self.phase is not Phase.DISCONNECTED:
            self._begin_releasing(why)
        elif self.phase is Phase.ARMED:
            self.phase, self._disarming = Phase.VALIDATED, True  # a reading of before may still be on its way
        return self.outcome(was_on)

    def outcome(self, was_on: bool) -> Outcome:
        """What can be said about letting go right now."""
        if self.proven_free:
            return Outcome.RELEASED if was_on else Outcome.NOTHING_WAS_ON
        if self.fresh and self.door.let_go:
            return Outcome.RELEASING
        unheard = self.phase is Phase.CONNECTED  # it answered and showed nothing yet: what somebody else left on is not known
        return Outcome.UNKNOWN if was_on or self.hazard or self.believed or unheard else Outcome.NOTHING_WAS_ON

    def clear(self) -> Hazard:
        """A person says the handles are down; the readings must say so too. Loads nothing (S3).

        Raises:
            Refused: there is no hazard, or the machine is not proven free.
        """
        hazard = self.hazard
        if hazard is None:
            raise Refused(Reason.NO_HAZARD, "there is nothing to clear")
        if not self.proven_free:
            raise Refused(Reason.NOT_PROVEN_FREE, "put the handles down, switch the machine on and wait until it "
                          "shows no load; if it still pulls, use the switch at the wall", self.believed)
        self._keeper.hazards.clear(self.name)
        self._keeper.hazards.save()
        self.phase, self._permit = Phase.VALIDATED, None
        self.door.self_test()
        return hazard

    # --- time ---------------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Every `RENEW_MS`: renew what is wanted, doubt what is silent, repeat what is not confirmed."""
        now = self._clock()
        elapsed, self._ticked = now - self._ticked, now
        if self.phase is Phase.LOADED:
            self._tick_load(elapsed)
        elif self.phase is Phase.RELEASING:
            self._tick_release(now)
        elif self.hazard and not self.proven_free:
            self.door.release()
        elif now < self._button_until:
            self.door.arm()
        elif self._may_test and self.last is not None and self.zeroing.due(now, self.last):
            self.door.self_test()

    def _tick_load(self, elapsed: int) -> None:
        if not self.fresh:
            self._raise(Cause.SILENT)
            self.release(Cause.SILENT.value)
            return
        try:
            self._renew_load(elapsed)
        except Refused as refused:
            self.release(refused.reason.value)

    def _tick_release(self, now: int) -> None:
        """S4: ask again until the readings agree; after a second it is a hazard, and we keep asking."""
        self.door.release()
        if now - self._releasing_since > CONFIRM_MS and not self.proven_free:
            self._raise(Cause.UNCONFIRMED)

    # --- what leaves --------------------------------------------------------------------------------------------------

    def _renew_load(self, elapsed: int) -> None:
        """One step of the ramp, then the lease."""
        ceilings = self._known_ceilings()
        self.door.hold(*self._loads.next(elapsed, self.last if self.fresh else None, ceilings.model), ceilings)

    # --- small helpers ------------------------------------------------------------------------------------------------

    @property
    def _may_test(self) -> bool:
        return self.owes_test and self.phase in {Phase.VALIDATED, Phase.RELEASED} and self.proven_free

    @property
    def owes_test(self) -> bool:
        """Whether a self-test of this session is still to pass before anything may be armed (H11)."""
        return self.info is not None and self.info.capabilities.self_tests and self.zeroing.owed

    def _check_wish(self, left: int, right: int) -> None:
        self._ready()
        if self.phase not in {Phase.ARMED, Phase.LOADED}:
            raise Refused(Reason.NOT_ARMED, "hold the button and move the handles out and back first", self.phase)
        check(left, right, self._known_ceilings())

    def _ready(self) -> None:
        if self.hazard:
            raise Refused(Reason.HAZARD, "check the machine first: something may have stayed on", self.hazard.cause)
        if self.info is None or not self.fresh or self.phase is Phase.CONNECTED:
            raise Refused(Reason.NO_MACHINE, "the machine does not answer yet")
        self._known_ceilings()

    def _known_ceilings(self) -> Ceilings:
        if self._permit is None:
            raise Refused(Reason.NO_TICKET, "open the exercise first")
        if self.info is None:
            raise Refused(Reason.NO_MACHINE, "the machine does not answer")
        return Ceilings(self.info.capabilities, self._permit, self._session_most)

    def _begin_releasing(self, why: str) -> None:
        if self.phase is not Phase.RELEASING:
            self.phase, self._releasing_since, self.why = Phase.RELEASING, self._clock(), why

    def _forget_load(self) -> None:
        """Nothing is wanted any more. What may still be on is kept in `allowed` until it is proven gone."""
        self._button_until = 0
        self._loads.forget()
        if self.proven_free:
            self._loads.free()

    def unintend(self) -> None:
        """A wish that was never sent leaves no trace when nothing is on."""
        if self.phase not in _UNDER_LOAD and self.proven_free:
            self._free()

    def _raise(self, cause: Cause, detail: str = "") -> None:
        """Let go first, then remember, then tell. A disk that refuses does not stop the hazard from counting."""
        self.door.release()
        if self.hazard is not None:
            return
        meant = self._keeper.hazards.intention(self.name)
        left, right = (meant.left, meant.right) if meant else self._loads.allowed
        who = (meant.person, meant.session) if meant else ("", "")
        hazard = Hazard(cause, self._keeper.wall(), left, right, *who, detail[:200])
        self._keeper.hazards.raise_(self.name, hazard)
        self._save_quietly()
        self._keeper.raised(self.name, hazard)

    def _save_quietly(self) -> None:
        """Keep going when the disk does not: the memory of this process still knows, and no load can follow."""
        try:
            self._keeper.hazards.save()
        except OSError as error:
            self.why = f"disk: {error.strerror}"
