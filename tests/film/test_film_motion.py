"""The frames of an exercise are in step with its tempo, and the loop closes."""

from __future__ import annotations

import numpy as np
import pytest

from halfkilo.exercises import Sides, catalogue
from halfkilo.film.errors import UnknownExercise
from halfkilo.film.look import FPS, View
from halfkilo.film.motion import FORM, Moment, anchors, clip_of, loop
from halfkilo.film.takes import Take

SOME = list(catalogue())[::9]
"""Every ninth exercise: all kinds of bases and sides, at a ninth of the time; the clips themselves are proven by the battery of `body`."""


@pytest.mark.parametrize("slug", SOME)
def test_a_loop_lasts_as_long_as_the_tempo_says(slug: str) -> None:
    facts = catalogue()[slug].facts
    turns = 2 if facts.sides is Sides.ALTERNATE else 1
    assert len(loop(clip_of(slug))) == sum(facts.tempo) * turns * FPS
    assert len(loop(clip_of(slug), half=1)) == sum(facts.tempo) * FPS


@pytest.mark.parametrize("slug", SOME)
def test_the_step_over_the_seam_is_no_larger_than_any_other(slug: str) -> None:
    clip = clip_of(slug)
    turned = catalogue()[slug].facts.sides is Sides.ALTERNATE
    postures = np.array([clip.posture(moment) for moment in loop(clip)])
    steps = np.abs(np.diff(postures[:, 7:], axis=0)).max(1)
    seam = np.abs(postures[0, 7:] - postures[-1, 7:]).max()
    assert seam <= max(steps.max(), 1e-9) + (0.02 if turned else 1e-6)


def test_words_may_start_where_a_movement_starts() -> None:
    there, hold, _, _ = catalogue()["chair_stand"].facts.tempo
    assert anchors(clip_of("chair_stand")) == [0, there + hold]
    for slug in SOME:
        assert all(0 <= second < clip_of(slug).seconds for second in anchors(clip_of(slug)))


def test_less_of_the_way_is_the_same_movement_smaller() -> None:
    clip = clip_of("chair_stand")
    whole, less = loop(clip), loop(clip, percent=60)
    assert [moment.frame * 0.6 for moment in whole] == pytest.approx([moment.frame for moment in less])


def test_a_hold_lasts_as_long_as_the_person_is_asked_to() -> None:
    clip = clip_of("calf_stretch_wall")
    assert clip.holds
    there, _, back, rest = catalogue()["calf_stretch_wall"].facts.tempo
    assert len(loop(clip, hold=35)) == (there + 35 + back + rest) * FPS


def test_between_two_frames_the_turn_stays_a_turn() -> None:
    clip = clip_of("book_opener")
    for frame in np.linspace(0, len(clip.postures) - 1, 40):
        assert np.linalg.norm(clip.posture(Moment(float(frame), False))[3:7]) == pytest.approx(1)


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownExercise, match="chair_stand") as caught:
        clip_of("chare-stand")
    assert caught.value.value == "chare-stand"
    with pytest.raises(UnknownExercise, match="--list"):
        clip_of("zzz")


def test_a_load_with_a_form_of_its_own_is_filmed_in_that_form() -> None:
    with_own = [(slug, load) for slug in catalogue() for load, said in clip_of(slug).raw["loads"].items() if "angles" in said]
    assert ("chair_stand", "dumbbell") in with_own
    for slug, load in with_own:
        plain, held = Take(slug, View.SIDE).clip, Take(slug, View.SIDE, load).clip
        assert all(held.raw[name] == held.raw["loads"][load][name] for name in FORM)
        assert np.abs(held.postures - plain.postures).max() > 0.02 and held.raw["phases"] == plain.raw["phases"]
