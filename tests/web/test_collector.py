"""A worker that is ready looks less often for what nobody holds; nothing is kept that should go."""

from __future__ import annotations

import gc
import weakref

from halfkilo.web import collector


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_loaded_stays_and_what_nobody_holds_still_goes() -> None:
    usual = gc.get_threshold()
    try:
        collector.settle()
        assert gc.get_threshold() == (collector.NEWBORN, collector.YOUNG, collector.OLD)
        assert gc.get_freeze_count() > 0 and gc.isenabled()
        knot = weakref.ref(Knot())
        _ = [Knot() for _ in range(2 * collector.NEWBORN)]
        assert knot() is None, "a newborn knot is found without being asked for"
    finally:
        gc.set_threshold(*usual)
