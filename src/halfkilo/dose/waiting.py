"""Offers above the size that a clinician chose wait for them before the person is offered them. Only ever fewer offers come of it."""

from __future__ import annotations

from collections.abc import Sequence

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.once import changed
from halfkilo.dose.session import Item, Offer
from halfkilo.journal.fields import Offered
from halfkilo.journal.state import key_of

OPENS = (Offered.SET, Offered.HARDER, Offered.FIND)
"""Offers that open something whose size is not in grams: where a clinician looks at rises at all, they look at these."""

FREE = (Offered.SWAP, Offered.EASIER, Offered.AGAIN)
"""Offers that lead to no more load, and the steps back to what the person left out of their own wish."""


def parted(day: Day, offers: Sequence[Offer]) -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:
    """What the person is offered, and what waits for a clinician. What a clinician said no to is in neither for a while."""
    most = largest(day)
    if most is None:
        return tuple(offers), ()
    free = tuple(offer for offer in offers if _free(offer, most) or _said(day, offer) is True)
    return free, tuple(offer for offer in offers if offer not in free and _said(day, offer) is None)


def largest(day: Day) -> int | None:
    """The largest rise, grams, that is offered without a clinician having looked; None where none of them can look."""
    if "clinician" not in day.state["shared"].values():
        return None
    return min((int(one["value"]) for one in day.limits if one["what"] == "approve" and one["by"] == "clinician"), default=None)


def without(item: Item, waiting: Sequence[Offer]) -> Item:
    """An item whose heaviest load of the day does not reach up to an offer that waits."""
    if not any((offer.exercise, offer.tool, offer.side) == (item.exercise, item.tool, item.side) for offer in waiting):
        return item
    return changed(item, most=max(item.grams, *item.steps, 0)) if item.most else item


def _free(offer: Offer, most: int) -> bool:
    return offer.offered in FREE or (offer.offered not in OPENS and offer.grams - offer.from_grams <= most)


def _said(day: Day, offer: Offer) -> bool | None:
    """What a clinician said of such an offer, as long as it counts: a yes reaches as far as what they saw, a no to all of it."""
    said = day.state.get("approved", {}).get(key_of(offer.exercise, offer.tool.value, offer.side.value))
    if said is None or said["offered"] != offer.offered or said["other"] != offer.other:
        return None
    days = day.days_since(said["on"])
    if not said["yes"]:
        return False if days < limits.DECLINED_DAYS.first else None
    fits = offer.grams < said["g"] or (offer.grams == said["g"] and offer.target <= said["t"])
    return True if fits and days <= limits.APPROVED_DAYS.first else None
