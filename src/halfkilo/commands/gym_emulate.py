"""`halfkilo gym emulate`: emulated Bluetooth devices in a virtual air, to try everything without a radio or a device."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import AsyncExitStack

from halfkilo.commands.told import Trouble, say, told
from halfkilo.gym.radio import twins
from halfkilo.gym.radio.link import NoRadio

NEEDED = "Emulated Bluetooth devices need Bumble, which halfkilo itself does not: pip install 'bumble>=0.0.236'"


@told
def emulate(devices: Sequence[str], air: str | None = None, port: int = 0, seed: int = 1, as_json: bool = False) -> None:
    """Until Ctrl-C. air: join the one at HOST:PORT; else start one on loopback at `port` (0: any free one) and print where it is.

    Raises:
        Trouble: no such device, Bumble is missing, no air there, or the air went away.
    """
    unknown = [name for name in devices if name not in twins.names()]
    if unknown:
        raise Trouble(f"{', '.join(unknown)}: there is no emulated Bluetooth device of that name. There are: {', '.join(twins.names())}.")
    try:
        import bumble.device  # noqa: F401
    except ImportError as error:
        raise Trouble(NEEDED) from error
    try:
        asyncio.run(_run(devices, air, port, seed, as_json))
    except KeyboardInterrupt:
        return
    except NoRadio as gone:
        raise Trouble(str(gone)) from gone
    except OSError as error:
        raise Trouble(f"The virtual air could not open port {port} on this computer: {error.strerror}.") from error


async def _run(devices: Sequence[str], air: str | None, port: int, seed: int, as_json: bool) -> None:
    from halfkilo.gym.radio.air.house import AirHouse, over_tcp
    from halfkilo.gym.radio.air.runner import Runner, address_of

    async with AsyncExitStack() as stack:
        house = AirHouse()
        where = air if air else await stack.enter_async_context(house.open_door(port))
        runners = []
        for number, name in enumerate(devices):
            wires = await over_tcp(air) if air else house.wires(house.controller())
            runners.append(Runner(twins.twin(name, seed + number), address_of(f"{name} {seed + number}"), wires))
        _tell(where, [(name, runner.address, runner.name) for name, runner in zip(devices, runners, strict=True)], as_json)
        await asyncio.gather(*(runner.run() for runner in runners))


def _tell(where: str, here: list[tuple[str, str, str]], as_json: bool) -> None:
    if as_json:
        devices = [dict(zip(("device", "address", "name"), one, strict=True)) for one in here]
        say(json.dumps({"air": where, "devices": devices}))
        return
    say(f"Virtual air at {where} (this computer only). Emulated, not real:")
    for device, address, name in here:
        say(f"  {address}  {name}  ({device})")
    say("Ctrl-C ends it.")
