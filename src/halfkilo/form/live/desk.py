"""Who says what: lines in, lines out, one `Stream` per camera."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from halfkilo.form.live.stream import Stream

MOST_STREAMS = 20


class Desk:
    """A line: `{"to": camera, "at": ms, "said": {...}}`, `{"gone": camera}`, `{"cable": camera, "rows": [[at, ms, left, right], ...]}` (at:
    when the supervisor heard it, ms: the machine's clock, both milliseconds; positions in millimetres), `{"ping": n}`."""

    def __init__(self) -> None:
        self._streams: dict[str, Stream] = {}

    def line(self, text: str) -> Iterator[str]:
        """One line; what it brings."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not isinstance(value, dict):
            return
        if "ping" in value:
            yield json.dumps({"pong": value["ping"]})
        elif "gone" in value:
            self._streams.pop(str(value["gone"]), None)
        elif "cable" in value and value["cable"] in self._streams:
            yield from self._told(value["cable"], self._streams[value["cable"]].cable(value.get("rows", [])))
        elif isinstance(value.get("said"), dict):
            yield from self._heard(str(value.get("to")), value["said"], value.get("at", 0))

    def _heard(self, camera: str, said: dict[str, Any], at: int) -> Iterator[str]:
        if camera not in self._streams:
            if len(self._streams) >= MOST_STREAMS:
                return
            self._streams[camera] = Stream()
        yield from self._told(camera, self._streams[camera].hear(said, at))

    def _told(self, camera: str, messages: Iterator[dict[str, Any]]) -> Iterator[str]:
        for told in messages:
            yield json.dumps({"from": camera, "told": told}, allow_nan=False)
