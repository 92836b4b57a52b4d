"""Simulated people: one mechanistic model for the gym's puller, the cohort and the demo person. Never evidence about real ones."""

from halfkilo.people.parameters import Manner, Parameters, Place
from halfkilo.people.person import Effort, VirtualPerson
from halfkilo.people.population import draw, draw_anybody

__all__ = ["Effort", "Manner", "Parameters", "Place", "VirtualPerson", "draw", "draw_anybody"]
