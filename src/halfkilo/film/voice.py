"""Spoken words from espeak-ng, where it is installed; how long words take to hear or to read where it is not."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from halfkilo.film.cache import key, whole
from halfkilo.film.errors import NoVoice
from halfkilo.film.limit import used
from halfkilo.film.seal import content, seal
from halfkilo.words.tongues import tongue

RATE = 48_000
"""Samples per second of a film's sound."""

PROGRAM = "espeak-ng"
HOW_TO = ("The films have captions but no voice. For a voice install espeak-ng (Debian, Ubuntu: sudo apt-get install espeak-ng; "
          "Fedora: sudo dnf install espeak-ng; Arch: sudo pacman -S espeak-ng), then make them again.")

PACE = 140
"""Words a minute: calm."""

LOUDNESS = 0.5
"""Of what a sample can hold."""

READING = 14
"""Letters a second that a caption may ask somebody to read."""

SHORTEST = 1.6
"""Seconds that a caption stays at least."""

Samples = NDArray[np.int16]


def read_for(text: str) -> float:
    """Seconds that a caption needs."""
    return max(SHORTEST, len(text) / READING)


@dataclass(frozen=True)
class Voice:
    """Speaks one language, and keeps what was spoken. folder: where; program: the path of espeak-ng, or None for no voice."""

    language: str
    folder: Path
    program: str | None

    @property
    def name(self) -> str | None:
        """What speaks, or None."""
        return PROGRAM if self.program and self.known else None

    @cached_property
    def known(self) -> bool:
        """Whether the program has a voice for the language."""
        command = [str(self.program), f"--voices={self._tongue.partition('-')[0]}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return len(done.stdout.splitlines()) > 1

    @property
    def _tongue(self) -> str:
        return tongue(self.language).espeak

    def seconds(self, text: str) -> float:
        """How long a line needs: to be spoken, if it is, and to be read."""
        return max(read_for(text), len(self.say(text)) / RATE)

    def say(self, text: str) -> Samples:
        """A line, spoken: 48,000 samples a second; none where there is no voice."""
        if self.name is None:
            return np.zeros(0, np.int16)
        path = self.folder / f"{key({'said': text, 'voice': self._tongue, 'pace': PACE})}.wav"
        spoken = content(path)
        if spoken is None:
            spoken = self._speak(text)
            with whole(path) as draft:
                draft.write_bytes(spoken)
                seal(draft)
        used(path)
        return _samples(spoken)

    def _speak(self, text: str) -> bytes:
        command = [str(self.program), "-v", self._tongue, "-s", str(PACE), "-g", "3", "--stdin", "--stdout"]
        try:
            done = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=30)
            _samples(done.stdout)
        except (subprocess.SubprocessError, OSError, EOFError, wave.Error) as problem:
            raise NoVoice(command[0], str(problem)) from problem
        return done.stdout


def voice_for(language: str, folder: Path) -> Voice:
    """The voice of this machine for a language."""
    return Voice(language, folder, shutil.which(PROGRAM))


def _samples(data: bytes) -> Samples:
    """A WAV file of any rate as samples at ours, at an even loudness."""
    with wave.open(io.BytesIO(data)) as file:
        rate, raw = file.getframerate(), np.frombuffer(file.readframes(2**30), np.int16).astype(np.float64)
    if not len(raw):
        return np.zeros(0, np.int16)
    at = np.arange(0, len(raw), rate / RATE)
    loud = np.interp(at, np.arange(len(raw)), raw)
    peak = max(1.0, float(np.abs(loud).max()))
    return np.asarray(np.round(loud / peak * LOUDNESS * 32767), np.int16)
