"""A process that ends with the one that started it. A launcher that is killed can tell nobody: without this its children would
stay, keep their ports and locks, and the next start would find the house taken."""

from __future__ import annotations

import os
import signal
import threading
import time

LOOK_S = 0.2
"""How often to look. Asking for the parent costs less than a microsecond."""
GRACE_S = 3.0
"""Time to let go, to write down and to leave; after it the process ends as it is."""


def leave_with(parent: int, after_s: float = 0.0) -> None:
    """End this process, first gently (SIGTERM), `after_s` seconds after `parent` (a process id) stopped being its parent.

    An orphan is given another parent by the system, so the answer is certain even if the number is used again.
    """
    threading.Thread(target=_watch, args=(parent, after_s), name="follows its parent", daemon=True).start()


def _watch(parent: int, after_s: float) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    time.sleep(after_s)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(0)
