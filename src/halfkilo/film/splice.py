"""Parts into a film: their packets one after the other, without encoding again, and one track of sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from halfkilo.film.captions import Said
from halfkilo.film.encode import RECIPES, Format
from halfkilo.film.look import FPS
from halfkilo.film.voice import RATE, Samples, Voice

BIT_RATE = 64_000
Chapter = tuple[float, float, str]


def join(path: Path, parts: Sequence[Path], form: Format, sound: Iterator[Samples], chapters: Sequence[Chapter], title: str,
         language: str) -> int:
    """Write the film of these parts; returns its frames. sound: seconds of samples, as many as there are pictures for.

    Raises:
        ValueError: a part was made with other settings than the first.
    """
    with av.open(str(path), "w", format=form.value, container_options=dict(RECIPES[form].container)) as film:
        with av.open(str(parts[0])) as first:
            video: Any = film.add_stream_from_template(first.streams.video[0])
            like = first.streams.video[0].codec_context.extradata
        video.time_base = Fraction(1, FPS)
        audio: Any = film.add_stream(RECIPES[form].audio, rate=RATE)
        audio.layout, audio.bit_rate = "mono", BIT_RATE
        film.metadata["title"] = title
        audio.metadata["language"] = language
        _mark(film, chapters)
        return _mix(film, video, audio, _packets(parts, like), sound)


def _mark(film: Any, chapters: Sequence[Chapter]) -> None:
    film.set_chapters([{"id": number, "start": round(start * 1000), "end": round(end * 1000), "time_base": Fraction(1, 1000),
                        "metadata": {"title": title}} for number, (start, end, title) in enumerate(chapters)])


def _packets(parts: Sequence[Path], like: bytes | None) -> Iterator[Any]:
    """The packets of all parts; each part begins where the one before ended."""
    for path in parts:
        with av.open(str(path)) as part:
            stream = part.streams.video[0]
            if stream.codec_context.extradata != like:
                raise ValueError(f"{path} was made with other settings")
            yield from (packet for packet in part.demux(stream) if packet.size)


def _mix(film: Any, video: Any, audio: Any, packets: Iterator[Any], sound: Iterator[Samples]) -> int:
    """Packets of pictures with their time, and the sound of each second before the pictures that follow it."""
    count = 0
    for packet in packets:
        if count % FPS == 0:
            _sound(film, audio, next(sound, None), count // FPS)
        packet.stream, packet.time_base = video, Fraction(1, FPS)
        packet.pts = packet.dts = count
        packet.duration = 1
        film.mux(packet)
        count += 1
    film.mux(audio.encode(None))
    return count


def _sound(film: Any, audio: Any, samples: Samples | None, second: int) -> None:
    if samples is None:
        return
    frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, second * RATE, Fraction(1, RATE)
    film.mux(audio.encode(frame))


def sound(said: Sequence[Said], voice: Voice, frames: int) -> Iterator[Samples]:
    """The voice as seconds of samples, silence between; the last second is as long as there are pictures."""
    total = round(frames * RATE / FPS)
    waiting = [(round(one.start * RATE), one.text) for one in said if one.spoken and voice.name]
    speaking: list[tuple[int, Samples]] = []
    for start in range(0, total, RATE):
        out = np.zeros(min(RATE, total - start), np.int32)
        while waiting and waiting[0][0] < start + len(out):
            at, text = waiting.pop(0)
            speaking.append((at, voice.say(text)))
        speaking = [(at, samples) for at, samples in speaking if at + len(samples) > start]
        for at, samples in speaking:
            low, high = max(at, start), min(at + len(samples), start + len(out))
            out[low - start : high - start] += samples[low - at : high - at]
        yield np.clip(out, -32768, 32767).astype(np.int16)
