"""The two commands stand on lists that hold: exact, hashed, complete, and without any address."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?://|(?<![\w.-])[\w-]+\.(?:org|com|net|io|dev|local|internal)\b|--(?:extra-)?index-url|--find-links|--trusted-host|file:")
PINNED = re.compile(r"[a-z0-9][a-z0-9.-]*(\[[a-z,]+\])?==\S+( ; .+)? \\")


def entries(path: Path) -> list[str]:
    """The requirements of a list, each with its hashes, joined to one line."""
    text = "\n".join(line for line in path.read_text().splitlines() if not line.strip().startswith("#"))
    return [block.strip() for block in re.split(r"\n(?=\S)", text) if block.strip()]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_requirement_is_exact_and_hashed(path: Path) -> None:
    found = entries(path)
    assert found
    for entry in found:
        assert PINNED.match(entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


@pytest.mark.parametrize("path", [*LISTS, *sorted((ROOT / "requirements").glob("*.in")), ROOT / "Makefile", ROOT / ".npmrc",
                                  ROOT / ".ci/run"], ids=lambda path: path.name)
def test_no_list_names_an_index_or_a_host(path: Path) -> None:
    assert not [line for line in path.read_text().splitlines() if ADDRESS.search(line)]


def test_the_lock_of_the_pages_names_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def names(path: Path) -> set[str]:
    return {re.match(r"[a-z0-9.-]+", entry).group() for entry in entries(path)}  # type: ignore[union-attr]


def wanted(*groups: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [line for group in groups for line in (project["optional-dependencies"][group] if group else project["dependencies"])]
    return {re.match(r"[a-z0-9-]+", line).group() for line in lines} - {"halfkilo"}  # type: ignore[union-attr]


def test_the_lists_hold_everything_that_the_project_asks_for() -> None:
    assert wanted("", "postgres", "film") <= names(ROOT / "requirements/run.txt")
    assert wanted("", "test", "postgres", "film", "body") <= names(ROOT / "requirements/test.txt")
    assert wanted("campaign") <= names(ROOT / "requirements/campaign.txt")
    assert wanted("front") <= names(ROOT / "requirements/front.txt")


def test_tests_run_on_the_versions_that_people_run() -> None:
    run = {entry.split(" ")[0] for entry in entries(ROOT / "requirements/run.txt")}
    assert run <= {entry.split(" ")[0] for entry in entries(ROOT / "requirements/test.txt")}


def test_the_page_about_dependencies_names_each() -> None:
    page = (ROOT / "docs/dependencies.md").read_text()
    package = json.loads((ROOT / "package.json").read_text())
    groups = ("", "test", "postgres", "film", "body", "campaign", "front")
    for name in wanted(*groups) | set(package["dependencies"]) | set(package["devDependencies"]):
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", page), name


def make(folder: Path, *words: str) -> str:
    """What make prints; free of the make that may be running these tests."""
    around = {key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "ARGS"}}
    return subprocess.run(["make", *words], cwd=folder, capture_output=True, text=True, check=True, env=around).stdout


def test_make_offers_every_command() -> None:
    said = make(ROOT, "help")
    assert {line.split()[1] for line in said.splitlines()} >= {"run", "test", "campaign", "bench", "lint", "lock", "front"}


def test_the_pipeline_is_make_test() -> None:
    text = (ROOT / ".ci/run").read_text()
    assert "make test" in text and len(text.splitlines()) <= 3 and os.access(ROOT / ".ci/run", os.X_OK)


def test_steps_already_taken_are_not_taken_again(tmp_path: Path) -> None:
    """With all stamps younger than what they read, `make run` goes straight to serving."""
    for name in ("Makefile", "pyproject.toml", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "src/halfkilo/web/front").mkdir(parents=True)
    first = make(tmp_path, "-n", "run")
    assert "--require-hashes" in first and "--no-deps" in first and "scripts/front.py" in first
    (tmp_path / ".make").mkdir()
    for stamp in ("venv", "run", "front"):
        (tmp_path / ".make" / stamp).touch()
    again = make(tmp_path, "-n", "run")
    assert again.split() == [".venv/bin/halfkilo", "serve"]


def test_a_python_without_its_venv_part_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError('packaged separately')")
    done = subprocess.run([sys.executable, str(ROOT / "scripts/venv.py"), str(tmp_path / "made")], capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": str(tmp_path)}, check=False)
    assert done.returncode == 2 and "python3-venv" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "made").exists()


def test_pages_built_from_these_very_sources_are_not_built_again(tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/front.py", tmp_path / "scripts")
    front = tmp_path / "src/halfkilo/web/front"
    front.mkdir(parents=True)
    (front / "base.ts").write_text("export {};")
    figures = tmp_path / "src/halfkilo/body/figure"
    figures.mkdir(parents=True)
    (figures / "tones.json").write_text("{}")
    digest = subprocess.run([sys.executable, "-c", "import front; print(front.digest())"], cwd=tmp_path / "scripts", capture_output=True,
                            text=True, check=True).stdout
    dist = tmp_path / "src/halfkilo/web/static/dist"
    dist.mkdir(parents=True)
    (dist / "built-from.txt").write_text(digest)
    done = subprocess.run([sys.executable, "scripts/front.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "built already" in done.stdout
    (front / "base.ts").write_text("export const changed = 1;")
    other = subprocess.run([sys.executable, "-c", "import front; print(front.digest())"], cwd=tmp_path / "scripts", capture_output=True,
                           text=True, check=True).stdout
    assert other != digest
