"""What a made film is: its codecs, its length, its seam, its words, and that joining changes no picture."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from halfkilo.exercises import catalogue
from halfkilo.film import exercise
from halfkilo.film.encode import Format, read
from halfkilo.film.look import FPS, PAPER
from halfkilo.film.motion import anchors
from halfkilo.film.studio import Studio
from halfkilo.film.voice import Voice
from tests.film.conftest import TINY, Made
from tests.film.test_captions import times

pytestmark = pytest.mark.xdist_group("films")  # on one worker: what they look at is drawn and encoded once

CODECS = {"mp4": ("h264", "aac"), "webm": ("vp9", "opus")}


def sidecar(film: Made) -> dict:
    return json.loads(film.files["json"].read_text())


@pytest.mark.parametrize("form", [Format.MP4, pytest.param(Format.WEBM, marks=pytest.mark.campaign)])
def test_codecs_size_and_length(stand: Made, form: Format) -> None:
    with av.open(str(stand.files[form.value])) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == CODECS[form.value]
        assert (video.width, video.height, video.codec_context.pix_fmt) == (TINY.width, TINY.height, "yuv420p")
        assert float(video.average_rate) == pytest.approx(FPS, abs=0.01)
        assert film.duration / 1e6 == pytest.approx(stand.plan.frames / FPS, abs=0.1)


@pytest.mark.parametrize("form", list(Format))
def test_every_picture_is_there_once_and_in_order(stand: Made, form: Format) -> None:
    with av.open(str(stand.files[form.value])) as film:
        shown = [float(frame.pts * frame.time_base) for frame in film.decode(video=0)]
    assert len(shown) == stand.plan.frames
    assert all(after - before == pytest.approx(1 / FPS, abs=0.002) for before, after in pairwise(shown))
    with av.open(str(stand.files[form.value])) as film:
        last = {0: -1e9, 1: -1e9}  # the encoder of the sound needs a run-up before 0
        for packet in film.demux():
            if packet.dts is not None:
                assert packet.dts > last[packet.stream.index]
                last[packet.stream.index] = packet.dts


def test_the_sound_is_as_long_as_the_pictures(stand: Made) -> None:
    with av.open(str(stand.files["mp4"])) as film:
        samples = sum(frame.samples for frame in film.decode(audio=0))
    assert samples / 48_000 == pytest.approx(stand.plan.frames / FPS, abs=0.05)


@pytest.mark.campaign
def test_joining_encodes_nothing_again(stand: Made) -> None:
    """The packets of the film are the packets of its parts, byte for byte."""
    parts = [stand.studio.path(shot, Format.MP4) for shot in stand.plan.shots]
    expected = [bytes(packet) for path in parts for packet in packets(path)]
    assert [bytes(packet) for packet in packets(stand.files["mp4"])] == expected


def packets(path: Path) -> list[av.Packet]:
    with av.open(str(path)) as film:
        return [packet for packet in film.demux(video=0) if packet.size]


def test_the_loop_closes_and_lasts_as_the_tempo_says(stand: Made) -> None:
    loop, lead = sidecar(stand)["loop"], sidecar(stand)["lead_in"]
    assert loop["end_frame"] - loop["start_frame"] == sum(catalogue()["chair_stand"].facts.tempo) * FPS
    assert lead["start_frame"] == 0 and loop["end_frame"] == stand.plan.frames
    pictures = [picture.astype(int) for picture in read(stand.files["mp4"])][loop["start_frame"]:loop["end_frame"]]
    steps = [np.abs(a - b).mean() for a, b in pairwise(pictures)]
    assert np.abs(pictures[0] - pictures[-1]).mean() <= max(steps)
    assert max(steps) > 0.3, "nobody moved"


def test_the_figure_stands_on_paper(stand: Made) -> None:
    first = next(read(stand.files["mp4"]))
    assert np.abs(first[:6, -6:].astype(int) - PAPER).max() <= 6
    figure = np.abs(first.astype(int) - PAPER).max(2) > 60
    assert 0.02 < figure.mean() < 0.5


def test_words_begin_where_a_movement_begins(stand: Made) -> None:
    facts, words = sidecar(stand), catalogue()["chair_stand"].slug
    begins, length = facts["lead_in"]["end"], sum(catalogue()[words].facts.tempo)
    said = [one for one in facts["said"] if one["start"] >= begins - 0.01]
    assert len(said) == 5 and len(facts["said"]) == 8
    for one in said:
        within = (one["start"] - begins) % length
        assert min(abs(within - second) for second in [*anchors(exercise.take_of(words).clip), length]) <= 1 / FPS
    assert said[-1]["end"] <= facts["loop"]["start"] + 1e-6, "the loop is quiet, so that nothing is said twice"


def test_captions_are_the_words_of_the_exercise(stand: Made) -> None:
    text = stand.files["vtt"].read_text()
    found = times(text)
    assert len(found) == len(sidecar(stand)["said"])
    assert all(before[1] <= after[0] for before, after in pairwise(found)) and found[-1][1] <= stand.plan.frames / FPS
    assert "Push the floor away and stand up tall." in text


def test_the_sidecar_names_its_files_and_its_silence(stand: Made) -> None:
    facts = sidecar(stand)
    assert all((stand.files["json"].parent / name).exists() for name in facts["files"])
    assert facts["voice"] is None and facts["fps"] == FPS and facts["language"] == "en"


def test_what_is_there_is_not_made_again(stand: Made, silent: Voice, tmp_path: Path) -> None:
    parts = {stand.studio.path(shot, form) for shot in stand.plan.shots for form in Format}
    before = {path: path.stat().st_mtime_ns for path in parts}
    stand.studio.film(stand.plan, tmp_path, [Format.MP4], silent)
    assert {path: path.stat().st_mtime_ns for path in parts} == before
    assert (tmp_path / stand.files["mp4"].name).stat().st_size == stand.files["mp4"].stat().st_size


def test_one_side_then_the_other(studio: Studio, silent: Voice) -> None:
    plan = exercise.plan(studio, silent, exercise.take_of("clamshell"))
    names = [shot.name for shot in plan.shots]
    assert names[0] == "clamshell: title" and names.count("clamshell: other side") == 4
    keys = [studio.path(shot, Format.MP4) for shot in plan.shots if shot.name.endswith("movement")]
    assert len(set(keys)) == 2, "each side is drawn once"
    right, over, left, back = plan.shots[-4:]
    loop = plan.facts["loop"]
    assert loop["end_frame"] - loop["start_frame"] == right.frames + over.frames + left.frames + back.frames


def test_a_key_changes_with_all_it_depends_on(studio: Studio, silent: Voice) -> None:
    base = exercise.plan(studio, silent, exercise.take_of("chair_stand")).shots[0]
    german = exercise.plan(studio, Voice("de", studio.cache.own, None), exercise.take_of("chair_stand")).shots[0]
    turned = exercise.plan(studio, silent, exercise.take_of("chair_stand", exercise.View.FRONT)).shots[0]
    held = exercise.plan(studio, silent, exercise.take_of("chair_stand", load="dumbbell")).shots[0]
    keys = {studio.path(shot, form) for shot in (base, german, turned, held) for form in Format}
    assert len(keys) == 8


def test_it_plays_everywhere(stand: Made) -> None:
    """What televisions ask for: the index before the pictures, no profile above High, no level above 4.1, a whole picture where the loop
    begins; in WebM the places to seek to, before the first cluster."""
    raw = stand.files["mp4"].read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")
    with av.open(str(stand.files["mp4"])) as film:
        _, profile, _, level = film.streams.video[0].codec_context.extradata[:4]  # avcC: version, profile, its limits, level * 10
        assert profile in (66, 77, 100) and level <= 41
        whole = [index for index, packet in enumerate(one for one in film.demux(video=0) if one.size) if packet.is_keyframe]
    assert {sidecar(stand)["loop"]["start_frame"], 0} <= set(whole)
    webm = stand.files["webm"].read_bytes()
    cues, cluster = bytes.fromhex("1C53BB6B"), bytes.fromhex("1F43B675")
    assert 0 < webm.index(cues) < webm.index(cluster)


def test_another_load_has_another_name(studio: Studio, silent: Voice) -> None:
    names = [exercise.plan(studio, silent, exercise.wished(slug, None, load)).name
             for slug, load in (("chair_stand", None), ("chair_stand", "body"), ("chair_stand", "dumbbell"), ("cable_squat", "band"))]
    assert names == ["chair_stand-en", "chair_stand-en", "chair_stand-en-dumbbell", "cable_squat-en-band"]
