"""Ears that keep what they hear and pass it on: put one between a driver and whoever listens to it."""

from __future__ import annotations

from halfkilo.gym.driver import Answer, Garbled, Info, Listener, Reading
from halfkilo.gym.recording.columns import Link, LinkWord
from halfkilo.gym.recording.recorder import Recorder
from halfkilo.gym.sensing import Hearer, Identity, Sample


class RecordingListener:
    """A machine's ear. source: the machine's name in the session."""

    def __init__(self, recorder: Recorder, source: str, onwards: Listener | None = None) -> None:
        self._recorder, self._source, self._onwards = recorder, source, onwards

    def link_up(self, info: Info) -> None:
        """See `Listener`. The serial number is not kept."""
        self._recorder.put(self._source, LinkWord(Link.UP))
        if self._onwards:
            self._onwards.link_up(info)

    def link_down(self) -> None:
        """See `Listener`."""
        self._recorder.put(self._source, LinkWord(Link.DOWN))
        if self._onwards:
            self._onwards.link_down()

    def reading(self, reading: Reading) -> None:
        """See `Listener`."""
        self._recorder.put(self._source, reading)
        if self._onwards:
            self._onwards.reading(reading)

    def answer(self, answer: Answer) -> None:
        """See `Listener`. Commands and answers are the supervisor's own matter and are not kept."""
        if self._onwards:
            self._onwards.answer(answer)

    def garbled(self, garbled: Garbled) -> None:
        """See `Listener`."""
        self._recorder.put(self._source, LinkWord(Link.GARBLED, garbled.problem))
        if self._onwards:
            self._onwards.garbled(garbled)


class RecordingHearer:
    """A measuring device's ear."""

    def __init__(self, recorder: Recorder, source: str, onwards: Hearer | None = None) -> None:
        self._recorder, self._source, self._onwards = recorder, source, onwards

    def up(self, identity: Identity) -> None:
        """See `Hearer`. The serial number is not kept."""
        self._recorder.put(self._source, LinkWord(Link.UP))
        if self._onwards:
            self._onwards.up(identity)

    def down(self) -> None:
        """See `Hearer`."""
        self._recorder.put(self._source, LinkWord(Link.DOWN))
        if self._onwards:
            self._onwards.down()

    def sample(self, sample: Sample) -> None:
        """See `Hearer`."""
        self._recorder.put(self._source, sample)
        if self._onwards:
            self._onwards.sample(sample)

    def garbled(self, garbled: Garbled) -> None:
        """See `Hearer`."""
        self._recorder.put(self._source, LinkWord(Link.GARBLED, garbled.problem))
        if self._onwards:
            self._onwards.garbled(garbled)
