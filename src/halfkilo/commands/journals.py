"""`halfkilo schema`, `check`, `import`, `export`: journals and logs, from files and into them."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from halfkilo.commands.records import Record, pieces, record, whole
from halfkilo.commands.told import Trouble, say, told
from halfkilo.exchange import beside, ins, lines, logfile, outs
from halfkilo.exchange.brought import against
from halfkilo.exchange.errors import ExchangeError
from halfkilo.journal.entry import Entry
from halfkilo.journal.store import Fate
from halfkilo.words import has
from halfkilo.words import say as sentence

SHOWN = 50


@told
def schema(table: bool = False) -> None:
    """Print the JSON Schema of a journal line, or what each of its values means as a table (CSV)."""
    from halfkilo.exchange import dictionary
    from halfkilo.journal.kinds import journal_schema

    if table:
        say(dictionary.lines().decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n"))
        return
    say(json.dumps(journal_schema(), indent=1, ensure_ascii=False))


@told
def check(path: Path) -> None:
    """Name every line of a journal file that does not fit."""
    with path.open("rb") as file:
        found = _trial(file, {})
    for one in found.refused:
        say(f"{path.name}, line {one.line}: {one.problem}")
    if found.refusals > len(found.refused):
        say(f"... and {found.refusals - len(found.refused)} more.")
    if not found.clean:
        raise Trouble(f"{found.refusals} {_lines(found.refusals)} to look at; {found.would_add} are fine.")
    twice = f"; {found.known} stand there twice, with the same content" if found.known else ""
    say(f"All {found.would_add} entries fit{twice}.")


@told
def bring_in(path: Path, person: str | None, journal: Path | None, data: Path | None, *, answers: Sequence[str], dry_run: bool,
             partly: bool) -> None:
    """Import a journal, or what another program wrote; the file's content says what it is."""
    found = record(person, journal, data)
    with path.open("rb") as file:
        kind = _kind(file)
        ours = kind is ins.Kind.JOURNAL
        entries = _from_journal(path, file, found, partly) if ours else _from_other(path, file, kind, found, answers, partly)
    if dry_run:
        say(f"Nothing was written. It would add {len(entries)} {_entries(len(entries))}{_by_kind(entries)}.")
        return
    kept, refused = _append(found, entries, partly)
    say(f"Added {kept} {_entries(kept)}.")
    if refused:
        raise Trouble("\n".join(refused[:SHOWN]))


@told
def send_out(out: str, person: str | None, journal: Path | None, data: Path | None, *, form: outs.Format,
             with_report: bool = False) -> None:
    """Export everything in one of the formats that there are. with_report: the visit report goes along, in FHIR."""
    if with_report and form not in (outs.Format.FHIR, outs.Format.FHIR_R4B):
        raise Trouble("Only FHIR has a place for the report. Write it by itself: halfkilo report -o visit.pdf.")
    found = record(person, journal, data)
    if journal is not None and not journal.exists():
        raise Trouble(f"There is no file {journal}.")
    if out == "-":
        _write(found, sys.stdout.buffer, form, None, with_report)
        return
    path = Path(out)
    if path.exists():
        raise Trouble(f"{path} is there already. Name another file, or move it away.")
    draft, left = path.with_name(f"{path.name}.part"), dict[str, int]()
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            count = _write(found, file, form, left, with_report)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    what = _entries(count) if form is outs.Format.JSONL else outs.ABOUT[form].what
    say(f"{count} {what} in {path}.")
    if left:
        say(f"  not in it, because a file never decides these: {_counted(left)}")


def _write(found: Record, file: BinaryIO, form: outs.Format, left: dict[str, int] | None = None, with_report: bool = False) -> int:
    from halfkilo.commands.report import resource

    try:
        also = [resource(found, form)] if with_report else []
        return outs.write(form, found.entries(), file, found.key or "person", left, also)
    except ExchangeError as problem:
        raise Trouble(str(problem)) from problem


def _kind(file: BinaryIO) -> ins.Kind:
    try:
        return ins.kind_of(file)
    except ExchangeError as problem:
        raise Trouble(str(problem)) from problem


def _from_journal(path: Path, file: BinaryIO, found: Record, partly: bool) -> list[Entry]:
    known = lines.digests(found.entries())
    trial = _trial(file, known)
    say(f"{path.name}: {trial.would_add} new, {trial.known} known already, {trial.refusals} refused.")
    for one in trial.refused[:SHOWN]:
        say(f"  line {one.line}: {one.problem}")
    if not trial.clean and not partly:
        raise Trouble("Nothing was written. Mend the lines above, or take the others with --partly.")
    return _beside(lines.whole(file, known), found, known)


