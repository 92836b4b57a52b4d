"""Requirements on talking: who answers what. None of these checks loads anything."""

from __future__ import annotations

from itertools import pairwise

from halfkilo.gym.devices.link.codec import LONGEST_TO_MACHINE, Arm, Hello, Refusal, Release, State, encode
from halfkilo.gym.devices.link.conformance.reach import Gone
from halfkilo.gym.devices.link.conformance.requirement import must
from halfkilo.gym.devices.link.conformance.talk import Missed, NotRun, Talk, held
from halfkilo.gym.devices.link.conformance.trial import Trial

SILENT_HELLO_MS = 7_000
TEST_MS = 10_000
GOODBYE_MS = 2_000


@must("answers a hello with its identity, and makes the only host with an owner word the writer")
def identity(trial: Trial) -> None:
    """See `must`."""
    can = trial.can(trial.writer()).can
    if can.most < can.least:
        raise Missed(f"its most, {can.most} g, is less than its least, {can.least} g")


@must("turns away web pages: a handshake with an Origin")
def pages_are_turned_away(trial: Trial) -> None:
    """See `must`."""
    try:
        trial.open(origin="http://example.com")
    except Gone:
        return
    raise Missed("a web page may talk to it")


@must("takes nothing but hello, clock and release before a hello", needs=("identity",))
def hello_comes_first(trial: Trial) -> None:
    """See `must`."""
    talk = trial.open()
    talk.refused(talk.arm(), Refusal.NO_HELLO)
    talk.clock()


