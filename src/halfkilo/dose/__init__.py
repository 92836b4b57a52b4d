"""The dose: journal -> today's session. One small function per rule; standard library and the floors below only."""

from halfkilo.dose.context import Choice
from halfkilo.dose.policy import RULES, STANDARD, Policy
from halfkilo.dose.session import Asked, Item, Offer, Part, Reason, Session, Status, Verdict
from halfkilo.dose.today import record, today

__all__ = ["RULES", "STANDARD", "Asked", "Choice", "Item", "Offer", "Part", "Policy", "Reason", "Session", "Status", "Verdict", "record",
           "today"]
