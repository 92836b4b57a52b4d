"""The `halfkilo` command: what it says, what it ends with, and that it never shows a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfkilo import strict
from halfkilo.cli import app
from halfkilo.commands import doctor
from halfkilo.dose import Session
from halfkilo.journal.entry import parse
from halfkilo.journal.fold import fold
from halfkilo.journal.jsonl import load
from halfkilo.strict import plain
from halfkilo.words import strictly
from tests.life import DAY0, begun

RUN = CliRunner()
HEVY = ('"title","start_time","exercise_title","set_index","set_type","weight_kg","reps","duration_seconds","rpe"\n'
        '"Legs","6 Oct 2026, 16:19","Goblet Squat (Dumbbell)",0,"normal",12,10,,8.5\n')


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Asha's journal up to the first check-in."""
    return begun(tmp_path / "asha.jsonl")


def run(*words: str | Path, code: int = 0, stdin: str = "") -> str:
    """Standard output and error of a command in this process."""
    done = RUN.invoke(app, [str(word) for word in words], input=stdin)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output and (done.exception is None or isinstance(done.exception, SystemExit))
    return done.output


def process(*words: str | Path, **around: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own."""
    return subprocess.run([sys.executable, "-m", "halfkilo.cli", *map(str, words)], capture_output=True, text=True, check=False,
                          env=os.environ | around)


def test_today_says_the_session_and_every_reason_in_sentences(journal: Path) -> None:
    said = run("today", "--journal", journal, "--on", DAY0.isoformat(), "--minutes", "20")
    first, *rest = said.splitlines()
    assert first.startswith("Monday 2 March. 20 minutes") and "the stairs" in first
    assert any(line.startswith("      ") and line.endswith(".") for line in rest)


def test_today_as_json_proposes_an_entry_that_the_journal_takes(journal: Path) -> None:
    read = json.loads(run("today", "--journal", journal, "--on", DAY0.isoformat(), "--json"))
    assert read["session"]["status"] == "ready" and read["session"]["parts"]
    assert plain(strict.read(Session, read["session"])) == read["session"] and len(read["session"]["basis"]) == 16
    entry = parse(json.dumps(read["proposed"]))
    assert entry.kind == "proposed" and entry.author == "site" and entry.id == read["session"]["decision"]
    entries = load(journal)
    assert entry.order > entries[-1].order
    assert fold([*entries, entry])["decision"]["id"] == entry.id
    with journal.open("a") as file:
        file.write(json.dumps(read["proposed"]) + "\n")
    again = json.loads(run("today", "--journal", journal, "--on", DAY0.isoformat(), "--json"))
    assert again["proposed"]["id"] == entry.id  # its own decision is no new fact


def test_today_of_an_earlier_day_knows_only_what_was_known_then(journal: Path) -> None:
    read = json.loads(run("today", "--journal", journal, "--on", "2025-12-01", "--json"))
    assert read["session"]["status"] == "needs_screen" and read["proposed"] is None
    assert "health questions" in run("today", "--journal", journal, "--on", "2025-12-01")


def test_today_in_a_process_of_its_own_never_meets_django_or_the_body(journal: Path) -> None:
    code = ("import sys; from halfkilo.cli import app; app(sys.argv[1:], standalone_mode=False); "
            "print([name for name in ('django', 'mujoco', 'numpy', 'asyncio', 'halfkilo.web') if name in sys.modules], file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code, "today", "--journal", str(journal), "--on", DAY0.isoformat()],
                          capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(("words", "code"), [
    (["today", "--journal", "nowhere.jsonl", "--on", "2026-03-02"], 1), (["today", "--journal", "x"], 2),
    (["today", "--journal", "x", "--on", "yesterday"], 2), (["check", "nowhere.jsonl"], 1),
    (["import", "nowhere.csv", "--journal", "x.jsonl"], 1),
    (["export", "out.jsonl"], 1), (["export", "out.jsonl", "--person", "a", "--journal", "b"], 1),
    (["export", "out.jsonl", "--journal", "nowhere.jsonl"], 1), (["restore", "nowhere.zip", "--data", "fresh"], 1), (["no-such-thing"], 2)])
def test_what_does_not_work_is_said_without_a_traceback(
    words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = process(*words)
    assert done.returncode == code, done.stderr
    assert done.stderr.strip() and "Traceback" not in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_schema_as_a_table_says_what_each_value_means() -> None:
    said = run("schema", "--table")
    assert "set_done,body.grams,integer from 0 to" in said and said.startswith("kind,place,type,meaning\n")


def test_schema_describes_every_kind() -> None:
    from halfkilo.journal.kinds import kinds

    read = json.loads(run("schema"))
    assert {branch["title"] for branch in read["oneOf"]} == set(kinds())


@pytest.mark.hazard("H24")
def test_check_names_every_line_that_does_not_fit(journal: Path) -> None:
    assert "entries fit" in run("check", journal)
    lines = journal.read_text().splitlines()
    lines[2] = lines[2].replace('"version":1', '"version":true')
    lines[4] = lines[4][:40]
    journal.write_text("\n".join(lines) + "\n" + lines[0] + "\n")
    said = run("check", journal, code=1)
    assert "asha.jsonl, line 3: version" in said and "asha.jsonl, line 5: entry" in said and "2 lines to look at" in said


def test_a_journal_goes_out_and_in_again_elsewhere_identically(journal: Path, tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere.jsonl", tmp_path / "out.jsonl"
    assert "Nothing was written" in run("import", journal, "--journal", elsewhere, "--dry-run")
    assert not elsewhere.exists()
    run("import", journal, "--journal", elsewhere)
    assert "Added 0 entries" in run("import", journal, "--journal", elsewhere)
    run("export", out, "--journal", elsewhere)
    assert sorted(out.read_bytes().splitlines()) == sorted(journal.read_bytes().splitlines())
    assert out.stat().st_mode & 0o077 == 0
    assert "there already" in run("export", out, "--journal", elsewhere, code=1)
    assert process("export", "-", "--journal", elsewhere).stdout == out.read_text()


def test_one_bad_line_stops_an_import_unless_the_rest_is_wanted(journal: Path, tmp_path: Path) -> None:
    hurt, elsewhere = tmp_path / "hurt.jsonl", tmp_path / "elsewhere.jsonl"
    hurt.write_text(journal.read_text() + '{"torn": ')
    said = run("import", hurt, "--journal", elsewhere, code=1)
    assert "Nothing was written" in said and "line " in said
    assert not elsewhere.exists()
    run("import", hurt, "--journal", elsewhere, "--partly")
    assert len(load(elsewhere)) == len(load(journal))


def test_a_log_is_taken_in_only_after_its_questions_and_only_once(journal: Path, tmp_path: Path) -> None:
    log = tmp_path / "hevy.csv"
    log.write_text(HEVY)
    before = journal.read_bytes()
    said = run("import", log, "--journal", journal, code=1)
    assert "per_side:Goblet Squat (Dumbbell)=each|total|unknown" in said and journal.read_bytes() == before
    answers = ("--answer", "per_side=each", "--answer", "map:Goblet Squat (Dumbbell)=goblet_squat")
    assert "Added 1 entry" in run("import", log, "--journal", journal, *answers)
    assert "Added 0 entries" in run("import", log, "--journal", journal, *answers)
    assert "stands there already" in run("import", log, "--journal", journal, "--answer", "per_side=total", code=1)
    assert "No exercise is called" in run("import", log, "--journal", journal, "--answer", "map:x=no_such_thing", code=1)
    assert load(journal)[-1].body["mapped"] == "goblet_squat"


def test_export_as_csv(journal: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "out.zip", "--journal", journal, "--csv")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("morning.csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == sum(entry.kind == "morning" for entry in load(journal))
    assert json.loads(rows[0]["pain"]) == {"low_back": 3}


@pytest.mark.django_db(transaction=True)
def test_a_person_of_the_site_is_imported_into_and_exported_all_or_nothing(journal: Path, tmp_path: Path) -> None:
    from halfkilo.web import accounts

    accounts.make_person("Asha", "half-a-kilo-more", "UTC")
    assert "Nobody here is called" in run("import", journal, "--person", "ben", code=1)
    assert "Added" in run("import", journal, "--person", "Asha")
    run("export", tmp_path / "out.jsonl", "--person", "asha")
    assert sorted((tmp_path / "out.jsonl").read_bytes().splitlines()) == sorted(journal.read_bytes().splitlines())
    accounts.make_person("Ben", "half-a-kilo-more", "UTC")
    said = run("import", journal, "--person", "ben", code=1)  # Asha's ids are taken, so nothing of it is written
    assert "Nothing was written" in said
    run("export", tmp_path / "ben.jsonl", "--person", "ben")
    assert (tmp_path / "ben.jsonl").read_bytes() == b""


@pytest.mark.django_db(transaction=True)
def test_a_password_is_reset_and_an_easy_one_is_not_taken() -> None:
    from django.contrib.auth.models import User

    from halfkilo.web import accounts

    accounts.make_person("Asha", "half-a-kilo-more", "UTC")
    run("reset-password", "asha", code=1, stdin="12345\n12345\n")
    assert "Nobody here" in run("reset-password", "ben", code=1, stdin="another-long-one\nanother-long-one\n")
    run("reset-password", "Asha", stdin="another-long-one\nanother-long-one\n")
    assert User.objects.get(username="asha").check_password("another-long-one")


@pytest.mark.hazard("H25")
def test_the_doctor_notices_a_clock_on_its_factory_date() -> None:
    assert not doctor.clock(datetime(1970, 1, 2, tzinfo=UTC)).good
    assert doctor.clock(datetime.combine(date(2026, 11, 22), datetime.min.time(), UTC)).good


@pytest.mark.hazard("H23")
def test_the_doctor_notices_a_full_disk() -> None:
    assert not doctor.disk(10_000_000).good and doctor.disk(10_000_000_000).good


def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    fresh = process("doctor", "--data", tmp_path / "fresh")
    assert fresh.returncode == 0 and "in order" in fresh.stdout
    assert not (tmp_path / "fresh").exists()
    hurt = tmp_path / "hurt"
    hurt.mkdir(mode=0o755)
    (hurt / "halfkilo.sqlite3").write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    done = process("doctor", "--data", hurt)
    assert done.returncode == 1 and "LOOK" in done.stdout and "chmod 700" in done.stdout and "newest backup" in done.stdout
    assert "Traceback" not in done.stderr
    assert not doctor.python((3, 9)).good
    assert not doctor.chromium(lambda name: None).good and not doctor.chromium(lambda name: None).needed


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = process("backup", tmp_path / "out", HALFKILO_DATABASE_URL="mysql://x")
    assert done.returncode == 1 and "HALFKILO_DATABASE_URL" in done.stderr and "Traceback" not in done.stderr


def test_serve_prints_its_address_answers_refuses_a_restore_and_stops(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    around = {key: value for key, value in os.environ.items() if not key.startswith(("HALFKILO_", "DJANGO_"))}
    with subprocess.Popen([sys.executable, "-m", "halfkilo.cli", "serve", "--data", str(data), "--port", str(port), "--no-gym"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=around) as running:
        assert running.stdout is not None
        try:
            line = next(line for line in running.stdout if f"http://127.0.0.1:{port}/" in line or "does not answer" in line)
            assert "is ready" in line
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.status == 200
            made = subprocess.run([sys.executable, "-m", "halfkilo.cli", "backup", str(tmp_path / "out"), "--data", str(data)],
                                  env=around, capture_output=True, text=True, check=False)
            assert made.returncode == 0, made.stderr
            (zipped,) = (tmp_path / "out").glob("*.zip")
            refused = subprocess.run([sys.executable, "-m", "halfkilo.cli", "restore", str(zipped), "--data", str(data), "--replace"],
                                     env=around, capture_output=True, text=True, check=False)
            assert refused.returncode == 1 and "Stop it first" in refused.stderr
        finally:
            running.send_signal(signal.SIGINT)
        rest = running.stdout.read()
        assert running.wait(30) == 0
        assert "has stopped" in rest


def test_the_sentences_of_the_command_line_are_complete(journal: Path) -> None:
    with strictly():
        run("today", "--journal", journal, "--on", DAY0.isoformat(), "--minutes", "10")
