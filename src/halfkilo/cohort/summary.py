"""A journal told in a few lines of text, for looking at a simulated life."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from statistics import mean

from halfkilo.journal import Entry
from halfkilo.units import kilograms


def summary(entries: Sequence[Entry]) -> str:
    """Entries by kind, then week by week: mornings, sessions, offers, flares, own activities; then every load as it went."""
    first = date.fromisoformat(entries[0].at[:10])
    kinds = Counter(entry.kind for entry in entries)
    lines = [f"{len(entries)} entries from {entries[0].at[:10]} to {entries[-1].at[:10]}",
             ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())), ""]
    weeks: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        weeks[(date.fromisoformat(entry.at[:10]) - first).days // 7].append(entry)
    lines += [_week(number, week) for number, week in sorted(weeks.items())]
    return "\n".join([*lines, "", *_loads(entries)])


def _week(number: int, week: Sequence[Entry]) -> str:
    pains: dict[str, list[int]] = defaultdict(list)
    for entry in week:
        if entry.kind == "morning":
            for region, score in entry.body["pain"].items():
                pains[region].append(score)
    pain = "  ".join(f"{region} {mean(scores):.1f} ({min(scores)}-{max(scores)})" for region, scores in pains.items())
    modes = Counter(entry.body.get("mode", "normal") for entry in week if entry.kind == "session_opened")
    answers = Counter(entry.body["answer"] for entry in week if entry.kind == "answered" and entry.body["question"] == "offer")
    told = ", ".join(text for entry in week if (text := _told(entry)))
    return f"week {number + 1:2}: {pain}  sessions {dict(modes)}  offers {dict(answers)}  {told}"


def _told(entry: Entry) -> str:
    if entry.kind == "measured" and entry.body["measure"] == "psfs":
        return f"psfs {sorted(entry.body['values'].values())}"
    return {"flare_opened": "flare", "stopped": f"stopped {entry.body.get('why')}"}.get(entry.kind, "")


def _loads(entries: Sequence[Entry]) -> list[str]:
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        if entry.kind != "set_done":
            continue
        body = entry.body
        key = f"{body['exercise']} {body['tool']} {body['side']}"
        mark = {"more": "?", "comfortable": "?", "hurts": "!"}.get(str(body.get("finder")), "")
        load = f"{kilograms(body['grams'])}x" if body["grams"] else ""
        rows[key][entry.at[:10]] = f"{load}{body['done']}{mark}"
    return [f"{key:44} {' '.join(row.values())}" for key, row in sorted(rows.items())]
