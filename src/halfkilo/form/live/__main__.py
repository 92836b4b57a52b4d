"""`python -m halfkilo.form.live`: JSON lines in on standard input, JSON lines out. Ends with its input.

Started by the supervisor when the first camera comes. It runs at the lowest priority, opens no file but an exercise's own, and no network.
"""

from __future__ import annotations

import os
import queue
import sys
import threading

from halfkilo.form.live.desk import Desk

LONGEST = 65_536
WAITING = 64
"""Lines that may wait; then the pipe fills, and the other end drops old frames."""


def main() -> None:
    """Until the input ends."""
    os.nice(10)
    lines: queue.Queue[str] = queue.Queue(WAITING)
    threading.Thread(target=_read, args=(lines, os.getppid()), name="reads", daemon=True).start()
    desk = Desk()
    while True:
        for told in desk.line(lines.get()):
            sys.stdout.write(told + "\n")
        sys.stdout.flush()


def _read(lines: queue.Queue[str], parent: int) -> None:
    """Its end is the end of the process, even if the other thread hangs."""
    for line in sys.stdin:
        if len(line) <= LONGEST:
            _put(lines, line, parent)
    os._exit(0)


def _put(lines: queue.Queue[str], line: str, parent: int) -> None:
    while os.getppid() == parent:
        try:
            return lines.put(line, timeout=0.5)
        except queue.Full:
            continue
    os._exit(0)


if __name__ == "__main__":
    main()
