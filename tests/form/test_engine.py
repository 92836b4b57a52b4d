"""The engine on the figure's own movements: what stays the same, what is told, and when it is silent."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.exercises.catalogue import HERE
from halfkilo.form import signals
from halfkilo.form.baseline import baseline, read_baseline
from halfkilo.form.change import MODEL, model
from halfkilo.form.channels import CHANNELS, channels, mirror
from halfkilo.form.clips import loop, repeated
from halfkilo.form.errors import FormError, NoSignal, TooFew
from halfkilo.form.exercise import Known, known
from halfkilo.form.judge import Coach, Verdict, judge
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.repetitions import Cutter
from halfkilo.form.score import scores
from halfkilo.form.shape import shape
from halfkilo.form.told import fatigue
from halfkilo.form.watcher import Watcher, watch
from tests.form import sets
from tests.form.test_exercises import noisy


def clip(slug):
    return json.loads((HERE / slug / "clip.json").read_text(encoding="utf-8"))


CHAIR = repeated(clip("chair_stand"), 4)


@given(st.floats(-360, 360), st.floats(0.2, 3), st.integers(0, 60))
def test_channels_know_neither_view_nor_size_nor_place(degrees, size, frame):
    seen = CHAIR.cut(frame, frame + 1)
    moved = Landmarks(seen.times, seen.turned(degrees).places * size + np.array([100.0, -50.0, 20.0]))
    assert np.allclose(channels(seen.places), channels(moved.places), atol=1e-6)


def test_a_mirror_changes_sides_and_nothing_else():
    order, signs = mirror()
    for slug in ("bird_dog", "seated_row", "cable_chop_stand"):
        seen = loop(clip(slug))
        assert np.allclose(channels(seen.mirrored.places), channels(seen.places)[:, order] * signs, atol=1e-6)


def test_sitting_is_told_in_degrees():
    told = dict(zip(CHANNELS, channels(CHAIR.places)[0], strict=True))
    assert 80 < told["left_knee"] < 105 and 65 < told["right_hip"] < 100 and abs(told["lean_side"]) < 3


def test_live_and_afterwards_are_the_same():
    of = known("chair_stand")
    afterwards = list(watch(CHAIR, of, own=True))
    watcher, live = Watcher(of), []
    for time, places in zip(CHAIR.times, CHAIR.places, strict=True):
        found = watcher.see(float(time), places)
        if found:
            live.append(found)
            if len(live) == 3:
                watcher.take_baseline()
    live += [last] if (last := watcher.finish()) else []
    assert [one.cut.end for one in live] == [one.cut.end for one in afterwards] and watcher.count == 4
    assert all(np.allclose(one.shape.rows, other.shape.rows) for one, other in zip(live, afterwards, strict=True))
    assert [one.verdict and one.verdict.off for one in live] == [one.verdict and one.verdict.off for one in afterwards]


def test_a_repetition_is_told():
    first, *_, last = watch(CHAIR, known("chair_stand"))
    assert 85 < first.told.ranges["left_knee"] < 105 and abs(first.told.uneven) < 2 and 25 < first.told.lean < 50
    assert 3 < first.told.seconds < 7 and max(first.told.knees) < 3
    assert last.told.ranges == pytest.approx(first.told.ranges, rel=0.05)


def test_half_the_way_counts_and_is_told_as_half():
    half = repeated(clip("biceps_curl"), 1)
    there = clip("biceps_curl")
    small = sets.joined([loop(there, amount=0.55)] * 4 + [half.cut(0, 1)])
    found = list(watch(small, known("biceps_curl")))
    assert len(found) == 4 and 0.3 < found[1].told.way < 0.8


@given(st.lists(st.floats(0.5, 4.0), min_size=1, max_size=8), st.floats(0.5, 1.5), st.integers(10, 60), st.floats(0, 0.05))
def test_any_regular_wave_is_counted(seconds, size, rate, noise):
    chance = np.random.default_rng(len(seconds))
    turns = [np.linspace(0, 2 * np.pi, max(8, int(each * rate)), endpoint=False) for each in seconds]
    wave = size * (1 - np.cos(np.concatenate(turns))) / 2
    cutter = Cutter()
    for index, value in enumerate([*wave, *[0.0] * rate]):
        cutter.step(index / rate, float(value + chance.normal(0, noise)))
    assert abs(cutter.count - len(seconds)) <= 1


def test_standing_still_counts_nothing_however_it_trembles():
    still = Landmarks(np.arange(900) / 30, np.repeat(CHAIR.places[:1], 900, 0))
    assert list(watch(noisy(still, 10), known("chair_stand"))) == []
    with pytest.raises(NoSignal):
        signals.of_recording(still)


def test_what_nobody_named_is_counted_too():
    assert len(list(watch(CHAIR, Known("", signals.of_recording(CHAIR))))) == 4


def test_a_leg_out_of_view_is_named_and_the_other_counts():
    watcher = Watcher(known("chair_stand"))
    hidden = sets.without("left_hip", "left_knee", "left_ankle", "left_toe")(CHAIR)
    for time, places in zip(hidden.times, hidden.places, strict=True):
        watcher.see(float(time), places)
    assert watcher.unseen == ("left_hip", "left_knee", "left_ankle", "left_toe")
    assert watcher.count in (0, 4), "counts right or not at all"


def test_nothing_is_judged_while_too_little_is_seen():
    usual = baseline([shape(noisy(loop(clip("chair_stand")), 8, seed)) for seed in range(3)])
    hidden = sets.without("left_hip", "right_hip")(loop(clip("chair_stand")))
    assert judge(shape(hidden), usual).off is None


def test_another_movement_is_other_than_usual():
    usual = baseline([shape(noisy(loop(clip("chair_stand")), 8, seed)) for seed in range(3)])
    other = judge(shape(noisy(loop(clip("hip_hinge")), 8, 9)), usual)
    assert other.off is True and other.cue == f"part {other.part}"
    assert judge(shape(noisy(loop(clip("chair_stand")), 8, 9)), usual).off is False


def test_of_a_limb_behind_the_body_nothing_is_said():
    usual = baseline([shape(noisy(loop(clip("chair_stand")), 8, seed)) for seed in range(3)])
    other = shape(noisy(loop(clip("biceps_curl")), 8, 9))
    assert judge(other, usual).cue == judge(other, usual, far="right").cue == "part left_arm"
    assert judge(other, usual, far="left").off is True and judge(other, usual, far="left").cue is None


def test_a_baseline_needs_three_and_survives_being_stored():
    forms = [shape(noisy(loop(clip("chair_stand")), 8, seed)) for seed in range(3)]
    with pytest.raises(TooFew, match="2, and at least 3"):
        baseline(forms[:2])
    kept = baseline(forms)
    again = read_baseline(json.loads(json.dumps(kept.plain())))
    assert np.allclose(kept.mean, again.mean, atol=0.051) and np.allclose(kept.spread, again.spread, atol=0.051)
    with pytest.raises(FormError):
        read_baseline({"version": 1, "mean": [], "spread": [], "pace": 0, "pace_spread": 0})
    assert np.allclose(kept.mirrored.mirrored.mean, kept.mean)


@given(st.lists(st.sampled_from([None, 0, 1]), max_size=30))
def test_a_cue_comes_only_after_two_of_three_and_not_again_at_once(faults):
    coach, spoken = Coach(), []
    for index, fault in enumerate(faults):
        cue = coach.hear(Verdict(fault is not None, 1.0, fault, 1.0, 1.0))
        if cue is not None:
            assert cue == f"fault {fault}" and faults[max(0, index - 2):index + 1].count(fault) >= 2
            assert not spoken or index - spoken[-1] > 3
            spoken.append(index)


def test_growing_tired_is_told():
    slow = [loop(clip("biceps_curl"), pace=1 / (1 + 0.15 * index)) for index in range(6)]
    found = fatigue([one.told for one in watch(sets.joined(slow), known("biceps_curl"))])
    assert found is not None and found["seconds"] > 30
    assert fatigue([]) is None


def test_the_score_falls_when_repetitions_come_apart():
    there = clip("chair_stand")
    alike = [shape(loop(there)) for _ in range(4)]
    apart = [shape(loop(there, amount=amount)) for amount in (1, 0.4, 0.8, 0.5)]
    assert scores(alike)[1].whole > scores(apart)[1].whole
    assert all(0 <= one.whole <= 100 for one in scores(apart)) and scores([]) == []


def test_frames_come_in_order():
    watcher = Watcher(known("chair_stand"))
    watcher.see(1.0, CHAIR.places[0])
    with pytest.raises(FormError, match="order"):
        watcher.see(1.0, CHAIR.places[0])
    with pytest.raises(FormError, match="nothing to count"):
        Watcher(known("body_scan"))


def test_the_model_says_where_it_comes_from():
    raw = json.loads(MODEL.read_text())
    assert "UI-PRMD" in raw["provenance"]["data"] and "Public Domain" in raw["provenance"]["licence"]
    assert not {3, 6, 9} & set(raw["provenance"]["people"]), "kept back for acceptance"
    assert len(model().weight) == len(model().middle) == len(model().size)


def test_form_needs_no_figure_and_no_site():
    code = "import sys, halfkilo.form.watcher, halfkilo.form.reading; print(sorted(m.partition('.')[0] for m in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not [name for name in ("mujoco", "mink", "django", "scipy", "asyncio") if f"'{name}'" in loaded]
