"""A person's range: the movement turns round at their share of the way, at rest, and comes back as it went."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.body.limit import ease, limited, turned
from halfkilo.exercises.catalogue import HERE

SHORT = ("hip_hinge", "seated_row", "hip_circles_counter", "chair_stand", "suitcase_hold")
"""One that returns as it went, one with a cable, one that comes back another way, one of three poses, one hold."""

shares = st.floats(0.05, 1.0)


@cache
def clip_of(slug):
    return json.loads((HERE / slug / "clip.json").read_text())


def points(form):
    return np.array(form["frames"], float).reshape(len(form["frames"]), -1, 3)


def way(clip):
    there = next((phase for phase in clip["phases"] if phase["name"] == "there"), None)
    return points(clip)[: there["to"] + 1 if there else 1]


@given(shares, st.floats(0, 1))
def test_the_limited_time_course_is_the_whole_one_made_smaller(share, t):
    assert ease(turned(t, share)) == pytest.approx(share * ease(t), abs=1e-6)


@given(st.sampled_from(SHORT), shares)
@pytest.mark.hazard("H21")
def test_nobody_is_shown_further_than_their_share(slug, share):
    whole, part = clip_of(slug), limited(clip_of(slug), share)
    far = way(whole)
    allowed = far[: int(np.ceil(turned(1.0, share) * (len(far) - 1))) + 1]
    for frame in points(part):
        assert np.abs(allowed - frame).max(axis=(1, 2)).min() <= _between_frames(far) + 1
    assert len(part["frames"]) == len(far)
    assert len(part["angles"]) == len(part["frames"])


def _between_frames(frames):
    return np.abs(np.diff(frames, axis=0)).max() if len(frames) > 1 else 0.0


@given(st.sampled_from(SHORT), shares)
def test_the_loop_still_closes_with_the_same_seconds(slug, share):
    whole, part = clip_of(slug), limited(clip_of(slug), share)
    assert [phase["seconds"] for phase in part["phases"]] == [phase["seconds"] for phase in whole["phases"]]
    assert all(max(phase["from"], phase["to"]) < len(part["frames"]) for phase in part["phases"])
    ends = [(phase["from"], phase["to"]) for phase in part["phases"] if not phase["mirror"]]
    assert ends[0][0] == ends[-1][1] or part["frames"][ends[0][0]] == part["frames"][ends[-1][1]]


@given(shares, shares)
def test_a_smaller_share_goes_less_far(one, two):
    less, more = sorted((one, two))
    assert turned(1.0, less) <= turned(1.0, more) + 1e-9


def test_the_whole_share_changes_nothing():
    assert limited(clip_of("hip_hinge"), 1) == clip_of("hip_hinge")


def test_faults_are_limited_as_well():
    part = limited(clip_of("hip_hinge"), 0.5)
    assert len(part["faults"][0]["frames"]) == len(part["frames"])
    assert part["faults"][0]["frames"] != clip_of("hip_hinge")["faults"][0]["frames"]


@pytest.mark.parametrize("share", [0, -0.1, 1.01])
def test_a_share_is_a_part_of_the_way(share):
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        limited(clip_of("hip_hinge"), share)
