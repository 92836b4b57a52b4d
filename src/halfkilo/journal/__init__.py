"""The journal: everything that happens to a person is an entry; what is shown and dosed is a fold over them."""

from halfkilo.journal.entry import Entry, derived_id, new_id, parse
from halfkilo.journal.kinds import Unknown, body_of, journal_schema, kinds, make

__all__ = ["Entry", "Unknown", "body_of", "derived_id", "journal_schema", "kinds", "make", "new_id", "parse"]
