"""A session as one film: what it holds, in which order, and that its parts are shared."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import pytest

from halfkilo.dose import Choice, Session, Verdict, today
from halfkilo.exercises import Count, Sides, catalogue
from halfkilo.film import session as films
from halfkilo.film.encode import Format
from halfkilo.film.lettering import Line
from halfkilo.film.look import FPS
from halfkilo.film.shots import breath, card
from halfkilo.film.studio import Plan, Studio
from halfkilo.film.voice import Voice
from halfkilo.journal.fold import fold
from tests.film.conftest import made
from tests.life import DAY0, Life


def day(minutes: int) -> Session:
    """Asha's day."""
    life = Life(unlocked=True)
    life.morning(0, 3)
    life.check_in(0, 3)
    return today(fold(life.entries), DAY0, Choice(minutes=minutes))


@pytest.fixture(scope="module")
def plan(studio: Studio, silent: Voice) -> Plan:
    return films.plan(studio, silent, day(20))


def test_it_begins_with_letting_go_and_has_a_chapter_for_each_exercise(plan: Plan) -> None:
    names = [title for _, _, title in plan.chapters]
    session = day(20)
    assert names[0] == "Before you begin" and names[-1] == "Afterwards"
    assert len(names) == 2 + len({item.exercise for item in session.items})
    assert any(one.text == "Let go whenever you like." and one.end < plan.chapters[0][1] for one in plan.said)
    assert plan.chapters[0][0] == 0 and plan.chapters[-1][1] == pytest.approx(plan.frames / FPS, abs=0.001)
    assert all(before[1] == after[0] for before, after in pairwise(plan.chapters))


def test_every_repetition_is_shown_and_counted(plan: Plan) -> None:
    names = [shot.name for shot in plan.shots]
    for item in day(20).items:
        if catalogue()[item.exercise].facts.count is Count.REPS and item.verdict is not Verdict.FIND:
            for number in range(1, item.target + 1):
                assert names.count(f"{item.exercise}: {number}") == item.sets


def test_each_repetition_lasts_as_long_as_the_tempo_says(plan: Plan) -> None:
    for shot in plan.shots:
        slug, _, number = shot.name.partition(": ")
        if number.isdigit() and slug in catalogue() and catalogue()[slug].facts.count is Count.REPS:
            assert shot.frames == sum(catalogue()[slug].facts.tempo) * FPS


def test_turns_alternate(plan: Plan, studio: Studio) -> None:
    slug = next(item.exercise for item in day(20).items if catalogue()[item.exercise].facts.sides is Sides.ALTERNATE)
    turns = [shot.facts["half"] for shot in plan.shots if shot.name.startswith(f"{slug}: ") and "half" in shot.facts]
    counted = turns[1:]
    if catalogue()[slug].facts.count is Count.REPS:
        assert counted and all({a, b} == {1, 2} for a, b in pairwise(counted))


def test_minutes_are_counted_down_in_parts_that_are_shared(plan: Plan, studio: Studio) -> None:
    minutes = [shot for shot in plan.shots if ":" in shot.name.partition(": ")[2]]
    item = next(item for item in day(20).items if catalogue()[item.exercise].facts.count is Count.MINUTES)
    assert sum(shot.frames for shot in minutes if shot.name.startswith(item.exercise)) >= item.target * 60 * FPS
    paths = {studio.path(shot, Format.MP4) for shot in minutes}
    assert len(paths) <= sum(i.target * 2 for i in day(20).items if catalogue()[i.exercise].facts.count is Count.MINUTES)


def test_only_what_tells_of_the_person_is_kept_with_the_person(plan: Plan, studio: Studio) -> None:
    own = [shot for shot in plan.shots if shot.personal]
    assert own and all(shot.name == "card" or shot.name.endswith("title") for shot in own)
    assert {studio.path(shot, Format.MP4).parent for shot in own} == {studio.cache.own}


def test_rests_are_whole_breaths_and_at_least_as_long_as_due(studio: Studio, silent: Voice) -> None:
    reel = films.Reel(studio, silent)
    item = day(20).items[0]
    films._rest(reel, item, 2)
    assert reel.frames / FPS >= item.rest_s and reel.frames % (10 * FPS) == 0
    assert reel.said[0].text.startswith("Rest")


def test_chapters_are_inside_the_file(studio: Studio, silent: Voice, tmp_path: Path) -> None:
    shots = [breath(studio.size, "en", "20", "Rest", ""), card(studio.size, "en", [Line("Afterwards", 40)], 2, personal=True)]
    plan = Plan("small", "Small", "en", shots, [], [(0.0, 10.0, "Rest"), (10.0, 12.0, "Afterwards")])
    film = made(studio, plan, silent, tmp_path, (Format.MP4,))
    with av.open(str(film.files["mp4"])) as file:
        assert [chapter["metadata"]["title"] for chapter in file.chapters()] == ["Rest", "Afterwards"]
        assert sum(1 for _ in file.decode(video=0)) == plan.frames
    assert film.files["chapters.vtt"].read_text().count("-->") == 2


@pytest.mark.campaign
def test_two_minutes_as_a_film(studio: Studio, silent: Voice, tmp_path: Path) -> None:
    """A whole small session, drawn: chapters inside the file, every frame there, time only forward."""
    short = films.plan(studio, silent, day(2))
    film = made(studio, short, silent, tmp_path, (Format.MP4,))
    with av.open(str(film.files["mp4"])) as file:
        assert [chapter["metadata"]["title"] for chapter in file.chapters()] == [title for _, _, title in short.chapters]
        shown = [frame.pts * frame.time_base for frame in file.decode(video=0)]
    assert len(shown) == short.frames and all(after > before for before, after in pairwise(shown))
    assert film.files["chapters.vtt"].read_text().count("-->") == len(short.chapters)
