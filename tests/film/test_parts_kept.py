"""Parts that are kept: none that was cut short is ever used, and there are never more of them than was said."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import av
import pytest

from halfkilo.film import cache as kept
from halfkilo.film import limit
from halfkilo.film.cache import Cache
from halfkilo.film.encode import Format
from halfkilo.film.errors import FilmError, Reason
from halfkilo.film.lettering import Line
from halfkilo.film.look import FPS
from halfkilo.film.seal import HEADS, content, seal, sealed
from halfkilo.film.shots import card
from halfkilo.film.studio import Plan, Studio
from halfkilo.film.voice import Voice
from tests.film.conftest import TINY


def test_a_mark_is_for_all_of_a_file_and_nothing_else(tmp_path: Path) -> None:
    for suffix in HEADS:
        path = tmp_path / f"a{suffix}"
        path.write_bytes(b"all of it")
        assert not sealed(path) and not sealed(path.with_stem("none"))
        seal(path)
        whole = path.read_bytes()
        assert content(path) == b"all of it"
        for broken in (whole[:-1], whole[:20], b"", b"x" + whole[1:], whole[:-1] + bytes([whole[-1] ^ 1]), whole + b"x"):
            path.write_bytes(broken)
            assert not sealed(path)


def small(tmp_path: Path) -> tuple[Studio, Plan, Voice]:
    """A film of two cards, which needs no OpenGL."""
    cache = Cache(tmp_path / "parts", tmp_path / "own")
    shots = [card(TINY, "en", [Line(text, 60)], 0.5) for text in ("One", "Two")]
    return Studio(cache, TINY), Plan("small", "Small", "en", shots, [], [(0.0, 1.0, "Small")]), Voice("en", cache.own, None)


def frames(path: Path) -> int:
    with av.open(str(path)) as film:
        return sum(1 for _ in film.decode(video=0))


@pytest.mark.parametrize("form", list(Format))
def test_a_part_that_was_cut_short_is_made_again_and_never_spliced_in(tmp_path: Path, form: Format) -> None:
    studio, plan, voice = small(tmp_path)
    made = studio.film(plan, tmp_path, [form], voice)[0]
    good, part = made.read_bytes(), studio.path(plan.shots[0], form)
    kept = part.read_bytes()
    for broken in (kept[: len(kept) // 2], b"", kept[:-60] + b"?" + kept[-59:]):
        part.write_bytes(broken)
        assert frames(studio.film(plan, tmp_path, [form], voice)[0]) == FPS
        assert sealed(part) and abs(made.stat().st_size - len(good)) < 200


def part(folder: Path, letter: str, used: int) -> Path:
    """A part of 100 bytes, used at a second."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{letter * 32}.mp4"
    path.write_bytes(bytes(100))
    os.utime(path, (used, 5))
    return path


def test_what_was_not_used_for_the_longest_time_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "parts", tmp_path / "own")
    oldest, own, newest = part(cache.shared, "a", 10), part(cache.own, "b", 20), part(cache.shared, "c", 30)
    other = cache.shared / "holiday.mp4"
    other.write_bytes(bytes(1000))
    limit.used(oldest)
    assert oldest.stat().st_mtime == 5
    with limit.kept(cache, 200):
        assert own.exists(), "nothing goes while a film is made"
    assert oldest.exists() and not own.exists() and newest.exists()
    with limit.kept(cache, 0):
        pass
    assert not oldest.exists() and not newest.exists() and other.exists(), "what is not ours stays"


def test_nothing_goes_while_another_film_is_made(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "parts", tmp_path / "parts")
    mine = part(cache.shared, "a", 10)
    handle = os.open(cache.shared / limit.LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_SH)
    with limit.kept(cache, 0):
        pass
    assert mine.exists()
    os.close(handle)
    with limit.kept(cache, 0):
        pass
    assert not mine.exists()


def test_the_limit_is_a_setting() -> None:
    assert limit.most({}) == 2_000_000_000 and limit.most({limit.SETTING: "0.5"}) == 500_000_000
    for said in ("much", "-1", "nan", "inf"):
        with pytest.raises(FilmError, match=limit.SETTING) as caught:
            limit.most({limit.SETTING: said})
        assert caught.value.reason is Reason.SETTING


def test_a_change_in_what_draws_makes_new_parts_and_one_in_what_does_not_none(monkeypatch: pytest.MonkeyPatch) -> None:
    room = {path.stem for path in Path(kept.__file__).parent.glob("*.py")}
    assert {"takes", "things", "stage", "lettering", "encode"} <= room - kept.NOT_DRAWING and room >= kept.NOT_DRAWING
    usual = kept.renderer.__wrapped__()
    for left_out, same in (("straps", False), ("tones", False), ("voice", True)):
        monkeypatch.setattr(Path, "read_bytes", lambda path, gone=left_out: b"" if path.stem == gone else path.open("rb").read())
        assert (kept.renderer.__wrapped__() == usual) is same
