"""Everything out and in again elsewhere: JSON Lines byte for byte, CSV without formulas."""

from __future__ import annotations

import csv
import io
import json
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.exchange import dictionary, lines, tables_out
from halfkilo.exchange.cells import bare, quoted
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.journal.entry import Entry, uuid7
from halfkilo.journal.kinds import kinds, make
from halfkilo.journal.kinds.note import Body as Note
from halfkilo.journal.store import Fate
from halfkilo.strict import plain

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=200)
NUMBERS = st.integers(0, 2**47)


def note(text: str, number: int = 1, author: str = "person") -> Entry:
    return make("note", Note("remark", text), at="2026-11-22T07:30:00+05:30", author=author, id=uuid7(number, bytes(10)))


def every_kind() -> list[Entry]:
    return [make(kind.name, kind.example, at="2026-11-22T07:30:00+05:30", author="person", id=uuid7(number, bytes(10)))
            for number, kind in enumerate(kinds().values(), start=1)]


def out(entries: list[Entry]) -> bytes:
    return b"".join(lines.write(entries))


def taken(data: bytes, known: dict[str, str] | None = None) -> list[Entry]:
    return list(lines.fresh(io.BytesIO(data), known or {}))


@given(st.lists(st.tuples(NUMBERS, TEXT), max_size=20, unique_by=lambda pair: pair[0]))
def test_what_goes_out_comes_in_again_byte_for_byte(notes: list[tuple[int, str]]) -> None:
    data = out([note(text, number) for number, text in notes])
    assert out(taken(data)) == data


def test_every_kind_and_one_that_is_not_known_survive_the_way_out_and_in() -> None:
    strange = Entry(uuid7(99, bytes(10)), "2026-11-22T07:30:00Z", "clinician:rao", "from_later", 7, {"pi": 3.5, "deep": [{"x": None}]})
    data = out([*every_kind(), strange])
    assert out(taken(data)) == data
    assert all(entry.imported for entry in taken(data))


def test_an_imported_clinician_is_only_claimed() -> None:
    (entry,) = taken(out([note("All clear", author="clinician:rao")]))
    assert entry.author == "clinician:rao" and not entry.by_clinician


def test_a_dry_run_says_what_would_be_added_what_is_known_and_what_is_refused_by_line() -> None:
    first, second = note("one", 1), note("two", 2)
    data = (first.line + "\n\n" + second.line + "\n" + note("other", 1).line + "\n"
            + second.line.replace('"version":1', '"version":true') + "\nnot json\n").encode()
    data += b'{"torn": \xff\n' + first.line[:40].encode()
    found = lines.trial(io.BytesIO(data), lines.digests([first]))
    assert (found.would_add, found.known, found.refusals, found.clean) == (1, 1, 5, False)
    assert [one.line for one in found.refused] == [4, 5, 6, 7, 8]
    assert "never changed" in found.refused[0].problem
    assert "version" in found.refused[1].problem
    assert "UTF-8" in found.refused[3].problem
    assert "torn" in found.refused[4].problem
    assert found.kinds == {"note": 1}


def test_the_same_entry_twice_in_a_file_counts_once() -> None:
    found = lines.trial(io.BytesIO(out([note("one"), note("one")])), {})
    assert (found.would_add, found.known) == (1, 1)


def test_a_second_import_adds_nothing() -> None:
    entries = every_kind()
    assert taken(out(entries), lines.digests(entries)) == []


@pytest.mark.parametrize("bad", ['{"a":NaN}', "[]", "true", '{"id":1,"id":1}', "[" * 5000])
def test_a_bad_line_is_refused_and_the_next_one_is_read(bad: str) -> None:
    found = list(lines.judged(io.BytesIO(bad.encode() + b"\n" + out([note("fine")])), {}))
    assert [one.fate for one in found] == [Fate.REFUSED, Fate.KEPT]


def test_a_line_without_end_does_not_fill_the_memory_and_the_next_one_is_read() -> None:
    found = list(lines.judged(io.BytesIO(b"x" * 1_000_000 + b"\n" + out([note("fine")])), {}))
    assert [(one.line, one.fate) for one in found] == [(1, Fate.REFUSED), (2, Fate.KEPT)]
    assert "bytes long" in found[0].problem


class Sparse(io.BytesIO):
    """A file that is 200 MB long and holds nothing: only its size may be asked for."""

    def seek(self, position: int, whence: int = 0) -> int:
        return 200_000_000 if whence == 2 else super().seek(position, whence)

    def readline(self, size: int | None = -1) -> bytes:
        raise AssertionError("read before its size was looked at")


