"""The motion battery: the same questions to every movement that ships. It is found by its file; nothing is listed."""

from __future__ import annotations

import json
import zlib

import brotli
import numpy as np
import pytest

from halfkilo.body import clip, measure
from halfkilo.body.skeleton import mirror
from halfkilo.exercises.catalogue import HERE
from tests.body.conftest import SLUGS, reviewed, solved

FORM, MORE_FORM = 12_000, 5_000
"""Most bytes of a clip over the wire (Brotli), and for each fault or loaded form beside the good one."""

SAMPLE = 10
"""Faults and loaded forms are solved again for one exercise in so many: all of them would take as long as all good forms. That the file has
not changed since is known of every clip."""

# All questions about one movement go to one worker, so that it is solved once and not once per worker.
pytestmark = pytest.mark.parametrize("slug", [pytest.param(slug, marks=pytest.mark.xdist_group(slug)) for slug in SLUGS])


@pytest.mark.hazard("H21")
def test_it_stays_inside_the_joints(slug):
    assert list(reviewed(slug).joints()) == []
    assert measure.outside_limits(solved(slug).back) == {}


def test_what_is_planted_does_not_slip(slug):
    assert list(reviewed(slug).slipping()) == []


def test_nothing_passes_through_the_floor_or_the_wall(slug):
    assert list(reviewed(slug).below()) == []


def test_no_part_of_the_body_passes_through_another(slug):
    assert list(reviewed(slug).pressed()) == []


def test_nothing_passes_through_what_stands_in_the_room(slug):
    assert list(reviewed(slug).furniture()) == []


@pytest.mark.hazard("H40")
def test_it_would_stand_still_at_any_moment(slug):
    assert list(reviewed(slug).steady()) == []


def test_cables_and_bands_do_work_and_run_past_body_and_room(slug):
    assert list(reviewed(slug).cables()) == []


def test_it_is_what_the_words_say(slug):
    assert list(reviewed(slug).said()) == []


def test_it_is_smooth(slug):
    assert list(reviewed(slug).jolts()) == []


def test_a_fault_can_be_seen(slug):
    assert list(reviewed(slug).faults()) == []


def test_the_loop_closes(slug):
    assert measure.gap(solved(slug)) < 1e-3


def test_right_and_left_are_exact_mirror_images(slug):
    motion = solved(slug)
    for frame in json.loads((HERE / slug / "clip.json").read_text())["frames"][::5]:
        assert clip.mirror_frame(clip.mirror_frame(frame)) == frame
    assert np.array_equal(mirror(mirror(motion.there[-1])), motion.there[-1])
    if motion.movement.symmetric:
        for q in motion.there:
            assert np.abs(np.abs(mirror(q)) - np.abs(q)).max() < 1e-6


def test_its_clip_is_current(slug):
    folder = HERE / slug
    layers = zlib.crc32(slug.encode()) % SAMPLE == 0
    clip.check(folder, clip.layout(folder, solved(slug), layers), layers)
    assert json.loads((folder / "clip.json").read_text())["source"] == clip.source(folder)


@pytest.mark.campaign
def test_all_forms_of_its_clip_are_current(slug):
    clip.check(HERE / slug, clip.layout(HERE / slug, solved(slug)))


def test_its_clip_is_small(slug):
    stored = (HERE / slug / "clip.json").read_bytes()
    more = len(clip.forms(json.loads(stored))) - 1
    assert len(brotli.compress(stored, quality=5)) <= FORM + more * MORE_FORM, "bytes over the wire"
    assert len(stored) <= 4 * (FORM + more * MORE_FORM)


def test_an_alternating_movement_starts_the_same_on_both_sides(slug):
    facts = clip.facts_of(HERE / slug)
    assert facts is not None, "facts.toml is missing beside movement.toml"
    if facts.sides == "alternate":
        first = clip.frame_of(solved(slug).there[0])
        off = np.abs(np.array(first) - np.array(clip.mirror_frame(first))).max()
        assert off <= 65, "more than one crossed arm lying over the other, which is as thick as a forearm"
