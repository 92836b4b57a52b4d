"""Every policy by name: ours, the oracle, and the peers."""

from __future__ import annotations

from collections.abc import Mapping

from halfkilo.cohort.engine import Trained
from halfkilo.cohort.loop import Policy
from halfkilo.cohort.oracle import Oracle
from halfkilo.cohort.peers import PEERS
from halfkilo.dose import STANDARD
from halfkilo.dose import Policy as Rules
from halfkilo.dose.rounds import Rounds
from halfkilo.exercises import catalogue
from halfkilo.people.protocol import Observed


def ours(rules: Rules = STANDARD, name: str = "halfkilo", about: str = "these rules, as they are") -> Policy:
    """The engine with a set of rules."""
    return Policy(name, about, lambda person, programme: Trained(person, programme, catalogue(), Rounds(rules)))


def policies() -> Mapping[str, Policy]:
    """All of them, ours first."""
    oracle = Policy("oracle", "sees the biology; the same gates, limits, steps and consent", _oracle)
    peers = (Policy(name, peer.about, peer) for name, peer in PEERS.items())
    return {one.name: one for one in (ours(), oracle, *peers)}


def _oracle(person: Observed, programme: str) -> Trained:
    return Trained(person, programme, catalogue(), Oracle(person))
