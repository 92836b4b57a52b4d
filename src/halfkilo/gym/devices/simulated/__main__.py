"""`python -m halfkilo.gym.devices.simulated --port P`: the simulated gym as a process of its own.

It speaks halfkilo link (docs/link.md). Prints one line when ready: `ready machine=PORT` and, with a simulated person, ` person=PORT`.
"""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType

from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order
from halfkilo.gym.devices.simulated.server import Server
from halfkilo.gym.errors import GymError
from halfkilo.gym.follow import leave_with
from halfkilo.gym.testing import orders, speed

OUTLIVES_S = 2.0
"""A real machine would outlive its computer's programs: the supervisor must find it there to let go of the load."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="halfkilo.gym.devices.simulated", description="A simulated gym.")
    parser.add_argument("--port", type=int, default=0, help="where the supervisor connects, on 127.0.0.1; 0: any free")
    parser.add_argument("--simulate-person", choices=["ordered", "following"], default=None,
                        help="SIMULATION ONLY: somebody at the handles, told what to do, or following the machine")
    parser.add_argument("--person-port", type=int, default=0, help="SIMULATION ONLY: where orders arrive, in tests only; 0: any free")
    parser.add_argument("--speed", type=float, default=1.0, help="tests only: machine seconds per second")
    parser.add_argument("--seed", type=int, default=1, help="the noise of the sensors")
    parser.add_argument("--locked", action="store_true", help="start with the child lock on; only an order at the machine takes it off")
    parser.add_argument("--parent", type=int, default=None, metavar="PID", help="leave when this process, which started us, is gone")
    return parser.parse_args()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def main() -> None:
    """Open the ports, say so, run until told to leave."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    may_order = orders(arguments.simulate_person)
    gym = Gym(arguments.seed, person=arguments.simulate_person is not None)
    gym.firmware.lock(arguments.locked)
    server = Server(gym, speed(arguments.speed))
    ready = f"ready machine={server.listen(arguments.port)}"
    if gym.puller is not None:
        gym.puller.obey(Order(Deed.FOLLOW, on=arguments.simulate_person == "following"))
        if may_order:
            ready += f" person={server.listen(arguments.person_port, person=True)}"
        print("SIMULATION: a simulated person holds the handles", file=sys.stderr, flush=True)
    print(ready, flush=True)
    if arguments.parent is not None:
        leave_with(arguments.parent, OUTLIVES_S)
    server.run()


if __name__ == "__main__":
    try:
        main()
    except GymError as error:
        sys.exit(str(error))
