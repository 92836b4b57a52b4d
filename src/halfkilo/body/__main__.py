"""`python -m halfkilo.body`: make and check clips, draw contact sheets, build the figure and look at it."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from halfkilo.body import clip
from halfkilo.body.errors import Amiss, BodyError
from halfkilo.body.review import CHECKS, as_stored, review
from halfkilo.exercises.catalogue import HERE
from halfkilo.strict import Malformed


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 1 when a file needs mending."""
    choice = _parser().parse_args(words)
    if choice.command in {"figure", "look"}:
        return _figure(choice)
    folders = _folders(choice.slug)
    if choice.command == "loads":
        from halfkilo.body.loads.command import each

        return _each(folders, lambda folder: each(folder.name, choice.check))
    if choice.command == "validate":
        from halfkilo.body.loads.command import validate

        return validate()
    if choice.command == "sheet":
        from halfkilo.body import sheet

        return _each(folders, lambda folder: str(sheet.draw(folder, choice.out, choice.load, choice.dark, choice.fault)))
    if choice.command == "check":
        return _each(folders, _reviewed)
    if choice.check:
        return _each(folders, _checked)
    return _each(folders, lambda folder: f"{clip.write(folder) / 1000:.1f} kB")


def _figure(choice: argparse.Namespace) -> int:
    from halfkilo.body.shape import command

    if choice.command == "figure":
        return command.figures(choice.shape, choice.check)
    return command.look(choice.shape, choice.out, [HERE / slug for slug in choice.slug])


def _checked(folder: Path) -> str:
    clip.check(folder)
    return "current"


def _reviewed(folder: Path) -> str:
    """Run the motion battery over the stored clip.

    Raises:
        Amiss: with all that it found.
    """
    seen = review(folder, as_stored(folder))
    found = [text for check in CHECKS for text in check(seen)]
    if found:
        raise Amiss(found)
    return "good"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m halfkilo.body", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="solve movement.toml into clip.json")
    make.add_argument("slug", nargs="*", help="exercises; none with --all")
    make.add_argument("--all", action="store_true", help="every exercise that has a movement.toml")
    make.add_argument("--check", action="store_true", help="only say whether the stored clips are current (all, if none is named)")
    loads = commands.add_parser("loads", help="weigh every joint into loads.json")
    loads.add_argument("slug", nargs="*", help="exercises (all, if none is named)")
    loads.add_argument("--check", action="store_true", help="only say whether the stored loads are current")
    validate = commands.add_parser("validate", help="solve the validation set, fit the loads' one constant, write their table")
    validate.set_defaults(slug=[])
    check = commands.add_parser("check", help="run the motion battery over stored clips and say what is amiss")
    check.add_argument("slug", nargs="*", help="exercises (all, if none is named)")
    sheet = commands.add_parser("sheet", help="draw 8 frames from the front and the side as PNG")
    sheet.add_argument("slug", nargs="*")
    sheet.add_argument("--out", type=Path, default=Path("shots"))
    sheet.add_argument("--load", default="", help="show this way of loading: cable, dumbbell, band")
    sheet.add_argument("--fault", type=int, help="show this fault of the movement file (the first is 0) in place of the good form")
    sheet.add_argument("--dark", action="store_true")
    figure = commands.add_parser("figure", help="build the figure's mesh (minutes): body/figure/<shape>.bin")
    figure.add_argument("shape", nargs="*", choices=("slim", "middle", "broad", []), help="all, if none is named")
    figure.add_argument("--check", action="store_true", help="build again and compare with the stored files")
    look = commands.add_parser("look", help="draw the figure (or exercises with it) as PNG, without OpenGL")
    look.add_argument("slug", nargs="*")
    look.add_argument("--shape", choices=("slim", "middle", "broad"), default="middle")
    look.add_argument("--out", type=Path, default=Path("shots"))
    return parser


def _folders(slugs: Sequence[str]) -> list[Path]:
    if slugs:
        return [HERE / slug for slug in slugs]
    return sorted(path.parent for path in HERE.glob("*/movement.toml"))


def _each(folders: Sequence[Path], do: Callable[[Path], str]) -> int:
    """One line per exercise; goes on after a fault, so that one run shows them all."""
    faults = 0
    for index, folder in enumerate(folders, 1):
        begun = time.perf_counter()
        try:
            said = _known(folder, do)
        except (BodyError, Malformed) as error:
            faults, said = faults + 1, f"needs mending: {error}"
        print(f"[{index}/{len(folders)}] {folder.name}: {said} ({time.perf_counter() - begun:.2f} s)", flush=True)
    return 1 if faults else 0


def _known(folder: Path, do: Callable[[Path], str]) -> str:
    if not (folder / "movement.toml").exists():
        raise BodyError(f"exercises/{folder.name}/movement.toml does not exist")
    return do(folder)


if __name__ == "__main__":
    sys.exit(main())
