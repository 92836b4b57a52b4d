"""Programmes: one TOML file each, found by itself. A programme is an ordered list of slots; what fills a slot is decided elsewhere.

`rescue.toml` is no programme: it lists gentle choices per painful place, for days on which training rests.
"""

from halfkilo.programmes.order import Chosen, grouped, transfers
from halfkilo.programmes.programme import Part, Programme, Says, Slot, planned, programmes, programmes_for
from halfkilo.programmes.rescue import rescue, rescue_lists

__all__ = ["Chosen", "Part", "Programme", "Says", "Slot", "grouped", "planned", "programmes", "programmes_for", "rescue", "rescue_lists",
           "transfers"]
