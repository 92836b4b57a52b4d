"""One process that writes, for tests that need several or kill them.

`python -m tests.web.writer write PERSON COUNT [ID ...]` prints one line per acknowledged entry, after the acknowledgement.
`... host` makes the tables, then does what it is told line by line: `person` and `check PERSON`.
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

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
        print(new_person() if command == "person" else check(*rest), flush=True)


def new_person() -> str:
    """A person with a beginning; their id."""
    person = life.someone(f"Asha {new_id()}")
    life.begin(person, "low_back")
    return str(person.pk)


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

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["host"]:
            host()
        case ["write", who, times, *ids]:
            write(who, int(times), ids)
        case wrong:
            sys.exit(f"not understood: {wrong}")