def _beside(entries: Sequence[Entry], found: Record, known: dict[str, str]) -> list[Entry]:
    """What may stand beside what is here; says what stays outside, and why."""
    brought = beside.journal(entries, list(found.entries()), _settings(found, ()))
    if brought.passed:
        say("This record has answers or sessions of its own. Sets come in as history; what loads are decided from stays outside.")
        say("To carry the other journal on as it is, bring it into an empty account or file.")
    _passed(brought.passed)
    return list(against(brought.entries, known).fresh)


def _trial(file: BinaryIO, known: dict[str, str]) -> lines.Trial:
    try:
        return lines.trial(file, known)
    except ExchangeError as problem:
        raise Trouble(str(problem)) from problem


def _from_other(path: Path, file: BinaryIO, kind: ins.Kind, found: Record, answers: Sequence[str], partly: bool) -> list[Entry]:
    here = list(found.entries())
    try:
        read = ins.bring(file, kind, _settings(found, answers), here)
    except ExchangeError as problem:
        raise Trouble(str(problem)) from problem
    say(f"{path.name}: {read.name}, {len(read.entries)} {_entries(len(read.entries))}.")
    for one in read.problems[:SHOWN]:
        say(f"  {one.place}: {one.problem}{'' if one.kept else ' (left out)'}")
    if len(read.problems) > SHOWN:
        say(f"  ... and {len(read.problems) - SHOWN} more.")
    _passed(read.passed)
    if read.waiting:
        raise Trouble("\n".join(["Before anything is taken in, please answer:", *_asked(read.questions),
                                 "Answer with --answer KEY=VALUE, as often as needed."]))
    if any(not one.kept for one in read.problems) and not partly:
        raise Trouble("Nothing was written. Mend what was left out, or take the others with --partly.")
    return _new(read.entries, lines.digests(here), partly)


def _new(entries: Sequence[Entry], known: dict[str, str], partly: bool) -> list[Entry]:
    """The entries that do not stand there yet.

    Raises:
        Trouble: some stand there with other content, and only all or nothing was asked for.
    """
    found = against(entries, known)
    for entry in found.other[:SHOWN]:
        about = entry.body.get("exercise") or entry.body.get("measure") or entry.kind
        say(f"  {entry.body.get('on', entry.at[:10])} {about}: stands there already, and says something else (or was answered otherwise)")
    if found.other and not partly:
        raise Trouble("Nothing was written. What stands there stays as it is; take the others with --partly.")
    say(f"  {found.known} known already.")
    return list(found.fresh)


def _settings(found: Record, answers: Sequence[str]) -> logfile.Settings:
    given = dict(answer.rpartition("=")[::2] for answer in answers)
    mapping = {key.removeprefix("map:"): value for key, value in given.items() if key.startswith("map:")}
    from halfkilo.exercises import catalogue

    unknown = [slug for slug in mapping.values() if slug and slug not in catalogue()]
    if unknown:
        raise Trouble(f"No exercise is called {unknown[0]!r}. Names are as in `halfkilo today --json`, such as seated_row.")
    today = datetime.now(found.zone).date()
    return logfile.Settings(found.key, found.zone, today, given, mapping)


def _asked(questions: Sequence[logfile.Question]) -> Iterator[str]:
    for question in questions:
        if question.needed:
            yield f"  {sentence(f'import.{question.id}.ask', about=question.about, example=question.example)}"
            yield f"    {question.key}={'|'.join(question.options)}"


def _append(found: Record, entries: Sequence[Entry], partly: bool) -> tuple[int, list[str]]:
    kept, refused = 0, []
    with whole(found):
        for piece in pieces(found, entries):
            for result in found.append(piece):
                kept += result.fate is Fate.KEPT
                if result.fate is Fate.REFUSED:
                    refused.append(f"{result.id}: {result.problem}")
        if refused and not partly:
            raise Trouble("\n".join(["Nothing was written:", *refused[:SHOWN], "Take the others with --partly."]))
    return kept, refused


def _passed(counts: Mapping[str, int]) -> None:
    for what, count in counts.items():
        say(f"  passed over: {count} {_name(what)}")


def _by_kind(entries: Sequence[Entry]) -> str:
    """What kinds of entries they are, the most first."""
    return f": {_counted(Counter(one.kind for one in entries))}" if entries else ""


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{_name(what)} ({count})" for what, count in sorted(counts.items(), key=lambda pair: -pair[1]))


def _name(what: str) -> str:
    """A kind of entry by its name for people; other words as they are."""
    if not has(f"import.kind.{what}"):
        return what
    name = sentence(f"import.kind.{what}")
    return name[0].lower() + name[1:]


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"


def _entries(count: int) -> str:
    return "entry" if count == 1 else "entries"
