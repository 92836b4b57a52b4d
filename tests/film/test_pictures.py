"""What is drawn: mirrored exactly, shadows where they belong, everything inside the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.body.shape.bones import Hand
from halfkilo.body.skeleton import model
from halfkilo.exercises import catalogue, words
from halfkilo.film.angles import angle
from halfkilo.film.camera import LOOP, Camera, Window, compose, project
from halfkilo.film.exercise import take_of, title_lines
from halfkilo.film.figure import APRICOT, figure, path_of, ramp
from halfkilo.film.fonts import can_write, font, runs
from halfkilo.film.lettering import COLUMN, EDGE, Line, Sheet
from halfkilo.film.look import HD, PAPER, Size, View
from halfkilo.film.room import FLOOR
from halfkilo.film.shade import Surface, picture
from halfkilo.film.stage import Box, paper, stage
from halfkilo.film.takes import _points
from halfkilo.units import Side
from tests.film.conftest import TINY

SOME = list(catalogue())[3::14]
NO_LEAN = (0.0, 0.0)
MIDDLE = Window(-0.8, 0.8, -0.8, 0.8)


def test_right_and_left_are_each_other_in_the_mirror(drawing: None) -> None:
    pictures = []
    for side in (Side.RIGHT, Side.LEFT):
        take = take_of("clamshell", View.FRONT, side=side)
        camera, moment = take.camera(TINY, MIDDLE), take.moments[len(take.moments) // 2]
        pictures.append(next(take.pictures(TINY, [(moment, camera)])).astype(int))
    assert np.abs(pictures[0] - pictures[1][:, ::-1]).mean() < 1.0
    assert np.abs(pictures[0] - pictures[1]).mean() > 2.0, "they are not the same either way"


@pytest.mark.parametrize("slug", SOME)
@pytest.mark.parametrize("view", list(View))
def test_the_whole_movement_is_inside_the_picture(slug: str, view: View) -> None:
    take = take_of(slug, view)
    camera = take.camera(TINY, LOOP)
    seen = project(camera, _points(take.clip), 16 / 9)
    assert seen[:, 0].min() >= LOOP.left - 0.02 and seen[:, 0].max() <= LOOP.right + 0.02
    assert seen[:, 1].min() >= LOOP.bottom - 0.02 and seen[:, 1].max() <= LOOP.top + 0.02


@given(st.lists(st.tuples(*[st.floats(-1.3, 1.3)] * 3), min_size=2, max_size=20), st.floats(0, 360), st.floats(-30, 0))
def test_a_camera_fits_anything(points: list[tuple[float, float, float]], azimuth: float, elevation: float) -> None:
    camera = compose(np.array(points), (azimuth, elevation), MIDDLE, 16 / 9)
    assert np.abs(project(camera, np.array(points), 16 / 9)).max() <= 0.86


def test_a_wall_in_front_is_seen_from_behind_the_person() -> None:
    clip = take_of("wall_push_up").clip.raw
    assert angle(clip, View.SIDE, "")[0] < 90
    assert angle(take_of("chair_stand").clip.raw, View.SIDE, "")[0] > 90


def test_a_shadow_is_below_and_softens_with_height() -> None:
    floor = Surface("floor", 0.0, 0.0, 0.0, FLOOR, PAPER)
    spot = np.array([[x, y, 0.0] for x in np.arange(-0.1, 0.1, 0.01) for y in np.arange(-0.1, 0.1, 0.01)])
    near, far = (picture(floor, spot + np.array([0.0, 0, height]), NO_LEAN).astype(int) for height in (0.02, 1.2))
    middle = tuple(size // 2 for size in floor.cells)
    assert near[middle].sum() < far[middle].sum() < sum(PAPER)
    assert (near[0, 0] == PAPER).all() and (far[0, 0] == PAPER).all()
    below = picture(floor, spot - [0.0, 0, 0.5], NO_LEAN)
    assert (below == np.array(PAPER)).all(), "what is under a surface throws no shadow on it"


def test_a_shadow_lies_where_its_thing_is(drawing: None) -> None:
    """The picture of a shadow is laid on the floor the right way round: seen from above it is where the camera sees the place."""
    take = take_of("clamshell")
    room, size = take.room(), Size(320, 180, 1)
    floor = room.surfaces[0]
    camera = Camera((floor.x, floor.y, 0.0), 4.0, 90, -60)
    for x, y in ((0.9, -0.75), (-1.0, -0.8), (1.0, 0.7)):
        spot = np.array([[floor.x + x + a, floor.y + y + b, 0.01] for a in np.arange(-0.1, 0.1, 0.01) for b in np.arange(-0.1, 0.1, 0.01)])
        with stage(room, size) as opened:
            opened.pose(take.clip.postures[0], (Hand.REST, Hand.REST))
            opened._update(camera)
            opened._upload("shade_floor", picture(floor, spot, NO_LEAN))
            drawn = opened._part(Box(0, 0, size.width, size.height))
        across, up = project(camera, np.array([[floor.x + x, floor.y + y, 0.0]]), 16 / 9)[0]
        at = drawn[int((1 - up) / 2 * size.height), int((across + 1) / 2 * size.width)]
        assert sum(PAPER) - int(at.astype(int).sum()) > 60


def test_the_skin_at_rest_is_the_file(drawing: None) -> None:
    take = take_of("chair_stand")
    body, found = take.room().body, figure(path_of())
    bent, normal = body.bend(np.array(model().qpos0), (Hand.FLAT, Hand.FLAT))
    rest = np.sort(found.arrays["position"] * float(found.header["unit"]), axis=0)
    assert bent.shape[0] >= len(found.arrays["position"]) and np.allclose(np.linalg.norm(normal, axis=1), 1, atol=1e-3)
    assert np.abs(np.array([bent.min(0), bent.max(0)]) - rest[[0, -1]]).max() < 0.01


def test_a_muscle_at_work_is_apricot_and_never_all_of_it() -> None:
    colours = ramp((0, 100, 100), 0.8)
    assert tuple(colours[0]) == (0, 100, 100) and tuple(colours[-1]) != APRICOT
    assert (np.diff(colours[:, 0].astype(int)) >= 0).all()


@pytest.mark.parametrize("language", ["en", "de", "es", "hi"])
def test_words_can_be_drawn_or_it_is_known_that_not(language: str) -> None:
    if not can_write(language):
        assert language == "hi"
        return
    sheet, text = Sheet(TINY, language), "बैठना" if language == "hi" else "Grüße, ¿qué?"
    sheet.column([Line(text, 60, True)], 200)
    drawn = sheet.over(paper(TINY))
    assert (drawn != np.array(PAPER)).any() and font(language, True, 40) is font(language, True, 40)


def test_commas_and_digits_come_from_a_face_that_has_them() -> None:
    assert runs("hi", "लेटें, 10 बार") == [(True, "लेटें"), (False, ","), (True, " "), (False, "10"), (True, " बार")]
    assert runs("de", "Satz 1, 2") == [(True, "Satz 1, 2")]


def test_long_words_are_broken_into_rows() -> None:
    sheet = Sheet(Size(1280, 720, 1), "en")
    lines = [Line("Put a firm chair against a wall and sit near the front edge of it", 27)]
    assert sheet.column(lines, 0) == sheet.height(lines) and sheet.height(lines) > 60


LONGEST = {slug for code in ("de", "hi") for slug in sorted(catalogue(), key=lambda slug: -sum(map(len, words(slug, code).setup)))[:4]}
"""Those with the most to write, and below those with the longest words: joined letters take long to lay out."""


@pytest.mark.parametrize("language", ["en", "de", "es", "hi"])
def test_the_longest_titles_stay_in_its_column_and_in_the_picture(language: str) -> None:
    if not can_write(language):
        pytest.skip("no face for Devanagari here")
    sheet = Sheet(HD, language)
    for slug in {*LONGEST, "band_pull_apart", "palm_press", "seated_band_abduction"}:
        exercise = catalogue()[slug]
        lines = sheet.fitted(title_lines(exercise, words(slug, language), language), COLUMN)
        assert max(sheet._length(word, line) for line in lines for word in line.text.split()) <= COLUMN, slug
        assert sheet.height(lines) <= 720 - 2 * EDGE, slug
        assert min(line.size for line in lines if line.text) >= 18, "to be read across a room"


def test_a_word_wider_than_the_column_is_written_smaller() -> None:
    sheet = Sheet(HD, "de")
    wide, usual = sheet.fitted([Line("auseinanderziehenundzusammendrücken", 54, True), Line("Band", 54, True)], COLUMN)
    assert wide.size < 54 and usual.size == 54 and sheet._length(wide.text, wide) <= COLUMN
