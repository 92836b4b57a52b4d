"""The body: skeleton, movement files, and the motion that follows from them. The only room that imports mujoco.

`python -m halfkilo.body make SLUG...` solves movements into clips; `sheet` draws contact sheets.
Heavy parts are imported by name (`halfkilo.body.motion`), so that reading a movement file stays light.
"""

from halfkilo.body.errors import BodyError, MovementError, OutOfReach, StaleClip
from halfkilo.body.movement import Movement, load

__all__ = ["BodyError", "Movement", "MovementError", "OutOfReach", "StaleClip", "load"]
