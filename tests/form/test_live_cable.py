"""Camera and cable of one set, each with a clock of its own: they are laid over each other, the cable wins, and disagreement is silence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.form.channels import channels
from halfkilo.form.exercise import known
from halfkilo.form.live.cable import Cable
from tests.form import camera
from tests.form.test_live import Camera, kinds

SLUG = "seated_row"


def wave(seconds, loops, rate=40.0):
    """Progress of `loops` repetitions with rests between: times, values."""
    times = np.arange(0, seconds * loops, 1 / rate)
    part = (times % seconds) / seconds
    return times, np.where(part < 0.85, (1 - np.cos(2 * np.pi * part / 0.85)) / 2, 0.0)


def both(times, pulled, seen, machine=0, page=0, lag=0.25, late=0):
    """A `Cable` that heard both. machine, page: what their clocks are ahead by, ms. lag: seconds by which the camera is later. late: ms a
    message takes at most."""
    chance, cable = np.random.default_rng(4), Cable()
    for index, (time, value) in enumerate(zip(times, pulled, strict=True)):
        ms = round(time * 1000)
        cable.row(ms + int(chance.integers(0, late + 1)), ms + machine, 50 + 400 * value, 0)
        if index % 3 == 0:
            at = np.interp(time - lag, times, seen)
            cable.seen(ms + int(chance.integers(0, late + 1)), ms + page, float(at))
    return cable


@settings(max_examples=8)
@given(st.floats(2.0, 5.0), st.integers(-10**9, 10**9), st.integers(0, 10**9), st.floats(-0.2, 0.8), st.integers(0, 120))
def test_both_clocks_are_brought_together(seconds, machine, page, lag, late):
    times, value = wave(seconds, 5)
    cable = both(times, value, value, machine, page, lag, late)
    alike, found = cable.aligned()
    assert alike > 0.95 and abs(found - lag) < 0.12
    assert cable.count == 5 and cable.agrees(5) and cable.agrees(4) and cable.agrees(3) is False


@settings(max_examples=5)
@given(st.floats(2.0, 3.0), st.floats(1.45, 1.9))
def test_another_rhythm_is_not_taken_for_the_same(seconds, other):
    times, value = wave(seconds, 6)
    _, slower = wave(seconds * other, 6)
    assert both(times, value, slower[:len(times)]).agrees(6) is False


def test_a_cable_that_hangs_still_counts_nothing_and_is_not_what_counts():
    times, value = wave(3.0, 4)
    cable = both(times, np.random.default_rng(1).normal(0, 0.01, len(times)), value)
    assert cable.count == 0 and not cable.live(round(times[-1] * 1000))


def test_figures_are_the_cables_and_two_cables_are_one_repetition():
    times, value = wave(4.0, 4)
    cable, pulls = Cable(), []
    for time, along in zip(times, value, strict=True):
        pull = cable.row(round(time * 1000), round(time * 1000) + 77, 30 + 400 * along, 60 + 380 * along)
        pulls += [pull] if pull else []
    last = cable.finish()
    pulls += [last] if last else []
    assert [one.number for one in pulls] == [1, 2, 3, 4]
    assert all(380 < one.range_mm < 402 and 0.9 < one.there < 1.8 and 0.2 < one.hold < 1.2 for one in pulls)


# --- a whole set ----------------------------------------------------------------------------------------------------


def trained(of, film, pull, lag=0.2, machine=5_000_000):
    """A set with both: frames and readings as they come, ten times a second. pull: (seconds) -> millimetres of the left cable."""
    told, end = of.say("set", on=True), float(film.times[-1])
    for message in camera.messages(film, of.at, per=2):
        now = message["frames"][-1][0] - of.at
        told += of.stream.cable([[ms + 10, ms + machine, round(pull(ms / 1000)), 0] for ms in range(now - 160, now, 10) if ms >= 0])
        told += of.stream.hear(message, round(now + 1000 * lag))
    of.at += round(1000 * end) + 1000
    return [*told, *of.say("set", on=False)]


@pytest.fixture(scope="module")
def rower():
    found = Camera(SLUG, "left").usual()
    return {"features": found["features"], "form": found["form"]}


def rowing(baseline, fault=None, loops=4, stretch=1.0):
    """Somebody who rows before the camera, and a cable that moves as the figure does, or `stretch` times as slowly."""
    of = Camera(SLUG, "left", baseline=baseline)
    film = of.film(loops, fault, seed=3)
    progress = known(SLUG).mirrored.signal.progress(channels(camera.facing(camera.seen(SLUG, loops).mirrored, of.azimuth).places))
    return of, film, lambda seconds: 60 + 450 * float(np.interp(seconds / stretch, film.times[:len(progress)], progress))


def test_the_cable_counts_and_the_camera_still_judges(rower):
    of, film, pull = rowing(rower)
    told = trained(of, film, pull)
    reps = kinds(told, "rep")
    assert {one["by"] for one in reps} == {"cable"} and [one["n"] for one in reps] == [1, 2, 3, 4]
    assert all(one["unit"] == "mm" and 400 < one["range"] < 500 and one["score"] is not None for one in reps[1:])
    whole = kinds(told, "set_told")[0]
    assert whole["by"] == "cable" and whole["reps"] == 4 and len(whole["scores"]) == 4
    assert kinds(told, "praise") and not kinds(told, "cue")
    assert "form.quiet.disagree" not in {one["quiet"] for one in kinds(told, "moment")}
    kept = of.say("comfortable")[0]
    assert 400 < kept["features"]["cable_mm"] < 500


def test_a_fault_is_told_beside_the_cable_too(rower):
    of, film, pull = rowing(rower, 0)
    told = trained(of, film, pull)
    assert [one["fault"] for one in kinds(told, "cue")] == [known(SLUG).faults[0].words] and kinds(told, "set_told")[0]["lost"]


@pytest.mark.hazard("H20")
def test_where_both_do_not_tell_the_same_nothing_is_said(rower):
    of, film, pull = rowing(rower, 0, loops=7, stretch=0.55)
    told = trained(of, film, lambda seconds: pull(seconds % (0.55 * float(film.times[-1]))))
    assert "form.quiet.disagree" in {one["quiet"] for one in kinds(told, "moment")}
    assert not kinds(told, "cue") and not kinds(told, "praise") and not kinds(told, "set_told")[0]["lost"]
    assert kinds(told, "set_told")[0]["by"] == "cable"


def test_without_the_machine_the_camera_counts_again(rower):
    """Its readings end in the middle of the set."""
    of, film, pull = rowing(rower)
    half = float(film.times[-1]) / 2
    told = of.say("set", on=True)
    for message in camera.messages(film, of.at, per=2):
        now = message["frames"][-1][0] - of.at
        if now / 1000 < half:
            told += of.stream.cable([[ms + 10, ms, round(pull(ms / 1000)), 0] for ms in range(max(0, now - 160), now, 10)])
        told += of.stream.hear(message, now)
    assert kinds(told, "rep")[-1]["by"] == "camera" and {one["by"] for one in kinds(told, "rep")} == {"camera", "cable"}
