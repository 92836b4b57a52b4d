"""`halfkilo export --format` and `halfkilo import`: a file is known by its content, tried before it is taken, and taken once."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.exchange.errors import FileRefused
from halfkilo.exchange.ins import Kind, kind_of
from halfkilo.exchange.outs import ABOUT, Format
from halfkilo.journal.entry import uuid7
from halfkilo.journal.jsonl import JsonLinesStore, load
from halfkilo.journal.kinds import make
from halfkilo.journal.kinds.morning import Body as Morning
from halfkilo.units import Region
from tests.exchange.sets import session
from tests.exchange.test_apple import export as apple
from tests.exchange.test_fhir import every
from tests.exchange.test_logs_out import WGER
from tests.exchange.test_omh_and_parquet import READINGS

RUN = CliRunner()


def run(*words: object, code: int = 0) -> str:
    done = RUN.invoke(app, list(map(str, words)))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "asha.jsonl"
    kept = [one for one in every() if one.kind not in ("set_done", "session_opened")]
    readings = [replace(one, id=uuid7(5000 + number, bytes(10))) for number, one in enumerate(READINGS)]
    results = JsonLinesStore(path).append("", [*session(10), *kept, *readings])
    assert {one.fate.value for one in results} == {"kept"}
    return path


KINDS = {Format.JSONL: Kind.JOURNAL, Format.FHIR: Kind.FHIR, Format.FHIR_R4B: Kind.FHIR, Format.FIT: Kind.FIT_ZIP, Format.STRONG: Kind.LOG,
         Format.HEVY: Kind.LOG, Format.FITNOTES: Kind.LOG, Format.WGER: Kind.WGER, Format.OMH: Kind.OMH}


@pytest.mark.parametrize("form", list(Format))
def test_every_format_goes_out_is_known_by_its_content_and_adds_nothing_where_it_came_from(
    form: Format, journal: Path, tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    said = run("export", out, "--journal", journal, "--format", form.value)
    assert f"in {out}" in said and out.stat().st_size > 100
    outside = "not in it, because a file never decides these: answers to offers (1), approvals by a clinician (1)"
    assert (outside in said) is (form in (Format.FHIR, Format.FHIR_R4B))
    before = journal.read_bytes()
    if form in (Format.CSV, Format.PARQUET):
        assert "JSON Lines file instead" in run("import", out, "--journal", journal, "--dry-run", code=1)
        return
    with out.open("rb") as file:
        assert kind_of(file) is KINDS[form] and file.tell() == 0
    run("import", out, "--journal", journal, "--dry-run", "--answer", "per_side=each")
    assert journal.read_bytes() == before
    assert "Added 0 entries" in run("import", out, "--journal", journal, "--answer", "per_side=each"), form
    assert journal.read_bytes() == before


@pytest.mark.parametrize("form", [Format.FHIR, Format.FIT, Format.STRONG, Format.WGER, Format.OMH])
def test_elsewhere_it_is_taken_in_once(form: Format, journal: Path, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere.jsonl"
    run("export", out, "--journal", journal, "--format", form.value)
    dry = run("import", out, "--journal", elsewhere, "--dry-run", "--answer", "per_side=each")
    assert "Nothing was written. It would add" in dry and not elsewhere.exists()
    run("import", out, "--journal", elsewhere, "--answer", "per_side=each")
    count = len(load(elsewhere))
    assert count > 0 and {one.kind for one in load(elsewhere)}.isdisjoint({"set_done", "cleared", "limit_set", "answered"})
    assert "Added 0 entries" in run("import", out, "--journal", elsewhere, "--answer", "per_side=each")
    assert len(load(elsewhere)) == count


def test_apple_health_and_a_changed_day(tmp_path: Path) -> None:
    file, journal = tmp_path / "whatever.bin", tmp_path / "j.jsonl"
    file.write_bytes(apple())
    said = run("import", file, "--journal", journal)
    assert "Apple Health, 7 entries" in said and "passed over: 1 other kinds of records" in said and "Added 7 entries" in said
    file.write_bytes(apple().replace(b'value="2000"', b'value="2100"'))
    said = run("import", file, "--journal", journal, code=1)
    assert "2026-11-18 steps: stands there already" in said and "Nothing was written" in said
    assert "Added 0" in run("import", file, "--journal", journal, "--partly")


@pytest.mark.hazard("H05")
def test_a_file_does_not_say_how_it_hurt_on_days_with_sessions_here(tmp_path: Path) -> None:
    here, there, out = tmp_path / "here.jsonl", tmp_path / "there.jsonl", tmp_path / "out"
    days = [("2026-11-19", 1), ("2026-11-20", 2), ("2026-11-21", 3), ("2027-03-01", 4)]
    mornings = [make("morning", Morning(date.fromisoformat(on), {Region.KNEE_LEFT: 0}), at=f"{on}T07:00:00+05:30", author="person",
                     id=uuid7(9000 + number, bytes(10))) for on, number in days]
    JsonLinesStore(here).append("", session())
    JsonLinesStore(there).append("", mornings)
    for form in ("fhir", "omh"):
        run("export", out, "--journal", there, "--format", form)
        said = run("import", out, "--journal", here, "--partly", "--dry-run")
        assert "passed over: 2 answers about pain from days that count here" in said and "would add 1 entry" in said, said
        assert "lies in the future" in said
        out.unlink()


@pytest.mark.hazard("H05")
def test_a_journal_beside_ones_own_is_told_apart_and_comes_home_to_an_empty_one(tmp_path: Path) -> None:
    here, home, file = tmp_path / "here.jsonl", tmp_path / "home.jsonl", tmp_path / "file.jsonl"
    JsonLinesStore(here).append("", session())
    calm = make("morning", Morning(date(2026, 11, 21), {Region.KNEE_LEFT: 0}), at="2026-11-21T07:00:00+05:30", author="person",
                id=uuid7(9, bytes(10)))
    JsonLinesStore(file).append("", [*session(4), calm])
    said = run("import", file, "--journal", here, "--dry-run")
    assert "answers or sessions of its own" in said and "passed over: 1 answers about pain" in said
    assert "passed over: 7 exercises that stand here" in said and "would add 1 entry: earlier training (1)" in said, said
    assert "Added 9 entries" in run("import", file, "--journal", home)
    assert set(home.read_bytes().splitlines()) == set(file.read_bytes().splitlines())


def test_a_set_that_was_changed_elsewhere_is_named_and_what_stands_here_stays(tmp_path: Path) -> None:
    journal, out = tmp_path / "j.jsonl", tmp_path / "out"
    JsonLinesStore(journal).append("", session())
    run("export", out, "--journal", journal, "--format", "fhir")
    out.write_text(out.read_text().replace('"value": 12.5', '"value": 40'))
    assert "seated_row: stands there already" in run("import", out, "--journal", journal, code=1)
    assert "Added 0" in run("import", out, "--journal", journal, "--partly")


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    for name in ("export.xml", "a.fit"):
        file = tmp_path / "x.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b"<" + b" " * 20_000_000)
        assert "would swell to 20 MB" in run("import", file, "--journal", tmp_path / "j.jsonl", code=1)


def test_one_place_that_is_not_understood_stops_everything_unless_the_rest_is_wanted(tmp_path: Path) -> None:
    file, journal = tmp_path / "x", tmp_path / "j.jsonl"
    rows = [*WGER["results"][:2], 7]
    file.write_text(json.dumps({"results": rows}))
    assert "line 3: is not an object (left out)" in run("import", file, "--journal", journal, code=1) and not journal.exists()
    assert "Added 2 entries" in run("import", file, "--journal", journal, "--partly")


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


@pytest.mark.parametrize(("data", "said"), [
    (b"PK\x03\x04torn", "not whole"), (zipped(letter__txt=b"hello"), "neither FIT"), (b"[1]", "none that is understood"),
    (zipped(a__fit=b"no fit"), "a.fit: The FIT file is not whole"), (b"<html/>", "begins with html"), (b"name,colour\na,b\n", "not a log")])
def test_what_nobody_understands_is_said_in_one_line_and_nothing_is_written(data: bytes, said: str, tmp_path: Path) -> None:
    file, journal = tmp_path / "x", tmp_path / "j.jsonl"
    file.write_bytes(data)
    assert said in run("import", file, "--journal", journal, code=1)
    assert not journal.exists()


@pytest.mark.parametrize(("data", "kind"), [
    (b'\xef\xbb\xbf{"id":"x","kind":"note"}\n', Kind.JOURNAL), (b'{"torn": ', Kind.JOURNAL), (b"", Kind.LOG),
    (b'{"id":"x","kind":"note","body":{"text":"\\"resourceType\\":"}}\n', Kind.JOURNAL), (b'{"resourceType" : "Bundle"}', Kind.FHIR),
    (b'  <?xml version="1.0"?>', Kind.APPLE)])
def test_a_file_is_known_by_its_content(data: bytes, kind: Kind) -> None:
    assert kind_of(io.BytesIO(data)) is kind


def test_every_format_is_described() -> None:
    assert set(ABOUT) == set(Format)


@pytest.mark.parametrize(("code", "stranger"), [
    ("import halfkilo.exchange.ins, halfkilo.exchange.outs, halfkilo.cli", ("fhir", "fit_tool", "pyarrow", "pydantic")),
    ("import halfkilo.exchange.fhir.out, halfkilo.exchange.fit.out, halfkilo.exchange.parquet_out", ("fhir", "fit_tool", "pyarrow"))])
def test_libraries_of_formats_are_not_loaded_before_they_are_needed(code: str, stranger: tuple[str, ...]) -> None:
    asked = f"import sys; {code}; print([name for name in {stranger!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("made", [lambda: b"PK" + b"\0" * 40, lambda: b"{" * 5])
def test_kind_of_never_ends_in_a_traceback(made: Callable[[], bytes]) -> None:
    try:
        kind_of(io.BytesIO(made()))
    except FileRefused as refused:
        assert str(refused)