@must("takes one hello per connection", needs=("identity",))
def hello_comes_once(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    talk.refused(talk.answer(Hello(talk.next(), trial.owner, 100, 1)), Refusal.HELLO_TWICE)


@must("hangs up on a connection that has not said hello within 5 s")
def silence_is_ended(trial: Trial) -> None:
    """See `must`."""
    if not trial.open().until_over(SILENT_HELLO_MS):
        raise Missed(f"it still listened after {SILENT_HELLO_MS} ms of silence")


@must("says the same serial number and boot word on every connection until it is started again, and its clock goes on", needs=("identity",))
def same_boot(trial: Trial) -> None:
    """See `must`."""
    first = trial.can(trial.writer())
    trial.end()
    second = trial.can(trial.writer())
    if (first.serial, first.boot) != (second.serial, second.boot):
        raise Missed("serial number or boot word changed without a start")
    if second.ms < first.ms:
        raise Missed(f"its clock went back from {first.ms} to {second.ms} ms")


@must("keeps time: a second of ours is a second of its clock, to a tenth", needs=("identity",))
def clock(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    began, at = trial.reach.now(), talk.clock()
    talk.spend(1_000)
    theirs, ours = talk.clock() - at, trial.reach.now() - began
    if abs(theirs - ours) > 100:
        raise Missed(f"{ours} ms were {theirs} ms of its clock")


@must("sends at least ten samples a second when nothing happens, oldest first", needs=("identity",))
def quiet_samples(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    talk.spend(1_200)
    clocks = [sample.ms for sample in talk.samples]
    if clocks != sorted(set(clocks)):
        raise Missed("samples are not in the order of its clock")
    longest = max((after - before for before, after in pairwise(clocks)), default=10**6)
    if longest > 150:
        raise Missed(f"{longest} ms without a sample" if clocks else "no samples at all")


@must("while arming or loaded, sends samples as often as was asked", needs=("identity",))
def asked_rate(trial: Trial) -> None:
    """See `must`."""
    for hz in (20, 100):
        talk = _arming(trial, hz, 1)
        found = _per_second(talk)
        trial.end()
        if not 0.8 * hz <= found <= 1.1 * hz:
            raise Missed(f"{found:.0f} samples a second where {hz} were asked")


@must("puts as many samples into a message as was asked", needs=("asked_rate",))
def asked_batch(trial: Trial) -> None:
    """See `must`."""
    talk = _arming(trial, 100, 10)
    talk.batches.clear()
    _button(trial, talk, 600)
    if talk.batches.count(10) < 4 or max(talk.batches) > 10:
        raise Missed(f"messages of {talk.batches} samples where 10 were asked")


@must("tells a change of state at once, whatever batch was asked", needs=("asked_batch",))
def change_at_once(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer(20, 20)
    trial.settled(talk)
    taken = talk.arm()
    sample = talk.until_state(State.ARMING, within_ms=1_000)
    if sample.ms - taken.ms > 60:
        raise Missed(f"the change was told {sample.ms - taken.ms} ms later")


@must("makes one host the writer; another may watch and ask the time, and is refused as not_the_writer", needs=("identity",))
def one_writer(trial: Trial) -> None:
    """See `must`."""
    trial.writer()
    other = trial.watcher("another")
    if trial.can(other).writer:
        raise Missed("two hosts are writers at once")
    other.refused(other.arm(), Refusal.NOT_THE_WRITER)
    other.clock()


@must("gives the seat to the next host when the writer has left", needs=("one_writer",))
def seat_is_given_on(trial: Trial) -> None:
    """See `must`."""
    trial.writer().close()
    until = trial.reach.now() + 2_000
    while trial.reach.now() < until:
        talk = trial.open()
        if talk.hello("another").writer:
            return
        talk.close()
        _wait(trial, 100)
    raise Missed("the seat stays taken by a host that has left")


@must("gives the seat to the same owner on a new connection, and hangs up on the old one", needs=("one_writer",))
def same_owner_comes_again(trial: Trial) -> None:
    """See `must`."""
    old = trial.writer()
    trial.writer()
    if not old.until_over(GOODBYE_MS):
        raise Missed("the old connection was not ended")


@must("takes a release from anybody, even before a hello", needs=("identity",))
def anybody_may_release(trial: Trial) -> None:
    """See `must`."""
    trial.writer()
    other = trial.open()
    other.taken(other.release())


@must("takes a release with any number", needs=("identity",))
def release_with_any_number(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    talk.seq = 100
    talk.taken(talk.release())
    talk.taken(talk.answer(Release(1)))


@must("refuses a command whose number is not above the last as old_sequence", needs=("identity",))
def old_number(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    talk.seq = 50
    talk.taken(talk.arm())
    talk.refused(talk.answer(Arm(20, talk.can_lease)), Refusal.OLD_SEQUENCE)


@must("refuses another command with the last command's number as old_sequence", needs=("old_number",))
def same_number_other_command(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    talk.taken(talk.arm())
    talk.refused(talk.answer(Arm(talk.seq, talk.can_lease - 1)), Refusal.OLD_SEQUENCE)


@must("answers the same command again as before, and does nothing", needs=("old_number",))
def same_command_again(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    command = Arm(talk.next(), talk.can_lease)
    talk.taken(talk.answer(command))
    talk.taken(talk.answer(command))


@must("ends arming when the button's lease is over", needs=("asked_rate",))
def loose_button(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    taken = talk.arm()
    talk.taken(taken)
    sample = talk.until_state(State.IDLE, State.LOCKED, within_ms=2_000)
    if sample.ms - taken.ms > talk.can_lease + 50:
        raise Missed(f"arming went on for {sample.ms - taken.ms} ms after the button's last word")


@must("does not take the same button word again for a new one", needs=("loose_button", "same_command_again"))
def same_button_again(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    command = Arm(talk.next(), talk.can_lease)
    talk.taken(talk.answer(command))
    trial.repeat(talk, command, 2 * talk.can_lease + 200)
    if talk.state is State.ARMING:
        raise Missed("the same button word, said again, kept it arming")


@must("refuses a load that was not armed as not_armed", needs=("identity",))
def not_armed(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    talk.refused(talk.hold(trial.grams(talk)), Refusal.NOT_ARMED)


@must("is not armed by the button alone", needs=("not_armed",))
def button_alone(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    talk.taken(talk.arm())
    talk.refused(talk.hold(trial.grams(talk)), Refusal.NOT_ARMED)


@must("ends arming at a release", needs=("loose_button",))
def release_while_arming(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.settled(talk)
    talk.taken(talk.arm())
    released = talk.release()
    talk.taken(released)
    sample = talk.until_state(State.IDLE, within_ms=1_000)
    if sample.ms - released.ms > 60:
        raise Missed(f"it was still arming {sample.ms - released.ms} ms after the release")


@must("runs a self-test when nothing is on and says how every check came out")
def self_test(trial: Trial) -> None:
    """See `must`."""
    talk = _testing(trial)
    began = len(talk.samples)
    until = trial.reach.now() + TEST_MS
    while talk.tested is None and trial.reach.now() < until and not talk.over:
        talk.spend(100)
    if talk.tested is None:
        raise Missed(f"no result within {TEST_MS} ms")
    if talk.tested.seq != talk.seq or not talk.tested.checks:
        raise Missed("the result names no checks, or another command's number")
    if any(held(sample) for sample in talk.samples[began:]):
        raise Missed("it held a load during the self-test")
    if talk.tested.passed != all(check.passed for check in talk.tested.checks):
        raise Missed("the whole does not say what its checks say")
    off = [check.check.value for check in talk.tested.checks if check.passed != (check.least <= check.found <= check.most)]
    if off:
        raise Missed(f"the numbers of {off[0]} do not say what its result says")


@must("takes no button during a self-test, and ends it at a release without a result", needs=("self_test",))
def release_ends_self_test(trial: Trial) -> None:
    """See `must`."""
    talk = _testing(trial)
    talk.refused(talk.arm(), Refusal.TESTING)
    talk.taken(talk.release())
    talk.spend(1_500)
    if talk.tested is not None or talk.state is State.TESTING:
        raise Missed("the self-test went on after a release")


@must("when its child lock is on: refuses button, load and self-test as locked", needs=("identity",))
def child_lock(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    if not trial.can(talk).can.child_lock:
        raise Missed("it has no child lock")
    talk.spend(300)
    if talk.state is not State.LOCKED:
        raise NotRun("turn the lock on at the machine and run this again")
    for ask in (talk.arm, talk.self_test, lambda: talk.hold(trial.can(talk).can.least)):
        talk.refused(ask(), Refusal.LOCKED)
    talk.taken(talk.release())


@must("refuses what is not JSON as malformed, and hangs up", needs=("identity",))
def not_json(trial: Trial) -> None:
    """See `must`."""
    _unreadable(trial, "hold 5", Refusal.MALFORMED)


@must("refuses a field it does not know as malformed, and hangs up", needs=("identity",))
def unknown_field(trial: Trial) -> None:
    """See `must`."""
    _unreadable(trial, '{"link":1,"is":"release","seq":9,"slowly":true}', Refusal.MALFORMED)


@must("refuses a field given twice as malformed, and hangs up", needs=("identity",))
def field_twice(trial: Trial) -> None:
    """See `must`."""
    _unreadable(trial, '{"link":1,"is":"release","seq":9,"seq":10}', Refusal.MALFORMED)


@must("refuses a number that is not whole as malformed, and hangs up", needs=("identity",))
def not_whole(trial: Trial) -> None:
    """See `must`."""
    for number in ("9.0", "true", '"9"', "NaN"):
        _unreadable(trial, encode(Release(9)).replace("9", number), Refusal.MALFORMED)


@must("refuses another version as unknown_version, and hangs up", needs=("identity",))
def unknown_version(trial: Trial) -> None:
    """See `must`."""
    _unreadable(trial, '{"link":2,"is":"release","seq":9}', Refusal.UNKNOWN_VERSION)


@must("refuses a kind it does not know as unknown_kind, and hangs up", needs=("identity",))
def unknown_kind(trial: Trial) -> None:
    """See `must`."""
    _unreadable(trial, '{"link":1,"is":"heavier","seq":9}', Refusal.UNKNOWN_KIND)


@must(f"refuses a message of more than {LONGEST_TO_MACHINE} bytes as malformed, and hangs up", needs=("identity",))
def too_long(trial: Trial) -> None:
    """See `must`."""
    _unreadable(trial, encode(Release(9))[:-1] + " " * LONGEST_TO_MACHINE + "}", Refusal.MALFORMED)


@must("refuses a binary message as malformed, and hangs up", needs=("identity",))
def binary(trial: Trial) -> None:
    """See `must`."""
    _unreadable(trial, encode(Release(9)).encode(), Refusal.MALFORMED)


def _unreadable(trial: Trial, message: str | bytes, why: Refusal) -> None:
    """Said by somebody who watches, so that nothing else changes for the check."""
    talk = trial.watcher()
    talk.say(message)
    talk.refused(talk.unread(), why)
    if not talk.until_over(GOODBYE_MS):
        raise Missed("it did not hang up")
    trial.end()


def _button(trial: Trial, talk: Talk, ms: int) -> None:
    until = trial.reach.now() + ms
    while trial.reach.now() < until:
        talk.arm()
        talk.spend(100)


def _arming(trial: Trial, hz: int, batch: int) -> Talk:
    talk = trial.writer(hz, batch)
    trial.settled(talk)
    talk.taken(talk.arm())
    return talk


def _per_second(talk: Talk) -> float:
    """Samples a second of its clock over a second with the button held."""
    for _ in range(3):
        talk.arm()
        talk.spend(100)
    begin = len(talk.samples)
    for _ in range(7):
        talk.arm()
        talk.spend(100)
    heard = talk.samples[begin:]
    return (len(heard) - 1) * 1000 / max(1, heard[-1].ms - heard[0].ms) if len(heard) > 1 else 0.0


def _testing(trial: Trial) -> Talk:
    """Like `Trial.settled`, but a machine in fault may be tested as well: that is what the test is for."""
    talk = trial.writer()
    talk.release()
    if talk.until_state(State.IDLE, State.LOCKED, State.FAULT, within_ms=2_000).state is State.LOCKED:
        raise NotRun("the machine is locked")
    until = trial.reach.now() + TEST_MS
    trial.tell("Put the handles down.")
    while (answer := talk.self_test()).why is Refusal.NOT_AT_REST and trial.reach.now() < until:
        talk.spend(200)
    talk.taken(answer)
    return talk


def _wait(trial: Trial, ms: int) -> None:
    trial.open().spend(ms)
