"""Doors of the journal that a middle arm leaves open: what the doses would be if the journal did not refuse."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from halfkilo.dose import Item, Offer, Session
from halfkilo.journal.fields import Offered
from halfkilo.journal.kinds import set_done
from halfkilo.journal.state import State, key_of


def key(one: Item | Offer | set_done.Body) -> str:
    """Where a dose is kept."""
    return key_of(one.exercise, one.tool, one.side)


def through(opened: Collection[str], session: Session, told: Mapping[str, int]) -> Session:
    """The session as it would be lifted: the load last told where "yes" is open, the heavier side's where "sides" is."""
    if not {"yes", "sides"} & set(opened):
        return session
    heaviest: dict[str, int] = {}
    for item in session.items:
        heaviest[item.exercise] = max(heaviest.get(item.exercise, 0), item.grams)

    def lifted(item: Item) -> Item:
        grams = item.grams
        if grams and not item.steps:
            grams = max(grams, told.get(key(item), 0)) if "yes" in opened else grams
            grams = heaviest[item.exercise] if "sides" in opened else grams
        return replace(item, grams=grams)

    return replace(session, parts=tuple(replace(part, items=tuple(lifted(item) for item in part.items)) for part in session.parts))


def taken(state: State, offer: Offer, on: date) -> None:
    """A yes counts whenever it comes and whatever it is for."""
    exercise = state["exercises"].get(key(offer))
    if exercise is None or exercise["dose"] is None or offer.offered not in (Offered.LOAD, Offered.WAY_BACK):
        return
    exercise["accepted"] = {"g": offer.grams, "t": offer.target, "s": exercise["dose"]["s"]}
    exercise["accepted_on"] = on.isoformat()
