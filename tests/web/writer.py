"""Processes that write, for tests that need several or kill them.

`python -m tests.web.writer` makes the tables, then does what it is told line by line: `person`, `check PERSON`, and
`write PIPE PERSON COUNT [ID ...]`: another process, which puts one line per acknowledged entry into the pipe, after the
acknowledgement. `ended PID` waits for it and tells its exit code.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connections  # noqa: E402

from halfkilo.journal import new_id  # noqa: E402
from halfkilo.journal.fold import fold  # noqa: E402
from halfkilo.journal.kinds import note  # noqa: E402
from halfkilo.web import prepare  # noqa: E402
from halfkilo.web.models import EntryRow  # noqa: E402
from tests.web import life  # noqa: E402


def host() -> None:
    """Make the tables, then answer one line for each line."""
    prepare.prepare()
    print("ready", flush=True)
    for line in sys.stdin:
        command, *rest = line.split()
        print(DEEDS[command](*rest), flush=True)


def new_person() -> str:
    """A person with a beginning; their id."""
    person = life.someone(f"Asha {new_id()}")
    life.begin(person, "low_back")
    return str(person.pk)


def writer(pipe: str, person: str, count: str, *shared: str) -> str:
    """Begin a process that writes; its id. It comes from this one, which has everything loaded, and has its own connection."""
    connections.close_all()
    if pid := os.fork():
        return str(pid)
    code = 1
    try:
        with Path(pipe).open("w") as sys.stdout:
            write(person, int(count), list(shared))
        code = 0
    except BaseException:  # noqa: BLE001  whatever it was, this process must not go on as a host: it says so and ends
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(pid: str) -> str:
    """The exit code of a process that writes, once it has ended; the number of the signal, negative, if it was killed."""
    return str(os.waitstatus_to_exitcode(os.waitpid(int(pid), 0)[1]))


def write(person: str, count: int, shared: list[str]) -> None:
    """Own entries, and between them the shared ids that every writer tries. Prints `id fate seq`."""
    seen = 0
    for number in range(count):
        entries = [life.entry("note", note.Body("remark", f"own {number}"))]
        if shared:
            entries.append(life.entry("note", note.Body("remark", "shared"), at=_MOMENT, id=shared.pop()))
        results = life.STORE.append(person, entries)
        seq = life.STORE.state(person)["seq"]
        if seq <= seen:
            sys.exit(f"a stale read: {seq} after {seen}")
        seen = seq
        for result in results:
            print(result.id, result.fate.value, seq, flush=True)


def check(person: str) -> str:
    """What stands in the database, as JSON."""
    rows = list(EntryRow.objects.filter(person_id=person).order_by("seq").values_list("seq", "id"))
    state = life.STORE.state(person)
    same = state == fold(life.STORE.entries(person))
    return json.dumps({"seqs": [seq for seq, _ in rows], "ids": [str(id) for _, id in rows], "seq": state["seq"], "same": same})


_MOMENT = life.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
DEEDS = {"person": new_person, "check": check, "write": writer, "ended": ended}

if __name__ == "__main__":
    host()
