"""The figure's shape: fields, mesh, cloth, weights, muscles; stored figures and where a posture puts their skin.

`load("middle")` reads a figure, `skinned(figure, q)` moves it. Making one needs scikit-image and scipy (`python -m halfkilo.body figure`).
"""

from halfkilo.body.shape.bones import Hand
from halfkilo.body.shape.figure import Figure, skinned, skinned_normals
from halfkilo.body.shape.store import FigureError, load

SHAPES = ("slim", "middle", "broad")
"""Builds, in the order they are offered."""

__all__ = ["SHAPES", "Figure", "FigureError", "Hand", "load", "skinned", "skinned_normals"]
