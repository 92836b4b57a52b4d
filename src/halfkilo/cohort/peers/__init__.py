"""Dosing rules of others, from what they publish, as policies to compare with. Each rule is read in its makers' favour."""

from halfkilo.cohort.peers.base import Peer
from halfkilo.cohort.peers.effort import EffortLadder
from halfkilo.cohort.peers.linear import Linear, WeeklyLinear
from halfkilo.cohort.peers.pain import ReadinessHold, TrafficLight
from halfkilo.cohort.peers.reps import DoubleProgression, NeverProgress, TwoForTwo

PEERS: dict[str, type[Peer]] = {peer.name: peer for peer in (
    NeverProgress, Linear, DoubleProgression, TwoForTwo, EffortLadder, WeeklyLinear, ReadinessHold, TrafficLight)}
"""Every peer by name."""

__all__ = ["PEERS", "Peer"]
