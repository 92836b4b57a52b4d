"""The catalogue: one folder per exercise, found by itself. See docs/interfaces.md for the format.

A folder holds `facts.toml` (what it is and whom it suits), `words/<language>.toml`, `movement.toml` (key poses) and what
the body room derives from them (`clip.json`). Nothing else has to be touched to add one.
"""

from halfkilo.exercises.catalogue import Catalogue, catalogue
from halfkilo.exercises.facts import Count, Exercise, Family, LoadClass, Mechanism, Need, Position, Sides, Variant, With
from halfkilo.exercises.words import Fault, Words, words

__all__ = ["Catalogue", "Count", "Exercise", "Family", "Fault", "LoadClass", "Mechanism", "Need", "Position", "Sides",
           "Variant", "With", "Words", "catalogue", "words"]
