"""Every exercise: its signal follows from its clip, counts its clip, from every side, at every rate, and its faults are told apart."""

from __future__ import annotations

import json

import numpy as np
import pytest

from halfkilo.exercises.catalogue import HERE, catalogue
from halfkilo.form import exercise
from halfkilo.form.baseline import baseline
from halfkilo.form.channels import CHANNELS, about, channels
from halfkilo.form.clips import repeated
from halfkilo.form.errors import FormError, StaleSignal
from halfkilo.form.exercise import known
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.repetitions import Cutter
from halfkilo.form.watcher import watch
from tests.every import asked_of
from tests.form import sets

SLUGS = tuple(catalogue())
HELD = {
    "armrest_press", "body_scan", "chin_nod", "neck_isometric_back", "neck_isometric_front", "neck_isometric_side",
    "neck_turn", "palm_press", "plank_knees", "scapular_setting_seated", "seated_ball_squeeze", "seated_glute_squeeze",
    "shrug_light", "side_rib_breathing", "slow_breathing", "suitcase_hold", "towel_squeeze",
}
"""Held, or moving by less than sixteen joints can show: these are timed, not counted."""

COUNTED = tuple(slug for slug in SLUGS if slug not in HELD)
TWICE = {"step_touch"}
"""Loops that hold two repetitions without sides taking turns."""

SOME = ("chair_stand", "seated_row", "biceps_curl", "hip_hinge", "glute_bridge", "lateral_raise", "bird_dog", "standing_march")


def clip(slug):
    return json.loads((HERE / slug / "clip.json").read_text(encoding="utf-8"))


def count(seen, signal):
    cutter = Cutter()
    for time, value in zip(seen.times, signal.progress(channels(seen.places)), strict=True):
        cutter.step(float(time), float(value))
    return cutter.count


def expected(slug, loops):
    return loops * (2 if slug in TWICE or clip(slug)["sides"] == "alternate" else 1)


def noisy(seen, size, seed=1):
    """Landmark noise that wanders as a camera's does, `size` mm."""
    noise = np.random.default_rng(seed).normal(0, 1, seen.places.shape)
    for index in range(1, len(noise)):
        noise[index] = 0.9 * noise[index - 1] + 0.436 * noise[index]
    return Landmarks(seen.times, seen.places + noise * size)


@asked_of(slug=SLUGS)
def test_the_signal_was_made_from_this_movement(slug):
    assert json.loads(exercise.path_of(slug).read_text(encoding="utf-8"))["source"] == clip(slug)["source"]


@asked_of(slug=SLUGS[::10])
def test_deriving_again_gives_the_same(slug):
    exercise.check(slug)


@pytest.mark.campaign
@asked_of(slug=SLUGS)
def test_deriving_all_again_gives_the_same(slug):
    exercise.check(slug)


def test_what_is_held_has_no_signal_and_all_else_has():
    assert {slug for slug in SLUGS if known(slug).signal is None} == HELD


@asked_of(slug=COUNTED)
def test_the_figure_is_counted(slug):
    assert count(repeated(clip(slug), 3), known(slug).signal) == expected(slug, 3)


@asked_of(slug=SOME[:4], change=(sets.at_rate(10), sets.at_rate(60), sets.jittered(15), sets.dropped(1 / 3), lambda seen: seen.turned(90),
                                 sets.without("head"), sets.CROPPED))
def test_counting_stays_within_one(slug, change):
    assert abs(count(change(repeated(clip(slug), 5)), known(slug).signal) - expected(slug, 5)) <= 1


@asked_of(slug=SOME)
def test_the_other_side_is_the_same_in_a_mirror(slug):
    assert count(repeated(clip(slug), 3).mirrored, known(slug).mirrored.signal) == expected(slug, 3)


def test_knees_that_fall_together_are_told_and_good_form_is_not():
    of, there = known("chair_stand"), clip("chair_stand")
    good = list(watch(noisy(repeated(there, 6), 8), of, own=True))
    assert [one.verdict.fault for one in good[3:]] == [None] * 3 and not any(one.cue is not None for one in good)
    usual = baseline([one.shape for one in good[:3]])
    wrong = list(watch(noisy(repeated(there, 4, 0), 8, seed=2), of, usual))
    assert [one.verdict.fault for one in wrong].count(0) >= 3
    assert [one.cue for one in wrong].count("fault 0") == 1, "said once, then quiet"


@asked_of(limb=tuple(sets.LIMBS))
def test_nothing_is_said_of_a_limb_that_is_not_seen(limb):
    """Whatever fault shows, its picture must be in view."""
    hide = sets.without(*sets.LIMBS[limb])
    side, part = limb.split()
    for slug in ("chair_stand", "biceps_curl"):
        of, there = known(slug), clip(slug)
        usual = baseline([one.shape for one in watch(noisy(repeated(there, 3), 8), of)])
        for index, fault in enumerate(of.faults):
            for one in watch(hide(noisy(repeated(there, 3, index), 8, seed=2)), of, usual):
                assert one.verdict.part != f"{side}_{part}" and one.cue != f"part {side}_{part}"
                if one.verdict.fault is not None:
                    shown = np.abs(of.faults[one.verdict.fault].difference).sum(0)
                    mine = [about(name) == f"{side}_{part}" for name in CHANNELS]
                    assert shown[mine].sum() < 0.3 * shown.sum(), fault


@pytest.mark.campaign
def test_faults_of_all_exercises_are_told_apart():
    """The figure's faults with 12 mm of noise: hardly ever another fault than the one that shows, never one of good form."""
    right = other = good = 0
    shown = [slug for slug in COUNTED if known(slug).faults]
    for slug in shown:
        of, there = known(slug), clip(slug)
        fine = list(watch(noisy(repeated(there, 5), 12), of, own=True))
        usual = baseline([one.shape for one in fine[:3]])
        good += sum(one.verdict.fault is not None for one in fine[3:])
        for index in range(len(of.faults)):
            told = [one.verdict.fault for one in watch(noisy(repeated(there, 3, index), 12, seed=2), of, usual)]
            right += told.count(index)
            other += sum(fault not in (None, index) for fault in told)
    assert right >= len(shown) and other <= 0.05 * right and good <= 0.05 * 2 * len(shown)


def test_a_changed_number_is_noticed(tmp_path, monkeypatch):
    found = json.loads(exercise.path_of("chair_stand").read_text())
    found["change"]["left_knee"] += 2
    path = tmp_path / "signal.json"
    path.write_text(json.dumps(found))
    monkeypatch.setattr(exercise, "path_of", lambda slug: path)
    with pytest.raises(StaleSignal, match=r"change\.left_knee"):
        exercise.check("chair_stand")


def test_an_unknown_exercise_says_what_to_run():
    with pytest.raises(FormError, match=r"halfkilo\.form make"):
        known("juggling")


def test_signals_stay_small():
    assert sum(exercise.path_of(slug).stat().st_size for slug in SLUGS) < 400_000
