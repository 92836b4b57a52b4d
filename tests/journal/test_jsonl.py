"""The journal in one file: appended durably, never doubled, and every bad line named."""

import multiprocessing
from pathlib import Path

import pytest

from halfkilo.journal.entry import Entry
from halfkilo.journal.jsonl import JsonLinesStore, load
from halfkilo.journal.store import Fate
from halfkilo.strict import Malformed
from tests.life import BACK, LIFT, Life


@pytest.fixture
def person() -> Life:
    life = Life({BACK: 3})
    life.outing(0, LIFT, 10_000, 12)
    return life


def test_kept_then_known_then_refused_with_other_bytes(tmp_path, person):
    store = JsonLinesStore(tmp_path / "j.jsonl")
    entry = person.entries[-1]

    assert {result.fate for result in store.append("", person.entries)} == {Fate.KEPT}
    assert {result.fate for result in store.append("", person.entries)} == {Fate.KNOWN}
    other = Entry(entry.id, entry.at, entry.author, entry.kind, entry.version, {"on": "2026-03-03", "pain": {"low_back": 9}})
    assert store.append("", [other])[0].fate is Fate.REFUSED
    assert store.state() == person.state


def test_the_same_bad_entry_leaves_nothing_half_written(tmp_path, person):
    store = JsonLinesStore(tmp_path / "j.jsonl")
    bad = Entry(person.id(), person.entries[0].at, "person", "morning", 1, {"on": "2026-03-03", "pain": {"low_back": 11}})
    results = store.append("", [person.entries[0], bad])

    assert [result.fate for result in results] == [Fate.KEPT, Fate.REFUSED]
    assert "low_back" in results[1].problem
    assert len(list(store.entries())) == 1


def test_a_torn_line_is_named_by_its_number(tmp_path, person):
    path = tmp_path / "j.jsonl"
    path.write_text(person.entries[0].line + "\n" + person.entries[1].line[:40])
    with pytest.raises(Malformed, match=r"j\.jsonl, line 2"):
        load(path)


def test_latin_one_is_named(tmp_path, person):
    path = tmp_path / "j.jsonl"
    path.write_bytes(person.entries[0].line.replace("112", "grün").encode("latin-1"))
    with pytest.raises(Malformed, match="UTF-8"):
        load(path)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "j.jsonl"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(Malformed, match="split the file"):
        load(path)


def _append(path: Path, entries: list[Entry]) -> None:
    JsonLinesStore(path).append("", entries)


def test_three_writers_at_once_double_nothing(tmp_path, person):
    path = tmp_path / "j.jsonl"
    writers = [multiprocessing.get_context("fork").Process(target=_append, args=(path, person.entries[index:])) for index in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [entry.id for entry in load(path)] == [entry.id for entry in sorted(person.entries, key=lambda entry: entry.order)]
