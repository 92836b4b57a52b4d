"""What home says of a person's clinicians: a message, a suggestion, a step they look at first, and the one tap to ask."""

from __future__ import annotations

from typing import Any

from halfkilo.journal.fold_care import waiting
from halfkilo.journal.state import State
from halfkilo.web.models import Person, Suggestion
from halfkilo.web.pages.start import once


def care_team(person: Person, state: State) -> dict[str, Any] | None:
    """Nothing where nobody is there to ask; then no statement is spent on it."""
    if "clinician" not in state["shared"].values():
        return None
    return {
        "told": len(state.get("talk", {}).get("told", [])),
        "suggested": Suggestion.objects.filter(person=person, answer="").count(),
        "waiting": bool(waiting(state)),
        "once": once.fresh(),
    }
