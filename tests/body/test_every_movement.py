"""The motion battery: the same questions to every movement that ships. It is found by its file; nothing is listed.

Every frame of every stored clip is looked at. That a clip is what its movement file says is known by the digest of the file in it; one
clip in twelve is solved again here, all of them in the campaign.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import brotli
import numpy as np
import pytest

from halfkilo.body import clip, measure
from halfkilo.body.motion import Motion, solve_file
from halfkilo.body.review import CHECKS, Review, as_stored, review
from halfkilo.body.skeleton import mirror
from halfkilo.exercises.catalogue import HERE
from tests.body.conftest import SLUGS

FORM, MORE_FORM = 12_000, 5_000
"""Most bytes of a clip over the wire (Brotli), and for each fault or loaded form beside the good one."""

AGAIN, LAYERS = 12, 24
"""One movement in so many is solved again; one in so many with its faults and loaded forms, which take longer than the good one."""

CROSSED_MM = 65
"""One crossed arm lies over the other, which is as thick as a forearm."""


def mirrored(seen: Review) -> Iterator[str]:
    """Right and left exchanged twice is the same; a movement that says nothing of sides is the same on both."""
    if any(clip.mirror_frame(clip.mirror_frame(frame)) != frame for frame in seen.clip["frames"][::5]):
        yield "a frame mirrored twice is another"
    motion = seen.motion
    if not np.array_equal(mirror(mirror(motion.there[-1])), motion.there[-1]):
        yield "a posture mirrored twice is another"
    if motion.movement.symmetric and max(np.abs(np.abs(mirror(q)) - np.abs(q)).max() for q in motion.there) >= ROUNDED:
        yield "right and left differ"


ROUNDED = 2e-4
"""Stored angles are hundredths of a degree, stored turns ten-thousandths."""


def alternating(seen: Review) -> Iterator[str]:
    """A movement that takes turns begins in a posture that is the same on both sides."""
    if seen.facts.sides == "alternate":
        first = seen.clip["frames"][0]
        off = np.abs(np.array(first) - np.array(clip.mirror_frame(first))).max()
        if off > CROSSED_MM:
            yield f"the start of one side is {off} mm off the start of the other"


def closing(seen: Review) -> Iterator[str]:
    """The loop ends where it began."""
    if measure.gap(seen.motion) >= 2 * ROUNDED:
        yield "the loop does not close"


def small(seen: Review) -> Iterator[str]:
    """Few bytes over the wire."""
    stored, forms = clip.text(dict(seen.clip)).encode(), len(clip.forms(dict(seen.clip)))
    most = FORM + (forms - 1) * MORE_FORM
    sent = len(brotli.compress(stored, quality=5))
    if sent > most or len(stored) > 4 * most:
        yield f"has {sent} bytes over the wire, {most} are allowed"


QUESTIONS: tuple[Callable[[Review], Iterator[str]], ...] = (*CHECKS, mirrored, alternating, closing, small)


@pytest.mark.hazard("H21", "H40")
@pytest.mark.parametrize("slug", SLUGS)
def test_it_passes_the_battery(slug: str) -> None:
    seen = review(HERE / slug, as_stored(HERE / slug))
    amiss = [f"{question.__name__}: {found}" for question in QUESTIONS for found in question(seen)]
    assert not amiss, "\n".join(amiss)
    assert measure.outside_limits(seen.motion.back) == {}
    assert seen.clip["source"] == clip.source(HERE / slug), f"movement.toml has changed: python -m halfkilo.body make {slug}"


def picked(every: int) -> list[str]:
    """One exercise in so many, always the same."""
    return [slug for slug in SLUGS if zlib.crc32(slug.encode()) % every == 0]


def solved(slug: str) -> Motion:
    return solve_file(HERE / slug / "movement.toml")


@pytest.mark.parametrize("slug", picked(AGAIN))
def test_solving_it_again_gives_the_stored_clip(slug: str) -> None:
    layers = slug in picked(LAYERS)
    clip.check(HERE / slug, clip.layout(HERE / slug, solved(slug), layers), layers)


@pytest.mark.campaign
@pytest.mark.parametrize("slug", SLUGS)
def test_solving_all_of_it_again_gives_the_stored_clip(slug: str) -> None:
    clip.check(HERE / slug, clip.layout(HERE / slug, solved(slug)))
