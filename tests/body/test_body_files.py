"""What the body room stores comes whole or not at all, and a folder or file that is not as it should be is said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfkilo.body import __main__ as command
from halfkilo.body import clip, files
from halfkilo.body.errors import BodyError
from halfkilo.body.files import Unwritable, store


def test_a_file_is_stored_whole(tmp_path: Path) -> None:
    path = tmp_path / "clip.json"
    assert store(path, "ü") == 2 and path.read_bytes() == "ü".encode()
    assert store(path, b"new") == 3 and [one.name for one in tmp_path.iterdir()] == ["clip.json"]


def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clip.json"
    path.write_text("old")

    def full(draft: Path, raw: bytes) -> None:
        draft.open("wb").write(raw[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "write_bytes", full)
    with pytest.raises(Unwritable, match="No space left") as caught:
        store(path, "a new clip")
    assert caught.value.path == path and path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="run it again"):
        store(tmp_path / "none" / "clip.json", "")
    with pytest.raises(Unwritable):
        store(Path("/proc/clip.json"), "")


@pytest.mark.parametrize("movement", ["base = ", "base = 3", "", "\x00", "[[pose]]\nname = 1"])
@pytest.mark.parametrize("what", ["make", "check"])
def test_a_movement_file_that_cannot_be_read_is_said_and_nothing_is_written(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], movement: str, what: str) -> None:
    folder = tmp_path / "chair_stand"
    folder.mkdir()
    (folder / "movement.toml").write_text(movement)
    monkeypatch.setattr(command, "HERE", tmp_path)
    assert command.main([what, "chair_stand"]) == 1
    said = capsys.readouterr().out
    assert "needs mending" in said and "movement.toml" in said and [one.name for one in folder.iterdir()] == ["movement.toml"]


def test_what_cannot_be_stored_is_one_line_of_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(folder: Path) -> int:
        return store(folder / "none" / "clip.json", "")

    monkeypatch.setattr(clip, "write", refuse)
    assert command.main(["make", "chair_stand", "no_such_exercise"]) == 1
    said = capsys.readouterr().out
    assert "was not written" in said and "no_such_exercise/movement.toml does not exist" in said
    assert issubclass(Unwritable, BodyError)