def test_a_file_of_200_megabytes_is_refused_with_what_to_do() -> None:
    with pytest.raises(FileRefused, match="Split it") as refused:
        lines.trial(Sparse(), {})
    assert refused.value.reason is Reason.TOO_LARGE


@pytest.mark.hazard("H24")
@given(st.integers(0, 400))
def test_a_file_cut_anywhere_keeps_every_whole_line_and_names_the_torn_one(cut: int) -> None:
    data = out([note("one", 1), note("two", 2)])[:cut]
    whole = [_whole(line) for line in data.splitlines()]
    found = lines.trial(io.BytesIO(data), {})
    assert (found.would_add, found.refusals) == (whole.count(True), whole.count(False))
    assert [one.line for one in found.refused] == [number for number, good in enumerate(whole, start=1) if not good]


def _whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


@given(TEXT)
def test_no_cell_begins_a_formula_and_every_cell_comes_back(text: str) -> None:
    cell = quoted(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert bare(cell) == text


def read_zip(entries: list[Entry]) -> dict[str, list[list[str]]]:
    file = io.BytesIO()
    tables_out.write(entries, file)
    with zipfile.ZipFile(file) as archive:
        return {name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))) for name in archive.namelist()}


@given(st.lists(TEXT, min_size=1, max_size=8))
def test_notes_of_any_text_come_back_from_csv(texts: list[str]) -> None:
    rows = read_zip([note(text, number) for number, text in enumerate(texts)])["note.csv"]
    place = rows[0].index("text")
    assert [bare(row[place]) for row in rows[1:]] == texts


def test_csv_has_a_file_per_kind_with_every_value_and_a_dictionary() -> None:
    entries = every_kind()
    files = read_zip(entries)
    assert set(files) == {f"{kind}.csv" for kind in kinds()} | {"dictionary.csv"}
    for entry in entries:
        header, row = files[f"{entry.kind}.csv"]
        cells = dict(zip(header, map(bare, row), strict=True))
        for name, value in plain(kinds()[entry.kind].example).items():
            assert cells[name] == value if isinstance(value, str) else json.loads(cells[name]) == value
    described = {(row[0], row[1]) for row in files["dictionary.csv"][1:]}
    assert ("other.csv", "body") in described and ("profiled.csv", "places[].usual") in described
    assert all(all(row) for row in files["dictionary.csv"])
    assert all((name, column) in described for name, rows in files.items() if name != "dictionary.csv" for column in rows[0])


def test_every_field_of_every_kind_has_a_type_and_a_meaning_and_no_meaning_is_left_over() -> None:
    said = tomllib.loads((Path(dictionary.__file__).with_suffix(".toml")).read_text(encoding="utf-8"))
    used = set()
    for kind in kinds().values():
        places = dict(dictionary.fields_of(kind))
        assert all(places.values())
        silent = [place for place in places if not dictionary.meaning(kind.name, place)]
        assert not silent, f"exchange/dictionary.toml does not say what {silent} of {kind.name} mean"
        assert set(said.pop(kind.name, {})) <= set(places), kind.name
        used |= {name for place in places for name in (place, place.rpartition(".")[2])}
    assert set(said) == {"any"} and set(said["any"]) - {"doc"} <= used


def test_the_dictionary_of_json_lines_names_every_place_in_a_line() -> None:
    rows = list(csv.DictReader(io.StringIO(dictionary.lines().decode("utf-8-sig"), newline="")))
    there = {(row["kind"], row["place"]) for row in rows}
    assert all(row["meaning"] and row["type"] for row in rows)
    for entry in every_kind():
        line = json.loads(entry.line)
        assert {("every line", name) for name in line} <= there | {("every line", "body")}
        assert {(entry.kind, f"body.{name}") for name in line["body"]} <= there
    places = dict(dictionary.fields_of(kinds()["profiled"]))
    assert places["places[].usual"] == "integer from 0 to 10" and places["places[].region"].startswith("one of neck, ")


def test_an_unknown_kind_goes_to_a_file_of_its_own_as_json() -> None:
    strange = Entry(uuid7(99, bytes(10)), "2026-11-22T07:30:00Z", "person", "from_later", 7, {"pi": 3.5})
    rows = read_zip([strange])["other.csv"]
    assert rows[1][-2:] == ["from_later", '{"pi":3.5}']


def test_the_same_journal_gives_the_same_zip() -> None:
    one, two = io.BytesIO(), io.BytesIO()
    tables_out.write(every_kind(), one)
    tables_out.write(every_kind(), two)
    assert one.getvalue() == two.getvalue()
