"""Requirements on loads: leases, ramps, releases. Every check arms as a person would and asks for at most `CEILING_G`."""

from __future__ import annotations

from itertools import pairwise

from halfkilo.gym.devices.link.codec import Hold, Refusal, Sample, State, Why, encode
from halfkilo.gym.devices.link.conformance.requirement import must
from halfkilo.gym.devices.link.conformance.talk import Missed, NotRun, Talk, held
from halfkilo.gym.devices.link.conformance.trial import SLACK_MS, Trial

BASE = ("asked_rate", "not_armed", "old_number")
HANDS = frozenset({Why.LET_GO, Why.AT_REST, Why.BEYOND_RANGE})
"""Why a machine lets go without having been asked, and rightly."""
STEEPEST = 2.2
"""Times the average: half a cosine is at most pi/2 as steep as its average, and samples have their slack."""


@must("holds a load that was armed and asked for, and keeps it while it is renewed", loads=True, needs=BASE)
def holds(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    grams = trial.grams(talk)
    trial.settled(talk)
    try:
        trial.load(talk)
    except NotRun as why:
        raise Missed(str(why)) from why
    begin = len(talk.samples)
    for _ in range(8):
        talk.taken(talk.hold(grams))
        talk.spend(100)
    found = {held(sample) for sample in talk.samples[begin:]}
    if found != {grams}:
        raise Missed(f"{grams} g were asked and {min(found)} to {max(found)} g held")


@must("lets go when the lease is over, on its own clock, and not before", loads=True, needs=("holds",))
def lease_ends(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    grams = trial.load(talk)
    renewed = talk.hold(grams)
    talk.taken(renewed)
    sample = talk.until_state(State.RELEASING, State.IDLE, within_ms=2_000)
    after = sample.ms - renewed.ms
    if sample.why in HANDS:
        raise NotRun(f"the hands ended it: {sample.why.value}")
    if not talk.can_lease - SLACK_MS <= after <= talk.can_lease + SLACK_MS:
        raise Missed(f"let go {after} ms after the last renewal; its lease is {talk.can_lease} ms")
    if sample.why is not Why.LEASE_OVER:
        raise Missed(f"it says it let go because of {sample.why.value!r}")


@must("does not take the same renewal again for a new one", loads=True, needs=("lease_ends", "same_command_again"))
def same_hold_again(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    grams = trial.load(talk)
    command = Hold(talk.next(), grams, 0, talk.can_lease)
    talk.taken(talk.answer(command))
    trial.repeat(talk, command, 2 * talk.can_lease + 100)
    if talk.state is State.LOADED:
        raise Missed("the same renewal, said again, kept the load on")


@must("is at zero within its release time after a release", loads=True, needs=("holds",))
def release_in_time(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    path, began = _released(trial, talk)
    free = next((sample.ms for sample in path if held(sample) == 0), None)
    most = trial.can(talk).can.release_ms + SLACK_MS
    if free is None or free - began > most:
        raise Missed(f"still {held(path[-1])} g on" if free is None else f"free {free - began} ms after the release, not within {most} ms")


@must("releases as a slope and not as a step", loads=True, needs=("release_in_time",))
def release_is_a_slope(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    path, _ = _released(trial, talk)
    steepest = held(path[0]) * STEEPEST / trial.can(talk).can.release_ms
    for before, after in pairwise(path):
        fall = held(before) - held(after)
        if fall < 0:
            raise Missed("the load rose during a release")
        if fall > steepest * max(1, after.ms - before.ms + 1):
            raise Missed(f"{fall} g fell off within {after.ms - before.ms} ms")


@must("is disarmed by a release: the next load is refused", loads=True, needs=("release_in_time",))
def release_disarms(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    grams = trial.load(talk)
    late = Hold(talk.next(), grams, 0, talk.can_lease)
    talk.taken(talk.release())
    talk.refused(talk.answer(late), Refusal.OLD_SEQUENCE, Refusal.NOT_ARMED)
    talk.refused(talk.hold(grams), Refusal.NOT_ARMED)
    talk.spend(300)
    talk.refused(talk.hold(grams), Refusal.NOT_ARMED)


@must("is disarmed by a release before any load", loads=True, needs=("holds",))
def release_while_armed(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.arm(talk)
    talk.taken(talk.release())
    talk.refused(talk.hold(trial.grams(talk)), Refusal.NOT_ARMED)


@must("lets go for anybody's release", loads=True, needs=("release_in_time", "anybody_may_release"))
def watcher_releases(trial: Trial) -> None:
    """See `must`."""
    watcher, talk = trial.watcher(), trial.writer()
    grams = trial.load(talk)
    talk.taken(talk.hold(grams))
    watcher.clock()
    watcher.taken(watcher.release())
    _lets_go(talk, Why.ASKED)


@must("lets go at once when its writer's connection ends", loads=True, needs=("release_in_time",))
def writer_leaves(trial: Trial) -> None:
    """See `must`."""
    watcher, talk = trial.watcher(), trial.writer()
    grams = trial.load(talk)
    talk.taken(talk.hold(grams))
    watcher.clock()
    talk.close()
    _lets_go(watcher, Why.WRITER_GONE)


@must("lets go at once when its writer comes again on another connection", loads=True, needs=("writer_leaves", "same_owner_comes_again"))
def writer_comes_again(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    grams = trial.load(talk)
    talk.taken(talk.hold(grams))
    again = trial.writer()
    _lets_go(again, Why.WRITER_GONE)


@must("lets go at once at a message it cannot read", loads=True, needs=("release_in_time", "not_json"))
def unreadable_lets_go(trial: Trial) -> None:
    """See `must`."""
    watcher, talk = trial.watcher(), trial.writer()
    grams = trial.load(talk)
    talk.taken(talk.hold(grams))
    watcher.clock()
    talk.say(encode(Hold(talk.next(), grams, 0, talk.can_lease))[:-1])
    _lets_go(watcher, Why.MALFORMED)


@must("refuses the button under load as loaded, and keeps the load", loads=True, needs=("holds",))
def button_under_load(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.load(talk)
    talk.refused(talk.arm(), Refusal.LOADED)


@must("refuses a self-test under load as loaded", loads=True, needs=("holds", "self_test"))
def self_test_under_load(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    trial.load(talk)
    talk.refused(talk.self_test(), Refusal.LOADED)


@must("raises a load no faster than it says, from nothing", loads=True, needs=("holds",))
def ramp_up(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    begin = len(talk.samples)
    trial.load(talk)
    _no_faster(talk.samples[begin:], trial.can(talk).can.up, 1)


@must("lowers a load no faster than it says, and to what was asked", loads=True, needs=("holds",))
def ramp_down(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    grams, can = trial.load(talk), trial.can(talk).can
    lighter = can.least
    if lighter == grams:
        raise NotRun("its lightest load is the only one a check may ask for")
    begin = len(talk.samples) - 1
    if not any(_renewed(talk, lighter) for _ in range(10)):
        raise Missed(f"{lighter} g were asked and {talk.held} g are held")
    _no_faster(talk.samples[begin:], can.down, -1)


@must("takes the lighter notch for a load between two, never the heavier", loads=True, needs=("holds",))
def rounds_down(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    can = trial.can(talk).can
    if can.step == 1:
        raise NotRun("it can hold every gram")
    trial.load(talk, can.least)
    for asked in (can.least + can.step - 1, can.least - 1):
        wanted = can.least if asked >= can.least else 0
        for _ in range(2):
            _renewed(talk, asked)
        if talk.held != wanted:
            raise Missed(f"{asked} g were asked and {talk.held} g held; {wanted} g would be right")


@must("refuses more than its most as above_most, and changes nothing", loads=True, simulated_only=True, needs=("holds",))
def above_most(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    grams = trial.load(talk)
    talk.refused(talk.hold(trial.can(talk).can.most + 1), Refusal.ABOVE_MOST)
    talk.spend(60)
    if talk.held > grams:
        raise Missed(f"it went to {talk.held} g")


@must("refuses a lease longer than its own as lease_too_long", loads=True, needs=("holds",))
def lease_too_long(trial: Trial) -> None:
    """See `must`."""
    talk = trial.writer()
    if talk.can_lease >= 250:
        raise NotRun("its lease is the longest the link knows")
    grams = trial.load(talk)
    talk.refused(talk.hold(grams, talk.can_lease + 1), Refusal.LEASE_TOO_LONG)


def _renewed(talk: Talk, grams: int) -> bool:
    """Renew once and see whether it is held. Raises: NotRun: the load went for a reason of its own."""
    answer = talk.hold(grams)
    talk.spend(100)
    if not answer.taken and talk.state is not State.LOADED:
        raise NotRun(f"the load went meanwhile: {talk.samples[-1].why.value}")
    talk.taken(answer)
    return talk.held == grams


def _released(trial: Trial, talk: Talk) -> tuple[list[Sample], int]:
    """Samples from a steady load over its release, and when the release was taken."""
    grams = trial.load(talk)
    talk.taken(talk.hold(grams))
    talk.spend(60)
    begin = len(talk.samples) - 1
    released = talk.release()
    talk.taken(released)
    talk.spend(500)
    return talk.samples[begin:], released.ms


def _lets_go(talk: Talk, why: Why) -> None:
    """Watched by somebody who has heard everything until now (`clock`); a lease that ends is another reason.

    Raises:
        Missed: it does not leave its load, or for another reason.
    """
    sample = talk.until_state(State.RELEASING, State.IDLE, within_ms=2_000)
    if sample.why is not why:
        raise Missed(f"it let go because of {sample.why.value!r}, not {why.value!r}")
    talk.spend(500)
    if talk.held:
        raise Missed(f"{talk.held} g are still on")


def _no_faster(samples: list[Sample], rate: int, way: int) -> None:
    """`rate` grams a second, upwards (1) or downwards (-1); while it is loaded."""
    for before, after in pairwise(samples):
        moved = (held(after) - held(before)) * way
        allowed = rate * (after.ms - before.ms + 1) // 1000 + 1
        if after.state is State.LOADED and moved > allowed:
            raise Missed(f"{moved} g within {after.ms - before.ms} ms, where {rate} g a second is the most")
