"""`halfkilo gym list` and `bench`: which devices there are and how far each can be trusted; how quick the stop is."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import aclosing
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from halfkilo.commands.told import Trouble, say, told
from halfkilo.gym.quality import Kind, Loads, Quality, grade, qualities
from halfkilo.gym.radio import open_radio
from halfkilo.gym.radio.link import NoRadio, Seen

LOADS = {Loads.YES: "yes", Loads.OPT_IN: "only after your own yes", Loads.NEVER: "no"}


@told
def devices(air: str | None, seconds: float, as_json: bool) -> None:
    """List what halfkilo knows, and what is near now."""
    near, problem = _near(air, seconds) if seconds > 0 else ([], "")
    if as_json:
        known = [_known(name, one) for name, one in sorted(qualities().items())]
        say(json.dumps({"known": known, "near": near, "bluetooth": problem or None}, indent=1))
        return
    _print_known()
    say()
    if problem:
        say(problem)
    elif seconds > 0 and not near:
        say(f"Nothing that halfkilo knows was seen in {seconds:g} seconds. Devices sleep until they are used, and a phone may hold them.")
    for one in near:
        say(f"{one['address']}  {one['name'] or '(no name)'}  could be: {', '.join(one['devices'])}  ({one['rssi']} dBm)")


@told
def bench(stops: int, kills: int, as_json: bool) -> None:
    """Measure in processes of their own; with ten viewers where the bench has them."""
    command = [sys.executable, "-m", "halfkilo.gym.bench", "--stops", str(stops), "--kills", str(kills)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"The measurement did not end well:\n{done.stderr.strip()[-2000:]}")
    if as_json:
        say(done.stdout.strip())
        return
    for name, value in json.loads(done.stdout).items():
        say(f"{name.replace('_', ' ')}: {value}")


def _known(name: str, quality: Quality) -> dict[str, Any]:
    return {"device": name, "title": quality.title, "kind": quality.kind.value, "link": quality.link, "facts": quality.facts.value,
            "grade": grade(quality).value, "loads": quality.loads.value, "loads_why": quality.loads_why, "most_g": quality.most_g,
            "experimental": quality.experimental, "measures": [one.value for one in quality.measures]}


def _print_known() -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in ("device", "", "link", "grade", "can be loaded"):
        table.add_column(head)
    order = sorted(qualities().items(), key=lambda one: (list(Kind).index(one[1].kind), one[0]))
    for name, quality in order:
        mark = " (experimental)" if quality.experimental else ""
        loads = LOADS[quality.loads] if quality.kind is Kind.MACHINE else ""
        table.add_row(name, quality.title + mark, quality.link, grade(quality).value, loads)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def _near(air: str | None, seconds: float) -> tuple[list[dict[str, Any]], str]:
    """(devices seen now, loudest first; why there is no radio, in words for people)."""
    try:
        seen = asyncio.run(_scan(air, seconds))
    except NoRadio as problem:
        return [], str(problem)
    found = [(one, [name for name, sees in _seers() if sees(one)]) for one in seen.values()]
    near = [{"address": one.address, "name": one.name, "rssi": one.rssi, "devices": names} for one, names in found if names]
    return sorted(near, key=lambda one: -int(str(one["rssi"]))), ""


async def _scan(air: str | None, seconds: float) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    try:
        async with asyncio.timeout(seconds), aclosing(open_radio(air).scan()) as heard:  # type: ignore[type-var]
            async for seen in heard:
                found[seen.address] = seen
    except TimeoutError:
        pass
    return found


def _seers() -> Iterator[tuple[str, Callable[[Seen], bool]]]:
    """Each device's own word on whether it is this one."""
    for name in sorted(qualities()):
        if find_spec(f"halfkilo.gym.devices.{name}.driver") is not None:
            sees = getattr(import_module(f"halfkilo.gym.devices.{name}.driver"), "sees", None)
            if sees is not None:
                yield name, sees


