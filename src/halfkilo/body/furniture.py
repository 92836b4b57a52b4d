"""Whether the body passes through what stands in the room."""

from __future__ import annotations

import numpy as np

from halfkilo.body.scene import Drawn
from halfkilo.body.skeleton import model
from halfkilo.body.space import Seen, along, from_boxes

SEAT = 0.025
"""Metres by which buttocks and thighs give way on a seat, bench or saddle. That soft
tissue gets thinner by centimetres in sitting is seen in MRI (Linder-Ganz et al. 2007, J Biomech 40:1443); 25 mm is our round figure."""

HARD = 0.010
SITS = ("pelvis", "thigh")


def inside(seen: Seen, drawn: tuple[Drawn, ...]) -> dict[str, float]:
    """By part and prop: how much deeper than flesh gives way it is in the prop, metres, over all postures; only where it is."""
    found: dict[str, float] = {}
    for prop in drawn:
        if prop.kind != "mat":
            gaps = from_boxes(along(seen.ends), prop.boxes).min(axis=(2, 3)) - seen.thick
            deep = -gaps.min(axis=0)
            for geom in np.flatnonzero(deep > HARD):
                name = model().geom(int(geom)).name
                beyond = float(deep[geom]) - (SEAT if name.endswith(SITS) and prop.kind in {"chair", "bench"} else HARD)
                if beyond > 0:
                    found[f"{name.replace('_', ' ')} and {prop.kind}"] = beyond
    return found
