"""Where films come together: shots become parts, once; parts become a film."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from halfkilo.film import encode, splice
from halfkilo.film.cache import Cache, key, stoppable, whole
from halfkilo.film.captions import Said, vtt
from halfkilo.film.encode import Format
from halfkilo.film.limit import kept, most, used
from halfkilo.film.look import FPS, HD, USUAL, Build, Size
from halfkilo.film.seal import seal, sealed
from halfkilo.film.shots import Shot
from halfkilo.film.splice import Chapter
from halfkilo.film.voice import Voice

Picture = NDArray[np.uint8]
Tell = Callable[[str, int, int], None]
"""Hears how far a film is: what is being made, frames done, frames in all."""


@dataclass(frozen=True)
class Plan:
    """A film before it is made. name: of its files, without ending. facts: what the sidecar says besides the usual."""

    name: str
    title: str
    language: str
    shots: Sequence[Shot]
    said: Sequence[Said]
    chapters: Sequence[Chapter]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        """How long the film is."""
        return sum(shot.frames for shot in self.shots)


def quiet(name: str, done: int, of: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Studio:
    """Makes films of one size, and keeps their parts."""

    cache: Cache
    size: Size = HD
    tell: Tell = quiet
    build: Build = USUAL
    _seen: set[Path] = field(default_factory=set, compare=False)

    def path(self, shot: Shot, form: Format) -> Path:
        """Where the part of a shot is, made or not."""
        facts = {**shot.facts, "format": form, "recipe": vars(encode.RECIPES[form])}
        return self.cache.path(key(facts), form.suffix, shot.personal)

    def part(self, shot: Shot, form: Format, heard: Callable[[int], None] = lambda _: None) -> Path:
        """The part of a shot: from the cache, or made now. WebM is made from MP4, so that nothing is drawn twice."""
        path = self.path(shot, form)
        if not self._whole(path):
            pictures = shot.draw() if form is Format.MP4 else encode.planes(self.part(shot, Format.MP4))
            with whole(path) as draft:
                made = encode.write(draft, _heard(pictures, heard), self.size, form)
                if made != shot.frames:
                    raise AssertionError(f"{shot.name} has {made} frames, {shot.frames} were planned")
                seal(draft)
            self._seen.add(path)
        return path

    def _whole(self, path: Path) -> bool:
        """Whether a part is there and all of it, looked at once for a film; one that was cut short is made again."""
        if path in self._seen:
            return True
        if not sealed(path):
            return False
        used(path)
        self._seen.add(path)
        return True

    def film(self, plan: Plan, folder: Path, forms: Sequence[Format], voice: Voice) -> list[Path]:
        """Make a film with captions and sidecar in a folder; returns its files. What is in the cache is not made again.

        Raises:
            NoRoom: the disk is full; NoOpenGL: nothing can draw here.
        """
        self._seen.clear()
        with stoppable(), kept(self.cache, most()):
            parts = {form: self._parts(plan, form) for form in forms}
            made = [self._joined(plan, folder, form, parts[form], voice) for form in forms]
            made += [_text(folder / f"{plan.name}{suffix}", text) for suffix, text in self._texts(plan, made, voice).items()]
        return made

    def _parts(self, plan: Plan, form: Format) -> list[Path]:
        """All parts in the order of the film."""
        missing = {self.path(shot, form): shot.frames for shot in plan.shots if not self._whole(self.path(shot, form))}
        total, done = sum(missing.values()), 0
        found = []
        for shot in plan.shots:
            found.append(self.part(shot, form, self._hears(f"{shot.name} ({form.value})", done, total)))
            done += missing.pop(found[-1], 0)
        return found

    def _hears(self, name: str, before: int, of: int) -> Callable[[int], None]:
        return lambda count: self.tell(name, before + count, of)

    def _joined(self, plan: Plan, folder: Path, form: Format, parts: Sequence[Path], voice: Voice) -> Path:
        path = folder / f"{plan.name}{form.suffix}"
        self.tell(f"{path.name}: joining", plan.frames, plan.frames)
        with whole(path) as draft:
            track = splice.sound(plan.said, voice, plan.frames)
            splice.join(draft, parts, form, track, plan.chapters, plan.title, plan.language)
        return path

    def _texts(self, plan: Plan, made: Sequence[Path], voice: Voice) -> dict[str, str]:
        texts = {".vtt": vtt(plan.said, plan.language)}
        if len(plan.chapters) > 1:
            said = [Said(start, end, title) for start, end, title in plan.chapters]
            texts[".chapters.vtt"] = vtt(said, plan.language, "chapters")
        files = [path.name for path in made] + [f"{plan.name}{suffix}" for suffix in texts]
        return texts | {".json": json.dumps(self._sidecar(plan, files, voice), ensure_ascii=False, indent=1) + "\n"}

    def _sidecar(self, plan: Plan, files: list[str], voice: Voice) -> dict[str, Any]:
        return {"version": 1, "title": plan.title, "language": plan.language, "files": files, "fps": FPS, "width": self.size.width,
                "height": self.size.height, "frames": plan.frames, "seconds": round(plan.frames / FPS, 3), "voice": voice.name,
                **plan.facts,
                "chapters": [{"start": start, "end": end, "title": title} for start, end, title in plan.chapters],
                "said": [{"start": round(one.start, 3), "end": round(one.end, 3), "text": one.text} for one in plan.said if one.shown]}


def _heard(pictures: Iterable[Picture], heard: Callable[[int], None]) -> Iterator[Picture]:
    for count, picture in enumerate(pictures, 1):
        yield picture
        heard(count)


def _text(path: Path, text: str) -> Path:
    with whole(path) as draft:
        draft.write_text(text, encoding="utf-8")
    return path
